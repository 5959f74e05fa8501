"""The losses of rows, vectors and tables, one row each: as `losses.py`."""

from mpmath import exp, fsum, inf, log, log1p, mpf, nan, sqrt

from engine import row_points
from engine.calls import JAX, KERAS, OPTAX, TORCH
from engine.domains import Class, Parameter, bits, distribution, logits, table, vector
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


def behind(scores, label, margin):
    """By how much each wrong class lacks or breaks the distance that it should keep."""
    return [margin + s - scores[label] for j, s in enumerate(scores) if j != label]


def rival(scores, label):
    """The first of the wrong classes with the largest score; none where there is one class."""
    return max((j for j in range(len(scores)) if j != label), key=lambda j: scores[j], default=None)


def crammer_singer_grad(scores, label, margin):
    grad, best = [mpf(0)] * len(scores), rival(scores, label)
    if best is not None and margin + scores[best] - scores[label] > 0:
        grad[best], grad[label] = mpf(1), mpf(-1)
    return grad


def crammer_singer_kinks(scores, label, margin):
    best = rival(scores, label)
    if best is None:
        return []
    others = (s for j, s in enumerate(scores) if j not in (label, best))
    return [margin + scores[best] - scores[label], *(scores[best] - s for s in others)]


def weston_watkins_grad(scores, label, margin):
    grad = [mpf(margin + s - scores[label] > 0) for s in scores]
    grad[label] = mpf(0)
    grad[label] = -fsum(grad)
    return grad


def turned(scores, code):
    """What softplus is taken of at each node."""
    return [(1 - 2 * b) * u for u, b in zip(scores, code, strict=True)]


def paths():
    """Sure turns, taken and not taken, and a node that is undecided."""
    sizes = (0.0, 1e-300, 1e-8, 0.5, 3.0, 17.0, 40.0, 700.0, 745.0, 1e10)
    found = [([40.0, -50.0, 45.0], [1.0, 0.0, 1.0]), ([0.0, 0.0, 0.0], [1.0, 1.0, 0.0])]
    return found + [([s * u, 0.25 * u], [b, 1.0]) for u in sizes for s in (1, -1) for b in (0.0, 1.0)]


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
    Loss(
        "crammer_singer",
        "max(0, margin + max over j ≠ class of s_j - s_class); of several largest the first has the gradient",
        (vector("scores"), Class("class", of="scores"), Parameter("margin", (1.0, 0.0, 0.25, 5.0))),
        lambda s, c, margin: max([mpf(0), *behind(s, c, margin)]),
        {"scores": crammer_singer_grad},
        kinks=crammer_singer_kinks,
        points=row_points.scored_cases,
        asked_points=row_points.asked_scored,
        calls=(
            OPTAX("optax.losses.multiclass_hinge_loss(scores, label).astype(scores.dtype)", margin=1.0),
            KERAS.given(
                "keras.losses.categorical_hinge(keras.ops.one_hot(label, len(scores)), scores - scores.min())",
                margin=(1.0,),
            ),
            KERAS("keras.losses.categorical_hinge(keras.ops.one_hot(label, len(scores)), scores)", margin=1.0),
        ),
    ),
    Loss(
        "weston_watkins",
        "Σ over j ≠ class of max(0, margin + s_j - s_class)",
        (vector("scores"), Class("class", of="scores"), Parameter("margin", (1.0, 0.0, 0.25, 5.0))),
        lambda s, c, margin: fsum(max(x, mpf(0)) for x in behind(s, c, margin)),
        {"scores": weston_watkins_grad},
        kinks=behind,
        points=row_points.scored_cases,
        asked_points=row_points.asked_scored,
        calls=(
            TORCH("torch.nn.functional.multi_margin_loss(scores, label) * len(scores)", margin=1.0),
            TORCH.given(
                "torch.nn.functional.multi_margin_loss(scores, label, margin=margin) * len(scores)",
                margin=(0.25, 5.0),
            ),
        ),
    ),
    Loss(
        "hierarchical_softmax",
        "Σ_n ln(1 + e^((1 - 2·code_n)·scores_n)), code of 0 and 1",
        (logits("scores"), bits("code")),
        lambda u, b: fsum(log1p(exp(v)) for v in turned(u, b)),
        {"scores": lambda u, b: [(1 - 2 * bit) / (1 + exp(-v)) for bit, v in zip(b, turned(u, b), strict=True)]},
        particular=paths,
        calls=(
            TORCH.given("torch.nn.functional.binary_cross_entropy_with_logits(scores, code, reduction='sum')"),
            OPTAX.given("optax.losses.sigmoid_binary_cross_entropy(scores, code).sum()"),
            KERAS.given("keras.losses.binary_crossentropy(code, scores, from_logits=True) * len(scores)"),
        ),
    ),
]
