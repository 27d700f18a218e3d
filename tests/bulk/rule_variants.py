"""The bundled pack with parameters changed: other clocks, pools, thresholds, groups."""

from functools import cache

from attrs import evolve

import partyorg as po
from partyorg.rulebook import with_parameters

PREFECTURE = ["prefecture", "province", "central"]


def stages(*more):
    return [{"begins": "P0D", "moves": "none"}, *more]


CHANGES = {
    "service-minimum": (
        {"binds": "everyone"},
        {"clock": "elapsed"},
        {"binds": "everyone", "clock": "elapsed"},
        {"recruited_via": ["institution_hiring", "civil_service_exam"]},
        {"approved_by": ["organization_department", "government", "department"]},
        {
            "binds": "everyone",
            "stages": [
                {"begins": "P0D", "moves": "none", "approval_of": PREFECTURE},
                {"begins": "P2Y", "moves": "between_townships", "approval_of": ["county"]},
                {"begins": "P5Y", "moves": "any"},
            ],
        },
        {"stages": [{"begins": "P0D", "moves": "any"}]},
        {
            "stages": stages(
                {"begins": "P1Y", "moves": "between_townships", "approval_of": ["county"]},
                {"begins": "P18M", "moves": "between_townships", "approval_of": PREFECTURE},
                {"begins": "P2Y", "moves": "none", "approval_of": ["province"]},
                {"begins": "P7Y", "moves": "any"},
            )
        },
    ),
    "secondment": (
        {"needs_end": False},
        {"approved_by": ["government", "local_party_committee"]},
        {"approved_by": []},
    ),
    "team-experience": (
        {"at_least": "1/2"},
        {"at_least": "4/5", "tolerance": "1/20"},
        {"at_least": "", "at_most": "1/3"},
        {"people": {"level": "county", "bodies": ["government", "department"]}},
        {"people": {"roles": ["chief", "leader", "staff"], "cumulative_service": "P1Y"}},
        {"people": {"cumulative_service": "P25M"}},
        {"people": {"cumulative_service": "", "ever_held": ["leader"], "ever_held_at": [
            "government", "congress"]}},
    ),
    "vacancy-priority": (
        {"cumulative_service": "P1Y"},
        {"continuous_service": "P1Y"},
        {"in_post": True, "not_seconded": True},
        {"cumulative_service": "", "continuous_service": "P2Y"},
        {"team": {"roles": ["leader", "staff"], "bodies": ["government"]}},
        {"team": {"owes": "county-team-township-chiefs"}},
    ),
    "county-team-township-chiefs": (
        {"tolerance": "0"},
        {"at_least": "", "at_most": "1/2"},
        {"people": {"level": "township", "bodies": ["division", "congress", "government"]}},
        {"people": {"ever_held": ["chief", "leader"], "ever_held_at": ["government"]}},
        {"people": {"level": "prefecture"}},
    ),
    "recruits-to-townships": (
        {"rows": {"pool": "county"}},
        {"rows": {"pool": "organization"}},
        {"rows": {"pool": "prefecture", "count": "planned"}},
        {"rows": {"split_by": "channel", "group": {"channel": ["selection"]}}},
        {"rows": {"split_by": "destination", "pool": "organization"}},
        {"at_least": "", "at_most": "4/5"},
    ),
    "directed-posts": ({"rows": {"pool": "county", "count": "hired"}}, {"tolerance": "1/10"}),
    "rank-promotion": (
        {"promotion": "leadership"},
        {"not_seconded": False, "cumulative_service": "P2Y"},
        {"in_post": False, "continuous_service": "P30M"},
        {"continuous_service": "", "in_post": False},
    ),
    "excellent-share": (
        {"rows": {"pool": "organization"}},
        {"rows": {"pool": "province", "of_townships": False}},
        {"rows": {"split_by": ""}},
        {"at_most": "", "at_least": "1/5"},
    ),
    "training-days": (
        {"column": "hours"},
        {"at_least": "6"},
        {"at_least": "23/2"},
        {"column": "hours", "at_least": 40},
    ),
    "chief-training": (
        {"roles": ["leader", "staff"], "duties": []},
        {"bodies": ["public_institution"], "duties": ["武装", "党建"]},
        {"at_least": 2, "by_training": "county"},
        {"duties": ["组织委员"], "roles": []},
    ),
    "village-stationing": (
        {"within": "P1Y"},
        {"within": "P2Y10D"},
        {"within": "P30D", "at_least": 2},
        {"by_basis": "attachment"},
        {"by_basis": "in_post", "within": "P3M"},
        {"recruited_via": ["other", "directed"]},
    ),
}  # fmt: skip


@cache
def changed(choice):
    """Give the pack with some of its rules changed; `choice` are pairs of a rule and a number."""
    wanted = dict(choice)
    pack = po.rules("cn-gz")
    rules = tuple(
        with_parameters(rule, CHANGES[rule.name][wanted[rule.name]])
        if rule.name in wanted
        else rule
        for rule in pack.rules
    )
    return evolve(pack, rules=rules)


def variant(rng):
    """Draw a pack: about half of the rules changed, each in one of its ways."""
    return changed(
        tuple(
            (name, rng.randrange(len(ways))) for name, ways in CHANGES.items() if rng.random() < 0.5
        )
    )
