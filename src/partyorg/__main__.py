"""Run the command line with `python -m partyorg`."""

import sys

from partyorg.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
