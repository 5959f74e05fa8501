"""Where the loss of several quantiles is asked: predictions in order and crossed, on the target, tiny and huge."""

import random
import sys

from engine.recorded_points import DTYPES, float32

MAX = sys.float_info.max
EXAMPLE = ([2.0, 1.75, 3.0], [0.125, 0.5, 0.875])  # exact in both dtypes


def case(note, predictions, target, levels):
    return {"note": note, "args": {"predictions": predictions, "target": target, "levels": levels}}


def cases(loss):
    for dtype in DTYPES:
        for question in asked(loss, dtype, {}):
            yield question | {"note": f"recorded, {question['note']}, {dtype}"}
    predictions, _, levels = loss.arguments
    for n in (1, 2, 5, 50):
        rng = random.Random(f"{loss.name} {n}")
        ordinary, even = (next(iter(a.kinds(rng, n).values())) for a in (predictions, levels))
        target = rng.uniform(-2, 2)
        yield case(f"random, {n}", ordinary, target, even)
        yield case(f"in order, {n}", sorted(ordinary), target, sorted(even))
        yield case(f"crossed, {n}", sorted(ordinary, reverse=True), target, sorted(even))
        for kind, values in predictions.kinds(rng, n).items():
            yield case(f"predictions {kind}, {n}", values, target, even)
            yield case(f"predictions {kind}, on the target, {n}", values, values[0], even)
        for kind, values in levels.kinds(rng, n).items():
            yield case(f"levels {kind}, {n}", ordinary, target, values)
    for target in (5e-324, -1e-300, 1e300, MAX, -MAX):
        yield case(f"target {target!r}", [1.0, -2.0, 0.0], target, [0.1, 0.5, 0.9])
    yield case("differences beyond the largest binary64", [MAX, 1e308], -1e308, [0.9, 0.75])


def asked(loss, dtype, parameters):
    """The example at targets below, between, on and above its predictions, and ordinary rows."""
    round_ = float if dtype == "float64" else float32
    predictions, levels = EXAMPLE
    for target in (-10.0, 1.75, 1.875, 2.125, 3.0, 10.0):
        yield case(f"example, target {target!r}", predictions, target, levels)
    rng = random.Random(f"{loss.name}, asked")
    for n in (1, 3, 9):
        values, shares = ([round_(rng.uniform(*ends)) for _ in range(n)] for ends in ((-4, 4), (0.01, 0.99)))
        yield case(f"random, {n}", values, round_(rng.uniform(-4, 4)), shares)
