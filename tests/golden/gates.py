"""The gates a·f(b): a value times an activation of the gate, and the points to ask them at."""

import math
import sys
from dataclasses import dataclass

import points
import recorded_points
from mpmath import mpf
from recorded_points import DTYPES, both_signs, distinct
from rounding import settle
from scalars import SCALARS, Scalar

MAX = sys.float_info.max
IDENTITY = Scalar("identity", "x", lambda x: x, lambda x: mpf(1), lambda x: mpf(0))
ACTIVATIONS = {function.name: function for function in SCALARS} | {"identity": IDENTITY}


@dataclass(frozen=True)
class Gate:
    name: str
    definition: str
    activation: Scalar  # its derivatives are checked in its own golden file


GATES = [
    Gate("glu", "a/(1 + e^-b)", ACTIVATIONS["sigmoid"]),
    Gate("bilinear", "a·b", ACTIVATIONS["identity"]),
    Gate("reglu", "a·b if b > 0, else 0", ACTIVATIONS["relu"]),
    Gate("geglu", "a·b·Φ(b)", ACTIVATIONS["gelu"]),
    Gate("swiglu", "a·b/(1 + e^-b)", ACTIVATIONS["silu"]),
]


def evaluate(gate, a, b):
    """Value, derivatives by `a` and by `b`, and the second derivative by `b`, each rounded once."""
    f, value, g = gate.activation, mpf(a), mpf(b)
    results = settle(lambda: [value * f.value(g), f.value(g), value * f.grad(g), value * f.second(g)])
    if g in f.kinks:
        results[3] = 0.0
    return results


MODERATE = [1.0, -1.0, 0.3, -2.75, 7.1, 1e-3, -1e10]
VALUES = [*MODERATE, 1e-30, 1e100, 1e-300, -1e300]
ORDINARY = [i / 4 for i in range(17)] + [5.3, 6.7, 9.1, 12.9, 17.3, 20.7, 28.4, 33.3, 36.2, 37.4]
SMALL = [1e-17, 1e-12, 1e-8, 1e-5, 1e-3, 0.07]
LEAST = [0.0, 5e-324, 1.5e-323, 1e-310, 1e-300, 1e-200]
TAIL = [38.4, 45.3, 50.1, 52.9, 100.3, 350.7, 500.3, 690.7, 699.9, 700.1, 708.5, 715.3, 720.7, 744.9, 746.3]
FAR = [760.1, 800.3, 1000.7, 1300.9, 1400.1, 1e4, 1e10, 1e100]
LARGE = [1.0, -1e10, 1e30, 1e100, -1e200, 1e300, MAX]


def gate_points(gate):
    """Note -> pairs of value and gate."""
    near = distinct([b for b in points.critical(gate.activation) + points.corners(gate.activation) if abs(b) < 8])[::2]
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


def cases(gate):
    seen = set()
    for note, pairs in gate_points(gate).items():
        fresh = []
        for a, b in pairs:
            key = (a, b, math.copysign(1.0, a), math.copysign(1.0, b))
            if key not in seen:
                seen.add(key)
                fresh.append((a, b))
        yield note, fresh
