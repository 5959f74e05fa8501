"""The losses of vectors and of tables of similarities, one row each: as `losses.py`."""

import random

from mpmath import fsum, mpf

from engine.calls import JAX, TORCH
from engine.domains import Parameter, binary, vector
from engine.loss import Loss
from engine.recorded_points import DTYPES, float32
from row_losses import direction, distance, triplets

MARGINS = (1.0, 0.5, 2.0, 1e10)


def contrastive(first, second, same, margin):
    d = distance(first, second)
    return same * d**2 + (1 - same) * max(0, margin - d) ** 2


def contrastive_grad(first, second, same, margin):
    """At distance 0 a different pair has the subgradient 0."""
    push = max(0, margin - distance(first, second))
    away = direction(first, second)
    return [2 * same * (a - b) - 2 * (1 - same) * push * u for a, b, u in zip(first, second, away, strict=True)]


def pair(note, first, second, same, margin):
    return {"note": note, "args": {"first": first, "second": second, "same": same, "margin": margin}}


def pairs(loss):
    """Pairs that are the same and others, near and far, tiny and huge; some on one point, some at the margin."""
    for dtype in DTYPES:
        for at in {repr(at): at for call in loss.calls for at in call.at}.values():
            for case in asked_pairs(loss, dtype, at):
                yield case | {"note": f"recorded, {case['note']}, {dtype}"}
    for margin in MARGINS:
        for n in (1, 2, 5, 20) if margin == 1.0 else (3,):
            rng = random.Random(f"{loss.name} {n} {margin!r}")
            kinds = loss.arguments[0].kinds(rng, n), loss.arguments[1].kinds(rng, n)
            ordinary = kinds[1]["random"]
            for same in (1.0, 0.0):
                for kind, values in kinds[0].items():
                    if kind == "offset" and margin != 1.0:
                        continue  # few bits are left, whose square can be half-way between two numbers
                    yield pair(f"{kind} and random, {n}", values, ordinary, same, margin)
                    yield pair(f"both {kind}, {n}", values, kinds[1][kind], same, margin)
                close = [x + 0.1 * margin * rng.uniform(-1, 1) / n for x in ordinary]
                yield pair(f"close, {n}", close, ordinary, same, margin)
                yield pair(f"one point, {n}", ordinary, ordinary, same, margin)
        for same in (1.0, 0.0):
            for x in (1.0, 1.5, 0.5, 1.0 - 2.0**-30):
                yield pair("beside the margin", [0.0, 0.0], [0.6 * 5 * x * margin / 3, 0.0], same, margin)


def asked_pairs(loss, dtype, parameters):
    round_ = float if dtype == "float64" else float32
    zero, near, far = [0.0, 0.0], [0.375, 0.5], [3.0, 4.0]
    for same in (1.0, 0.0):
        for second in (zero, near, far):
            yield pair("from 0", zero, second, same, parameters["margin"])
        rng = random.Random(f"{loss.name}, asked")
        for n in (1, 3, 9):
            first, second = ([round_(rng.uniform(-1, 1) / n) for _ in range(n)] for _ in range(2))
            yield pair(f"random, {n}", first, second, same, parameters["margin"])


def contrastive_kinks(first, second, same, margin):
    d = distance(first, second)
    return [] if same == 1 else [d, (margin - d, margin + d)]


def squared(a, b):
    return fsum((x - y) ** 2 for x, y in zip(a, b, strict=True))


def excess(a, p, n, margin):
    return squared(a, p) - squared(a, n) + margin


def where_open(f):
    """`f`, or zeros where the hinge is shut or at its kink."""
    return lambda a, p, n, margin: f(a, p, n) if excess(a, p, n, margin) > 0 else [mpf(0)] * len(a)


def twice(x, y):
    return [2 * (s - t) for s, t in zip(x, y, strict=True)]


ROWS = [
    Loss(
        "contrastive",
        "same·d² + (1 - same)·max(0, margin - d)², d = ‖first - second‖₂; at distance 0 the subgradient 0",
        (vector("first"), vector("second"), binary("same"), Parameter("margin", MARGINS)),
        contrastive,
        {
            "first": contrastive_grad,
            "second": lambda *arguments: [-g for g in contrastive_grad(*arguments)],
        },
        scale={
            "value": lambda a, b, same, margin: (1 - same) * (margin + distance(a, b)) * max(0, margin - distance(a, b)),
        },
        kinks=contrastive_kinks,
        points=pairs,
        asked_points=asked_pairs,
        calls=(
            TORCH.given(
                "same * torch.nn.functional.pairwise_distance(first, second, eps=0.0) ** 2 + (1 - same) * "
                "torch.relu(margin - torch.nn.functional.pairwise_distance(first, second, eps=0.0)) ** 2",
                margin=(1.0,),
            ),
            JAX.given(
                "same * jax.numpy.linalg.norm(first - second) ** 2 + (1 - same) * "
                "jax.nn.relu(margin - jax.numpy.linalg.norm(first - second)) ** 2",
                margin=(1.0,),
            ),
        ),
    ),
    Loss(
        "triplet_squared",
        "max(0, ‖anchor - positive‖₂² - ‖anchor - negative‖₂² + margin)",
        (vector("anchor"), vector("positive"), vector("negative"), Parameter("margin", (0.2, 0.0, 1.0, 1e10))),
        lambda *arguments: max(excess(*arguments), mpf(0)),
        {
            "anchor": where_open(lambda a, p, n: twice(n, p)),
            "positive": where_open(lambda a, p, n: twice(p, a)),
            "negative": where_open(lambda a, p, n: twice(a, n)),
        },
        scale={"value": lambda a, p, n, margin: squared(a, p) + squared(a, n) + margin},
        kinks=lambda a, p, n, margin: [(excess(a, p, n, margin), squared(a, p) + squared(a, n) + margin)],
        particular=triplets,
        calls=(
            TORCH.given(
                "torch.nn.functional.triplet_margin_with_distance_loss(anchor, positive, negative, "
                "distance_function=lambda x, y: (x - y).square().sum(-1), margin=margin)",
                margin=(0.2, 1.0),
            ),
        ),
    ),
]
