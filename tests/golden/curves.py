"""The activations with one parameter: a scalar function for every parameter, and the points to ask them at."""

import math
import sys
from dataclasses import dataclass
from typing import Callable

from mpmath import diff, exp, expm1, mpf, workdps

import points
import recorded_points
import scalars
from recorded_points import DTYPES, both_signs
from rounding import DIGITS, neighbours, settle
from scalars import Scalar, sigma, silu_grad, silu_second

MAX = sys.float_info.max


def leaky(slope):
    return Scalar(
        "leaky_relu",
        "",
        lambda x: x if x > 0 else slope * x,
        lambda x: mpf(1) if x > 0 else slope,
        lambda x: mpf(0),
        kinks=(0,),
    )


def elu(alpha):
    return Scalar(
        "elu",
        "",
        lambda x: x if x > 0 else alpha * expm1(x),
        lambda x: mpf(1) if x > 0 else alpha * exp(x),
        lambda x: mpf(0) if x > 0 else alpha * exp(x),
        kinks=(0,),
    )


def celu(alpha):
    return Scalar(
        "celu",
        "",
        lambda x: x if x > 0 else alpha * expm1(x / alpha),
        lambda x: mpf(1) if x > 0 else exp(x / alpha),
        lambda x: mpf(0) if x > 0 else exp(x / alpha) / alpha,
        kinks=(0,),
    )


def swish(beta):
    return Scalar(
        "swish",
        "",
        lambda x: x * sigma(beta * x),
        lambda x: silu_grad(beta * x),
        lambda x: beta * silu_second(beta * x),
    )


@dataclass(frozen=True)
class Curve:
    name: str
    definition: str
    parameter: str
    parameters: tuple  # the first is the default
    at: Callable  # parameter -> Scalar
    scale: Callable = lambda p: 1.0  # parameter -> where its function bends
    learned: Callable = None  # (x, parameter) -> derivative by the parameter


CURVES = [
    Curve("leaky_relu", "x if x > 0, else slope·x", "slope", (0.01, 0.2, 0.3, 0.0, -0.5, 1e300), leaky),
    Curve(
        "prelu",
        "x if x > 0, else slope·x",
        "slope",
        (0.25, 0.0, 0.01, 1.0, -0.5, 1e300),
        leaky,
        learned=lambda x, slope: min(x, mpf(0)),
    ),
    Curve("elu", "x if x > 0, else alpha·(e^x - 1)", "alpha", (1.0, 0.5, 2.0, 0.0, 1e300), elu),
    Curve(
        "celu", "x if x > 0, else alpha·(e^(x/alpha) - 1)", "alpha", (1.0, 0.3, 10.0, 1e-300, 1e300), celu, lambda p: p
    ),
    Curve(
        "swish",
        "x/(1 + e^(-beta·x))",
        "beta",
        (1.0, 0.25, 10.0, 0.0, -1.5, 1e300),
        swish,
        lambda p: 1 / p if p else 1.0,
        lambda x, beta: x**2 * sigma(beta * x) * sigma(-beta * x),
    ),
]


def evaluate(curve, x, parameter):
    """Value, first and second derivative by `x`, and the derivative by a learned parameter, each rounded once."""
    p = mpf(parameter)
    ordinary = parameter == 0 or 1e-100 < abs(parameter) < 1e100  # beyond, differences straddle the bend
    results = scalars.evaluate(curve.at(p), x, checked=ordinary)
    if curve.learned:
        point = mpf(x) if math.isfinite(x) else mpf(2) ** 1100 * (1 if x > 0 else -1)
        results += settle(lambda: [curve.learned(point, p)])
        if ordinary and 0 < abs(point) <= 1000:
            _check_learned(curve, point, p)
    return results


def _check_learned(curve, x, parameter):
    """The closed form against a numerical derivative of the definition, to 25 digits."""
    with workdps(DIGITS):
        closed, numeric = curve.learned(x, parameter), diff(lambda p: curve.at(p).value(x), parameter)
        bound = mpf(10) ** -25 * (abs(closed) + abs(curve.at(parameter).value(x)))
        assert abs(numeric - closed) <= bound, f"{curve.name}: derivative by {curve.parameter} at {x}: {closed}"


DENSE = [i / 4 for i in range(17)] + [1e-18, 1e-12, 1e-8, 1e-5, 1e-3, 0.1]
TAIL = [6.0, 9.3, 17.0, 20.7, 33.3, 36.9, 37.5, 50.1, 100.3, 200.3, 350.7, 500.1, 690.3, 700.3, 708.5, 720.1, 744.9]
FAR = [746.0, 800.3, 1000.7, 1400.3, 1e4, 1e10]
EXTREME = [0.0, 5e-324, 1e-310, 1e-300, 1e-160, 1e-30, 1.0, 3.0, 1e10, 1e100, 1e160, 1e300, MAX]


def other_points(curve, parameter):
    """Few, on both sides, in units of where the function bends; around the zeros of its gradient."""
    scale = curve.scale(parameter)
    scaled = both_signs(DENSE + TAIL + FAR)
    if curve.name == "swish":
        for zero in (-1.278464542761074, -2.399357280520538):
            scaled += neighbours(zero) + [zero + s * d for d in (1e-9, 1e-4, 1e-2, 0.15) for s in (1, -1)]
    found = [x * scale for x in scaled] + both_signs(EXTREME)
    return [x for x in found if math.isfinite(x)]


def cases(curve):
    """Note, parameter and points, every point once for each parameter."""
    for parameter in curve.parameters:
        groups = {}
        if parameter in recorded_points.CURVE_PARAMETERS[curve.name]:
            groups["points of the recorded blocks"] = [x for d in DTYPES for x in recorded_points.scalar(curve.name, d)]
        if parameter == curve.parameters[0]:
            groups |= points.groups(curve.at(mpf(parameter)))
        else:
            groups["both sides, in units of the bend, and extremes"] = other_points(curve, parameter)
        for note, xs in points.each_once(groups):
            yield f"{note}, {curve.parameter} = {parameter!r}", parameter, xs
