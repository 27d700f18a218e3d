"""A data set without names, for reports that others see.

The identifiers stay, or nothing could be looked up; with a key they are hashes that say nothing.
"""

from __future__ import annotations

from typing import Any

from attrs import evolve

from partyorg.errors import InputInfo, Problem
from partyorg.model.dataset import Dataset

__all__ = ["numbered_inputs", "pseudonymous"]


def pseudonymous(dataset: Dataset) -> Dataset:
    """Give the data set without the names of people.

    File names go too, for a form is called after the person; inputs are numbered instead.  What a
    problem quotes is left out, unless it is from a table that holds no people.

    >>> from partyorg.model import Dataset
    >>> people = [{"person_id": "N1", "name": "干部0001"}]
    >>> pseudonymous(Dataset.from_records(people=people)).people[0].name is None
    True
    """
    names = numbered_inputs(info.name for info in dataset.inputs)
    changed: dict[str, Any] = {
        "people": tuple(evolve(person, name=None) for person in dataset.people),
        "inputs": tuple(
            InputInfo(names[info.name], info.sha256, info.rows) for info in dataset.inputs
        ),
        "problems": tuple(_without_names(problem, names) for problem in dataset.problems),
        "touched": {
            key: tuple(evolve(one, problem=_without_names(one.problem, names)) for one in touches)
            for key, touches in dataset.touched.items()
        },
    }
    return evolve(dataset, **changed)


def numbered_inputs(names: Any) -> dict[str, str]:
    """Give a number for each input, with the ending of its name.

    >>> numbered_inputs(["干部0001.lrmx", "people.csv"])
    {'干部0001.lrmx': '材料1.lrmx', 'people.csv': '材料2.csv'}
    """
    found: dict[str, str] = {}
    for name in names:
        stem, dot, ending = str(name).rpartition(".")
        found.setdefault(name, f"材料{len(found) + 1}" + (f".{ending}" if dot and stem else ""))
    return found


_NAMELESS = ("organizations", "recruitment", "assessments", "completeness", "members")


def _without_names(problem: Problem, names: dict[str, str]) -> Problem:
    source, sheet = problem.input, ""
    if source is not None and " · " in source:
        source, _, sheet = source.partition(" · ")
    told = None if source is None else names.get(source, "材料") + (f" · {sheet}" if sheet else "")
    value = problem.value if problem.table in _NAMELESS else None
    message = {lang: _replaced(said, names) for lang, said in problem.message.items()}
    return evolve(problem, input=told, value=value, message=message)


def _replaced(text: str, names: dict[str, str]) -> str:
    for name, number in names.items():
        if name in text:
            text = text.replace(name, number)
    return text
