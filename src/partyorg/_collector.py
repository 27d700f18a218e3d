"""The cyclic collector, paused while a great many small records are made.

Records and findings hold no cycles.  Left on, the collector would go through all of them again and
again while they are being made, which doubles the time; what it has to do can wait.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector, if it is on, and switch it on again whatever happens."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
