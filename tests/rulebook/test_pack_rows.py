"""A share of rows names a table, its columns and values that there are."""

import pytest
from pack_texts import HEAD, parsed

import partyorg as po

ROWS = """
[[rule]]
id = "intake"
kind = "share"
severity = "mandatory"
title = { zh = "招录", en = "Intake" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text" }
[rule.version.parameters]
at_least = "4/5"
[rule.version.parameters.rows]
table = "recruitment"
organization = "authority"
count = "hired"
pool = "province"
group = { channel = ["civil_service_exam"] }
quality = { directed = [true] }
"""


def test_rows_that_name_what_there_is_can_be_used():
    assert parsed(HEAD + ROWS)["intake"].versions[0].params.rows.count == "hired"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('table = "recruitment"', 'table = "recruitments"', "there is no table 'recruitments'; "),
        ('"hired"', '"hird"', "table 'recruitment' has no column 'hird'; did you mean 'hired'?"),
        ('"hired"', '"zzzzz"', "table 'recruitment' has no column 'zzzzz'"),
        ("{ directed", "{ derected", "has no column 'derected'; did you mean 'directed'?"),
        ("civil_service_exam", "exam", "column 'channel' never holds 'exam'; it may be "),
        ("[true]", '["yes"]', "column 'directed' never holds 'yes'; it may be True, False"),
        ('pool = "province"', 'pool = "country"', "pool 'country' is not known; it may be "),
    ],
)
def test_rows_that_name_what_there_is_not_are_refused(old, new, told):
    assert (HEAD + ROWS).count(old) == 1
    with pytest.raises(po.PackError) as caught:
        parsed((HEAD + ROWS).replace(old, new))
    assert str(caught.value).startswith("x.toml: rule[0].version[0].parameters.rows: ")
    assert told in str(caught.value)
