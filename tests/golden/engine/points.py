"""The points of the scalar functions: found by rule or by root finding, with a fixed seed."""

import math
import random
import sys

from mpmath import diff, log, mpf, workdps

from engine.recorded_points import both_signs, distinct
from engine.rounding import neighbours, to_binary64

LN2 = to_binary64(log(2))
MAX, TINY = sys.float_info.max, sys.float_info.min  # 2^1024 - 2^970, 2^-1022


def power_of_ten(exponent):
    return to_binary64(mpf(10) ** exponent)


def whole_line(seed):
    """Dense in [-4, 4], logarithmic towards zero, far into both tails."""
    rng = random.Random(seed)
    dense = [i / 16 for i in range(65)] + [rng.uniform(0, 4) for _ in range(30)]
    small = [power_of_ten(e) for e in range(-18, 0)] + [power_of_ten(rng.uniform(-17, -1)) for _ in range(12)]
    least = [0.0, 5e-324, 1.5e-323, 1e-310, math.nextafter(TINY, 0), TINY, 1e-300, 1e-200, 1e-100, 1e-30]
    tail = [4.0 + i for i in range(1, 37)] + [rng.uniform(4, 40) for _ in range(34)]
    far = [40.0 + 20 * i for i in range(1, 18)] + [rng.uniform(40, 760) for _ in range(23)]
    huge = [800.0, 1e3, 1e4, 1e5, 1e10, 1e50, 1e100, math.sqrt(MAX), 1e200, 1e300, MAX]
    return both_signs(dense + small + least + tail + far + huge)


def crossing(f, low, high):
    """Bisection down to two adjacent binary64 numbers between which `f` changes its sign; the lower one."""
    rising = f(mpf(high)) > 0
    while math.nextafter(low, math.inf) < high:
        middle = low + (high - low) / 2
        if (f(mpf(middle)) > 0) == rising:
            high = middle
        else:
            low = middle
    return low


def sign_changes(f, grid):
    values = [f(mpf(x)) for x in grid]
    return [(a, b) for a, b, u, v in zip(grid, grid[1:], values, values[1:]) if u * v < 0]


def critical(function):
    """At and around the zeros of value, gradient, second and third derivative."""

    found = [function.value, function.derivative(1), function.derivative(2)]
    if function.second:
        found.append(lambda x: diff(function.second, x))
    grid = [i / 8 + 0.01 for i in range(-320, 321)]
    points = []
    with workdps(40):
        for f in found:
            for low, high in sign_changes(f, grid):
                root = crossing(f, low, high)
                points += neighbours(root, 2)
                points += [root + s * d for d in (1e-12, 1e-9, 1e-6, 1e-4, 1e-2) for s in (1, -1)]
    return points


def corners(function):
    """At and around the kinks."""
    offsets = [s * d for d in (1e-9, 1e-4, 1e-2) for s in (1, -1)]
    return [x for k in map(float, function.kinks) for x in neighbours(k, 2) + [k + d for d in offsets]]


def range_edges(function):
    """Where |value| or |gradient| falls below the least normal number, and below half of the least subnormal."""
    grid = [float(x) for x in range(-780, 781, 20)] + [float(x) for x in range(-60, 61, 3)]
    points = []
    with workdps(400):
        for f in (function.value, function.derivative(1)):
            for power in (-1022, -1075):
                level = mpf(2) ** power

                def above(x, f=f, level=level):
                    return abs(f(x)) - level

                for low, high in sign_changes(above, sorted(set(grid))):
                    edge = crossing(above, low, high)
                    points += neighbours(edge, 2) + [edge + s * d for d in (1e-6, 0.01, 0.3) for s in (1, -1)]
    return points


EXP = [b * LN2 for b in (0.5, 1.5, 24, 25, 53, 54, 126, 128, 149, 150, 1022, 1024, 1074, 1075)]
LOG1P = [18.0, 20.0, 33.3, 37.0, 2.0**-28, 2.0**-27, 2.0**-53]


def branches(function):
    """Where implementations switch between formulas: thresholds of exp and log1p in both float formats, and those
    that the row names; each with its two neighbours."""
    return [x for b in both_signs(EXP + LOG1P + list(function.branches())) for x in neighbours(b)]


def groups(function):
    """Note -> points of a scalar function, beside those of the recorded blocks."""
    return {
        "zeros and extrema of value, gradient and second derivative": critical(function),
        "kinks and their neighbours": corners(function),
        "edges of the normal and of the subnormal range": range_edges(function),
        "branch points of implementations": branches(function),
        "whole line": whole_line(function.name),
    }


def each_once(named):
    """Note and points, sorted, every point of all the groups once; -0.0 and 0.0 are two."""
    seen = set()
    for note, points in named.items():
        fresh = [x for x in distinct(points) if (x, math.copysign(1.0, x)) not in seen]
        seen |= {(x, math.copysign(1.0, x)) for x in fresh}
        if fresh:
            yield note, fresh
