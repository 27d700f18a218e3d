"""The four rules in Polars: lazy queries, set operations, both cores.

Written as one would by hand who knows the rules and Polars well.  A first query finds who holds
which post on the day; that settles most people.  A second one fetches the whole careers of the
others, of the leaders and of the promoted, and the rest is joins and windows over those.

The same queries run over frames in memory and over Parquet files, there with the streaming engine;
the order of the rows in the files does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from rivals import shared
from rivals.shared import IN_FORCE, LAPSED, OPEN, OUTSIDE, Answer, day_number

__all__ = ["State", "prepare", "run", "run_parquet"]

_FIRST_YEAR_OVER = IN_FORCE + 365
_LONG_AGO = -(10**6)
_PERSON = "person_id"


@dataclass
class State:
    """The tables as frames, and what is known of the organisations."""

    tables: dict[str, pl.LazyFrame]
    orgs: pl.DataFrame  # org_id, town (OUTSIDE where in none), team
    approvals: pl.DataFrame  # approved_by, left: who may approve leaving which township
    towns: int


def _state(tables: dict[str, pl.LazyFrame], organizations: pa.Table) -> State:
    found = shared.orgs(organizations)
    names = pl.Series("org_id", found.names).cast(pl.Categorical)
    by, left = shared.approvals(found)
    return State(
        tables=tables,
        orgs=pl.DataFrame([names, pl.Series("town", found.town), pl.Series("team", found.team)]),
        approvals=pl.DataFrame([names.gather(by).alias("approved_by"), pl.Series("left", left)]),
        towns=len(found.towns),
    )


def prepare(tables: dict[str, pa.Table]) -> State:
    """Bring the tables into frames."""
    frames = {name: pl.from_arrow(table).lazy() for name, table in tables.items()}
    return _state(frames, tables["organizations"])


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Check the four rules on a day."""
    return _Check(state, as_of, "auto").answers()


def run_parquet(folder: Path | str, as_of: str, *, shuffled: bool = False) -> dict[str, np.ndarray]:
    """Check the four rules from files, streamed."""
    del shuffled  # no query relies on the order
    names = ("organizations", "people", "appointments", "promotions", "recruitment")
    frames = {name: pl.scan_parquet(Path(folder) / f"{name}.parquet") for name in names}
    state = _state(frames, frames["organizations"].collect().to_arrow())
    return _Check(state, as_of, "streaming").answers()


def _months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Give the whole months between two day numbers."""
    start, end = start.cast(pl.Date), end.cast(pl.Date)
    months = (end.dt.year() - start.dt.year()) * 12 + end.dt.month() - start.dt.month()
    short = (end.dt.day() < start.dt.day()) & (end != end.dt.month_end())
    return months - short.cast(pl.Int32)


def _same(steps: int = 1) -> pl.Expr:
    """Tell whether the row so many steps before is of the same person."""
    return pl.col(_PERSON) == pl.col(_PERSON).shift(steps)


def _before(name: str, steps: int = 1) -> pl.Expr:
    """Give a value of the person's row so many steps before, null if there is none."""
    return pl.when(_same(steps)).then(pl.col(name).shift(steps))


def _united(spells: pl.LazyFrame) -> pl.LazyFrame:
    """Unite spells, in the order of person and start, to unbroken stretches.

    A stretch begins where a spell does not touch what came before, and ends where the next one
    begins.  As each person counts for more than any day, one running maximum serves all people.
    """
    person = pl.col(_PERSON).cast(pl.Int64) * 2**33
    reach = (person + pl.col("end")).cum_max() - person
    new = (pl.col("start") > _before("reach")).fill_null(value=True)
    united = spells.with_columns(reach=reach).with_columns(new=new).collect()
    last = united["new"].shift(-1, fill_value=True)
    ends = united["reach"].filter(last).cast(pl.Int32).alias("end")
    return united.lazy().filter("new").select(_PERSON, "start", ends)


def _without(stretches: pl.LazyFrame, minus: pl.LazyFrame) -> pl.LazyFrame:
    """Take spells off stretches: what is left of a stretch lies between two of the spells."""
    minus = _united(minus)
    between = minus.select(
        _PERSON,
        pl.coalesce(_before("end"), _LONG_AGO).alias("since"),
        pl.col("start").alias("until"),
    )
    after = minus.group_by(_PERSON).agg(
        pl.col("end").max().alias("since"), pl.lit(OPEN, pl.Int32).alias("until")
    )
    gaps = pl.concat([between.cast({"since": pl.Int32}), after])
    left = (
        stretches.join(gaps, on=_PERSON)
        .select(
            _PERSON,
            pl.max_horizontal("start", "since").alias("start"),
            pl.min_horizontal("end", "until").alias("end"),
        )
        .filter(pl.col("start") < pl.col("end"))
    )
    return pl.concat([stretches.join(gaps, on=_PERSON, how="anti"), left]).sort(_PERSON, "start")


class _Check:
    """A check on a day."""

    def __init__(self, state: State, as_of: str, engine: str) -> None:
        self._state = state
        self._day = date.fromisoformat(as_of)
        self._today = day_number(as_of)
        self._engine = engine

    def _collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        return frame.collect(engine=self._engine)

    def answers(self) -> dict[str, np.ndarray]:
        """Give all answers."""
        people = self._people()
        held = self._held()
        answer = self._first_look(people, held)
        open_ = people.select("home", "recruited").with_columns(
            pl.Series(_PERSON, np.arange(len(answer), dtype=np.int32))
        )
        open_ = open_.filter(pl.Series(answer == Answer.UNDETERMINED))
        team = held.filter(pl.col("team") & pl.col("role").is_in(shared.TEAM_ROLES))
        team = team.select(_PERSON, "town").unique()
        promotions = self._promotions()
        wanted = pl.concat([frame.select(_PERSON) for frame in (open_, team, promotions)]).unique()
        careers = self._careers(wanted)
        stretches = self._stretches(careers)

        moved = self._moved(careers, open_)
        asked = moved.filter(pl.col("place") != pl.col("home")).select(
            _PERSON,
            pl.col("recruited").alias("since"),
            pl.when(pl.col("place") == OUTSIDE)
            .then("day")
            .otherwise(pl.lit(self._today, pl.Int32))
            .alias("as_of"),
        )
        members = team.select(_PERSON).unique()
        months = self._served(
            stretches,
            pl.concat(
                [
                    asked.with_columns(rule=pl.lit(0, pl.Int8)),
                    members.select(
                        _PERSON,
                        since=pl.lit(_LONG_AGO, pl.Int32),
                        as_of=pl.lit(self._today, pl.Int32),
                        rule=pl.lit(1, pl.Int8),
                    ),
                ]
            ),
        )
        self._second_look(answer, moved.join(months.filter(rule=0), on=_PERSON, how="left"))
        return {
            "service-minimum": answer,
            "team-experience": self._team(team, months.filter(rule=1)),
            "rank-promotion": self._rank(promotions, careers, stretches),
            "recruits-to-townships": self._recruits(),
        }

    def _people(self) -> pl.DataFrame:
        """Give the people in the order of their numbers, with their home township."""
        homes = self._state.orgs.lazy().select(recruited_by="org_id", home="town")
        bound = pl.col("recruited_via").is_in(shared.BOUND_VIA).fill_null(value=False)
        return self._collect(
            self._state.tables["people"]
            .join(homes, on="recruited_by", how="left", maintain_order="left")
            .select(
                pl.when(bound).then("home").otherwise(OUTSIDE).fill_null(OUTSIDE).alias("home"),
                pl.col("recruited_on").cast(pl.Int32).alias("recruited"),
            )
        )

    def _held(self) -> pl.DataFrame:
        """Give the posts that are held on the day."""
        held = (
            (pl.col("basis") == "in_post")
            & (pl.col("start") <= self._day)
            & (pl.col("end").is_null() | (pl.col("end") > self._day))
        )
        return self._collect(
            self._state.tables["appointments"]
            .filter(held)
            .select(_PERSON, "org_id", "role", pl.col("start").cast(pl.Int32))
            .join(self._state.orgs.lazy(), on="org_id")
            .select(_PERSON, "role", "start", "town", "team")
        )

    def _first_look(self, people: pl.DataFrame, held: pl.DataFrame) -> np.ndarray:
        """Answer for those who need no walk; the others are left undetermined."""
        home, recruited = people["home"].to_numpy(), people["recruited"].to_numpy()
        found = (
            held.lazy()
            .join(people.lazy().with_row_index(_PERSON).cast({_PERSON: pl.Int32}), on=_PERSON)
            .filter((pl.col("home") != OUTSIDE) & (pl.col("start") >= pl.col("recruited")))
            .group_by(_PERSON)
            .agg((pl.col("town") == pl.col("home")).all().alias("at_home"))
            .filter("at_home")
            .collect()
        )
        answer = np.full(len(home), Answer.UNDETERMINED, np.int8)
        answer[found[_PERSON].to_numpy()] = Answer.PASS
        answer[(recruited < IN_FORCE) | (recruited > self._today)] = Answer.NOT_APPLICABLE
        answer[home == OUTSIDE] = Answer.NO_SUBJECT
        return answer

    def _promotions(self) -> pl.DataFrame:
        """Give all promotions; those that are none in rank by now without a date."""
        rank = (pl.col("kind") == "rank") & (pl.col("date") <= self._day)
        return self._collect(
            self._state.tables["promotions"].select(
                _PERSON, pl.when(rank).then(pl.col("date").cast(pl.Int32)).alias("date")
            )
        ).with_row_index("row")

    def _careers(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """Give the whole careers of some people, in order."""
        return self._collect(
            self._state.tables["appointments"]
            .filter(pl.col("basis").is_in(["in_post", "secondment"]))
            .join(wanted.lazy(), on=_PERSON, how="semi")
            .join(self._state.orgs.lazy().select("org_id", "town"), on="org_id")
            .select(
                _PERSON,
                "town",
                pl.col("start").cast(pl.Int32),
                pl.col("end").cast(pl.Int32).fill_null(OPEN),
                (pl.col("basis") == "in_post").alias("in_post"),
                "approved_by",
                pl.col("approved_on").cast(pl.Int32),
            )
            .sort(_PERSON, "start")
        )

    def _stretches(self, careers: pl.DataFrame) -> pl.DataFrame:
        """Give the unbroken stretches of township service, less secondments outside."""
        outside = pl.col("town") == OUTSIDE
        served = careers.lazy().filter(pl.col("in_post") & ~outside)
        minus = careers.lazy().filter(~pl.col("in_post") & outside)
        return _without(_united(served), minus).collect()

    def _served(self, stretches: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
        """Give the cumulative months of some people, since one day and as of another."""
        key = [_PERSON, "rule"]
        return (
            asked.lazy()
            .join(stretches.lazy(), on=_PERSON)
            .with_columns(pl.max_horizontal("start", "since"), pl.min_horizontal("end", "as_of"))
            .filter(pl.col("start") < pl.col("end"))
            .sort(*key, "start")
            .with_columns(length=pl.col("end") - pl.col("start"))
            .with_columns(earlier=pl.col("length").cum_sum().over(key) - pl.col("length"))
            .with_columns(months=_months(pl.col("start") - pl.col("earlier"), pl.col("end")))
            .group_by(key)
            .agg(pl.col("months").max())
            .collect()
        )

    def _moved(self, careers: pl.DataFrame, open_: pl.DataFrame) -> pl.DataFrame:
        """Give where those stand of whom a first look told nothing, and their last move out.

        Where at most two posts overlap and the one begun first ends first, each move is on the
        start of a post, or on the end of the one before if that is later.
        """
        posts = (
            careers.lazy()
            .filter("in_post")
            .join(open_.lazy(), on=_PERSON, maintain_order="left")
            .filter(pl.col("start").is_between(pl.col("recruited"), self._today))
            .with_columns(last=_before("end"), before=_before("end", 2))
            .with_columns(
                pl.max_horizontal("start", "last").alias("day"),
                pl.coalesce(_before("town"), "home").alias("left"),
                tangled=pl.any_horizontal(
                    pl.col("start") <= pl.col("before"),
                    pl.col("end") <= pl.col("last"),
                    pl.col("end") <= pl.col("start"),
                ).fill_null(value=False),
            )
            .collect()
        )
        tangled = posts.lazy().filter("tangled").select(_PERSON).unique().collect()
        plain = posts.join(tangled, on=_PERSON, how="anti", maintain_order="left")
        plain = plain.filter(pl.col("day") <= self._today)
        out = (pl.col("town") == OUTSIDE) & (pl.col("left") != OUTSIDE)
        move = ("day", "left", "approved_by", "approved_on")
        found = (
            plain.lazy()
            .group_by(_PERSON)
            .agg(
                pl.col("town").last().alias("place"), *(pl.col(m).filter(out).last() for m in move)
            )
        )
        knots = posts.join(tangled, on=_PERSON, how="semi", maintain_order="left")
        walked = shared.walk(
            *(knots[name].to_numpy() for name in (_PERSON, "start", "end", "town", "home")),
            self._today,
        )
        none = pl.lit(pl.Series(walked.row)) < 0
        moved_to = knots[np.maximum(walked.row, 0)].select("approved_by", "approved_on")
        others = pl.DataFrame(
            {_PERSON: walked.person, "place": walked.place, "day": walked.day, "left": walked.left}
        ).with_columns(
            pl.when(~none).then(moved_to["approved_by"]).alias("approved_by"),
            pl.when(~none).then(moved_to["approved_on"]).alias("approved_on"),
        )
        return (
            open_.lazy()
            .join(pl.concat([found, others.lazy()]), on=_PERSON, how="left")
            .with_columns(pl.coalesce("place", "home").alias("place"))
            .join(
                self._state.approvals.lazy().with_columns(may=True),
                on=["approved_by", "left"],
                how="left",
            )
            .collect()
        )

    def _second_look(self, answer: np.ndarray, moved: pl.DataFrame) -> None:
        """Answer for those who had to be walked with."""
        months = pl.col("months").fill_null(0)
        approved = (
            pl.when(pl.col("may").is_null())
            .then(Answer.FAIL)
            .when(pl.col("approved_on").is_null())
            .then(Answer.UNDETERMINED)
            .when(pl.col("approved_on") <= pl.col("day"))
            .then(Answer.PASS)
            .otherwise(Answer.FAIL)
        )
        found = (
            pl.when(pl.col("place") == pl.col("home"))
            .then(Answer.PASS)
            .when(pl.col("place") != OUTSIDE)
            .then(pl.when(months >= 24).then(Answer.PASS).otherwise(Answer.FAIL))
            .when(months >= 60)
            .then(Answer.PASS)
            .when(months >= 24)
            .then(approved)
            .otherwise(Answer.FAIL)
        )
        lenient = (found == Answer.FAIL) & (pl.col("recruited") < _FIRST_YEAR_OVER)
        final = pl.when(lenient).then(Answer.UNDETERMINED).otherwise(found)
        done = moved.select(_PERSON, final.cast(pl.Int8).alias("answer"))
        answer[done[_PERSON].to_numpy()] = done["answer"].to_numpy()

    def _team(self, team: pl.DataFrame, months: pl.DataFrame) -> np.ndarray:
        counted = (
            team.lazy()
            .join(months.lazy(), on=_PERSON, how="left")
            .group_by("town")
            .agg((pl.col("months") >= 24).sum().alias("experienced"), pl.len().alias("team"))
            .collect()
        )
        found = np.zeros((2, self._state.towns), np.int64)
        found[:, counted["town"].to_numpy()] = counted["experienced"], counted["team"]
        return found

    def _rank(
        self, promotions: pl.DataFrame, careers: pl.DataFrame, stretches: pl.DataFrame
    ) -> np.ndarray:
        date_ = pl.col("date")
        on_day = (pl.col("start") <= date_) & (date_ < pl.col("end"))
        dated = promotions.lazy().filter(date_.is_not_null())
        in_township = pl.col("in_post") & (pl.col("town") != OUTSIDE)
        posts = (
            dated.join(careers.lazy(), on=_PERSON)
            .filter(on_day)
            .group_by("row")
            .agg(in_township.any().alias("subject"), (~pl.col("in_post")).any().alias("seconded"))
        )
        served = (
            dated.join(stretches.lazy(), on=_PERSON)
            .filter(on_day)
            .select("row", _months(pl.col("start"), date_).alias("months"))
        )
        met = ~pl.col("seconded") & (pl.col("months").fill_null(0) >= 60)
        verdict = (
            pl.when(~pl.col("subject"))
            .then(Answer.NO_SUBJECT)
            .when((date_ < IN_FORCE) | (date_ >= LAPSED))
            .then(Answer.NOT_APPLICABLE)
            .when(met)
            .then(Answer.PASS)
            .when(date_ < _FIRST_YEAR_OVER)
            .then(Answer.UNDETERMINED)
            .otherwise(Answer.FAIL)
        )
        done = (
            dated.join(posts, on="row")
            .join(served, on="row", how="left")
            .select("row", verdict.cast(pl.Int8).alias("answer"))
            .collect()
        )
        answer = np.full(len(promotions), Answer.NO_SUBJECT, np.int8)
        answer[done["row"].to_numpy()] = done["answer"].to_numpy()
        return answer

    def _recruits(self) -> np.ndarray:
        to_townships = pl.col("destination").is_in(shared.TO_TOWNSHIPS)
        found = self._collect(
            self._state.tables["recruitment"]
            .filter(
                (pl.col("channel") == "civil_service_exam") & (pl.col("year") <= self._day.year)
            )
            .group_by("year")
            .agg(
                pl.col("hired").filter(to_townships).sum().alias("numerator"),
                pl.col("hired").sum().alias("denominator"),
            )
            .sort("year")
        )
        return found.cast(pl.Int64).to_numpy()
