"""Work done side by side: NumPy, Arrow and compiled code let several threads run at once."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

__all__ = ["THREADS", "ahead", "mapped"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
THREADS = min(4, os.cpu_count() or 1)


def ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """Give items, of which the next is made while one is used."""
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, items, None)
        while (item := following.result()) is not None:
            following = pool.submit(next, items, None)
            yield item


def mapped(function: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
    """Give what a function makes of items, in their order; several are under way, never all."""
    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        for item in items:
            if len(waiting) >= THREADS:
                yield waiting.popleft().result()
            waiting.append(pool.submit(function, item))
        while waiting:
            yield waiting.popleft().result()
