"""The losses of rows, vectors and tables, one row each: as `losses.py`."""

import math
import random

from mpmath import exp, fsum, inf, log, log1p, mpf, nan, sqrt

from engine import quantile_points, recorded_points, row_points
from engine.calls import JAX, KERAS, OPTAX, TORCH
from engine.domains import Class, Parameter, bits, distribution, levels, logits, real, table, vector
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


def info_nce_slopes(similarities, temperature):
    """By the temperature, of each row: the gap of the positive, and what the softmax expects of the others."""
    slopes = [gaps_by_temperature(row, i, temperature) for i, row in enumerate(similarities)]
    return [[x / len(slopes) for x in pair] for pair in slopes]


def triplets(margin):
    """Right triangles, where the distances are exact: at the kink, and to both sides of it."""
    zero, far = [0.0, 0.0], [3.0, 4.0]
    found = [([1.0, 2.0], [1.0, 2.0], [1.0, 2.0]), (zero, zero, far), (zero, far, zero), (zero, far, far)]
    found += [(zero, [3.0, 4.0], [x, 0.0]) for x in (5.0 + margin, 5.5 + margin, 4.5 + margin)]
    return found + [([1e200, 1e-200], [1e200, 3e-200], [1e200, -2e-200]), ([7.0], [6.5], [8.25])]


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


SMOOTHINGS = (0.1, 0.0, 1e-20, 1e-6, 0.5, 1.0)


TEMPERATURES = (1.0, 2.0, 0.01, 0.25, 1.5, 30.0)


def smoothed(n, c, epsilon):
    """What is left of the label at its class, and an even share everywhere."""
    return [epsilon / n + (1 - epsilon) * (k == c) for k in range(n)]


def smoothed_cross_entropy(z, c, epsilon):
    target = smoothed(len(z), c, epsilon)
    return fsum(-t * q for t, q in zip(target, row_of(z).log_probabilities, strict=True) if t != 0)  # 0 · ln 0 = 0


def smoothed_cross_entropy_grad(z, c, epsilon):
    """Of the class the difference of the others' shares, which are small where it leads."""
    target, row = smoothed(len(z), c, epsilon), row_of(z)
    grad = [p - t for p, t in zip(row.probabilities, target, strict=True)]
    grad[c] = epsilon * (len(z) - 1) / len(z) - row.others(c)
    return grad


def smoothed_cross_entropy_scale(z, c, epsilon):
    """Of the class 1 - p and 1 - t cancel, of the others p and t."""
    scale = [p + t for p, t in zip(row_of(z).probabilities, smoothed(len(z), c, epsilon), strict=True)]
    scale[c] = min(scale[c], epsilon + row_of(z).others(c))
    return scale


def temperature_scaled_grad(z, c, temperature):
    row = row_of(z, temperature)
    return [(-row.others(c) if j == c else p) / temperature for j, p in enumerate(row.probabilities)]


def gaps_by_temperature(z, c, temperature):
    """The gaps to the largest logit: that of the class, and what the model expects of the others."""
    row = row_of(z, temperature)
    return row.below[c] / temperature, fsum(-p * g for p, g in zip(row.probabilities, row.below)) / temperature


def softmax_focal_grad(z, c, gamma):
    """The pull on the class, which the wrong ones share as they share their probability."""
    row, q = row_of(z), row_of(z).others(c)
    pull = q**gamma * (q - gamma * row.probabilities[c] * row.log_probabilities[c])
    return [-pull if i == c else pull * p / q for i, p in enumerate(row.probabilities)]


def softmax_focal_cases(loss):
    (gamma,) = loss.parameters
    for tried in gamma.tried:
        for case in row_points.class_cases(loss):
            if tried == gamma.tried[0] or "index" not in case:
                note = f"{case['note']}, gamma = {tried!r}"
                yield case | {"note": note, "args": case["args"] | {gamma.name: tried}}


def asked_softmax_focal(loss, dtype, parameters):
    for case in row_points.asked_classes(loss, dtype, parameters):
        yield case | {"args": case["args"] | parameters}


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
        {"similarities": info_nce_grad, "temperature": lambda *given: fsum(map(fsum, info_nce_slopes(*given)))},
        scale={
            "grad": {
                "similarities": info_nce_scale,
                "temperature": lambda *given: fsum(abs(x) for pair in info_nce_slopes(*given) for x in pair),
            }
        },
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
        "multi_quantile",
        "Σ_k (1 - level_k)·r_k if r_k > 0, else -level_k·r_k, r_k = prediction_k - target",
        (vector("predictions"), real("target"), levels("levels")),
        lambda p, t, q: fsum(max((1 - b) * (a - t), -b * (a - t)) for a, b in zip(p, q, strict=True)),
        {
            "predictions": lambda p, t, q: [
                mpf(0) if a == t else 1 - b if a > t else -b for a, b in zip(p, q, strict=True)
            ]
        },
        kinks=lambda p, t, q: [a - t for a in p],
        points=quantile_points.cases,
        asked_points=quantile_points.asked,
        calls=(
            TORCH.given("torch.maximum((1 - levels) * (predictions - target), levels * (target - predictions)).sum()"),
            JAX.given(
                "jax.numpy.maximum((1 - levels) * (predictions - target), levels * (target - predictions)).sum()"
            ),
        ),
    ),
    Loss(
        "rmse",
        "√(Σ_i (predictions_i - targets_i)²/n); at equal rows the subgradient 0",
        (vector("predictions"), vector("targets")),
        lambda p, t: distance(p, t) / sqrt(len(p)),
        {"predictions": lambda p, t: [x / sqrt(len(p)) for x in direction(p, t)]},
        kinks=lambda p, t: [distance(p, t)],
        particular=lambda: [
            ([2.5, 0.0, 2.0, 8.0], [3.0, -0.5, 2.0, 7.0]),
            ([1e8 + 2.0**-20, 1e8], [1e8, 1e8]),
            ([1e200, -1e200, 1e-200], [0.0, 1e200, 0.0]),
            ([5e-324, 0.0], [0.0, 0.0]),
            ([1e308, 1.0], [-1e308, 1.0]),
        ],
        calls=(
            TORCH.given("torch.sqrt(torch.nn.functional.mse_loss(predictions, targets))"),
            OPTAX.given("jax.numpy.sqrt(optax.losses.squared_error(predictions, targets).mean())"),
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
        "smoothed_cross_entropy",
        "-Σ_k t_k · ln softmax(z)_k with t_k = epsilon/K + (1 - epsilon)·[k = class]; gradient by the logits",
        (logits("logits"), Class("class", of="logits"), Parameter("epsilon", SMOOTHINGS)),
        smoothed_cross_entropy,
        {"logits": smoothed_cross_entropy_grad},
        scale={"grad": {"logits": smoothed_cross_entropy_scale}},
        points=row_points.class_cases_at("epsilon", SMOOTHINGS),
        asked_points=row_points.asked_classes,
        calls=(
            TORCH.given(
                "torch.nn.functional.cross_entropy(logits, label, label_smoothing=epsilon)", epsilon=(0.1, 0.0)
            ),
            OPTAX.given(
                "optax.losses.softmax_cross_entropy("
                "logits, optax.losses.smooth_labels(jax.nn.one_hot(label, len(logits), dtype=logits.dtype), epsilon))",
                epsilon=(0.1, 0.0),
            ),
            KERAS.given(
                "keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=epsilon)("
                "keras.ops.one_hot(label, len(logits))[None], logits[None])",
                epsilon=(0.1, 0.0),
            ),
        ),
    ),
    Loss(
        "temperature_scaled_cross_entropy",
        "ln Σ_j e^(z_j/temperature) - z_class/temperature; gradients by the logits and by the temperature",
        (logits("logits"), Class("class", of="logits"), Parameter("temperature", TEMPERATURES)),
        lambda z, c, temperature: -row_of(z, temperature).log_probabilities[c],
        {
            "logits": temperature_scaled_grad,
            "temperature": lambda *arguments: fsum(gaps_by_temperature(*arguments)),
        },
        scale={"grad": {"temperature": lambda *arguments: fsum(map(abs, gaps_by_temperature(*arguments)))}},
        points=row_points.class_cases_at("temperature", TEMPERATURES),
        asked_points=row_points.asked_classes,
        calls=(
            TORCH.given("torch.nn.functional.cross_entropy(logits / temperature, label)", temperature=(2.0, 0.25)),
            OPTAX.given(
                "optax.losses.softmax_cross_entropy_with_integer_labels(logits / temperature, label)",
                temperature=(2.0, 0.25),
            ),
            KERAS.given(
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True)(label[None], (logits / temperature)[None])",
                temperature=(2.0, 0.25),
            ),
        ),
    ),
    Loss(
        "softmax_focal",
        "-(1 - p)^gamma·ln p, p = softmax(logits)_class; gradient by the logits",
        (logits("logits"), Class("class", of="logits"), Parameter("gamma", (2.0, 0.5, 5.0))),
        lambda z, c, gamma: -row_of(z).others(c) ** gamma * row_of(z).log_probabilities[c],
        {"logits": softmax_focal_grad},
        points=softmax_focal_cases,
        asked_points=asked_softmax_focal,
        calls=(
            KERAS.given(
                "keras.losses.categorical_focal_crossentropy("
                "keras.ops.one_hot(label, len(logits))[None], logits[None], alpha=1.0, from_logits=True)[0]",
                gamma=(2.0,),
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
]
