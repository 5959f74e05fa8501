"""The arguments of a loss: what they are, and at which values of them it is asked."""

import math
import sys
from dataclasses import dataclass
from typing import Callable

from mpmath import isinf, mpf

MAX = sys.float_info.max


def exact(value, beyond):
    """Binary64 numbers as exact reals; ±∞ by a number so large that the rounded result is the limit."""
    if isinstance(value, (list, tuple)):
        return [exact(v, beyond) for v in value]
    point = mpf(value)
    return mpf(2) ** beyond * (1 if point > 0 else -1) if isinf(point) else point


@dataclass(frozen=True)
class Number:
    """A number of its own for each point."""

    name: str
    hard: tuple  # values at which digits get lost
    draw: Callable  # rng -> an ordinary value
    valid: Callable = lambda x: True
    beyond = 4000  # the power of two that stands for infinity: its products with tiny numbers are infinite too

    def exact(self, value):
        return exact(value, self.beyond)


def both(*sizes):
    return tuple(s * x for x in sizes for s in (1.0, -1.0))


def real(name):
    sizes = (0.0, 5e-324, 1e-300, 1e-160, 1e-17, 1e-8, 0.5, 1.0, 3.0, 17.0, 40.0, 100.0, 720.0, 1e3, 1e10, 1e160, MAX)
    return Number(name, both(*sizes), lambda rng: rng.uniform(-4, 4))


def positive(name):
    hard = (5e-324, 1e-300, 1e-160, 1e-17, 1e-8, 0.1, 0.5, 1.0, 1.0 + 2.0**-52, 3.0, 40.0, 1e10, 1e160, 1e300, MAX)
    return Number(name, hard, lambda rng: rng.uniform(0.1, 4), lambda x: x > 0)


def unit(name):
    hard = (0.0, 1.0, 0.3, 0.5, 5e-324, 1e-300, 1e-17, 1e-8, 1.0 - 2.0**-53, 1.0 - 1e-8)
    return Number(name, hard, lambda rng: rng.uniform(0, 1))


def binary(name):
    return Number(name, (0.0, 1.0), lambda rng: float(rng.random() < 0.5))


def log_probability(name):
    hard = (0.0, -5e-324, -1e-300, -1e-17, -1e-8, -0.5, -1.0, -10.0, -40.0, -100.0, -500.0, -745.0, -2000.0, -8000.0)
    return Number(name, hard, lambda rng: -rng.uniform(0, 60))


def side(name):
    """One of two classes as a sign."""
    return Number(name, (1.0, -1.0), lambda rng: rng.choice((1.0, -1.0)))


@dataclass(frozen=True)
class Parameter:
    """A number that all points of a case share; the first one is the default."""

    name: str
    tried: tuple

    def exact(self, value):
        return mpf(value)


@dataclass(frozen=True)
class Array:
    """A row, or a table of rows, of numbers. All arrays of a loss have the same length."""

    name: str
    kinds: Callable  # (rng, n) -> {note: values}, the ordinary kind first
    alone: bool = False  # no other array has values that this one may have
    beyond = 1100

    def exact(self, value):
        return exact(value, self.beyond)


def logits(name):
    def kinds(rng, n):
        return {
            "random": [rng.uniform(-5, 5) for _ in range(n)],
            "wide": [rng.uniform(-400, 400) for _ in range(n)],
            "equal": [2.5] * n,
            "offset 1000": [1000.0 + rng.uniform(-5, 5) for _ in range(n)],
        }

    return Array(name, kinds)


def normalised(weights):
    """Divided by their sum; rounded, so the sum is 1 only nearly."""
    total = math.fsum(weights)
    return [w / total for w in weights]


def distribution(name):
    def kinds(rng, n):
        chosen = rng.randrange(n)
        return {
            "random": normalised([rng.uniform(0.05, 1) for _ in range(n)]),
            "uniform": [1.0 / n] * n,
            "one-hot": [float(i == chosen) for i in range(n)],
            "with zeros": normalised([float(i % 2 == 0) * rng.uniform(0.05, 1) for i in range(n)]),
            "steep": normalised([rng.uniform(1, 2) * (1e-30 if i % 3 else 1.0) for i in range(n)]),
            "least": [1.0] + [5e-324, 1e-310, 1e-300, 1e-160][: n - 1] + [1e-17] * (n - 5),
            "not normalised": [rng.uniform(0, 3) for _ in range(n)],
        }

    return Array(name, kinds)


def bits(name):
    def kinds(rng, n):
        return {"random": [float(rng.randrange(2)) for _ in range(n)], "ones": [1.0] * n, "zeros": [0.0] * n}

    return Array(name, kinds, alone=True)


def vector(name):
    def kinds(rng, n):
        ordinary = [rng.uniform(-2, 2) for _ in range(n)]
        return {
            "random": ordinary,
            "tiny": [x * 1e-200 for x in ordinary],
            "huge": [x * 1e200 for x in ordinary],
            "zero": [0.0] * n,
            "one coordinate huge": [1e200 if i == 0 else x for i, x in enumerate(ordinary)],
            "offset": [1e8 + x for x in ordinary],
        }

    return Array(name, kinds)


def levels(name):
    """Of quantiles: between 0 and 1, in no order."""

    def kinds(rng, n):
        return {
            "random": [rng.uniform(0.01, 0.99) for _ in range(n)],
            "even": [(k + 0.5) / n for k in range(n)],
            "extreme": [(1e-300, 1.0 - 2.0**-53, 5e-324, 1e-8)[k % 4] for k in range(n)],
        }

    return Array(name, kinds)


def table(name):
    """Similarities of n with n, the positive pairs on the diagonal."""

    def kinds(rng, n):
        def rows(entry):
            return [[entry(i, j) for j in range(n)] for i in range(n)]

        return {
            "random": rows(lambda i, j: round(rng.uniform(-1, 1), 4)),
            "aligned": rows(lambda i, j: 1.0 if i == j else rng.uniform(-0.1, 0.1)),
            "equal": rows(lambda i, j: 0.5),
            "opposed": rows(lambda i, j: -1.0 if i == j else 1.0),
            "nearly equal": rows(lambda i, j: 0.75 + rng.uniform(-1, 1) * 1e-9),
            "wide": rows(lambda i, j: rng.uniform(-1, 1) * 300),
        }

    return Array(name, kinds)


def masks(name):
    """A table of 0 and 1 that keeps one entry at least, though perhaps not in every row."""

    def kinds(rng, n):
        kept = rng.randrange(n), rng.randrange(n)
        return {
            "random": [[float((i, j) == kept or rng.random() < 0.6) for j in range(n)] for i in range(n)],
            "ones": [[1.0] * n for _ in range(n)],
            "one kept": [[float((i, j) == kept) for j in range(n)] for i in range(n)],
            "lengths differ": [[float(j <= i) for j in range(n)] for i in range(n)],
        }

    return Array(name, kinds, alone=True)


@dataclass(frozen=True)
class Class:
    """An index into a row of the same case."""

    name: str
    of: str

    def exact(self, value):
        return value
