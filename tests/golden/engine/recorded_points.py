"""The points at which the libraries are asked: few, exact in the dtype, with the places where digits get lost."""

import math
import random
import struct

DTYPES = ("float64", "float32")


def float32(x):
    """The float32 nearest to `x`, as a float."""
    try:
        return struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def both_signs(points):
    return [s * x for x in points for s in (1.0, -1.0)]


def distinct(points):
    """Sorted, each once; -0.0 and 0.0 are two."""
    return [x for x, _ in sorted({(x, math.copysign(1.0, x)) for x in points})]


SCALAR = [0.0, 1e-300, 1e-40, 1e-8, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 17.0, 20.0, 37.0, 40.0, 1e10, 1e300, math.inf]
EXPONENTIAL = (15.0, 30.0, 88.0, 100.0, 104.0, 500.0, 709.0, 720.0, 745.0, 800.0)


def scalar(particular, tail, dtype):
    """`tail`: further inputs, far out; `particular`: inputs to ask at and right beside."""
    ulp = 2.0**-52 if dtype == "float64" else 2.0**-23
    xs = both_signs(SCALAR) + (both_signs(tail) if min(tail) > 0 else list(tail))
    xs += [x * f for x in particular for f in (1 - ulp, 1.0, 1 + 2 * ulp)]
    return distinct(xs if dtype == "float64" else map(float32, xs))


def gates(dtype):
    """Value and gate: ordinary, shut, open, tiny and huge."""
    gate = [0.0, 1e-30, 1e-8, 0.1, 0.75, 1.0, 2.0, 3.0, 4.0, 10.0, 20.0, 40.0, 90.0, 104.0, 720.0, 1e10]
    found = [(a, b) for b in both_signs(gate) for a in (1.0, -2.5)] + [(3.0, 2.0), (2.0, 3.0), (1.0, 4.0)]
    found += [(1e30, -b) for b in (9.0, 40.0, 90.0, 104.0, 740.0)] + [(0.0, 1.0), (1e-30, 1.0), (1e30, 1e-30)]
    return found if dtype == "float64" else [(float32(a), float32(b)) for a, b in found]


def pairs(parameter, dtype):
    """Prediction and target: both branches, the seam and its neighbours in the dtype, tiny, huge, infinite."""
    p, ulp = (parameter, 2.0**-52) if dtype == "float64" else (float32(parameter), 2.0**-23)
    factors = [1e-30, 1e-3, 0.3, 1 - ulp, 1.0, 1 + 2 * ulp, 1.5, 10.0, 1e4, 1e10, 1e25, 1e37, 1e160, 1e300, math.inf]
    residuals = both_signs([0.0, 1e-300, 1e-160, 1e-40, *(p * f for f in factors)])
    residuals = distinct(residuals if dtype == "float64" else map(float32, residuals))
    others = [(p, p), (1.5, 0.25), (-0.25, 1.5), (1.0, 1.0 - ulp), (1e6, 1e6 + 0.5), (3e38, -3e38), (1e308, -1e308)]
    if dtype == "float32":
        others = [(float32(a), float32(b)) for a, b in others[:-1]]
    return [(r, 0.0) for r in residuals] + others


ROWS = {
    "two equal": [2.5, 2.5],
    "page example": [2.0, 1.0, 0.1],
    "two of three equal": [2.0, 2.0, 0.1],
    "17 apart": [17.0, 0.0],
    "40 apart": [40.0, 0.0],
    "100 apart": [100.0, 0.0],
    "1000 apart": [1000.0, 0.0, -1000.0],
    "offset 1000": [1000.0, 1001.0, 1002.0],
    "subnormal tail": [745.0, 0.0, 1.0, 0.13, 30.0],
    "equal and huge": [1e38] * 3,
    "sum of exponentials near 1": [-0.6931471805599453, -0.6931471805599453],
    "one masked": [0.0, -math.inf, 1.0],
    "one +inf": [0.0, math.inf, 1.0],
    "all masked": [-math.inf, -math.inf],
}


def rows(dtype):
    return ROWS if dtype == "float64" else {name: [float32(x) for x in z] for name, z in ROWS.items()}


def defined_rows():
    """Note -> row, of both dtypes, every row once; without the one for which the functions are not defined."""
    found = {name: z for name, z in ROWS.items() if name != "all masked"}
    narrow = {f"{name}, rounded to float32": z for name, z in rows("float32").items() if z != ROWS[name]}
    return found | narrow


def upstream(k):
    """Multiples of 1/8, exact in both dtypes."""
    rng = random.Random(f"recorded {k}")
    return [rng.randint(-16, 16) / 8 for _ in range(k)]


def labels(z):
    """The most and the least probable class."""
    return sorted({max(range(len(z)), key=lambda i: z[i]), min(range(len(z)), key=lambda i: z[i])})


def targets(k):
    """One-hot on the first class, and a distribution in powers of two; exact in both dtypes."""
    halves = [0.5 ** (i + 1) for i in range(k)]
    halves[-1] = 1.0 - sum(halves[:-1])
    return [[1.0] + [0.0] * (k - 1), halves]
