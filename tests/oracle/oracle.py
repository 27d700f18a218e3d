"""The rules once more, slowly and by counting days, written from the readings of the rules alone.

Every partial date is filled with days, every unknown part of a career with all or nothing; each
filling is an ordinary world of whole days, judged by plain sets.  A verdict is right if it is what
all fillings say, and ``undetermined`` where they disagree.
"""

import calendar
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

PASS, FAIL, OFF = "pass", "fail", "off_target"
OPEN, NA = "undetermined", "not_applicable"
TEAM_KINDS = {"local_party_committee", "government", "congress", "division"}
COUNTY_KINDS = {"local_party_committee", "government"}
EARLY = date(1985, 1, 1)
LATE = date(2035, 1, 1)
DAY = timedelta(days=1)


# --- places ---------------------------------------------------------------------------------------


class Places:
    def __init__(self, rows):
        self.row = {row["org_id"]: row for row in rows}

    def kind(self, org):
        return self.row[org]["kind"]

    def level(self, org):
        return self.row[org]["level"]

    def place(self, org):
        row = self.row[org]
        if row["kind"] == "division":
            return org
        return row.get("within_id") or self.place(row["parent_id"])

    def chain(self, org):
        """The place of an organisation and the divisions above it."""
        found = [self.place(org)]
        while parent := self.row[found[-1]].get("parent_id"):
            found.append(self.place(parent))
        return found

    def above(self, org, level):
        return next((place for place in self.chain(org) if self.level(place) == level), None)

    def township(self, org):
        return self.above(org, "township")

    def of_township(self, org):
        return self.level(self.place(org)) == "township"

    def outside(self, org):
        return self.township(org) is None

    def province(self, org):
        return self.above(org, "province") or self.chain(org)[-1]


# --- one filling of a career ----------------------------------------------------------------------


@dataclass
class Post:
    org: str
    role: str
    basis: str
    start: date
    end: date  # LATE if open
    open_end: bool
    approved_by: str
    approved_on: date | None

    def on(self, day):
        return self.start <= day < self.end


@dataclass
class Life:
    row: dict
    recruited: date | None
    posts: list = field(default_factory=list)
    unknown: tuple | None = None  # served in townships all this time
    unknown_chief: bool = False

    def held(self, day, basis="in_post"):
        return [post for post in self.posts if post.basis == basis and post.on(day)]


def years_later(day, years):
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def month(day):
    return day.year * 12 + day.month - 1


def days_between(start, end):
    return set(range(start.toordinal(), end.toordinal()))


def spells(places, life):
    """What counts as township service, and what is taken away."""
    counted = [
        (post.start, post.end)
        for post in life.posts
        if post.basis == "in_post" and places.of_township(post.org)
    ]
    if life.unknown:
        counted.append(life.unknown)
    taken = [
        (post.start, post.end)
        for post in life.posts
        if post.basis == "secondment" and places.outside(post.org)
    ]
    return counted, taken


def clip(pairs, since, until):
    cut = [(max(start, since), min(end, until)) for start, end in pairs]
    return [(start, end) for start, end in cut if start <= end]


def stretches(numbers):
    runs = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number:
            runs[-1][1] = number + 1
        else:
            runs.append([number, number + 1])
    return runs


def day_set(counted, taken, since, until):
    days = set()
    for start, end in clip(counted, since, until):
        days |= days_between(start, end)
    for start, end in clip(taken, since, until):
        days -= days_between(start, end)
    return days


def month_set(counted, taken, since, until, counting):
    months = set()
    if counting == "month":
        for start, end in clip(counted, since, until):
            months |= set(range(month(start), month(end)))
        for start, end in clip(taken, since, until):
            months -= set(range(month(start), month(end)))
        return months
    for start, end in counted:
        # A spell over before the window opens, or begun after it closes, has no month in it.
        if (end > since or start >= since) and start <= until:
            months |= set(range(month(max(start, since)), month(min(end, until)) + 1))
    for start, end in taken:  # by its own first and last month, wherever the window ends
        months -= set(range(month(start) + 1, month(end)))
    return months


def has_served(places, life, years, until, counting, since=EARLY):
    """Cumulative township service of so many years by a day."""
    counted, taken = spells(places, life)
    if counting != "day":
        return len(month_set(counted, taken, since, until, counting)) >= 12 * years
    earlier = 0
    for first, last in stretches(day_set(counted, taken, since, until)):
        if years_later(date.fromordinal(first - earlier), years).toordinal() <= last:
            return True
        earlier += last - first
    return False


def served_without_break(places, life, years, at, counting):
    counted, taken = spells(places, life)
    days = day_set(counted, taken, EARLY, at + DAY)
    if at.toordinal() not in days:
        return False
    if counting == "day":
        first = next(first for first, last in stretches(days) if last > at.toordinal())
        return years_later(date.fromordinal(first), years) <= at
    months = month_set(counted, taken, EARLY, at, counting)
    end = month(at) + (counting == "inclusive_month")
    begin = end
    while begin - 1 in months:
        begin -= 1
    return end - begin >= 12 * years


# --- in force -------------------------------------------------------------------------------------


def in_time(outcome, year):
    """Nothing before 2014; in 2014 a breach stays open."""
    if year < 2014:
        return NA
    if year == 2014 and outcome in {FAIL, OFF}:
        return OPEN
    return outcome


# --- rules on persons: each gives the set of verdicts of one filling ------------------------------


def may_be_bound(places, row):
    """Whether somebody recruited so is a subject of the minimum service, perhaps."""
    via, by = row.get("recruited_via", ""), row.get("recruited_by", "")
    bound = {"", "civil_service_exam", "selected_graduate", "directed"}
    return via in bound and (not by or places.of_township(by))


def paths(places, life, as_of, day, place, left):
    """Each way a career can be read from a day on: the last place, and the last move out."""
    while day <= as_of:
        held = [post for post in life.held(day) if post.start >= life.recruited]
        towns = [places.township(post.org) or "outside" for post in held]
        if held and place not in towns:
            newest = max(post.start for post in held)
            for post, town in zip(held, towns, strict=True):
                if post.start == newest:
                    gone = (day, place, post) if town == "outside" else left
                    yield from paths(places, life, as_of, day + DAY, town, gone)
            return
        moments = {moment for post in life.posts for moment in (post.start, post.end)}
        day = min((moment for moment in moments if moment > day), default=LATE)
    yield place, left


def approval(places, post, town, day):
    """What an early move out of the townships is, for its approval."""
    body = post.approved_by
    if (
        not body
        or places.kind(body) != "organization_department"
        or places.level(body) not in {"prefecture", "province", "central"}
        or places.place(body) not in places.chain(town)[1:]
    ):
        return FAIL
    if post.approved_on is None:
        return OPEN
    return PASS if post.approved_on <= day else FAIL


def lock(places, life, as_of, counting, place, left):
    """Whether one state on the day is allowed."""

    def stage(day):
        return 1 + sum(
            has_served(places, life, years, day, counting, life.recruited) for years in (2, 5)
        )

    if place == places.township(life.row["recruited_by"]):
        return PASS
    if place != "outside":
        return PASS if stage(as_of) >= 2 else FAIL
    day, town, post = left
    reached = stage(day)
    return approval(places, post, town, day) if reached == 2 else PASS if reached == 3 else FAIL


def service_minimum(places, life, as_of, counting):
    row = life.row
    if not may_be_bound(places, row):
        return {None}
    if as_of.year < 2014 or (life.recruited and life.recruited.year < 2014):
        return {NA}
    if life.recruited is None or not row.get("recruited_by"):  # open, or a doubtful subject
        return {OPEN}
    if life.recruited > as_of:
        return {NA}
    home = places.township(row["recruited_by"])
    found = {
        lock(places, life, as_of, counting, place, left)
        for place, left in paths(places, life, as_of, life.recruited, home, None)
    }
    if life.recruited.year == 2014 or not row["recruited_via"]:
        found = {OPEN if outcome == FAIL else outcome for outcome in found}
    return found


def secondment(places, life, as_of):
    home = [post for post in life.held(as_of) if places.of_township(post.org)]
    away = [post for post in life.held(as_of, "secondment") if places.outside(post.org)]
    if not home or not away:
        return {None}
    worst = PASS
    for post in away:
        above = set().union(*(places.chain(own.org)[1:] for own in home))
        good = (
            post.approved_by
            and places.kind(post.approved_by) == "organization_department"
            and places.place(post.approved_by) in above
        )
        if not good:
            worst = FAIL
        elif post.open_end and worst == PASS:
            worst = OPEN
    return {in_time(worst, as_of.year)}


def rank_promotion(places, life, at, counting):
    if not any(places.of_township(post.org) for post in life.held(at)):
        return {None}
    if at.year < 2014 or at > date(2019, 5, 31):
        return {NA}
    good = not life.held(at, "secondment") and served_without_break(places, life, 5, at, counting)
    return {in_time(PASS if good else FAIL, at.year)}


def training_days(places, life, year, as_of, world):
    begin, end = date(year, 1, 1), min(date(year, 12, 31), as_of) + DAY
    held, towns = set(), set()
    for post in life.posts:
        if post.basis == "in_post" and places.of_township(post.org):
            days = days_between(max(begin, post.start), min(end, post.end))
            held |= days
            towns |= {places.township(post.org)} if days else set()
    if held != days_between(begin, end):
        return {None}
    if year < 2014:
        return {NA}
    rows = [
        row
        for row in world["trainings"]
        if row["person_id"] == life.row["person_id"] and row["year"] == str(year)
    ]
    known = sum((Fraction(row["days"]) for row in rows if row["days"]), Fraction(0))
    if known >= 12:
        return {PASS}
    if year == as_of.year:  # not over
        return {OPEN}
    if any(not row["days"] for row in rows):
        return {OPEN}
    kept = [
        row["org_id"]
        for row in world["completeness"]
        if row["table"] == "trainings" and row["year"] == str(year)
    ]
    complete = bool(rows) or all(
        any(not org or places.place(org) in places.chain(town) for org in kept) for town in towns
    )
    return {in_time(FAIL, year) if complete else OPEN}


# --- shares ---------------------------------------------------------------------------------------


def share(quality, total, threshold):
    """At least a fraction: whether it is reached, or there is nothing to share."""
    if total == 0:
        return NA
    return PASS if quality * threshold.denominator >= total * threshold.numerator else FAIL


def sums(choices):
    """All totals of (quality, number), taking one pair of each member."""
    totals = {(0, 0)}
    for pairs in choices:
        totals = {(q + dq, n + dn) for q, n in totals for dq, dn in pairs}
    return totals


def team_member(places, life, town, as_of, counting):
    member = any(
        post.role in {"chief", "leader"}
        and places.place(post.org) == town
        and places.kind(post.org) in TEAM_KINDS
        for post in life.held(as_of)
    )
    return (int(member and has_served(places, life, 2, as_of, counting)), int(member))


def county_member(places, life, county, as_of):
    member = any(
        post.role in {"chief", "leader"}
        and places.place(post.org) == county
        and places.kind(post.org) in COUNTY_KINDS
        for post in life.held(as_of)
    )
    was_chief = life.unknown_chief or any(
        post.role == "chief"
        and post.basis == "in_post"
        and post.start <= as_of
        and post.start < post.end
        and places.of_township(post.org)
        and places.kind(post.org) in TEAM_KINDS
        for post in life.posts
    )
    return (int(member and was_chief), int(member))


MANY = 10**6


def flow_choices(row, count, quality):
    """The pairs one row may add; an empty count is nothing, one, or very many."""
    counts = [int(row[count])] if row[count] else [0, 1, MANY]
    return {(number * good, number) for number in counts for good in quality}


def flow_verdicts(choices, threshold):
    return {share(q, n, threshold) for q, n in sums(choices)} or {NA}


# --- fillings -------------------------------------------------------------------------------------


def day_range(written):
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        return date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1])
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


class Fillings:
    """All ways to read the dates of one person, drawn at random but with the ends first."""

    def __init__(self, places, row, posts, as_of, moments=(), across=True):
        self.places, self.row, self.rows, self.as_of = places, row, posts, as_of
        self.written = {}
        for name in ("recruited_on", "career_known_from"):
            if row.get(name):
                self.written[name] = row[name]
        for index, post in enumerate(posts):
            for name in ("start", "end", "approved_on"):
                if post.get(name):
                    self.written[name, index] = post[name]
        self.leader = {slot: slot for slot in self.written}
        self.tie(across)
        self.free = sorted(
            {self.find(slot) for slot in self.written if len(self.written[slot]) < 10}, key=str
        )
        self.moments = {as_of, *moments}
        for value in self.written.values():
            self.moments |= set(day_range(value))

    def tie(self, across):
        """Join what is one instant: recruitment and a start, an end and another's start."""
        rows = self.rows
        for index, row in enumerate(rows):
            if row["start"] == self.written.get("recruited_on"):
                self.join("recruited_on", ("start", index))
            for number, other in enumerate(rows):
                same = across or row["basis"] == other["basis"]
                if number != index and same and row["start"] == other["end"]:
                    self.join(("end", number), ("start", index))

    def find(self, slot):
        while self.leader[slot] != slot:
            slot = self.leader[slot]
        return slot

    def join(self, one, other):
        self.leader[self.find(one)] = self.find(other)

    def candidates(self, slot):
        first, last = day_range(self.written[slot])
        found = {first, last}
        for moment in self.moments:
            for years in (-5, -2, 0, 2, 5):
                near = years_later(moment, years)
                found |= {day for day in (near - DAY, near, near + DAY) if first <= day <= last}
        return sorted(found)

    @property
    def tangled(self):
        """A post whose own start and end are drawn into one instant by its neighbours."""
        return any(
            ("start", index) in self.written
            and ("end", index) in self.written
            and len(self.written["start", index]) < 10
            and self.find(("start", index)) == self.find(("end", index))
            for index in range(len(self.rows))
        )

    @property
    def has_unknown(self):
        return bool(self.row.get("career_known_from") or self.row.get("recruited_on"))

    def life(self, days, unknown):
        def day(slot):
            return days[self.find(slot)] if slot in self.written else None

        posts = [
            Post(
                row["org_id"],
                row["role"],
                row["basis"],
                day(("start", index)),
                day(("end", index)) or LATE,
                not row["end"],
                row["approved_by"],
                day(("approved_on", index)),
            )
            for index, row in enumerate(self.rows)
        ]
        if any(post.start > post.end for post in posts):
            return None
        life = Life(self.row, day("recruited_on"), posts)
        if unknown:
            known_from = day("career_known_from")
            if known_from:
                window = (EARLY, known_from)
            elif life.recruited:
                until = min((post.start for post in posts), default=self.as_of)
                window = (life.recruited, until)
            else:
                return None
            if window[0] >= window[1]:
                return None
            if unknown in {"served", "both"}:
                life.unknown = window
            life.unknown_chief = unknown in {"chief", "both"} and window[0] <= self.as_of
        return life

    def __call__(self, rng, number):
        fixed = {self.find(s): day_range(v)[0] for s, v in self.written.items() if len(v) == 10}
        options = {slot: self.candidates(slot) for slot in self.free}
        total = 1
        for choice in options.values():
            total *= len(choice)
        picks = [
            {slot: choice[0] for slot, choice in options.items()},
            {slot: choice[-1] for slot, choice in options.items()},
            {s: c[0] if s[0] == "start" else c[-1] for s, c in options.items()},
            {s: c[-1] if s[0] == "start" else c[0] for s, c in options.items()},
        ]
        tries = min(number, 3 * total)
        for _ in range(tries if options else 0):
            ends = rng.random() < 0.5
            picks.append({s: rng.choice((c[0], c[-1]) if ends else c) for s, c in options.items()})
        for pick in picks if options else picks[:1]:
            for unknown in ("", "both") if self.has_unknown else ("",):
                life = self.life(fixed | pick, unknown)
                if life is not None:
                    yield life


# --- a whole world --------------------------------------------------------------------------------

SHARE_RULES = {
    "recruits-to-townships",
    "replenishment-from-grassroots",
    "excellent-share",
}


def recruitment_rules(places, world, as_of, found):
    groups = {}
    for row in world["recruitment"]:
        if int(row["year"]) <= as_of.year:
            key = (places.province(row["authority"]), row["year"])
            groups.setdefault(key, []).append(row)
    for (province, year), rows in groups.items():
        hired, planned = [], []
        for row in rows:
            channel, where = row["channel"], row["destination"]
            # An empty cell may be anything: a member or not, with the quality or without.
            channels = [channel] if channel else ["civil_service_exam", "selection", "other"]
            wheres = [where] if where else ["township", "county", "village"]
            asked = {"yes": [1], "no": [0], "": [0, 1]}[row["grassroots_required"]]
            one, two = set(), set()
            for c in channels:
                for w in wheres:
                    if c == "civil_service_exam":
                        one |= flow_choices(
                            row, "hired", [int(w in {"township", "dispatched_body"})]
                        )
                    else:
                        one.add((0, 0))
                    member = w in {"county", "prefecture", "province"}
                    if member and c in {"civil_service_exam", "selection", "transfer"}:
                        good = asked if c != "civil_service_exam" else [0]
                        two |= flow_choices(row, "planned", good)
                    else:
                        two.add((0, 0))
            hired.append(one)
            planned.append(two)
        for rule, choices in (
            ("recruits-to-townships", hired),
            ("replenishment-from-grassroots", planned),
        ):
            outcomes = flow_verdicts(choices, Fraction(4, 5))
            found[rule, province, year, None] = {in_time(o, int(year)) for o in outcomes}


def excellent_share(places, world, as_of, found):
    groups = {}
    for row in world["assessments"]:
        if int(row["year"]) <= as_of.year and places.of_township(row["org_id"]):
            county = places.above(row["org_id"], "county")
            groups.setdefault((county, row["year"], row["group"] or None), []).append(row)
    for (county, year, part), rows in groups.items():
        totals = {(0, 0)}
        for row in rows:
            assessed = [int(row["assessed"])] if row["assessed"] else [0, 1, 5 * MANY]
            pairs = set()
            for number in assessed:
                # Whoever is graded excellent was assessed.
                graded = [int(row["excellent"])] if row["excellent"] else [0, 1, number]
                pairs |= {
                    (g, max(g, number) if not row["assessed"] else number)
                    for g in graded
                    if g <= number or row["excellent"]
                }
            totals = {(e + de, n + dn) for e, n in totals for de, dn in pairs}
        outcomes = {NA if n == 0 else PASS if 5 * e <= n else FAIL for e, n in totals}
        late = int(year) > 2020
        found["excellent-share", county, year, part] = {
            NA if late else in_time(outcome, int(year)) for outcome in outcomes
        }


def promotion_verdicts(places, lives, written, as_of, counting):
    """A promotion given to the month is judged on its first and its last day."""
    ends = day_range(written)
    found = set().union(
        *(rank_promotion(places, life, at, counting) for life in lives for at in ends)
    )
    if ends[0] != ends[1] and NA in found and found - {None, NA}:
        # Perhaps out of force by then: it can pass, and cannot fail.
        found = {OPEN if outcome == FAIL else outcome for outcome in found - {NA}}
    # Perhaps later than the day: then it is no subject yet.
    return found | {None} if ends[1] > as_of else found


def person_verdicts(places, world, lives, as_of, counting):
    who = lives[0].row["person_id"]
    # Whoever was perhaps recruited after the day is judged as if recruited by then.
    by_then = [life for life in lives if life.recruited and life.recruited <= as_of]
    yield (
        ("service-minimum", who, None, None),
        set().union(*(service_minimum(places, x, as_of, counting) for x in by_then or lives)),
    )
    yield (
        ("secondment", who, None, None),
        set().union(*(secondment(places, life, as_of) for life in lives)),
    )
    for row in world["promotions"]:
        if (row["person_id"], row["kind"]) == (who, "rank") and day_range(row["date"])[0] <= as_of:
            yield (
                ("rank-promotion", who, row["date"], None),
                promotion_verdicts(places, lives, row["date"], as_of, counting),
            )
    for year in sorted({int(row["year"]) for row in world["trainings"]}):
        if year <= as_of.year:
            yield (
                ("training-days", who, str(year), None),
                set().union(*(training_days(places, x, year, as_of, world) for x in lives)),
            )


def team_verdicts(places, everyone, as_of, counting):
    for org in places.row:
        if places.kind(org) != "division":
            continue
        if places.level(org) == "township":
            choices = [
                {team_member(places, x, org, as_of, counting) for x in lives} for lives in everyone
            ]
            outcomes = {share(q, n, Fraction(2, 3)) for q, n in sums(choices)}
            key = ("team-experience", org, None, None)
            yield key, {in_time(outcome, as_of.year) for outcome in outcomes}
        if places.level(org) == "county":
            choices = [{county_member(places, x, org, as_of) for x in lives} for lives in everyone]
            outcomes = {share(q, n, Fraction(9, 20)) for q, n in sums(choices)}
            outcomes = {OFF if outcome == FAIL else outcome for outcome in outcomes}
            key = ("county-team-township-chiefs", org, None, None)
            yield key, {in_time(outcome, as_of.year) for outcome in outcomes}


def judge(world, as_of, counting, *, fillings=60, seed=0, across=True, only=None):
    """Every finding, as the set of verdicts the fillings give (None: no finding)."""
    rng = random.Random(seed)
    places = Places(world["organizations"])
    moments = [day for row in world["promotions"] for day in day_range(row["date"])]
    everyone = []
    for row in world["people"]:
        if only is None or row["person_id"] in only:
            posts = [x for x in world["appointments"] if x["person_id"] == row["person_id"]]
            ways = Fillings(places, row, posts, as_of, moments, across)
            lives = [] if ways.tangled else list(ways(rng, fillings))
            if not lives:
                raise ArithmeticError(row["person_id"])  # dates that cannot be read at all
            everyone.append(lives)
    found = {}
    for lives in everyone:
        found.update(person_verdicts(places, world, lives, as_of, counting))
    found.update(team_verdicts(places, everyone, as_of, counting))
    recruitment_rules(places, world, as_of, found)
    excellent_share(places, world, as_of, found)
    return found


def verdict(outcomes):
    """One verdict of the many: what they agree on, else undetermined."""
    if len(outcomes) == 1:
        return next(iter(outcomes))
    return NA if outcomes == {None, NA} else OPEN
