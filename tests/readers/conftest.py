import re

import pytest
import url_worlds


def says(problem, code, **address):
    """Hold a problem or error to its code and address, and to a text in both languages."""
    assert problem.code == code
    for name, value in address.items():
        assert getattr(problem, name) == value, name
    assert re.search("[一-鿿]", problem.message["zh"])
    assert re.search("[a-z]", problem.message["en"])
    remedy_zh = r"请|是否为|可用|应|可忽略"
    remedy_en = (
        r"write|did you mean|meant to be|it may be|add |delete|save|look|mend|type|export|give|"
        r"format|rename|name |must|use |fill|fetch|leave|put |keep|make|split|close|"
        r"install |narrow "
    )
    assert re.search(remedy_zh, problem.message["zh"]), problem.message["zh"]
    assert re.search(remedy_en, problem.message["en"]), problem.message["en"]
    return True


@pytest.fixture(name="says")
def _says():
    return says


@pytest.fixture
def only(says):
    """Hold a data set to one problem."""

    def check(data, code, **address):
        assert [p.code for p in data.problems] == [code], [str(p) for p in data.problems]
        return says(data.problems[0], code, **address)

    return check


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Give the URL of an empty database."""
    if request.param == "sqlite":
        yield url_worlds.sqlite(tmp_path)
        return
    with on_server() as made:
        yield made


@pytest.fixture
def postgresql():
    with on_server() as made:
        yield made


def on_server():
    if url_worlds.POSTGRESQL is None:
        pytest.skip("PARTYORG_TEST_POSTGRESQL names no server")
    return url_worlds.postgresql()
