"""A part of two rules in pandera: thresholds, checked on frames in which all is counted already.

pandera says what a frame must look like, and which rows do not.  It has no notion of careers, so
the months that each member of a team has served are counted in pandas for one day, and so are the
shares of each year; neither is measured.  Measured is the validation of the members, one row each,
and of the years: the failing rows are the members without two years, and the years below four
fifths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from people import AS_OF
from rivals import pandas_, shared

__all__ = ["State", "prepare", "run"]


@dataclass
class State:
    """Frames for one day: the members of all teams, and the recruitment of all years."""

    as_of: str
    members: pd.DataFrame
    years: pd.DataFrame
    towns: int


_MEMBERS = pandera.DataFrameSchema(
    {
        "person_id": pandera.Column(checks=pandera.Check.ge(0)),
        "town": pandera.Column(checks=pandera.Check.ge(0)),
        "months": pandera.Column(checks=pandera.Check.ge(24)),
    },
    unique=["person_id", "town"],
)

_YEARS = pandera.DataFrameSchema(
    {"year": pandera.Column(unique=True), "many": pandera.Column(), "hired": pandera.Column()},
    checks=pandera.Check(lambda years: 5 * years["many"] >= 4 * years["hired"]),
)


def _failing(schema: pandera.DataFrameSchema, frame: pd.DataFrame) -> np.ndarray:
    """Give the rows that fail, in a frame whose index counts the rows."""
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        return error.failure_cases["index"].unique().astype(np.int64)
    return np.empty(0, np.int64)


def prepare(tables: dict[str, pa.Table], as_of: str = AS_OF) -> State:
    """Count everything that the rules ask for, for one day."""
    recruitment = tables["recruitment"].to_pandas()
    recruitment = recruitment[recruitment["channel"] == "civil_service_exam"]
    recruitment = recruitment[recruitment["year"] <= int(as_of[:4])]
    many = recruitment["hired"].where(recruitment["destination"].isin(shared.TO_TOWNSHIPS), 0)
    years = pd.DataFrame({"many": many, "hired": recruitment["hired"]})
    return State(
        as_of=as_of,
        members=pandas_.team_members(tables, as_of),
        years=years.groupby(recruitment["year"]).sum().reset_index(),
        towns=len(shared.orgs(tables["organizations"]).towns),
    )


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Give the teams of all townships, and of each year whether it is below four fifths."""
    assert as_of == state.as_of
    town = state.members["town"].to_numpy()
    short = _failing(_MEMBERS, state.members)
    team = np.bincount(town, minlength=state.towns)
    without = np.bincount(town[short], minlength=state.towns)
    low = np.zeros(len(state.years), np.int8)
    low[_failing(_YEARS, state.years)] = 1
    return {"team-experience": np.array([team - without, team]), "years-below": low}
