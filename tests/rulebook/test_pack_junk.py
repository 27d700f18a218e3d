"""Whatever stands in a pack, it is refused in one line or it can be used; nothing else happens."""

import copy
import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pack_texts import GOOD, parsed

import partyorg as po

DATA = tomllib.loads(GOOD)


def inline(value):
    """Write a value as TOML, on one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(key)} = {inline(part)}" for key, part in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    return json.dumps(value)


def places(value, path=()):
    """Give the way to every value in a tree."""
    yield path
    if isinstance(value, dict):
        items = list(value.items())
    else:
        items = list(enumerate(value)) if isinstance(value, list) else []
    for key, part in items:
        yield from places(part, (*path, key))


def with_junk(path, junk):
    data = copy.deepcopy(DATA)
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = junk
    return "\n".join(f"{key} = {inline(value)}" for key, value in data.items())


WHERE = [path for path in places(DATA) if path]
JUNK = [7, -1, True, "", "x", "2015", "P1Y", [], {}, [1], ["x"], [{}], {"x": 1}, {"x": {"y": []}}]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
@settings(max_examples=120, deadline=None)
@given(st.sampled_from(WHERE))
def test_junk_at_any_place_of_a_pack_is_refused_or_does_no_harm(junk, path):
    try:
        told = parsed(with_junk(path, junk))._repr_html_()
    except po.PackError as error:
        told = str(error)
    assert told.startswith(("x.toml: ", "<table>"))
    assert "\n" not in told


def test_the_pack_as_it_is_can_be_written_this_way():
    assert parsed(with_junk(("id",), "x")).rules[0].id == "x/experience"
