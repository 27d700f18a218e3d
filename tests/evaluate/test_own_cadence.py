"""A cadence of one's own pack: several events a year, to nobody in particular."""

import pytest
from eval_worlds import dataset

import partyorg as po

PACK = """
id = "own"
title = { zh = "本省", en = "Our own" }
jurisdiction = "CN-XX"
version = "1"

[conventions]
counting = "day"

[[rule]]
id = "meetings"
kind = "cadence"
severity = "mandatory"
title = { zh = "会议", en = "Meetings" }

[[rule.version]]
name = "2015"
from = "2015-01-01"
source = { document = "本省", issuer = "本省", evidence = "B" }
[rule.version.parameters]
kinds = ["government"]
levels = ["township"]
activity = ["meeting"]
at_least = 2
noun = { zh = "会议", en = "meetings" }
"""


@pytest.mark.parametrize(
    ("dates", "outcome", "shortfall"),
    [
        (["2015-03-01", "2015-09-01"], "pass", None),
        (["2015-03-01", "2015-09"], "pass", None),
        (["2015-03-01"], "fail", 1),
        ([], "fail", 2),
        (["2015-03-01", None], "undetermined", None),
        (["2015-03-01", "2014-12-31"], "fail", 1),
    ],
)
def test_each_year_needs_its_number_of_events(tmp_path, dates, outcome, shortfall):
    path = tmp_path / "own.toml"
    path.write_text(PACK, "utf-8")
    data = dataset(
        activities=[{"org_id": "T1-ZF", "kind": "meeting", "date": one} for one in dates],
        completeness=[{"table": "activities"}],
    )
    told = po.check(data, path, as_of="2016-01-01", subjects=["T1-ZF"])
    finding = told["meetings", "T1-ZF", "2015"]
    assert (finding.outcome.value, finding.shortfall) == (outcome, shortfall)
    assert "meetings" in finding.message("en")
