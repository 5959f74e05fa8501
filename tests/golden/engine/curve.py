"""An activation with one parameter: its row, and its cases for every parameter."""

import math
import sys
from dataclasses import dataclass, replace
from typing import Callable

from mpmath import mpf

from engine import numeric, points
from engine.recorded_points import DTYPES, both_signs
from engine.rounding import neighbours, settle
from engine.scalar import beyond

MAX = sys.float_info.max


@dataclass(frozen=True)
class Curve:
    """What a row says."""

    name: str
    definition: str
    parameter: str
    tried: tuple  # parameters; the first is the default
    at: Callable  # parameter -> Scalar; its name, if it has one, is the seed of its points
    extent: Callable = lambda p: 1.0  # parameter -> how wide the bend of its function is
    zeros: tuple = ()  # of the gradient, in units of the bend
    learned: Callable = None  # (x, parameter) -> derivative by the parameter
    also: tuple = ()  # further parameters to give the exact answers at the libraries' points for
    calls: tuple = ()

    def curve(self, parameter):
        scalar = self.at(mpf(parameter))
        label = f"{self.name}, {self.parameter} = {parameter!r}"
        return replace(scalar, name=scalar.name or self.name, label=label)

    def cases(self):
        """Every point once for each parameter."""
        recorded = {p for call in self.calls for at in call.at for p in at.values()} | set(self.also)
        for parameter in self.tried:
            scalar = self.curve(parameter)
            groups = {}
            if parameter in recorded:
                groups["points of the recorded blocks"] = [x for d in DTYPES for x in scalar.recorded_points(d)]
            if parameter == self.tried[0]:
                groups |= points.groups(scalar)
            else:
                groups["both sides, in units of the bend, and extremes"] = self.other_points(parameter)
            for note, xs in points.each_once(groups):
                yield {"note": f"{note}, {self.parameter} = {parameter!r}", **self.results(scalar, xs, parameter)}

    def results(self, scalar, xs, parameter):
        extent = mpf(self.extent(parameter))
        value, grad, second = zip(*(scalar.evaluate(x, extent) for x in xs))
        grads = {"x": grad}
        if self.learned:
            grads[self.parameter] = [self.by_parameter(x, parameter) for x in xs]
        return {
            "args": {self.parameter: parameter},
            "each": {"x": xs},
            "value": value,
            "grad": grads,
            "second": {"x": second},
        }

    def by_parameter(self, x, parameter):
        point, p = beyond(x), mpf(parameter)
        (result,) = settle(lambda: [self.learned(point, p)])
        if math.isfinite(x):
            smooth = numeric.reach([point, p, mpf(self.extent(parameter))])
            name = f"{self.name}, by {self.parameter}, x = {x!r}"
            numeric.check(name, lambda q: self.at(q).value(point), p, lambda q: self.learned(point, q), smooth)
        return result

    def other_points(self, parameter):
        """Few, on both sides, in units of where the function bends; around the zeros of its gradient."""
        scaled = both_signs(DENSE + TAIL + FAR)
        for zero in self.zeros:
            scaled += neighbours(zero) + [zero + s * d for d in (1e-9, 1e-4, 1e-2, 0.15) for s in (1, -1)]
        found = [x * self.extent(parameter) for x in scaled] + both_signs(EXTREME)
        return [x for x in found if math.isfinite(x)]

    def asked(self, call, dtype):
        for at in call.at:
            (parameter,) = at.values()
            case = {"note": f"{self.parameter} = {parameter!r}", "args": {self.parameter: parameter}}
            by = ("x", self.parameter) if self.learned and not call.default else ("x",)
            yield case | {"each": {"x": self.curve(parameter).recorded_points(dtype)}}, by


DENSE = [i / 4 for i in range(17)] + [1e-18, 1e-12, 1e-8, 1e-5, 1e-3, 0.1]
TAIL = [6.0, 9.3, 17.0, 20.7, 33.3, 36.9, 37.5, 50.1, 100.3, 200.3, 350.7, 500.1, 690.3, 700.3, 708.5, 720.1, 744.9]
FAR = [746.0, 800.3, 1000.7, 1400.3, 1e4, 1e10]
EXTREME = [0.0, 5e-324, 1e-310, 1e-300, 1e-160, 1e-30, 1.0, 3.0, 1e10, 1e100, 1e160, 1e300, MAX]
