"""The four rules in plain Python, one person after the other, with dictionaries and dates.

It takes nothing for granted and no short cuts, so that it can be read beside the rules; all others
are held to it.  It is slow: some ten thousand people in a second.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from dateutil.relativedelta import relativedelta

from rivals.shared import (
    APPROVING_LEVELS,
    BOUND_VIA,
    TEAM_KINDS,
    TEAM_ROLES,
    TO_TOWNSHIPS,
    Answer,
)

__all__ = ["State", "prepare", "run"]

_OUTSIDE = None
_Stretches = list[tuple[date, date]]


class State(NamedTuple):
    """The tables as lists of dictionaries, and the appointments of each person."""

    organization: dict[str, dict]
    people: list[dict]
    appointments: dict[int, list[dict]]
    promotions: list[dict]
    recruitment: list[dict]


def prepare(tables: dict[str, pa.Table]) -> State:
    """Bring the tables into dictionaries."""
    appointments: dict[int, list[dict]] = defaultdict(list)
    for row in tables["appointments"].to_pylist():
        row["end"] = row["end"] or date.max
        appointments[row["person_id"]].append(row)
    return State(
        organization={row["org_id"]: row for row in tables["organizations"].to_pylist()},
        people=tables["people"].to_pylist(),
        appointments=appointments,
        promotions=tables["promotions"].to_pylist(),
        recruitment=tables["recruitment"].to_pylist(),
    )


# --- Places ---------------------------------------------------------------------------------------


def _place(state: State, org_id: str | None) -> str | None:
    """Give the division where an organisation is: what it is within, or else its superior's."""
    while org_id is not None:
        org = state.organization[org_id]
        if org["kind"] == "division":
            return org_id
        org_id = org["within_id"] or org["parent_id"]
    return None


def _township(state: State, org_id: str) -> str | None:
    place = _place(state, org_id)
    is_town = place is not None and state.organization[place]["level"] == "township"
    return place if is_town else _OUTSIDE


def _is_above(state: State, place: str | None, township: str) -> bool:
    """Tell whether a place is one that the township lies in."""
    at = state.organization[township]["parent_id"]
    while at is not None:
        if _place(state, at) == place:
            return True
        at = state.organization[at]["parent_id"]
    return False


# --- Service --------------------------------------------------------------------------------------


def _whole_months(start: date, end: date) -> int:
    """Give the largest number of months after which the anniversary of `start` is not past `end`.

    >>> _whole_months(date(2020, 1, 31), date(2020, 2, 29))
    1
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if start + relativedelta(months=months) <= end else months - 1


def _service(state: State, rows: list[dict]) -> _Stretches:
    """Give the unbroken stretches of township service, less secondments outside."""
    spells = sorted(
        (row["start"], row["end"])
        for row in rows
        if row["basis"] == "in_post" and _township(state, row["org_id"]) is not _OUTSIDE
    )
    union: _Stretches = []
    for start, end in spells:
        if union and start <= union[-1][1]:
            union[-1] = union[-1][0], max(end, union[-1][1])
        else:
            union.append((start, end))
    for row in rows:
        if row["basis"] == "secondment" and _township(state, row["org_id"]) is _OUTSIDE:
            parts = []
            for start, end in union:
                parts += [(start, min(end, row["start"])), (max(start, row["end"]), end)]
            union = [(start, end) for start, end in parts if start < end]
    return union


def _cumulative(service: _Stretches, as_of: date, since: date = date.min) -> int:
    """Give the months of all stretches together, each moved back by the days of those before."""
    clipped = [(max(start, since), min(end, as_of)) for start, end in service]
    months, earlier = 0, timedelta()
    for start, end in ((start, end) for start, end in clipped if start < end):
        months = max(months, _whole_months(start - earlier, end))
        earlier += end - start
    return months


def _continuous(service: _Stretches, as_of: date) -> int | None:
    """Give the months of the stretch that contains a day; None if none does."""
    for start, end in service:
        if start <= as_of < end:
            return _whole_months(start, as_of)
    return None


# --- The rules ------------------------------------------------------------------------------------


class _Move(NamedTuple):
    """A move from one place to another."""

    on: date
    left: str | None
    to: str | None
    row: dict


def _walk(
    state: State, rows: list[dict], home: str, since: date, as_of: date
) -> tuple[str | None, list[_Move]]:
    """Walk through a career; give the place where it stands on a day, and the moves."""
    rows = [r for r in rows if r["basis"] == "in_post" and since <= r["start"] <= as_of]
    events = {r["start"] for r in rows} | {r["end"] for r in rows if r["end"] <= as_of}
    place: str | None = home
    moves: list[_Move] = []
    for day in sorted(events):
        held = [row for row in rows if row["start"] <= day < row["end"]]
        if held and all(_township(state, row["org_id"]) != place for row in held):
            newest = max(held, key=lambda row: row["start"])
            to = _township(state, newest["org_id"])
            moves.append(_Move(day, place, to, newest))
            place = to
    return place, moves


def _approved(state: State, move: _Move) -> bool | None:
    """Tell whether a move was approved by the right department in time; None if not known."""
    by, on = move.row["approved_by"], move.row["approved_on"]
    if by is None:
        return False
    org = state.organization[by]
    if org["kind"] != "organization_department" or org["level"] not in APPROVING_LEVELS:
        return False
    if move.left is None or not _is_above(state, _place(state, by), move.left):
        return False
    return None if on is None else on <= move.on


def _service_minimum(state: State, person: dict, as_of: date) -> Answer:
    home = _township(state, person["recruited_by"])
    since = person["recruited_on"]
    if person["recruited_via"] not in BOUND_VIA or home is _OUTSIDE:
        return Answer.NO_SUBJECT
    if since < date(2014, 1, 1) or since > as_of:
        return Answer.NOT_APPLICABLE
    rows = state.appointments.get(person["person_id"], [])
    place, moves = _walk(state, rows, home, since, as_of)
    if place == home:
        return Answer.PASS
    service = _service(state, rows)
    if place is not _OUTSIDE:
        fine: bool | None = _cumulative(service, as_of, since) >= 24
    else:
        move = [move for move in moves if move.to is _OUTSIDE][-1]
        months = _cumulative(service, move.on, since)
        fine = months >= 60 or (months >= 24 and _approved(state, move))
    if fine:
        return Answer.PASS
    return Answer.UNDETERMINED if fine is None or since.year == 2014 else Answer.FAIL


def _team_experience(state: State, as_of: date) -> np.ndarray:
    towns = [o for o in state.organization if _township(state, o) == o]
    found = {town: [0, 0] for town in towns}
    for rows in state.appointments.values():
        teams = {
            _township(state, row["org_id"])
            for row in rows
            if row["basis"] == "in_post"
            and row["role"] in TEAM_ROLES
            and row["start"] <= as_of < row["end"]
            and state.organization[row["org_id"]]["kind"] in TEAM_KINDS
        }
        months = _cumulative(_service(state, rows), as_of) if teams else 0
        for town in teams - {_OUTSIDE}:
            found[town][0] += months >= 24
            found[town][1] += 1
    return np.array(list(found.values()), np.int64).T


def _rank_promotion(state: State, row: dict, as_of: date) -> Answer:
    day = row["date"]
    if row["kind"] != "rank" or day > as_of:
        return Answer.NO_SUBJECT
    rows = state.appointments.get(row["person_id"], [])
    held = [row for row in rows if row["start"] <= day < row["end"]]
    if not any(
        row["basis"] == "in_post" and _township(state, row["org_id"]) is not _OUTSIDE
        for row in held
    ):
        return Answer.NO_SUBJECT
    if not date(2014, 1, 1) <= day <= date(2019, 5, 31):
        return Answer.NOT_APPLICABLE
    months = _continuous(_service(state, rows), day)
    seconded = any(row["basis"] == "secondment" for row in held)
    if not seconded and months is not None and months >= 60:
        return Answer.PASS
    return Answer.UNDETERMINED if day.year == 2014 else Answer.FAIL


def _recruits_to_townships(state: State, as_of: date) -> np.ndarray:
    found: dict[int, list[int]] = {}
    for row in state.recruitment:
        if row["channel"] == "civil_service_exam" and row["year"] <= as_of.year:
            pair = found.setdefault(row["year"], [0, 0])
            pair[0] += row["hired"] if row["destination"] in TO_TOWNSHIPS else 0
            pair[1] += row["hired"]
    return np.array([[year, *pair] for year, pair in sorted(found.items())], np.int64)


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Check the four rules on a day."""
    day = date.fromisoformat(as_of)
    people = [_service_minimum(state, person, day) for person in state.people]
    promotions = [_rank_promotion(state, row, day) for row in state.promotions]
    return {
        "service-minimum": np.array(people, np.int8),
        "team-experience": _team_experience(state, day),
        "rank-promotion": np.array(promotions, np.int8),
        "recruits-to-townships": _recruits_to_townships(state, day),
    }
