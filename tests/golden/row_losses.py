"""The losses of rows, vectors and tables, one row each: as `losses.py`."""

import math
import random

from mpmath import fsum, inf, log, log1p, mpf, nan, sqrt

from engine import recorded_points, row_points
from engine.calls import JAX, KERAS, OPTAX, TORCH
from engine.domains import Class, Parameter, distribution, logits, table, vector
from engine.loss import Loss
from engine.softmax import row_of

BEYOND = mpf(2) ** 1100  # stands for an infinite logit


def softmax_unless_all_masked(z):
    """Where every logit is -∞ there is no limit: which entry dominates depends on the way to it."""
    return [nan] * len(z) if max(z) == -BEYOND else row_of(z).probabilities


def cross_entropy_grad(z, c):
    row = row_of(z)
    return row.probabilities[:c] + [-row.others(c)] + row.probabilities[c + 1 :]


def cross_entropy_soft_grad(z, target):
    total = fsum(target)
    return [total * q - t for q, t in zip(row_of(z).probabilities, target, strict=True)]


def cross_entropy_soft_scale(z, target):
    total = fsum(map(abs, target))
    return [total * q + abs(t) for q, t in zip(row_of(z).probabilities, target, strict=True)]


def recorded_cases(loss):
    """The points that the libraries are asked at, but rows that are masked as a whole: there is no limit."""
    for at in {repr(at): at for call in loss.calls for at in call.at}.values():
        for dtype in recorded_points.DTYPES:
            for case in loss.asked_points(loss, dtype, at):
                if max(case["args"]["logits"]) > -math.inf:
                    yield case | {"note": f"recorded, {case['note']}, {dtype}"}


def distinct(cases):
    """Each once."""
    return {repr(case["args"]): case for case in reversed(list(cases))}.values()


def of_classes(others):
    """The points of a loss of logits and a class, each with one of the others that `others(rng, n)` gives."""

    def points(loss):
        rng = random.Random(loss.name)
        found = list(recorded_cases(loss))
        for i, case in enumerate(row_points.class_cases(loss)):
            z = case["args"]["logits"]
            given = others(rng, z["generated"]["n"] if isinstance(z, dict) else len(z))
            # An infinite logit stands for a large one, which a tiny weight would bring back: an ordinary one there.
            other = 0 if isinstance(z, list) and math.inf in map(abs, z) else i % len(given)
            found.append(case | {"args": case["args"] | given[other]})
        return reversed(distinct(found))

    return points


def asked_of_classes(further):
    """What the libraries are asked: rows, and what `further(z)` gives beside them."""

    def cases(loss, dtype, parameters):
        for case in row_points.asked(further)(loss, dtype, parameters):
            yield case | {"args": case["args"] | parameters}

    return cases


def class_weights(rng, n):
    """Ordinary ones; small and huge ones, which may lift a loss out of the subnormal numbers."""
    if n > 100:
        return [{"weights": {"generated": {"n": n, "a": 1640531527, "c": 4242, "lo": 0.25, "scale": 8.0}}}]
    ordinary = [rng.choice((1.0, 0.25, 3.0, 100.0, 1 / 3)) for _ in range(n)]
    return [{"weights": ordinary}, {"weights": [rng.choice((1e-300, 1e-10, 1e10, 1e300)) for _ in range(n)]}]


def weighted_grad(z, c, w):
    return [w[c] * g for g in cross_entropy_grad(z, c)]


def class_shares(rng, n):
    """Shares for each value of tau, and counts; very unequal ones."""
    if n > 100:
        shares = {"generated": {"n": n, "a": 1640531527, "c": 4242, "lo": 1e-6, "scale": 1e-4}}
        return [{"priors": shares, "tau": 1.0}]
    ordinary = [rng.uniform(0.01, 1) for _ in range(n)]
    steep = [rng.choice((1.0, 0.3, 1e-5, 1e-40, 1e-300, 5e-324, 7.0, 1e300)) for _ in range(n)]
    tau = rng.choice((0.5, 2.0, 0.0))
    return [{"priors": ordinary, "tau": 1.0}, {"priors": ordinary, "tau": tau}, {"priors": steep, "tau": 1.0}]


def adjusted(z, q, tau):
    """From the largest logit, which may be so large that the shares would be lost in it."""
    top = max(z)
    return [x - top + tau * log(share) for x, share in zip(z, q, strict=True)]


def mixtures(z):
    """Pairs of classes: the most and the least probable one, and one with itself."""
    most, least = recorded_points.labels(z)[0], recorded_points.labels(z)[-1]
    return [{"first": most, "second": least}, {"first": least, "second": least}]


def mixture_cases(loss):
    rng = random.Random(loss.name)
    found = list(recorded_cases(loss))
    for case in row_points.class_cases(loss):
        z, first = case["args"]["logits"], case["args"]["class"]
        second = case["index"][-2] if isinstance(z, dict) else rng.randrange(len(z))
        share = rng.choice((0.7, 0.5, 0.25, 1.0, 0.0, 1e-10, 1.0 - 2.0**-53))
        found.append(case | {"args": {"logits": z, "first": first, "second": second, "lambda": share}})
    return reversed(distinct(found))


def mixture(z, a, b, share):
    """0 · ∞ is 0."""
    p = row_of(z).log_probabilities
    return fsum(-part * p[c] for part, c in ((share, a), (1 - share, b)) if part != 0)


def mixture_grad(z, a, b, share):
    p, of_b = cross_entropy_grad(z, a), cross_entropy_grad(z, b)
    return [share * x + (1 - share) * y for x, y in zip(p, of_b, strict=True)]


def mixture_scale(z, a, b, share):
    p = row_of(z).probabilities
    return [x + share * (i == a) + (1 - share) * (i == b) for i, x in enumerate(p)]


def ln_ratio(p, q):
    """ln(p/q), -∞ at p = 0 and ∞ at q = 0; at p = q = 0 there is no limit."""
    if p == q == 0:
        return nan
    return -inf if p == 0 else inf if q == 0 else log(p / q)


def minus_ratio(p, q):
    """-p/q, 0 at p = 0 for every q, and -∞ where q alone is 0."""
    return mpf(0) if p == 0 else -inf if q == 0 else -p / q


def kl_divergence(p, q):
    return fsum(a * ln_ratio(a, b) for a, b in zip(p, q, strict=True) if a != 0)  # 0 · ln(0/q) = 0


def near_and_empty():
    """Distributions that are nearly equal, and such with zeros."""
    near = [([0.5 + s * d, 0.5 - s * d], [0.5, 0.5]) for d in (1e-3, 1e-6, 1e-9, 1e-12, 2.0**-53) for s in (1, -1)]
    near += [([0.77, 0.05, 0.07, 0.11], [0.77 + d, 0.05 - d, 0.07, 0.11]) for d in (1e-5, 1e-10, 1e-14)]
    return near + [
        ([0.5, 0.5], [0.0, 1.0]),
        ([0.0, 1.0], [0.0, 1.0]),
        ([0.0, 0.5, 0.5], [0.3, 0.3, 0.4]),
        ([1e-300, 1.0], [1.0, 1e-10]),
    ]


def distance(a, b):
    return sqrt(fsum((x - y) ** 2 for x, y in zip(a, b, strict=True)))


def direction(a, b):
    """The gradient of the distance by `a`; at distance 0 the subgradient 0."""
    d = distance(a, b)
    return [(x - y) / d if d else mpf(0) for x, y in zip(a, b, strict=True)]


def hinge(anchor, positive, negative, margin):
    return distance(anchor, positive) - distance(anchor, negative) + margin


def anchor_terms(a, p, n):
    return list(zip(direction(a, p), direction(a, n), strict=True))


def where_active(f):
    """`f`, or zeros where the hinge is shut or at its kink."""
    return lambda a, p, n, margin: f(a, p, n) if hinge(a, p, n, margin) > 0 else [mpf(0)] * len(a)


def info_nce(similarities, temperature):
    rows = [row_of(row, temperature) for row in similarities]
    return fsum(-row.log_probabilities[i] for i, row in enumerate(rows)) / len(rows)


def info_nce_grad(similarities, temperature):
    weight = 1 / (len(similarities) * temperature)
    rows = [row_of(row, temperature) for row in similarities]
    return [
        [-weight * row.others(i) if i == j else weight * p for j, p in enumerate(row.probabilities)]
        for i, row in enumerate(rows)
    ]


def info_nce_scale(similarities, temperature):
    weight = 1 / (len(similarities) * temperature)
    rows = [row_of(row, temperature) for row in similarities]
    return [[weight * (p + (i == j)) for j, p in enumerate(row.probabilities)] for i, row in enumerate(rows)]


def triplets(margin):
    """Right triangles, where the distances are exact: at the kink, and to both sides of it."""
    zero, far = [0.0, 0.0], [3.0, 4.0]
    found = [([1.0, 2.0], [1.0, 2.0], [1.0, 2.0]), (zero, zero, far), (zero, far, zero), (zero, far, far)]
    found += [(zero, [3.0, 4.0], [x, 0.0]) for x in (5.0 + margin, 5.5 + margin, 4.5 + margin)]
    return found + [([1e200, 1e-200], [1e200, 3e-200], [1e200, -2e-200]), ([7.0], [6.5], [8.25])]


ROWS = [
    Loss(
        "log_sum_exp",
        "ln Σ_j e^z_j; gradient by the logits",
        (logits("logits"),),
        lambda z: row_of(z).max + log1p(row_of(z).rest),
        {"logits": softmax_unless_all_masked},
        scale={"value": lambda z: abs(row_of(z).max) if abs(row_of(z).max) < BEYOND else mpf(0)},
        points=row_points.log_sum_exp_cases,
        asked_points=row_points.asked(),
        calls=(
            TORCH("torch.logsumexp(logits, dim=-1)"),
            JAX("jax.nn.logsumexp(logits)"),
            KERAS("keras.ops.logsumexp(logits)"),
        ),
    ),
    Loss(
        "cross_entropy",
        "ln Σ_j e^z_j - z_class; gradient by the logits",
        (logits("logits"), Class("class", of="logits")),
        lambda z, c: -row_of(z).log_probabilities[c],
        {"logits": cross_entropy_grad},
        points=row_points.class_cases,
        asked_points=row_points.asked_classes,
        calls=(
            TORCH("torch.nn.functional.cross_entropy(logits, label)"),
            OPTAX("optax.losses.softmax_cross_entropy_with_integer_labels(logits, label)"),
            KERAS.given("keras.losses.SparseCategoricalCrossentropy(from_logits=True)(label[None], logits[None])"),
        ),
    ),
    Loss(
        "cross_entropy_soft",
        "-Σ_c target_c · ln softmax(z)_c; gradient by the logits",
        (logits("logits"), distribution("target")),
        # 0 · ln 0 = 0
        lambda z, y: fsum(-t * q for t, q in zip(y, row_of(z).log_probabilities, strict=True) if t != 0),
        {"logits": cross_entropy_soft_grad},
        scale={"grad": {"logits": cross_entropy_soft_scale}},
        points=row_points.target_cases,
        asked_points=row_points.asked_targets,
        calls=(
            TORCH("torch.nn.functional.cross_entropy(logits, target)"),
            OPTAX("optax.losses.softmax_cross_entropy(logits, target)"),
            KERAS.given("keras.losses.CategoricalCrossentropy(from_logits=True)(target[None], logits[None])"),
        ),
    ),
    Loss(
        "weighted_cross_entropy",
        "weights_class · (ln Σ_j e^z_j - z_class); gradient by the logits",
        (logits("logits"), Class("class", of="logits"), vector("weights")),
        lambda z, c, w: -w[c] * row_of(z).log_probabilities[c],
        {"logits": weighted_grad},
        points=of_classes(class_weights),
        asked_points=asked_of_classes(
            lambda z: [
                {"class": c, "weights": [4.0 ** (1 - i) for i in range(len(z))]}
                for c in recorded_points.labels(z)
            ]
        ),
        calls=(
            TORCH("torch.nn.functional.cross_entropy(logits, label, weight=weights, reduction='none')"),
            TORCH("torch.nn.functional.cross_entropy(logits, label, weight=weights)"),
            TORCH(
                "torch.nn.functional.cross_entropy("
                "logits, torch.nn.functional.one_hot(label, len(logits)).to(logits.dtype), weight=weights)"
            ),
            OPTAX.given("weights[label] * optax.losses.softmax_cross_entropy_with_integer_labels(logits, label)"),
            KERAS.given(
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True)("
                "label[None], logits[None], sample_weight=weights[label][None])"
            ),
            KERAS.given(
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction='mean_with_sample_weight')("
                "label[None], logits[None], sample_weight=weights[label][None])"
            ),
        ),
    ),
    Loss(
        "logit_adjusted_cross_entropy",
        "ln Σ_j priors_j^tau·e^z_j - z_class - tau·ln priors_class; gradient by the logits",
        (
            logits("logits"),
            Class("class", of="logits"),
            distribution("priors"),
            Parameter("tau", (1.0, 0.0, 0.5, 2.0)),
        ),
        lambda z, c, q, tau: -row_of(adjusted(z, q, tau)).log_probabilities[c],
        {"logits": lambda z, c, q, tau: cross_entropy_grad(adjusted(z, q, tau), c)},
        points=of_classes(class_shares),
        asked_points=asked_of_classes(
            lambda z: [
                {"class": c, "priors": recorded_points.targets(len(z))[1]} for c in recorded_points.labels(z)
            ]
        ),
        calls=(
            TORCH.given("torch.nn.functional.cross_entropy(logits + tau * priors.log(), label)", tau=(1.0, 0.5)),
            OPTAX.given(
                "optax.losses.softmax_cross_entropy_with_integer_labels("
                "logits + tau * jax.numpy.log(priors), label)",
                tau=(1.0, 0.5),
            ),
            KERAS.given(
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True)("
                "label[None], (logits + tau * keras.ops.log(priors))[None])",
                tau=(1.0, 0.5),
            ),
        ),
    ),
    Loss(
        "mixup_cross_entropy",
        "lambda·CE(first) + (1 - lambda)·CE(second), CE(c) = ln Σ_j e^z_j - z_c; gradient by the logits",
        (
            logits("logits"),
            Class("first", of="logits"),
            Class("second", of="logits"),
            Parameter("lambda", (0.7, 0.5, 0.25, 1.0, 0.0)),
        ),
        mixture,
        {"logits": mixture_grad},
        scale={"grad": {"logits": mixture_scale}},
        points=mixture_cases,
        asked_points=asked_of_classes(mixtures),
        calls=(
            TORCH.given(
                "lambda_ * torch.nn.functional.cross_entropy(logits, first)"
                " + (1 - lambda_) * torch.nn.functional.cross_entropy(logits, second)",
                lambda_=(0.7, 0.25),
            ),
            OPTAX.given(
                "lambda_ * optax.losses.softmax_cross_entropy_with_integer_labels(logits, first)"
                " + (1 - lambda_) * optax.losses.softmax_cross_entropy_with_integer_labels(logits, second)",
                lambda_=(0.7, 0.25),
            ),
            KERAS.given(
                "lambda_ * keras.losses.SparseCategoricalCrossentropy(from_logits=True)(first[None], logits[None])"
                " + (1 - lambda_) * keras.losses.SparseCategoricalCrossentropy("
                "from_logits=True)(second[None], logits[None])",
                lambda_=(0.7, 0.25),
            ),
        ),
    ),
    Loss(
        "kl_divergence",
        "Σ_i p_i·ln(p_i/q_i), 0·ln(0/q) = 0",
        (distribution("p"), distribution("q")),
        kl_divergence,
        {
            "p": lambda p, q: [ln_ratio(a, b) + 1 for a, b in zip(p, q, strict=True)],
            "q": lambda p, q: [minus_ratio(a, b) for a, b in zip(p, q, strict=True)],
        },
        scale={"grad": {"p": lambda p, q: [abs(ln_ratio(a, b)) + 1 for a, b in zip(p, q, strict=True)]}},
        particular=near_and_empty,
        calls=(
            TORCH.given("torch.nn.functional.kl_div(q.log(), p, reduction='sum')"),
            OPTAX("optax.losses.kl_divergence(jax.numpy.log(q), p)"),
            KERAS("keras.losses.kl_divergence(p, q)"),
        ),
    ),
    Loss(
        "triplet",
        "max(0, ‖anchor - positive‖₂ - ‖anchor - negative‖₂ + margin)",
        (vector("anchor"), vector("positive"), vector("negative"), Parameter("margin", (1.0, 0.0, 0.2, 1e10))),
        lambda *arguments: max(hinge(*arguments), mpf(0)),
        {
            "anchor": where_active(lambda a, p, n: [x - y for x, y in anchor_terms(a, p, n)]),
            "positive": where_active(lambda a, p, n: direction(p, a)),
            "negative": where_active(lambda a, p, n: direction(a, n)),
        },
        scale={
            "value": lambda a, p, n, margin: distance(a, p) + distance(a, n) + margin,
            "grad": {"anchor": where_active(lambda a, p, n: [abs(x) + abs(y) for x, y in anchor_terms(a, p, n)])},
        },
        kinks=lambda a, p, n, margin: [
            distance(a, p),
            distance(a, n),
            (hinge(a, p, n, margin), distance(a, p) + distance(a, n) + margin),
        ],
        particular=triplets,
        calls=(
            TORCH.given(
                "torch.nn.functional.triplet_margin_loss(anchor, positive, negative, margin=margin, eps=0.0)",
                margin=(1.0, 0.2),
            ),
            TORCH("torch.nn.functional.triplet_margin_loss(anchor, positive, negative)", margin=1.0),
            OPTAX.given(
                "optax.losses.triplet_margin_loss(anchor, positive, negative, margin=margin, eps=0.0)",
                margin=(1.0, 0.2),
            ),
            OPTAX("optax.losses.triplet_margin_loss(anchor, positive, negative)", margin=1.0),
        ),
    ),
    Loss(
        "info_nce",
        "mean over the rows i of ln Σ_k e^(s_ik/temperature) - s_ii/temperature",
        (table("similarities"), Parameter("temperature", (0.07, 0.01, 0.1, 0.5, 1.0))),
        info_nce,
        {"similarities": info_nce_grad},
        scale={"grad": {"similarities": info_nce_scale}},
        calls=(
            TORCH.given(
                "torch.nn.functional.cross_entropy(similarities / temperature, torch.arange(len(similarities)))",
                temperature=(0.07, 1.0),
            ),
            OPTAX.given(
                "optax.losses.softmax_cross_entropy_with_integer_labels("
                "similarities / temperature, jax.numpy.arange(len(similarities))).mean()",
                temperature=(0.07, 1.0),
            ),
            KERAS.given(
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True)("
                "keras.ops.arange(len(similarities)), similarities / temperature)",
                temperature=(0.07, 1.0),
            ),
        ),
    ),
]
