"""An activation of one number: its row, its exact cases, and what the libraries are asked."""

import math
from dataclasses import dataclass
from typing import Callable

from mpmath import isinf, mpf

from engine import numeric, points, recorded_points
from engine.recorded_points import DTYPES
from engine.rounding import settle


@dataclass(frozen=True)
class Scalar:
    """What a row says. A derivative that is left out is computed by differences of the definition."""

    name: str = ""
    definition: str = ""
    value: Callable = None
    grad: Callable = None  # at a kink the chosen slope, between the one-sided ones
    second: Callable = None
    kinks: tuple = ()  # where the value or the slope has a corner; `second` is 0 there
    particular: tuple = ()  # inputs of interest, such as thresholds of implementations; the libraries are asked there
    tail: tuple = recorded_points.EXPONENTIAL  # far inputs at which the libraries are asked
    branches: Callable = lambda: ()  # further thresholds of implementations
    calls: tuple = ()
    label: str = ""  # what messages call it, where that is not its name

    def cases(self):
        asked = [x for dtype in DTYPES for x in self.recorded_points(dtype)]
        for note, xs in points.each_once({"points of the recorded blocks": asked} | points.groups(self)):
            value, grad, second = zip(*(self.evaluate(x) for x in xs))
            yield {"note": note, "each": {"x": xs}, "value": value, "grad": {"x": grad}, "second": {"x": second}}

    def asked(self, call, dtype):
        yield {"note": "all points", "each": {"x": self.recorded_points(dtype)}}, ("x",)

    def recorded_points(self, dtype):
        return recorded_points.scalar(self.particular, self.tail, dtype)

    def derivative(self, order, extent=1):
        """The closed form, or differences of the definition."""
        closed = (self.grad, self.second)[order - 1]
        return closed or numeric.derivative(self.value, order, lambda x: self.reach(x, extent))

    def reach(self, x, extent=1):
        return numeric.reach([x, mpf(extent)], [x - k for k in self.kinks])

    def evaluate(self, x, extent=1):
        """Value, first and second derivative at the binary64 number `x`, each rounded once.

        At ±∞ the limit: the exact value at ±2^1100, beyond every binary64 number, rounded.
        `extent` is how wide the bend of the function is.
        """
        point = beyond(x)
        grad, second = self.derivative(1, extent), self.derivative(2, extent)
        results = settle(lambda: [self.value(point), grad(point), second(point)])
        if point in self.kinks:
            results[2] = 0.0
            numeric.check_kink(self.label or self.name, self.value, point, grad, self.reach(point, extent))
        elif math.isfinite(x):
            smooth = self.reach(point, extent)
            for order, closed in ((1, self.grad), (2, self.second)):
                if closed:
                    numeric.check(self.label or self.name, self.value, point, closed, smooth, order)
        if x == 0 and results[0] == 0:
            results[0] = x  # f(-0.0) = -0.0
        return results


def beyond(x):
    """`x` as an exact real; ±∞ by a number so large that the rounded result is the limit."""
    point = mpf(x)
    return mpf(2) ** 1100 * (1 if x > 0 else -1) if isinf(point) else point
