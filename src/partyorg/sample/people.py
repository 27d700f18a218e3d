"""The background: township teams, county teams and ordinary staff, who mostly keep the rules."""

from __future__ import annotations

from partyorg.sample.places import (
    CHANGED_ON,
    EMPTY_TEAM,
    STREET_MADE,
    TOWN_UNMADE,
    TOWNSHIPS,
)
from partyorg.sample.world import World

__all__ = ["TEAM_SINCE", "build_people", "county_team", "newcomer", "team", "veteran"]

TEAM_SINCE = "2011-11-15"
"""The day on which the teams of the sample took office."""

# Ending of the body, post, role, duties; the second, 镇长, sits on the committee as well.
_SEATS = (
    ("DW", "党委书记", "chief", "全面工作"),
    ("ZF", "{}长", "chief", "政府全面工作"),
    ("RD", "人大主席", "leader", ""),
    ("DW", "党委副书记", "leader", "组织委员;党建"),
    ("DW", "纪委书记", "leader", "纪检"),
    ("ZF", "副{}长", "leader", "农业农村"),
)
_MORE_SEATS = (
    ("DW", "宣传委员", "leader", "宣传"),
    ("DW", "武装部长", "leader", "武装"),
    ("ZF", "副{}长", "leader", "项目建设"),
)


def _sit(world: World, person: str, place: tuple[str, int], since: str, until: str = "") -> None:
    """Put a person on a seat of a township team; `place` is the township and the seat."""
    township, seat = place
    ending, title, role, duties = (*_SEATS, *_MORE_SEATS)[seat]
    title = title.format(TOWNSHIPS[township][-1])
    body = f"{township}-{ending}"
    world.post(person, body, title, since, until, role=role, duties=duties)
    if seat == 1:
        title = "党委副书记"
        world.post(person, f"{township}-DW", title, since, until, role="leader")


def veteran(world: World, township: str, seat: int, since: str = TEAM_SINCE, **more: str) -> str:
    """Add a team member with many years in townships; give the identifier.

    Before the seat there is one long post in some township, begun on a day, in a month or in a
    year, as such records are; end and start are written alike, so nothing lies between.
    """
    base = more.get("base", f"{township}-ZF")
    entered = _some_date(world, 1995, 2007)
    via = "civil_service_exam" if world.random.randrange(8) == 0 else "other"
    person = world.person(entered, base, via)
    world.post(person, base, "科员", entered, since)
    _sit(world, person, (township, seat), since, more.get("until", ""))
    return person


def newcomer(world: World, township: str, seat: int, since: str, until: str = "") -> str:
    """Add a team member who came from the county and had never worked in a township."""
    office = f"{township[:6]}-{world.random.choice(('JYJ', 'NYJ', 'CZJ'))}"
    entered = f"{world.random.randrange(2002, 2010)}-07-01"
    person = world.person(entered, office)
    world.post(person, office, "科员", entered, since)
    _sit(world, person, (township, seat), since, until)
    return person


def team(world: World, township: str, seats: range = range(6)) -> list[str]:
    """Add a team of people who all know townships well; give the identifiers by seat."""
    return [veteran(world, township, seat) for seat in seats]


def _some_date(world: World, first: int, last: int) -> str:
    """Give a date to the day, the month or the year."""
    year = world.random.randrange(first, last + 1)
    month, day = world.random.randrange(1, 13), world.random.randrange(1, 29)
    form = world.random.randrange(10)
    if form == 0:
        return f"{year}"
    return f"{year}-{month:02}" if form < 5 else f"{year}-{month:02}-{day:02}"  # noqa: PLR2004


def county_team(world: World, county: str, former_chiefs: int, others: int) -> list[str]:
    """Add the leaders of a county: first those who once led a township, then the rest."""
    townships = [code for code in TOWNSHIPS if code.startswith(county)]
    offices = ("JYJ", "NYJ", "CZJ", "WB")
    people = []
    for number in range(former_chiefs + others):
        office = f"{county}-{offices[number % len(offices)]}"
        entered = _some_date(world, 1988, 1998)
        person = world.person(entered, office)
        people.append(person)
        if number < former_chiefs:
            began, left = f"{2001 + number % 4}-03", f"2008-{1 + number % 6:02}"
            township = townships[number % len(townships)]
            body, title = (("DW", "党委书记"), ("ZF", f"{TOWNSHIPS[township][-1]}长"))[number % 2]
            world.post(person, office, "科员", entered, began)
            world.post(person, f"{township}-{body}", title, began, left, role="chief")
            world.post(person, office, "局长", left, f"2011-{6 + number % 3:02}")
            since = f"2011-{6 + number % 3:02}"
        else:
            since = f"201{number % 6 + 1}-06-20"
            world.post(person, office, "科员", entered, since)
        _county_seat(world, person, county, number, since)
    return people


def _county_seat(world: World, person: str, county: str, number: int, since: str) -> None:
    """Put a person on a seat of a county team, the 县长 on two."""
    if number == 0:
        world.post(person, f"{county}-DW", "县委书记", since, role="chief")
    elif number == 1:
        world.post(person, f"{county}-ZF", "县长", since, role="chief")
        world.post(person, f"{county}-DW", "县委副书记", since, role="leader")
    elif number % 2:
        world.post(person, f"{county}-ZF", "副县长", since, role="leader")
    else:
        world.post(person, f"{county}-DW", "县委常委", since, role="leader")


def build_people(world: World, manned: set[str]) -> None:
    """Fill every township that no story has manned, and add staff everywhere."""
    for township in TOWNSHIPS:
        if township in manned or township in (EMPTY_TEAM, TOWN_UNMADE):
            continue
        team(world, township)
    _team_of_the_street(world)
    _exchange(world, "990102101", "990102102", "2016-10")
    _exchange(world, "990101203", "990101204", "2016-10-18")
    for township in TOWNSHIPS:
        if township != TOWN_UNMADE:
            _staff(world, township)


def _team_of_the_street(world: World) -> None:
    """Add those who led 己溪镇 and went over with it to 己溪街道."""
    for seat, (ending, title) in enumerate((("GW", "党工委书记"), ("BSC", "办事处主任"))):
        person = veteran(world, TOWN_UNMADE, seat, until=CHANGED_ON)
        world.post(person, f"{STREET_MADE}-{ending}", title, CHANGED_ON, role="chief")


def _exchange(world: World, one: str, other: str, when: str) -> None:
    """Let the last deputy heads of two townships change places; no gap lies between."""
    moves = []
    for here, there in ((one, other), (other, one)):
        deputies = [
            row
            for row in world.tables["appointments"]
            if row["org_id"] == f"{here}-ZF" and row["post"].startswith("副") and not row["end"]
        ]
        deputies[-1]["end"] = when
        moves.append((deputies[-1]["person_id"], there))
    for person, there in moves:
        _sit(world, person, (there, 5), when)


def _staff(world: World, township: str) -> None:
    """Add three or so people recruited into a township since 2013, who stayed."""
    for number in range(2 + world.random.randrange(2)):
        year = 2013 + world.random.randrange(6)
        month, day = 7 + world.random.randrange(3), 1 + world.random.randrange(28)
        when = f"{year}-{month:02}" + (f"-{day:02}" if world.random.randrange(3) else "")
        institution = number == 1
        via = ("civil_service_exam", "selected_graduate", "directed")[world.random.randrange(3)]
        body = f"{township}-NJZ" if institution else f"{township}-ZF"
        green = world.random.randrange(3) == 0
        person = world.recruit(
            body,
            when,
            via="institution_hiring" if institution else via,
            grassroots_before="no" if green else "yes",
        )
        if green:
            village = f"{township}20{1 + world.random.randrange(2)}-CW"
            until = "" if year == 2018 else f"{year + 1}-10-08"  # noqa: PLR2004
            world.post(person, village, "驻村干部", f"{year}-10-08", until, basis="stationing")
