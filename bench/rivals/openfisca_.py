"""A part of one rule in OpenFisca: who has two years of service in townships, and team by team.

OpenFisca reckons with one value per person and period, in formulas over whole arrays.  A career is
no such value, so it is brought into columns first: the stretches of township service, united and
less secondments, as the first, second and later beginning and end.  That is done in pandas and not
measured.  Measured is what a model can well do: a formula that clips the stretches at the day,
adds them up by the calendar and compares them with a parameter, for everybody; and counting the
members of each team, who must be found outside, as nobody may be in two groups of one kind.

Moves, approvals and their order are left out: they would need a loop over events in a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from openfisca_core.entities import Entity, build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from rivals import pandas_, shared
from rivals.shared import OUTSIDE, Recoder, day_number, days

__all__ = ["State", "prepare", "run"]

_END_OF_TIME = day_number("9999-12-31")


@dataclass
class State:
    """A model, the columns that it takes, and the posts that make a member of a team."""

    model: TaxBenefitSystem
    people: int
    columns: dict[str, np.ndarray]
    leaders: dict[str, np.ndarray]
    towns: int


def _months(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Give the whole months between two dates."""
    since, until = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    is_last = (end + 1).astype("datetime64[M]") != until
    short = ((end - until) < (start - since)) & ~is_last
    return (until - since).astype(np.int64) - short


def _model(most: int) -> TaxBenefitSystem:
    """Describe people with so many stretches of service at most."""
    person: Entity = build_entity(key="person", plural="people", label="Official", is_person=True)

    def column(name: str) -> type[Variable]:
        described = {
            "value_type": date,
            "entity": person,
            "definition_period": DateUnit.ETERNITY,
            "label": name,
        }
        return type(name, (Variable,), described)

    class months_in_townships(Variable):  # noqa: N801  (a variable is called by its class)
        value_type = int
        entity = person
        definition_period = DateUnit.DAY
        label = "Cumulative months of service in townships"

        def formula(people, period, _parameters):  # noqa: N805  (OpenFisca's way)
            today = np.datetime64(str(period.start), "D")
            earlier = np.zeros(people.count, "timedelta64[D]")
            months = np.zeros(people.count, np.int64)
            for number in range(most):
                start = people(f"start_{number}", period)
                end = np.minimum(people(f"end_{number}", period), today)
                there = start < end
                counted = _months(start - earlier, end)
                months = np.where(there & (counted > months), counted, months)
                earlier += np.where(there, end - start, np.timedelta64(0, "D"))
            return months

    class experienced(Variable):  # noqa: N801
        value_type = bool
        entity = person
        definition_period = DateUnit.DAY
        label = "Has the experience that is asked for"

        def formula(people, period, parameters):  # noqa: N805
            asked = parameters(period).experience.months
            return people("months_in_townships", period) >= asked

    model = TaxBenefitSystem([person])
    model.parameters = ParameterNode(
        "", data={"experience": {"months": {"values": {"2014-01-01": {"value": 24}}}}}
    )
    for number in range(most):
        model.add_variables(column(f"start_{number}"), column(f"end_{number}"))
    model.add_variables(months_in_townships, experienced)
    return model


def prepare(tables: dict[str, pa.Table]) -> State:
    """Bring the stretches of service into columns, and describe the model."""
    found = pandas_.stretches(pandas_.prepare(tables))
    people = tables["people"].num_rows
    person = found["person_id"].to_numpy()
    number = found.groupby("person_id").cumcount().to_numpy()
    most = int(number.max(initial=-1)) + 1
    columns = {}
    for name in ("start", "end"):
        value = np.minimum(found[name].to_numpy(), _END_OF_TIME).astype("datetime64[D]")
        for slot in range(most):
            columns[f"{name}_{slot}"] = np.zeros(people, "datetime64[D]")
            columns[f"{name}_{slot}"][person[number == slot]] = value[number == slot]

    orgs = shared.orgs(tables["organizations"])
    rows = tables["appointments"]
    org = Recoder(orgs.names)(rows["org_id"])
    leads = Recoder(shared.TEAM_ROLES)(rows["role"]) >= 0
    leads &= (Recoder(["in_post"])(rows["basis"]) == 0) & orgs.team[org]
    return State(
        model=_model(most),
        people=people,
        columns=columns,
        leaders={
            "person": rows["person_id"].to_numpy()[leads].astype(np.int64),
            "town": orgs.town[org][leads],
            "start": days(rows["start"])[leads],
            "end": days(rows["end"])[leads],
        },
        towns=len(orgs.towns),
    )


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Give the teams of all townships on a day, as `team-experience`."""
    simulation = SimulationBuilder().build_default_simulation(state.model, state.people)
    for name, column in state.columns.items():
        simulation.set_input(name, "ETERNITY", column)
    experienced = simulation.calculate("experienced", f"day:{as_of}")

    today, leaders = day_number(as_of), state.leaders
    held = (leaders["start"] <= today) & (leaders["end"] > today) & (leaders["town"] != OUTSIDE)
    pairs = np.unique(leaders["person"][held] * state.towns + leaders["town"][held])
    person, town = pairs // state.towns, pairs % state.towns
    team = [
        np.bincount(town, weights, minlength=state.towns).astype(np.int64)
        for weights in (experienced[person], None)
    ]
    return {"team-experience": np.array(team)}
