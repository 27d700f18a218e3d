"""Both ways of evaluating, side by side: what does the check in columns say otherwise?"""

import random
import sys
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
from attrs import evolve

import partyorg as po
from partyorg.bulk import compiled, frame
from partyorg.bulk.columns import Columns
from partyorg.bulk.engine import judge
from partyorg.bulk.frames import columns_of_frames
from partyorg.bulk.verdicts import OUTCOMES, REASONS
from partyorg.dates import Counting, TenureEnd
from partyorg.evaluate import evaluate
from partyorg.model import build
from partyorg.model.raw import raw_tables
from partyorg.rulebook import Conventions

sys.path.insert(0, str(Path(__file__).parent.parent / "oracle"))

import disturbed
import rule_variants

MANY = 16_384


def drawn(seed):
    """Give tables, day, and how to judge them (pack, conventions, people in a part), by a seed."""
    rng = random.Random(seed * 7 + 1)
    tables, as_of = disturbed.make(seed)
    how = {"size": rng.choice((1, 3, MANY)), "fast": compiled.available() and rng.random() < 0.5}
    if rng.random() < 0.7:
        how["counting"] = rng.choice(list(Counting))
    if rng.random() < 0.2:
        how["tenure_end"] = TenureEnd.DAY_AFTER
    for name in ("village_counts", "street_is_township", "secondment_counts"):
        if rng.random() < 0.2:
            how[name] = True
    if rng.random() < 0.5:
        how["pack"] = rule_variants.variant(rng)
    if rng.random() < 0.15:
        how["also"] = as_of + timedelta(days=rng.choice((-800, -1, 1, 400)))
    how["framed"] = rng.random() < 0.3
    if rng.random() < 0.4:
        how["before"] = [as_of + timedelta(days=rng.randrange(-900, 900)) for _ in range(2)]
    return tables, as_of, how


def dataset_of(tables):
    """Give a data set; a table named like `people_old` is one that nobody knows by this name."""
    raw = []
    for name, rows in tables.items():
        known = name.removesuffix("_old")
        raw += [evolve(table, name=name) for table in raw_tables({known: rows})]
    return build(raw)


def columns_of(tables):
    """Give the columns of tables that are given as frames of text, read three rows at a time."""
    frames = {}
    for name, rows in tables.items():
        heads = dict.fromkeys(head for row in rows for head in row)
        cells = {head: [_cell(row.get(head)) for row in rows] for head in heads}
        frames[name] = pa.table({head: pa.array(own, pa.string()) for head, own in cells.items()})
    with patch.object(frame, "BATCH", 3):
        return columns_of_frames(frames)


def _cell(value):
    return "" if value is None else str(value)


def identity(finding):
    return (finding.subject.type, finding.subject.id, finding.period, finding.part)


def record_way(dataset, pack, rule, as_of, conventions):
    return [
        (identity(f), f.outcome, f.reason, dict(f.observed), f.required, f.shortfall)
        for f in evaluate(dataset, pack, [rule], as_of, conventions=conventions)
    ]


def in_columns(columns, verdicts, rule):
    """Rebuild from the arrays what a finding would say."""
    facts = {}
    for rows, found in verdicts.facts:
        facts.update({int(row): (found, at) for at, row in enumerate(rows.tolist())})
    out = []
    for row in range(len(verdicts)):
        who = int(verdicts.who[row])
        if verdicts.subjects is not None:
            subject = verdicts.subjects[who]
            key = (subject.type, subject.id)
        else:
            key = ("person", columns.people.ids[who])
        period = verdicts.period.at(row) if verdicts.period else None
        part = verdicts.part.at(row) if verdicts.part else None
        outcome = OUTCOMES[verdicts.outcome[row]]
        reason = REASONS[verdicts.reason[row]]
        observed, required, shortfall = {}, None, None
        if verdicts.verdict[row] >= 0 and reason != "share-of-nothing":
            told = verdicts.told[verdicts.verdict[row]]
            if not verdicts.alone[row] and facts:  # of several days they are not kept
                found, at = facts[row]
                own = rule.kind.judge(rule.versions[0].params, found.at(at))
                assert (own.worst, own.best) == (told.worst, told.best)
                assert own.shortfall == told.shortfall
                told = own
            observed, required = dict(told.observed), told.required
            if outcome.value in ("fail", "off_target"):
                shortfall = told.shortfall
        out.append(((*key, period, part), outcome, reason, observed, required, shortfall))
    return out


def differences(
    tables,
    as_of,
    *,
    pack="cn-gz",
    rules=None,
    size=MANY,
    fast=False,
    also=None,
    before=(),
    framed=False,
    **conventions,
):
    """Judge both ways as of a day (and `also` another); tell what differs, and how many alone.

    In columns they are judged `before` as of some days, each in a check of its own.
    `framed` reads the columns from frames, of those tables that have rows and a name of ours.
    """
    if framed:
        tables = {name: rows for name, rows in tables.items() if rows and "_old" not in name}
    dataset = dataset_of(tables)
    pack = po.rules(pack) if isinstance(pack, str) else pack
    chosen = [rule for rule in pack.rules if rules is None or rule.name in rules]
    meant = evolve(pack.conventions, **conventions) if conventions else pack.conventions
    assert isinstance(meant, Conventions)
    days = [po.dates.day_number(day) for day in (as_of, also) if day is not None]
    columns = columns_of(tables) if framed else Columns.of(dataset)
    for day in before:
        judge(columns, pack, chosen, [po.dates.day_number(day)], meant, size=size, fast=fast)
    judged = judge(columns, pack, chosen, days, meant, size=size, fast=fast)
    found, alone = [], dict.fromkeys((rule.name for rule in chosen), 0)
    for day, verdicts in zip(days, judged, strict=True):
        for rule in chosen:
            slow = record_way(dataset, pack, rule, day, meant)
            fast_way = in_columns(columns, verdicts[rule.id], rule)
            alone[rule.name] += int(verdicts[rule.id].alone.sum())
            if [row[0] for row in slow] != [row[0] for row in fast_way]:
                told = ([row[0] for row in way] for way in (slow, fast_way))
                found.append((rule.name, "subjects", *told))
                continue
            # What was observed is told of one day alone.
            told = 3 if len(days) > 1 else None
            pairs = zip(slow, fast_way, strict=True)
            found += [(rule.name, a, b) for a, b in pairs if a[:told] != b[:told]]
    return found, alone
