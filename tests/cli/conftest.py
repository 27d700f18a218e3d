"""The command line, run in process."""

import pytest
from attrs import frozen

from partyorg.cli.main import main


@frozen
class Ran:
    """What came of a command: exit code, what was printed, what was complained of."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys):
    def run(*arguments):
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as stopped:
            code = stopped.code or 0
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run
