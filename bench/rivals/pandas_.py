"""The four rules in pandas: masks, merges and group-bys, one core.

The plan is that of the Polars rival: who holds which post on the day settles most people; of the
others, of the leaders and of the promoted the whole careers are looked at.  Words are categoricals,
so that finding the township of a body is one look-up by code; dates are NumPy's, and become day
numbers where they are reckoned with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from rivals import shared
from rivals.shared import IN_FORCE, LAPSED, OPEN, OUTSIDE, Answer, Orgs, day_number

__all__ = ["State", "prepare", "run", "stretches", "team_members"]

_FIRST_YEAR_OVER = IN_FORCE + 365
_LONG_AGO = -(10**6)
_PERSON = "person_id"


@dataclass
class State:
    """The tables as frames, the appointments in the order of person and start."""

    tables: dict[str, pd.DataFrame]
    orgs: Orgs
    of: pd.DataFrame  # of each organisation the township, and whether its leaders are a team
    approvals: pd.DataFrame


def prepare(tables: dict[str, pa.Table]) -> State:
    """Bring the tables into frames."""
    frames = {name: table.to_pandas(date_as_object=False) for name, table in tables.items()}
    frames["appointments"] = frames["appointments"].sort_values(
        [_PERSON, "start"], kind="stable", ignore_index=True
    )
    found = shared.orgs(tables["organizations"])
    by, left = shared.approvals(found)
    names = np.array(found.names, dtype=object)
    return State(
        tables=frames,
        orgs=found,
        of=pd.DataFrame({"town": found.town, "team": found.team}, index=pd.Index(names)),
        approvals=pd.DataFrame({"approved_by": names[by], "left": left, "may": True}),
    )


def _look_up(column: pd.Series, values: pd.Series, missing: object) -> np.ndarray:
    """Give for each word of a categorical column the value that it stands for."""
    known = values.reindex(column.cat.categories).to_numpy()
    return np.append(known, np.array([missing], known.dtype))[column.cat.codes.to_numpy()]


def _days(column: pd.Series) -> np.ndarray:
    """Give dates as day numbers, `OPEN` for none."""
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), OPEN, days.astype(np.int64))


def _months(start: pd.Series, end: pd.Series) -> np.ndarray:
    """Give the whole months between two day numbers."""
    since, until = (
        pd.DatetimeIndex(days.to_numpy().astype("datetime64[D]")) for days in (start, end)
    )
    months = (until.year - since.year) * 12 + until.month - since.month
    return (months - ((until.day < since.day) & ~until.is_month_end)).to_numpy()


def _united(spells: pd.DataFrame) -> pd.DataFrame:
    """Unite spells, in the order of person and start, to unbroken stretches."""
    person = spells[_PERSON]
    reach = spells.groupby(_PERSON)["end"].cummax()
    new = (person != person.shift()) | (spells["start"] > reach.shift())
    last = new.shift(-1, fill_value=True)
    united = spells.loc[new, [_PERSON, "start"]].reset_index(drop=True)
    united["end"] = reach[last].to_numpy()
    return united


def _without(stretches: pd.DataFrame, minus: pd.DataFrame) -> pd.DataFrame:
    """Take spells off stretches: what is left of a stretch lies between two of the spells."""
    minus = _united(minus)
    between = pd.DataFrame(
        {
            _PERSON: minus[_PERSON],
            "since": minus.groupby(_PERSON)["end"].shift(fill_value=_LONG_AGO),
            "until": minus["start"],
        }
    )
    after = minus.groupby(_PERSON, as_index=False)["end"].last().rename(columns={"end": "since"})
    gaps = pd.concat([between, after.assign(until=OPEN)])
    touched = stretches[_PERSON].isin(gaps[_PERSON])
    left = stretches[touched].merge(gaps, on=_PERSON)
    left["start"] = left[["start", "since"]].max(axis=1)
    left["end"] = left[["end", "until"]].min(axis=1)
    left = left.loc[left["start"] < left["end"], [_PERSON, "start", "end"]]
    return pd.concat([stretches[~touched], left]).sort_values([_PERSON, "start"], ignore_index=True)


def _service(careers: pd.DataFrame) -> pd.DataFrame:
    """Give the unbroken stretches of township service, less secondments outside."""
    outside = careers["town"] == OUTSIDE
    served = careers[careers["in_post"] & ~outside]
    return _without(_united(served), careers[~careers["in_post"] & outside])


class _Check:
    """A check on a day."""

    def __init__(self, state: State, as_of: str) -> None:
        self._state = state
        self._day = pd.Timestamp(as_of)
        self._today = day_number(as_of)

    def answers(self) -> dict[str, np.ndarray]:
        """Give all answers."""
        people = self._people()
        held = self._held()
        answer = self._first_look(people, held)
        open_ = people[answer == Answer.UNDETERMINED]
        team = self._leaders(held)
        promotions = self._promotions()
        wanted = np.zeros(len(people), bool)
        for frame in (open_, team, promotions):
            wanted[frame[_PERSON]] = True
        careers = self.careers(wanted)
        stretches = _service(careers)
        moved = self._moved(careers, open_)
        away = moved[moved["place"] != moved["home"]]
        to = np.where(away["place"] == OUTSIDE, away["day"], self._today).astype(np.int64)
        asked = pd.DataFrame({_PERSON: away[_PERSON], "since": away["recruited"], "as_of": to})
        moved["months"] = moved[_PERSON].map(self._served(stretches, asked)).fillna(0)
        self._second_look(answer, moved)
        return {
            "service-minimum": answer,
            "team-experience": self._team(self._members(team, stretches)),
            "rank-promotion": self._rank(promotions, careers, stretches),
            "recruits-to-townships": self._recruits(),
        }

    def _people(self) -> pd.DataFrame:
        people = self._state.tables["people"]
        home = _look_up(people["recruited_by"], self._state.of["town"], OUTSIDE)
        bound = people["recruited_via"].isin(shared.BOUND_VIA)
        return pd.DataFrame(
            {
                _PERSON: people[_PERSON],
                "home": np.where(bound, home, OUTSIDE),
                "recruited": _days(people["recruited_on"]),
            }
        )

    def _held(self) -> pd.DataFrame:
        """Give the posts that are held on the day."""
        rows = self._state.tables["appointments"]
        ends = rows["end"].isna() | (rows["end"] > self._day)
        held = rows[(rows["basis"] == "in_post") & (rows["start"] <= self._day) & ends]
        return pd.DataFrame(
            {
                _PERSON: held[_PERSON],
                "role": held["role"],
                "start": _days(held["start"]),
                "town": _look_up(held["org_id"], self._state.of["town"], OUTSIDE),
                "team": _look_up(held["org_id"], self._state.of["team"], missing=False),
            }
        )

    def _leaders(self, held: pd.DataFrame) -> pd.DataFrame:
        """Give who is in the team of which township, each person once in each."""
        leads = held["team"] & held["role"].isin(shared.TEAM_ROLES)
        return held.loc[leads, [_PERSON, "town"]].drop_duplicates()

    def _members(self, team: pd.DataFrame, stretches: pd.DataFrame) -> pd.DataFrame:
        """Give the members of the teams with their cumulative months in townships."""
        asked = pd.DataFrame({_PERSON: team[_PERSON].unique()})
        months = self._served(stretches, asked.assign(since=_LONG_AGO, as_of=self._today))
        return team.assign(months=team[_PERSON].map(months).fillna(0).astype(np.int64))

    def members(self) -> pd.DataFrame:
        """Give the members of all teams, for those who only judge what others have counted."""
        team = self._leaders(self._held())
        wanted = np.zeros(len(self._state.tables["people"]), bool)
        wanted[team[_PERSON]] = True
        return self._members(team, _service(self.careers(wanted)))

    def _first_look(self, people: pd.DataFrame, held: pd.DataFrame) -> np.ndarray:
        """Answer for those who need no walk; the others are left undetermined."""
        home, recruited = people["home"].to_numpy(), people["recruited"].to_numpy()
        person = held[_PERSON].to_numpy()
        own = held["start"].to_numpy() >= recruited[person]
        at_home = held["town"].to_numpy() == home[person]
        answer = np.full(len(people), Answer.UNDETERMINED, np.int8)
        answer[person[own & at_home]] = Answer.PASS
        answer[person[own & ~at_home]] = Answer.UNDETERMINED
        answer[(recruited < IN_FORCE) | (recruited > self._today)] = Answer.NOT_APPLICABLE
        answer[home == OUTSIDE] = Answer.NO_SUBJECT
        return answer

    def _promotions(self) -> pd.DataFrame:
        """Give the promotions in rank by now; the index is the row."""
        promotions = self._state.tables["promotions"]
        promotions = promotions[(promotions["kind"] == "rank") & (promotions["date"] <= self._day)]
        return pd.DataFrame(
            {
                "row": promotions.index,
                _PERSON: promotions[_PERSON].to_numpy(),
                "date": _days(promotions["date"]),
            }
        )

    def careers(self, wanted: np.ndarray) -> pd.DataFrame:
        """Give the whole careers of some people."""
        rows = self._state.tables["appointments"]
        rows = rows[wanted[rows[_PERSON]]]
        rows = rows[rows["basis"].isin(["in_post", "secondment"])]
        return pd.DataFrame(
            {
                _PERSON: rows[_PERSON],
                "town": _look_up(rows["org_id"], self._state.of["town"], OUTSIDE),
                "start": _days(rows["start"]),
                "end": _days(rows["end"]),
                "in_post": rows["basis"] == "in_post",
                "approved_by": rows["approved_by"],
                "approved_on": rows["approved_on"],
            }
        ).reset_index(drop=True)

    def _served(self, stretches: pd.DataFrame, asked: pd.DataFrame) -> pd.Series:
        """Give the cumulative months of some people, since one day and as of another."""
        clipped = stretches[stretches[_PERSON].isin(asked[_PERSON])].merge(asked, on=_PERSON)
        start = clipped[["start", "since"]].max(axis=1)
        end = clipped[["end", "as_of"]].min(axis=1)
        clipped = clipped.assign(start=start, end=end, length=end - start)
        clipped = clipped[clipped["length"] > 0]
        earlier = clipped.groupby(_PERSON)["length"].cumsum() - clipped["length"]
        months = _months(clipped["start"] - earlier, clipped["end"])
        return pd.Series(months, index=clipped[_PERSON].to_numpy()).groupby(level=0).max()

    def _moved(self, careers: pd.DataFrame, open_: pd.DataFrame) -> pd.DataFrame:
        """Give where those stand of whom a first look told nothing, and their last move out.

        Where at most two posts overlap and the one begun first ends first, each move is on the
        start of a post, or on the end of the one before if that is later.
        """
        posts = careers[careers["in_post"] & careers[_PERSON].isin(open_[_PERSON])]
        posts = posts.merge(open_, on=_PERSON)
        posts = posts[posts["start"].between(posts["recruited"], self._today)]
        person, start, end = posts[_PERSON], posts["start"], posts["end"]
        last = end.shift(fill_value=0).where(person == person.shift(), _LONG_AGO)
        before = end.shift(2, fill_value=0).where(person == person.shift(2), _LONG_AGO)
        left = posts["town"].shift(fill_value=0).where(person == person.shift(), posts["home"])
        posts = posts.assign(day=np.maximum(start, last), left=left)
        tangled = person[(start <= before) | (end <= last) | (end <= start)]
        knotted = person.isin(tangled)

        plain = posts[~knotted & (posts["day"] <= self._today)]
        place = plain.drop_duplicates(_PERSON, keep="last").set_index(_PERSON)["town"]
        out = (plain["town"] == OUTSIDE) & (plain["left"] != OUTSIDE)
        columns = [_PERSON, "day", "left", "approved_by", "approved_on"]
        moves = plain.loc[out, columns].drop_duplicates(_PERSON, keep="last")

        knots = posts[knotted]
        walked = shared.walk(
            *(knots[name].to_numpy() for name in (_PERSON, "start", "end", "town", "home")),
            self._today,
        )
        there = walked.row >= 0
        more = knots.iloc[walked.row[there]].assign(day=walked.day[there], left=walked.left[there])
        moves = pd.concat([moves, more[columns]])
        place = pd.concat([place, pd.Series(walked.place, index=walked.person)])

        moves["approved_by"] = moves["approved_by"].astype(object)
        moves = moves.merge(self._state.approvals, on=["approved_by", "left"], how="left")
        moved = open_.merge(moves, on=_PERSON, how="left")
        return moved.assign(place=moved[_PERSON].map(place).fillna(moved["home"]))

    def _second_look(self, answer: np.ndarray, moved: pd.DataFrame) -> None:
        """Answer for those who had to be walked with."""
        months, place = moved["months"], moved["place"]
        on = _days(moved["approved_on"])
        found = np.select(
            [
                place == moved["home"],
                place != OUTSIDE,
                months >= 60,
                (months < 24) | moved["may"].isna(),
                on == OPEN,
            ],
            [
                Answer.PASS,
                np.where(months >= 24, Answer.PASS, Answer.FAIL),
                Answer.PASS,
                Answer.FAIL,
                Answer.UNDETERMINED,
            ],
            np.where(on <= moved["day"], Answer.PASS, Answer.FAIL),
        )
        lenient = (found == Answer.FAIL) & (moved["recruited"] < _FIRST_YEAR_OVER)
        answer[moved[_PERSON]] = np.where(lenient, Answer.UNDETERMINED, found)

    def _team(self, members: pd.DataFrame) -> np.ndarray:
        counted = (members["months"] >= 24).groupby(members["town"]).agg(["sum", "size"])
        found = np.zeros((2, len(self._state.orgs.towns)), np.int64)
        found[:, counted.index] = counted.to_numpy().T
        return found

    def _rank(
        self, promotions: pd.DataFrame, careers: pd.DataFrame, stretches: pd.DataFrame
    ) -> np.ndarray:
        def on_day(spells: pd.DataFrame) -> pd.DataFrame:
            """Give the spells of the promoted that cover the day of a promotion."""
            spells = spells[spells[_PERSON].isin(promotions[_PERSON])]
            pairs = promotions.merge(spells, on=_PERSON)
            return pairs[(pairs["start"] <= pairs["date"]) & (pairs["date"] < pairs["end"])]

        posts = on_day(careers[[_PERSON, "town", "start", "end", "in_post"]])
        subject = promotions["row"].isin(
            posts.loc[posts["in_post"] & (posts["town"] != OUTSIDE), "row"]
        )
        seconded = promotions["row"].isin(posts.loc[~posts["in_post"], "row"])
        covered = on_day(stretches)
        enough = covered.loc[_months(covered["start"], covered["date"]) >= 60, "row"]
        date = promotions["date"]
        verdict = np.select(
            [
                ~subject,
                (date < IN_FORCE) | (date >= LAPSED),
                ~seconded & promotions["row"].isin(enough),
                date < _FIRST_YEAR_OVER,
            ],
            [Answer.NO_SUBJECT, Answer.NOT_APPLICABLE, Answer.PASS, Answer.UNDETERMINED],
            Answer.FAIL,
        )
        answer = np.full(len(self._state.tables["promotions"]), Answer.NO_SUBJECT, np.int8)
        answer[promotions["row"]] = verdict
        return answer

    def _recruits(self) -> np.ndarray:
        rows = self._state.tables["recruitment"]
        rows = rows[(rows["channel"] == "civil_service_exam") & (rows["year"] <= self._day.year)]
        many = rows["hired"].where(rows["destination"].isin(shared.TO_TOWNSHIPS), 0)
        years = pd.DataFrame({"many": many, "hired": rows["hired"]}).groupby(rows["year"]).sum()
        return years.reset_index().to_numpy(np.int64)


def stretches(state: State) -> pd.DataFrame:
    """Give the unbroken stretches of township service of everybody, in order."""
    everybody = np.ones(len(state.tables["people"]), bool)
    return _service(_Check(state, "1970-01-01").careers(everybody))


def team_members(tables: dict[str, pa.Table], as_of: str) -> pd.DataFrame:
    """Give the members of the township teams: person, township and months served in townships."""
    return _Check(prepare(tables), as_of).members().reset_index(drop=True)


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Check the four rules on a day."""
    return _Check(state, as_of).answers()
