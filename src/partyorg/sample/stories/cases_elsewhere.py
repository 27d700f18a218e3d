"""Stories of procedures and ballots in the three counties: by the book, or not, or half known."""

from __future__ import annotations

from partyorg.sample.stories.three_counties import COUNTIES, TOLD_ON, County
from partyorg.sample.world import World

__all__ = ["tell"]

_Steps = tuple[tuple[str, str], ...]

_CASES: tuple[tuple[str, str, _Steps, _Steps], ...] = (
    (
        "cn-gx-beihai/four-deliberations",
        "village_decision",
        (
            ("党支部会提议", "2024-03-01"),
            ("两委会商议", "2024-03-04"),
            ("党员大会审议", "2024-03-08"),
            ("村民代表会议决议", "2024-03-12"),
            ("决议公开", "2024-03-13"),
            ("实施结果公开", "2024-06-03"),
            ("向上级党委报告", "2024-06-05"),
            ("向村民报告", "2024-06-06"),
        ),
        (
            ("党支部会提议", "2024-03-01"),
            ("两委会商议", "2024-03-04"),
            ("村民代表会议决议", "2024-03-12"),
            ("决议公开", "2024-03-13"),
            ("实施结果公开", "2024-06-03"),
            ("向上级党委报告", "2024-06-05"),
            ("向村民报告", "2024-06-06"),
        ),
    ),
    (
        "cn-proposals/project-stages",
        "party_project",
        (("项目生成", "2024-02-01"), ("项目实施", "2024-04-01"), ("项目监测", "2024-09-02")),
        (("项目生成", "2024-02-01"), ("项目监测", "2024-09-02")),
    ),
    (
        "cn/recruit-probation",
        "probation",
        (("试用开始", "2022-08-01"), ("任职定级", "2023-08-01")),
        (("试用开始", "2022-08-01"), ("任职定级", "2023-07-31")),
    ),
    (
        "cn/recruit-publicity",
        "recruitment_publicity",
        (("公示开始", "2024-07-15"), ("公示结束", "2024-07-19")),
        (("公示开始", "2024-07-15"), ("公示结束", "2024-07-18")),
    ),
    (
        "cn/leadership-promotion-steps",
        "leadership_promotion",
        (
            ("动议", "2024-01-08"),
            ("民主推荐", "2024-01-15"),
            ("考察", "2024-01-22"),
            ("讨论决定", "2024-02-05"),
            ("任职", "2024-02-20"),
        ),
        (("动议", "2024-01-08"), ("讨论决定", "2024-02-05"), ("任职", "2024-02-20")),
    ),
    (
        "cn/leadership-trial",
        "leadership_trial",
        (("试任职", "2022-03-01"), ("正式任职", "2023-03-01")),
        (("试任职", "2022-03-01"), ("正式任职", "2022-12-01")),
    ),
    (
        "cn/leader-resignation-decided",
        "leader_resignation",
        (("申请辞职", "2024-05-06"), ("批准辞职", "2024-08-02")),
        (("申请辞职", "2024-05-06"), ("批准辞职", "2024-08-05")),
    ),
    (
        "cn/founding-approved",
        "founding",
        (("请示", "2024-04-01"), ("批复", "2024-04-22"), ("成立", "2024-04-26")),
        (("请示", "2024-04-01"), ("批复", "2024-05-13"), ("成立", "2024-04-26")),
    ),
)


def tell(world: World) -> None:
    """Tell the cases of all three counties."""
    for county in COUNTIES:
        for number, (rule, kind, good, bad) in enumerate(_CASES, 1):
            _case(world, county, rule, f"{county.code}-{number:02}", kind, good, bad)
        _resignation(world, county)
        _ballots(world, county)


_WHY = {
    "good": "every step in its turn and in time",
    "bad": "a step was left out, or came too early or too late",
    "open": "a date is known to the year only",
}
_OUTCOME = {"good": "pass", "bad": "fail", "open": "undetermined"}


def _case(
    world: World, county: County, rule: str, case_id: str, kind: str, good: _Steps, bad: _Steps
) -> None:
    """Tell one case: all steps, the wrong ones, or some of which nobody knows the day."""
    steps = bad if county.state == "bad" else good
    for number, (step, day) in enumerate(steps):
        coarse = county.state == "open" and number in (0, len(steps) - 1)
        world.add(
            "procedures",
            case_id=case_id,
            kind=kind,
            step=step,
            date=day[:4] if coarse else day,
            org_id=county.at("C-DW"),
        )
    outcome, why = _OUTCOME[county.state], _WHY[county.state]
    if rule.startswith("cn-proposals") and outcome == "fail":
        outcome = "off_target"
    world.expect(rule, case_id, outcome, why, as_of=TOLD_ON)
    if kind == "founding":  # the same case, looked at for how soon the reply came
        world.expect("cn/founding-reply", case_id, outcome, why, as_of=TOLD_ON)


def _resignation(world: World, county: County) -> None:
    """Let somebody resign after five years, too early, or on a day that nobody wrote down."""
    recruited, asked, granted = {
        "good": ("2019-03-01", "2024-05-06", "2024-06-03"),
        "bad": ("2021-03-01", "2024-05-06", "2024-06-11"),
        "open": ("2019", "2024", "2024-06-03"),
    }[county.state]
    person = world.person(recruited, county.at("T-ZF"))
    world.post(person, county.at("T-ZF"), "科员", recruited, granted)
    case_id = f"{county.code}-CZ"
    for step, day in (("申请辞职", asked), ("批准辞职", granted)):
        world.add(
            "procedures",
            case_id=case_id,
            kind="resignation",
            step=step,
            date=day,
            subject_id=person,
            org_id=county.at("C-DW"),
        )
    outcome = _OUTCOME[county.state]
    world.expect("cn/resignation-decided", case_id, outcome, _WHY[county.state], as_of=TOLD_ON)
    why = {
        "good": "five years since recruitment were over",
        "bad": "resigned after three years",
        "open": "recruited in 2019, on a day that may be less than five years before",
    }[county.state]
    world.expect(
        "cn/recruit-service", person, outcome, why, as_of=TOLD_ON, period=granted, part=case_id
    )


_BALLOTS = {
    "good": {
        "due": 100,
        "present": 90,
        "seats": 5,
        "candidates": 6,
        "issued": 90,
        "returned": 90,
        "votes": 60,
    },
    "bad": {
        "due": 100,
        "present": 70,
        "seats": 5,
        "candidates": 5,
        "issued": 70,
        "returned": 71,
        "votes": 35,
    },
    "open": {"due": 100, "present": 80, "seats": 5, "issued": 80},
}
_ELECTION_WHY = {
    "good": "enough came, stood and voted",
    "bad": "too few came, stood or voted for it",
    "open": "exactly four fifths came, and the rest was not counted",
}


def _ballots(world: World, county: County) -> None:
    """Hold an election in the party, one of a local committee, and a resolution of a branch."""
    outcome, counted = _OUTCOME[county.state], _BALLOTS[county.state]
    for letters, kind, more in (
        ("XJ", "party_election", {}),
        ("DF", "local_party_election", {}),
        ("JY", "branch_resolution", {"present": 45} if county.state == "bad" else {}),
    ):
        numbers = {name: str(count) for name, count in (counted | more).items()}
        if kind == "branch_resolution" and county.state == "open":
            numbers.pop("present")
        world.add(
            "elections",
            case_id=f"{county.code}-{letters}",
            kind=kind,
            org_id=county.at("T-DZB"),
            date="2023-05-10",
            candidate_id=f"{county.code}-1",
            elected="yes",
            **numbers,
        )
    why = _ELECTION_WHY[county.state]
    for rule, letters in (
        *((f"election-{name}", "XJ") for name in ("quorum", "candidates", "majority", "ballots")),
        ("local-election-majority", "DF"),
        ("resolution-quorum", "JY"),
        ("resolution-majority", "JY"),
    ):
        place = {"part": f"{county.code}-1"} if rule.endswith("majority") else {}
        world.expect(f"cn/{rule}", f"{county.code}-{letters}", outcome, why, as_of=TOLD_ON, **place)
