"""A worked case, as text."""

CASE = """
[world]
organizations = [
  { org_id = "A", level = "county", kind = "division" },
  { org_id = "T", level = "township", kind = "division", parent_id = "A" },
]

[[case]]
rule = "cn-gz/service-minimum"
title = "仍在首个乡镇"
shows = "pass"
as_of = "2016-06-30"
subject = "N1"
outcome = "pass"
why = "没有调动。"
people = [
  { person_id = "N1", recruited_on = "2015-08-01", recruited_by = "T", recruited_via = "directed" },
]
"""

TRAINING = """
[[case]]
rule = "training-days"
title = "两年都有记录"
shows = "two findings"
as_of = "2017-12-31"
subject = "N2"
outcome = "pass"
why = "十二天。"
people = [{ person_id = "N2", recruited_on = "2000-01-01" }]
appointments = [{ person_id = "N2", org_id = "T", start = "2000-01-01", basis = "in_post" }]
trainings = [
  { person_id = "N2", year = 2015, days = 12 },
  { person_id = "N2", year = 2016, days = 11 },
]
completeness = [{ table = "trainings" }]
"""
