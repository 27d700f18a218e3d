"""What each key of a pack file means: for the reference, and for editors by the JSON Schema."""

from __future__ import annotations

from partyorg.rulebook.figures import Fact, Figure
from partyorg.rulebook.schema import RawPack, RawReplacement, RawRule, RawSource, RawVersion

__all__ = ["PARTS", "meaning", "written_key"]

PARTS: dict[type, str] = {
    RawPack: "",
    RawSource: "source",
    RawRule: "rule",
    RawVersion: "version",
    RawReplacement: "replace",
    Fact: "fact",
    Figure: "figure",
}
"""The parts of a pack file, and what they are called where their keys are told."""

# A key without an entry stops the generator of the reference.
_MEANING = {
    "id": "identifier, unique within the file; a rule is named `pack/rule`",
    "title": "title",
    "jurisdiction": "where it applies, `CN-GZ`",
    "version": "version of the encoding, not of the law",
    "conventions": "how the pack counts; required unless it `extends` another",
    "sources": "sources by name, cited with `ref`",
    "rule": "the rules",
    "builds_on": "bundled packs of those above, whose rules apply as well (`--with-base`)",
    "extends": "a bundled pack whose rules this one takes over",
    "replace": "parameters of those rules that differ",
    "version.ended_by": "what ended it, where `to` rests on another text than the source",
    "leave_out": "names of those rules that do not apply here",
    "fact": "what the source reports as done; binds nobody",
    "fact.id": "the clause of the source",
    "fact.zh": "in Chinese",
    "fact.en": "in English",
    "fact.figures": "figures that follow from others: each is computed, and must agree",
    "figure.published": 'as printed, `"63.8%"` or `"758"`: whatever rounds to it agrees',
    "figure.part": "part of a whole",
    "figure.whole": "the whole",
    "figure.within": "how far the whole may be off, where the source rounds it",
    "figure.sum": "what is added up, in place of part and whole",
    "not_encoded": "clauses that are no rule here, with the reason",
    "source.ref": "a source under `[sources]`; what stands beside it goes before",
    "source.document": "title of the document; required here or there",
    "source.issuer": "who issued it; required here or there",
    "source.date": "its date, as far as it is known",
    "source.clause": "the published words",
    "source.evidence": "how well it is attested; required here or there. `M` is refused",
    "rule.kind": "the kind that judges it, below",
    "rule.severity": "how binding it is, by its modal word",
    "rule.version": "its versions, oldest first; at least one",
    "rule.catalogue": "the clauses of the source that it encodes",
    "rule.questions": "what the source leaves open, and the parameter that answers it",
    "rule.displaces": "the rule above, `pack/rule`, in whose place it stands; else both report",
    "version.name": "name of the version",
    "version.from": "in force from",
    "version.to": "the last day in force; left out while it is in force",
    "version.parameters": "what the kind needs, below",
    "version.source": "where it is published; a version without a source is refused",
    "replace.rule": "name of the rule",
    "replace.parameters": "the parameters that differ; an empty string takes one away",
    "replace.source": "where the other numbers are published",
    "replace.title": "another title, where it states the number",
    "replace.from": "another beginning",
    "replace.to": "another end",
    "replace.version": "only this version of the rule; left out, all",
}


def written_key(kind: type, name: str) -> str:
    """Give a key as it is written: a date `from` and `to` cannot be the name of a field."""
    dated = kind in (RawVersion, RawReplacement)
    return {"begins": "from", "ends": "to"}.get(name, name) if dated else name


def meaning(part: str, key: str) -> str:
    """Say what a key means, in a part of the file (empty: the file itself).

    >>> meaning("version", "to")
    'the last day in force; left out while it is in force'
    """
    return _MEANING.get(f"{part}.{key}") or _MEANING[key]
