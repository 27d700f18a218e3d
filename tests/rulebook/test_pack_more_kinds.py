"""What the loader refuses of bounds, lists and structures, and of packs that build on others."""

import pytest
from pack_texts import GOOD, MORE, parsed

import partyorg as po
from partyorg.rulebook import bundled_packs

AMOUNTS = 'table = "amounts"\nkinds = ["division"]\nlevels = ["village"]\nitems = ["经费"]\n'
BALLOTS = 'table = "elections"\ncase_kinds = ["选举"]\n'

REFUSED = {
    "a column that the table does not have": (
        AMOUNTS,
        'table = "trainings"\ncolumn = "weeks"\n',
        "rule[0].version[0].parameters: column 'weeks' of table 'trainings': write days, hours",
    ),
    "amounts of nothing": (
        'items = ["经费"]\n',
        "",
        "rule[0].version[0].parameters: table 'amounts' needs items",
    ),
    "ballots that are no share": (
        AMOUNTS,
        BALLOTS + 'column = "votes"\n',
        (
            "rule[0].version[0].parameters: elections are judged as a fraction of the column of, "
            "other tables are not"
        ),
    ),
    "amounts that are a share of a column": (
        AMOUNTS,
        AMOUNTS + 'of = ""\n',
        (
            "rule[0].version[0].parameters: elections are judged as a fraction of the column of, "
            "other tables are not"
        ),
    ),
    "amounts of whichever organisation": (
        'levels = ["village"]\nitems',
        "items",
        "rule[0].version[0].parameters: say of which kinds and levels the organizations are",
    ),
    "members without a bound": (
        AMOUNTS + "at_least = 100\n",
        'table = "members"\ncolumn = "full_members"\nkinds = ["branch"]\nlevels = ["village"]\n',
        "rule[0].version[0].parameters: set at_least or at_most",
    ),
    "bounds that nothing can keep": (
        "at_least = 100\n",
        "at_least = 100\nat_most = 99\n",
        "rule[0].version[0].parameters: at_most = 99 lies below at_least = 100",
    ),
    "an alternative to an amount": (
        "at_least = 100\n",
        'at_least = 100\nor_else = { column = "hours", at_least = 9 }\n',
        "rule[0].version[0].parameters: or_else goes with trainings that are at least so much",
    ),
    "a list of nothing that must be there": (
        'required = ["有章理事"]\n',
        "",
        "rule[1].version[0].parameters: test 'present' needs required",
    ),
    "a list that nothing answers": (
        'test = "present"',
        'test = "answered"',
        "rule[1].version[0].parameters: test 'answered' needs answered_on",
    ),
    "a chain without an end": (
        'root_levels = ["county"]\n',
        "",
        "rule[2].version[0].parameters: test 'superior' needs root_levels",
    ),
    "a unit without an organisation to look for": (
        'test = "superior"',
        'test = "has_organization"',
        "rule[2].version[0].parameters: test 'has_organization' needs party_kinds",
    ),
    "a pack that builds on none that there is": (
        'version = "1"\n',
        'version = "1"\nbuilds_on = ["cn-gs"]\n',
        "builds_on[0]: no bundled pack 'cn-gs'; did you mean 'cn-gz'?",
    ),
    "a pack that builds on nothing near": (
        'version = "1"\n',
        'version = "1"\nbuilds_on = ["zzzzzz"]\n',
        f"builds_on[0]: no bundled pack 'zzzzzz'; there are: {', '.join(bundled_packs())}",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_contradiction_is_told_with_its_place(name):
    old, new, told = REFUSED[name]
    assert MORE.count(old) == 1, old
    with pytest.raises(po.PackError) as caught:
        parsed(MORE.replace(old, new))
    assert str(caught.value) == f"x.toml: {told}"


def test_what_is_not_contradictory_is_taken():
    assert [rule.kind_name for rule in parsed(MORE).rules] == ["bound", "permitted", "structure"]


@pytest.mark.parametrize(
    "between", ['between = ["开始"]', 'between = ["开始", "结束"]\nevery = "P5Y"']
)
def test_windows_lie_between_two_activities(between):
    text = GOOD.replace("at_least = 1\n", f"at_least = 1\n{between}\n")
    with pytest.raises(po.PackError, match="between names two activities"):
        parsed(text)


def test_packs_are_checked_with_those_that_they_build_on():
    assert [pack.id for pack in po.with_base(["cn-hl-pingfang", "cn"])] == ["cn-hl-pingfang", "cn"]
    assert [pack.id for pack in po.with_base("cn")] == ["cn"]
