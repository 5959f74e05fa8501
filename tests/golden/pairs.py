"""Huber and smooth L1: rational in their inputs, so computed in exact fractions, and the points to ask them at."""

import math
import random
import sys
from dataclasses import dataclass
from fractions import Fraction
from typing import Callable

import recorded_points
from rounding import neighbours

MAX = sys.float_info.max


def huber(r, delta):
    """Value, first and second derivative by the residual; at the seam |r| = delta the quadratic branch."""
    if abs(r) <= delta:
        return r * r / 2, r, Fraction(1)
    return delta * (abs(r) - delta / 2), delta if r > 0 else -delta, Fraction(0)


def smooth_l1(r, beta):
    """Value, first and second derivative by the residual; at the seam |r| = beta the linear branch."""
    if abs(r) < beta:
        return r * r / (2 * beta), r / beta, 1 / beta
    return abs(r) - beta / 2, Fraction(1 if r > 0 else -1), Fraction(0)


@dataclass(frozen=True)
class Pair:
    name: str
    definition: str
    parameter: str
    residual: Callable


PAIRS = [
    Pair("huber", "r = prediction - target: r²/2 if |r| ≤ delta, else delta·(|r| - delta/2)", "delta", huber),
    Pair("smooth_l1", "r = prediction - target: r²/(2·beta) if |r| < beta, else |r| - beta/2", "beta", smooth_l1),
]
PARAMETERS = [1.0, 0.5, 0.001, 1.345, 10.0, 1e6, 1e-150, 1e-300, 1e160, 1e300]


def nearest(fraction):
    """Nearest binary64, ties to even: the division of two Python integers is correctly rounded."""
    try:
        return fraction.numerator / fraction.denominator
    except OverflowError:
        return math.inf if fraction > 0 else -math.inf


def real(x):
    """A binary64 input as an exact rational; ±∞ by a number so large that the rounded result is the limit."""
    return Fraction(x) if math.isfinite(x) else Fraction(2) ** 4000 * (1 if x > 0 else -1)


def evaluate(function, prediction, target, parameter):
    """Value, first and second derivative by the prediction, each rounded once; at ±∞ the limit."""
    r, p = real(prediction) - real(target), Fraction(parameter)
    results = function.residual(r, p)
    gap = abs(abs(r) - p)
    if r != 0 and gap != 0:  # inside a branch the differences of a quadratic are exact
        h = min(gap, abs(r), p) / 2
        below, above = function.residual(r - h, p)[0], function.residual(r + h, p)[0]
        assert results[1] == (above - below) / (2 * h), f"{function.name}: gradient at {prediction}, {target}"
        assert results[2] == (above - 2 * results[0] + below) / h**2, (
            f"{function.name}: second at {prediction}, {target}"
        )
    return [nearest(v) for v in results]


def residual_points(p, seed):
    """Prediction and target for the parameter `p`: each branch, the seam, tiny and huge."""
    rng = random.Random(seed)
    inside = [p * f for f in (1e-6, 1e-3, 0.1, 0.3, 0.5, 0.9, 0.999)]
    outside = [min(p * f, MAX) for f in (1.001, 1.1, 1.5, 2.0, 10.0, 1e3, 1e6)]
    fixed = [5e-324, 1e-310, 1e-300, 1e-200, 1e-160, 1e-100, 1e-10, 0.1, 1.0, 3.0, 1e10, 1e100, 1e155, 1e250, 1e300]
    seam = neighbours(p, 2)
    points = [(s * r, 0.0) for r in inside + outside + fixed + seam for s in (1.0, -1.0)]
    points += [(0.0, 0.0), (-0.0, 0.0), (p, p), (0.0, p), (p / 2, -p / 2), (2 * p, p), (1.0, 1.0 - 2.0**-53)]
    for _ in range(16):
        points.append((p * rng.uniform(-3, 3), p * rng.uniform(-3, 3)))
    for _ in range(4):
        target = rng.uniform(-1e6, 1e6)
        points.append((math.nextafter(target, math.inf), target))
        points.append((target + p if p < 1e300 else target, target))
    return sorted({str(q): q for q in points}.values(), key=lambda q: (q[0] - q[1], q, math.copysign(1.0, q[0])))


def cases(function):
    for p in [1.0, *recorded_points.PARAMETERS]:
        points = {str(q): q for dtype in ("float64", "float32") for q in recorded_points.pairs(p, dtype)}
        yield f"points of the recorded blocks, {function.parameter} = {p!r}", p, list(points.values())
    for p in PARAMETERS:
        yield f"each branch and the seam, {function.parameter} = {p!r}", p, residual_points(p, f"{function.name} {p!r}")
    far = [(MAX, -MAX), (-MAX, MAX), (1e308, -1e308), (-1.5e308, 1e308)]
    for p in (0.25, 1e-10, 1e308):
        yield f"difference beyond the largest binary64, {function.parameter} = {p!r}", p, far
