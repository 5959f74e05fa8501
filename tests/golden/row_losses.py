"""The losses of rows, vectors and tables, one row each: as `losses.py`."""

import math

from mpmath import fsum, inf, log, log1p, mpf, nan, sqrt

from engine import row_points
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


def share_of_average(p, q):
    """ln(p/m) with the average m of p and q, -∞ at p = 0; at p = q = 0 there is no limit."""
    return nan if p == q == 0 else -inf if p == 0 else log(2 * p / (p + q))


def js_divergence(p, q):
    pairs = [pair for a, b in zip(p, q, strict=True) for pair in ((a, b), (b, a))]
    return fsum(a * share_of_average(a, b) for a, b in pairs if a != 0) / 2


def halved_shares(p, q):
    return [share_of_average(a, b) / 2 for a, b in zip(p, q, strict=True)]


def distillation(student, teacher, temperature):
    theirs = row_of(teacher, temperature)
    p, ln_p = theirs.probabilities, theirs.log_probabilities
    ln_q = row_of(student, temperature).log_probabilities
    return temperature**2 * fsum(a * (b - c) for a, b, c in zip(p, ln_p, ln_q, strict=True))


def distillation_grad(student, teacher, temperature):
    p, q = row_of(teacher, temperature).probabilities, row_of(student, temperature).probabilities
    return [temperature * (b - a) for a, b in zip(p, q, strict=True)]


def distillation_scale(student, teacher, temperature):
    p, q = row_of(teacher, temperature).probabilities, row_of(student, temperature).probabilities
    return [temperature * (b + a) for a, b in zip(p, q, strict=True)]


def near_and_masked(temperature):
    """Logits that are nearly equal, with and without a shift, sure teachers, far students, masks."""
    near = [([3.0, 1.0 + d, 0.25], [3.0, 1.0, 0.25]) for d in (1e-3, -1e-8, 2.0**-50)]
    near += [([64.0, 64.0 + d, 63.0], [0.0, 0.0, -1.0]) for d in (2.0**-10, 2.0**-17)]
    return near + [
        ([2.0, 1.5, 0.5], [3.0, 1.0, 0.2]),
        ([150.0, 0.0], [200.0, 0.0]),
        ([0.0, 800.0], [800.0, 0.0]),
        ([0.0, 1e5], [0.0, 0.0]),
        ([0.0] + [12.0] * 6, [0.0] * 7),
        ([1e-200, 0.0], [0.0, 1e-200]),
        ([2.0, -math.inf, 1.5], [3.0, -math.inf, 1.0]),
        ([2.0, 1.0, 1.5], [3.0, -math.inf, 1.0]),
        ([2.0, -math.inf, 1.5], [3.0, 0.0, 1.0]),
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
        "js_divergence",
        "(Σ_i p_i·ln(2p_i/(p_i + q_i)) + Σ_i q_i·ln(2q_i/(p_i + q_i)))/2, 0·ln 0 = 0",
        (distribution("p"), distribution("q")),
        js_divergence,
        {"p": halved_shares, "q": lambda p, q: halved_shares(q, p)},
        particular=near_and_empty,
        calls=(
            TORCH.given(
                "0.5 * sum(torch.nn.functional.kl_div(((p + q) / 2).log(), x, reduction='sum') for x in (p, q))"
            ),
            JAX.given("0.5 * sum(jax.scipy.special.rel_entr(x, (p + q) / 2).sum() for x in (p, q))"),
            KERAS.given("0.5 * sum(keras.losses.kl_divergence(x, (p + q) / 2) for x in (p, q))"),
        ),
    ),
    Loss(
        "distillation",
        "temperature²·Σ_i p_i·ln(p_i/q_i), p = softmax(teacher/temperature), q = softmax(student/temperature)",
        (logits("student"), logits("teacher"), Parameter("temperature", (2.0, 1.0, 4.0, 20.0, 0.1))),
        distillation,
        {"student": distillation_grad},
        scale={"grad": {"student": distillation_scale}},
        particular=near_and_masked,
        calls=(
            TORCH.given(
                "temperature**2 * torch.nn.functional.kl_div("
                "torch.log_softmax(student[None] / temperature, -1), "
                "torch.softmax(teacher[None] / temperature, -1), reduction='batchmean')",
                temperature=(2.0, 1.0),
            ),
            OPTAX.given(
                "temperature**2 * optax.losses.kl_divergence("
                "jax.nn.log_softmax(student / temperature), jax.nn.softmax(teacher / temperature))",
                temperature=(2.0, 1.0),
            ),
            KERAS.given(
                "temperature**2 * keras.losses.kl_divergence("
                "keras.ops.softmax(teacher / temperature), keras.ops.softmax(student / temperature))",
                temperature=(2.0, 1.0),
            ),
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
