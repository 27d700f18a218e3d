"""Changes at random, from a seed: the same numbers give the same bytes on every machine."""

import random
from collections.abc import Iterator

from fuzz_targets import Target


def mutations(target: Target, runs: int, seed: int = 0) -> Iterator[bytes]:
    """Give the seeds of a target, and then changed ones, `runs` in all."""
    chance = random.Random(seed)
    yield from target.seeds[:runs]
    for _ in range(runs - len(target.seeds)):
        data = bytearray(chance.choice(target.seeds))
        for _ in range(chance.choice((1, 1, 2, 3, 6, 12))):
            _change(data, target, chance)
        yield bytes(data[: target.longest])


def _change(data: bytearray, target: Target, chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    end = min(len(data), at + chance.choice((1, 2, 3, 8, 40, 400)))
    kind = chance.randrange(8)
    if kind == 0:  # away with some
        del data[at:end]
    elif kind == 1:  # some twice, or many times
        data[at:at] = data[at:end] * chance.choice((1, 1, 2, 20))
    elif kind == 2 and target.words:  # a word that means something
        data[at:at] = chance.choice(target.words) * chance.choice((1, 1, 1, 50))
    elif kind == 3 and target.words:  # in place of what was there
        data[at:end] = chance.choice(target.words)
    elif kind == 4:  # noise
        data[at:at] = chance.randbytes(end - at)
    elif kind == 5:  # cut short
        del data[at:]
    elif kind == 6:  # a piece of another one
        other = chance.choice(target.seeds)
        start = chance.randrange(len(other))
        data[at:at] = other[start : start + end - at]
    elif at < len(data):  # one bit
        data[at] ^= 1 << chance.randrange(8)
