"""A gate a·f(b), a value times an activation of the gate: its row, its exact cases, what the libraries are asked."""

import math
import sys
from dataclasses import dataclass

from mpmath import mpf

from engine import points, recorded_points
from engine.recorded_points import DTYPES, both_signs, distinct
from engine.rounding import settle
from engine.scalar import Scalar

MAX = sys.float_info.max


@dataclass(frozen=True)
class Gate:
    """What a row says."""

    name: str
    definition: str
    activation: Scalar  # its derivatives are checked in its own golden file
    calls: tuple = ()

    def cases(self):
        for note, asked in each_once(self.points()):
            a, b = zip(*asked)
            value, by_a, by_b, second = zip(*(self.evaluate(*pair) for pair in asked))
            grad = {"a": by_a, "b": by_b}
            yield {"note": note, "each": {"a": a, "b": b}, "value": value, "grad": grad, "second": {"b": second}}

    def evaluate(self, a, b):
        """Value, derivatives by `a` and by `b`, and the second derivative by `b`, each rounded once."""
        f, value, gate = self.activation, mpf(a), mpf(b)
        grad, second = f.derivative(1), f.derivative(2)
        results = settle(lambda: [value * f.value(gate), f.value(gate), value * grad(gate), value * second(gate)])
        if gate in f.kinks:
            results[3] = 0.0
        return results

    def asked(self, call, dtype):
        a, b = map(list, zip(*recorded_points.gates(dtype)))
        yield {"note": "all points", "each": {"a": a, "b": b}}, ("a", "b")

    def points(self):
        """Note -> pairs of value and gate."""
        critical = points.critical(self.activation) + points.corners(self.activation)
        near = distinct([b for b in critical if abs(b) < 8])[::2]
        ordinary = distinct(both_signs(ORDINARY + SMALL))

        def pairs(gates, values, turn):
            return [(values[(turn * i + k) % len(values)], b) for i, b in enumerate(gates) for k in range(turn)]

        return {
            "points of the recorded blocks": [q for d in DTYPES for q in recorded_points.gates(d)],
            "zeros, extrema and kinks of the gate": pairs(near, MODERATE, 2),
            "both sides": pairs(ordinary, VALUES, 3),
            "a gate that is nearly 0, a value that is large": [(a, b) for b in both_signs(LEAST) for a in LARGE],
            "a gate that is shut or wide open": [
                (a, b) for b in both_signs(TAIL + FAR) for a in LARGE if b < 0 or abs(a) < 1e150
            ],
        }


def each_once(named):
    seen = set()
    for note, pairs in named.items():
        fresh = []
        for a, b in pairs:
            key = (a, b, math.copysign(1.0, a), math.copysign(1.0, b))
            if key not in seen:
                seen.add(key)
                fresh.append((a, b))
        yield note, fresh


MODERATE = [1.0, -1.0, 0.3, -2.75, 7.1, 1e-3, -1e10]
VALUES = [*MODERATE, 1e-30, 1e100, 1e-300, -1e300]
ORDINARY = [i / 4 for i in range(17)] + [5.3, 6.7, 9.1, 12.9, 17.3, 20.7, 28.4, 33.3, 36.2, 37.4]
SMALL = [1e-17, 1e-12, 1e-8, 1e-5, 1e-3, 0.07]
LEAST = [0.0, 5e-324, 1.5e-323, 1e-310, 1e-300, 1e-200]
TAIL = [38.4, 45.3, 50.1, 52.9, 100.3, 350.7, 500.3, 690.7, 699.9, 700.1, 708.5, 715.3, 720.7, 744.9, 746.3]
FAR = [760.1, 800.3, 1000.7, 1300.9, 1400.1, 1e4, 1e10, 1e100]
LARGE = [1.0, -1e10, 1e30, 1e100, -1e200, 1e300, MAX]
