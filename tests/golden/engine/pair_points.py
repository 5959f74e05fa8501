"""Where Huber and smooth L1 are asked: prediction and target on each branch, at the seam, tiny and huge."""

import math
import random
import sys

from engine import recorded_points
from engine.recorded_points import DTYPES
from engine.rounding import neighbours

MAX = sys.float_info.max
PARAMETERS = [1.0, 0.5, 0.001, 1.345, 10.0, 1e6, 1e-150, 1e-300, 1e160, 1e300]


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


def cases(loss):
    """The cases of a loss whose one parameter says where its seam is."""
    (parameter,) = loss.parameters

    def case(note, p, points):
        prediction, target = map(list, zip(*points))
        each = {"prediction": prediction, "target": target}
        return {"note": f"{note}, {parameter.name} = {p!r}", "args": {parameter.name: p}, "each": each}

    for p in {p: None for call in loss.calls for at in call.at for p in at.values()}:
        points = {str(q): q for dtype in DTYPES for q in recorded_points.pairs(p, dtype)}
        yield case("points of the recorded blocks", p, list(points.values()))
    for p in PARAMETERS:
        yield case("each branch and the seam", p, residual_points(p, f"{loss.name} {p!r}"))
    far = [(MAX, -MAX), (-MAX, MAX), (1e308, -1e308), (-1.5e308, 1e308)]
    for p in (0.25, 1e-10, 1e308):
        yield case("difference beyond the largest binary64", p, far)


def asked(loss, dtype, parameters):
    ((name, p),) = parameters.items()
    prediction, target = map(list, zip(*recorded_points.pairs(p, dtype)))
    each = {"prediction": prediction, "target": target}
    yield {"note": f"{name} = {p!r}", "args": parameters, "each": each}
