"""A few people and bodies whose verdicts turn on days that can be worked out by hand."""

from eval_worlds import ORGANIZATIONS, dataset, leader, org, post, recruit, veteran

__all__ = ["COMMITTEE", "NOBODY_NEW", "ORGANIZATIONS", "committee", "graded", "moved", "team"]

COMMITTEE = "V1-WH"
NOBODY_NEW = (("2000-01-01", None), ("2018-03-01", None), ("2018-09-01", None))
"""A team of three: one experienced, the second from 2020-03-01, the third from 2020-09-01 on."""


def moved(to="T2-ZF"):
    """Give somebody recruited on 2015-08-01 who went elsewhere a year later."""
    posts = [post("N1", "T1-ZF", "2015-08-01", "2016-08-01"), post("N1", to, "2016-08-01")]
    return dataset(people=[recruit("N1", "2015-08-01", name="干部0001")], appointments=posts)


def team(*members):
    """Give a team in T1 of people who are in office since they were recruited: since, until."""
    people = [veteran(f"N{at}", since) for at, (since, _) in enumerate(members)]
    posts = [leader(f"N{at}", "T1-DW", *those) for at, those in enumerate(members)]
    return dataset(people=people, appointments=posts)


def committee(elected, *, complete=True):
    """Give a village committee and its last election."""
    return dataset(
        organizations=[org(COMMITTEE, "village_committee", "village", "V1", "V1")],
        activities=[{"org_id": COMMITTEE, "kind": "换届选举", "date": elected}],
        completeness=[{"table": "activities", "org_id": COMMITTEE}] if complete else [],
    )


def graded(**excellent):
    """Give assessments in T1: of a hundred, so many graded excellent in each year (`y2018=18`)."""
    rows = [
        {
            "org_id": "T1",
            "year": name[1:],
            "group": "general_staff",
            "assessed": "100",
            "excellent": str(number),
        }
        for name, number in excellent.items()
    ]
    return dataset(assessments=rows)
