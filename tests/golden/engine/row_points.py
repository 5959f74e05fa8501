"""Rows of logits, upstream gradients, labels and target distributions."""

import math
import random

from mpmath import log, mpf

from engine import loss_points, recorded_points
from engine.rounding import to_binary64
from engine.softmax import row_of


def ln(x):
    return to_binary64(log(mpf(x)))


def bell(seed, n, scale=1.0, offset=0.0):
    """Sums of three uniform numbers, variance `scale`²: exact arithmetic only, so the same on every machine."""
    rng = random.Random(seed)
    return [offset + scale * sum(rng.uniform(-1, 1) for _ in range(3)) for _ in range(n)]


def finite_rows():
    """Name -> logits, all finite, no difference beyond the largest binary64."""
    return {
        "one class": [3.7],
        "page example": [2.0, 1.0, 0.1],
        "two equal": [2.5, 2.5],
        "two of three equal": [2.0, 2.0, 0.1],
        "five equal": [0.0] * 5,
        "equal and huge": [1e308] * 3,
        "one apart, huge offset": [1e15, 1e15 + 1, 1e15 - 2],
        "offset 1000": [1000.0, 1001.0, 1002.0],
        "offset -1000": [-1000.0, -1001.0, -1002.0],
        "40 apart": [40.0, 0.0],
        "40 apart, three": [0.0, 40.0, -40.0],
        "700 apart": [350.0, -350.0, 0.5],
        "subnormal tail": [745.0, 0.0, 1.0, 0.13, 30.0],
        "1000 apart": [1000.0, 0.0, -1000.0],
        "tiny differences": [1e-10, 0.0, -1e-10],
        "subnormal logits": [5e-324, 0.0, -1e-310],
        "sum of exponentials near 1": [-ln(2), -ln(2)],
        "logarithms of probabilities": [ln(p) for p in (0.1, 0.2, 0.3, 0.15, 0.25)],
        "random 2": bell("row 2", 2, 3.0),
        "random 3": bell("row 3", 3, 3.0),
        "random 5": bell("row 5", 5, 3.0),
        "random 5, wide": bell("row 5 wide", 5, 200.0),
        "random 50": bell("row 50", 50, 3.0),
        "random 50, wide": bell("row 50 wide", 50, 60.0),
        "random 50, near uniform": bell("row 50 uniform", 50, 1e-6),
        "random 50, offset 1000": bell("row 50 offset", 50, 3.0, 1000.0),
        "50 ties": [float(i % 3) for i in range(50)],
    }


def masked_rows():
    """Name -> logits with -∞ among them: probability zero."""
    inf = math.inf
    return {
        "one masked": [0.0, -inf, 1.0],
        "all but one masked": [-inf, 2.0, -inf],
        "five, two masked": [1000.0, -inf, 1001.0, -inf, 999.0],
        "fifty, every third masked": [-inf if i % 3 == 0 else z for i, z in enumerate(bell("masked 50", 50, 3.0))],
    }


def distant_rows():
    """Name -> logits with a difference beyond the largest binary64."""
    return {"difference beyond the largest binary64": [1e308, -1e308, 0.0]}


def infinite_rows():
    """Name -> logits with one +∞: the limit, all probability on that entry."""
    inf = math.inf
    return {
        "one +inf": [0.0, inf, 1.0],
        "+inf first": [inf, 0.0, -2.0],
        "+inf last, the others masked": [-inf, -inf, inf],
        "five, +inf and masks": [700.0, -inf, 3.0, inf, -inf],
    }


def all_rows():
    return finite_rows() | masked_rows() | infinite_rows() | distant_rows()


def gradient_rows():
    return all_rows() | {f"recorded, {name}": z for name, z in recorded_points.defined_rows().items()}


def random_upstream(name, k):
    rng = random.Random("upstream " + name)
    return [rng.uniform(-2, 2) for _ in range(k)]


def upstreams(name, k):
    """Name -> upstream gradient, peculiar ones."""
    noise = random_upstream(name, k)
    one_hot = {f"one-hot {i}": [float(i == j) for j in range(k)] for i in sorted({0, k // 2, k - 1})}
    return one_hot | {"ones": [1.0] * k, "common shift of a million": [1e6 + u for u in noise]}


def finite(z):
    """Infinite logits so large that nothing of their distance is left in 60 digits."""
    return [mpf(max(-1e300, min(1e300, x))) for x in z]


def labels(z):
    """The classes to ask for: all of a short row; else first, last, most and least probable."""
    order = range(len(z))
    if len(z) <= 5:
        return list(order)
    return sorted({0, len(z) - 1, max(order, key=lambda i: z[i]), min(order, key=lambda i: z[i])})


def targets(name, z):
    """Name -> target distribution for a row (entries rounded, so the sum is 1 only nearly)."""
    k = len(z)
    rng = random.Random("target " + name)
    weights = [rng.uniform(0.05, 1) for _ in range(k)]
    least, most = min(range(k), key=lambda i: z[i]), max(range(k), key=lambda i: z[i])
    found = {
        "one-hot, largest logit": [float(i == most) for i in range(k)],
        "one-hot, least logit": [float(i == least) for i in range(k)],
        "uniform": [1.0 / k] * k,
        "smoothed by 0.1": [0.9 * (i == least) + 0.1 / k for i in range(k)],
        "random": [w / math.fsum(weights) for w in weights],
    }
    if k > 1:
        # Zeros at the ends, where a row may be masked, and a target that the logits give, up to rounding.
        shares = [w if 0 < i < k - 1 else 0.0 for i, w in enumerate(weights)] if k > 2 else [0.0, 1.0]
        found["zeros at the ends"] = [w / math.fsum(shares) for w in shares]
        found["the prediction"] = [to_binary64(p) for p in row_of(finite(z)).probabilities]
    if name == "page example":
        found["sum 2"] = [0.5, 1.25, 0.25]
        found["zeros"] = [0.0, 0.0, 0.0]
    if name.startswith("recorded, "):
        return {f"exact {i}": t for i, t in enumerate(recorded_points.targets(k))}
    return found


LONG = [  # 50,000 classes by formula: multiplier and increment of a Weyl sequence
    {"n": 50000, "a": 2654435761, "c": 12345, "lo": -10.0, "scale": 20.0},
    {"n": 50000, "a": 2654435769, "c": 977, "lo": 1000.0, "scale": 8.0},
    {"n": 50000, "a": 1597334677, "c": 31337, "lo": -400.0, "scale": 800.0},
]
LONG_UPSTREAM = {"n": 50000, "a": 1640531527, "c": 4242, "lo": -1.0, "scale": 2.0}


def expanded(value):
    """A row that is given by its formula, as its numbers."""
    return generated(**value["generated"]) if isinstance(value, dict) else value


def generated(n, a, c, lo, scale):
    """The row itself, every operation in binary64: lo + scale · ((a·i + c) mod 2^32) / 2^32."""
    return [lo + scale * float((a * i + c) % 2**32) / 2.0**32 for i in range(n)]


def long_index(z):
    """Entries of a long row to record: both ends, the extremes, twenty between."""
    order = range(len(z))
    extremes = [max(order, key=lambda i: z[i]), min(order, key=lambda i: z[i])]
    return sorted({0, 1, 2, len(z) - 1, *extremes, *random.Random("long").sample(order, 20)})


def long_cases(*further):
    """Cases of 50,000 classes; `further(z, index)` gives the other arguments."""
    for formula in LONG:
        z = generated(**formula)
        index = long_index(z)
        for other in further[0](z, index) if further else [{}]:
            yield {"note": "50,000 classes", "args": {"logits": {"generated": formula}} | other, "index": index}


def log_sum_exp_cases(loss):
    masked = recorded_points.ROWS["all masked"]
    for note, z in (gradient_rows() | {"all masked: the gradient has no limit": masked}).items():
        yield {"note": note, "args": {"logits": z}}
    yield from long_cases()


def class_cases(loss):
    for note, z in gradient_rows().items():
        for label in labels(z):
            yield {"note": note, "args": {"logits": z, "class": label}}

    yield from long_cases(
        lambda z, index: [{"class": max(index, key=lambda i: z[i])}, {"class": index[len(index) // 2]}]
    )


def class_cases_at(name, tried):
    """Cases of classes beside a parameter: all of them at its default, a part of them at each other value."""

    def cases(loss):
        found = list(class_cases(loss))
        for i, value in enumerate(tried):
            for case in found if i == 0 else found[i::7]:
                yield case | {"args": case["args"] | {name: value}}
        # What the libraries are asked, at the values at which they are.
        for value in {value: None for call in loss.calls for at in call.at for value in at.values()}:
            for dtype in recorded_points.DTYPES:
                for case in asked_classes(loss, dtype, {name: value}):
                    if recorded_points.ROWS["all masked"] != case["args"]["logits"]:
                        yield case

    return cases


def target_cases(loss):
    for note, z in gradient_rows().items():
        for kind, target in targets(note, z).items():
            yield {"note": f"{note}, target {kind}", "args": {"logits": z, "target": target}}


def asked(*further):
    """What the libraries are asked: rows, and for each the arguments that `further(z)` gives."""

    def cases(loss, dtype, parameters):
        for note, z in recorded_points.rows(dtype).items():
            for other in further[0](z) if further else [{}]:
                yield {"note": note, "args": {"logits": z} | other | parameters}

    return cases


asked_classes = asked(lambda z: [{"class": label} for label in recorded_points.labels(z)])
asked_targets = asked(lambda z: [{"target": target} for target in recorded_points.targets(len(z))])


SCORES = {  # with what a margin of 1 does to them, as pages show it
    "one rival within the margin": [2.0, 1.5, 0.1],
    "two equal rivals": [2.0, 1.5, 1.5],
    "all wrong scores negative": [-1.0, -5.0, -5.0],
    "at the kink": [1.0, 0.0, -4.0],
}


def asked_scored(loss, dtype, parameters):
    """Finite rows of scores with the best and the worst class."""
    for note, z in (SCORES | recorded_points.rows(dtype)).items():
        scores = [recorded_points.float32(x) for x in z] if dtype == "float32" else z
        if all(map(math.isfinite, scores)):
            for label in recorded_points.labels(scores):
                yield {"note": note, "args": {"scores": scores, "class": label} | parameters}


def scored_cases(loss):
    """First what the libraries are asked, then every row with the default margin, short ones with the others."""
    seen = set()
    every = [(dtype, at) for call in loss.calls for at in call.at for dtype in recorded_points.DTYPES]
    asked = [case for dtype, at in every for case in asked_scored(loss, dtype, at)]
    own = [
        {"note": f"{note}{loss_points.described(parameters)}", "args": {"scores": z, "class": label} | parameters}
        for i, parameters in enumerate(loss_points.combinations(loss))
        for note, z in finite_rows().items()
        if i == 0 or len(z) <= 3
        for label in labels(z)
    ]
    for case in asked + own:
        key = repr(case["args"])
        if key not in seen:
            seen.add(key)
            yield case
