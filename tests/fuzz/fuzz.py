"""Fuzz a reader: `python tests/fuzz/fuzz.py TARGET [--runs N]`.

With atheris (`pip install atheris`) the search is led by coverage; without it, or with `--plain`,
the seeds are changed at random.  Either way a run that takes longer than `--timeout` seconds is a
hang, and counts as a fault.  The input of a fault is written into the folder `--found`.
"""

import argparse
import faulthandler
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
INSTRUMENTED = ["partyorg.forms", "partyorg.readers", "partyorg.career"]


def main(arguments: list[str] | None = None) -> int:
    """Fuzz one target; 0 if no fault was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", choices=("lrmx", "lrm", "csv", "career"))
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--timeout", type=int, default=10, help="seconds that one run may take")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plain", action="store_true", help="without atheris")
    parser.add_argument("--corpus", type=Path, help="keep what reaches new code here")
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir(), "partyorg-fuzz"))
    given = parser.parse_args(arguments)
    given.found.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(HERE))
    if given.plain or find_spec("atheris") is None:
        return _plain(given)
    return _led(given)


def _plain(given: argparse.Namespace) -> int:
    from fuzz_mutations import mutations  # noqa: PLC0415  (found by the path above)
    from fuzz_targets import TARGETS  # noqa: PLC0415

    target = TARGETS[given.target]
    began = time.monotonic()
    for number, data in enumerate(mutations(target, given.runs, given.seed), start=1):
        faulthandler.dump_traceback_later(given.timeout, exit=True, file=sys.__stderr__)
        try:
            target.run(data)
        except Exception:
            path = given.found / f"{given.target}-{given.seed}-{number}"
            path.write_bytes(data)
            sys.stderr.write(f"run {number} failed; its input is {path}\n")
            raise
        finally:
            faulthandler.cancel_dump_traceback_later()
    sys.stderr.write(f"{given.runs:,} runs in {time.monotonic() - began:.0f} s, no fault\n")
    return 0


def _led(given: argparse.Namespace) -> int:
    import atheris  # noqa: PLC0415  (only where it is installed)

    with atheris.instrument_imports(include=INSTRUMENTED):
        from fuzz_targets import TARGETS  # noqa: PLC0415

        target = TARGETS[given.target]
        target.run(target.seeds[0])  # now, so that what it imports only when called is seen too
    with tempfile.TemporaryDirectory(prefix="partyorg-fuzz-") as folder:
        corpus = given.corpus or Path(folder, "corpus")
        corpus.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(target.seeds):
            (corpus / f"seed-{number}").write_bytes(data)
        words = Path(folder, "words")
        escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in target.words)
        words.write_text("".join(f'"{word}"\n' for word in escaped), "ascii")
        options = [
            f"-runs={given.runs}",
            f"-timeout={given.timeout}",
            f"-seed={given.seed or 1}",
            f"-max_len={target.longest}",
            "-len_control=0",
            "-rss_limit_mb=2048",
            f"-dict={words}",
            f"-artifact_prefix={given.found}/{given.target}-",
        ]
        atheris.Setup([sys.argv[0], *options, str(corpus)], target.run)
        atheris.Fuzz()  # does not come back
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
