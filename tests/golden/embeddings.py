"""The losses of vectors and of tables of similarities, one row each: as `losses.py`."""

import random
from dataclasses import dataclass

from mpmath import exp, fsum, log1p, mp, mpf, sqrt

from engine import loss_points
from engine.calls import JAX, KERAS, OPTAX, TORCH
from engine.domains import Array, Parameter, binary, table, vector
from engine.loss import Loss
from engine.recorded_points import DTYPES, float32
from engine.softmax import Row
from row_losses import direction, distance, info_nce, info_nce_grad, info_nce_scale, info_nce_slopes, triplets

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


def columns(table):
    return [list(column) for column in zip(*table, strict=True)]


def both_ways(f):
    """The mean of `f` over a table and its columns."""
    return lambda s, temperature: (f(s, temperature) + f(columns(s), temperature)) / 2


def both_tables(f):
    def of(s, temperature):
        there, back = f(s, temperature), columns(f(columns(s), temperature))
        return [[(x + y) / 2 for x, y in zip(*pair, strict=True)] for pair in zip(there, back, strict=True)]

    return of


def slope_of(f):
    return lambda s, temperature: fsum(x for pair in f(s, temperature) for x in pair)


def slope_scale(f):
    return lambda s, temperature: fsum(abs(x) for pair in f(s, temperature) for x in pair)


def log1p_exp(x):
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def sigmoid(x):
    return 1 / (1 + exp(-x))


def siglip_terms(s, scale, bias):
    """Sign, similarity and log-odds of the wrong answer of each pair, row by row."""
    sign = [[1 if i == j else -1 for j in range(len(s))] for i in range(len(s))]
    return [
        [(y, x, -y * (scale * x + bias)) for y, x in zip(*pair, strict=True)] for pair in zip(sign, s, strict=True)
    ]


def siglip_sum(term):
    return lambda s, *set_: fsum(term(*pair) for row in siglip_terms(s, *set_) for pair in row) / len(s)


def siglip_grad(s, scale, bias):
    return [[-y * scale * sigmoid(v) / len(s) for y, _, v in row] for row in siglip_terms(s, scale, bias)]


SCALES = (10.0, 1.0, 117.33)
BIASES = (-10.0, 0.0, -2.5)


VERY_DIFFERENT = "of very different lengths"  # libraries add something to a length, or lose it


def vectors(name):
    """Of which the direction counts: n of them, of three entries."""

    def kinds(rng, n):
        random_ = [[rng.uniform(-2, 2) for _ in range(3)] for _ in range(n)]
        near = [[1.0 + rng.uniform(-1, 1) * 1e-7 for _ in range(3)] for _ in range(n)]
        return {
            "random": random_,
            "of different lengths": [[x * (0.001, 1.0, 1e5)[i % 3] for x in v] for i, v in enumerate(random_)],
            VERY_DIFFERENT: [[x * (1e-200, 1.0, 1e5, 1e150)[i % 4] for x in v] for i, v in enumerate(random_)],
            "nearly parallel": near,
            "identical": [[0.25, -3.0, 1.5]] * n,
            "along the axes": [[float(k == i % 3) * (-1) ** (i // 3) for k in range(3)] for i in range(n)],
        }

    return Array(name, kinds)


@dataclass(frozen=True)
class Labels:
    """Of vectors of the same case."""

    name: str

    def exact(self, value):
        return value


class Contrast:
    """What each of some vectors makes of the others: rows of cosines over a temperature, itself left out."""

    def __init__(self, z, temperature):
        self.z = z
        self.products = [[fsum(x * y for x, y in zip(a, b, strict=True)) for b in z] for a in z]
        self.squares = [self.products[i][i] for i in range(len(z))]
        self.lengths = [sqrt(square) for square in self.squares]
        roots = zip(self.products, self.squares, strict=True)
        self.cosines = [[p / sqrt(own * other) for p, other in zip(row, self.squares, strict=True)] for row, own in roots]
        self.temperature = temperature
        self.n = len(z)

    def across(self, i, a):
        """What is left of the direction of `a` beside that of `i`: exactly 0 where the two are the same vector."""
        z, square, product = self.z, self.squares[i], self.products[i][a]
        length = square * self.lengths[a]
        return [(y * square - product * x) / length for x, y in zip(z[i], z[a], strict=True)]

    def row(self, i):
        """The others in their order, and the softmax over them."""
        others = [a for a in range(self.n) if a != i]
        return others, Row([self.cosines[i][a] for a in others], self.temperature)

    def loss(self, positives):
        found = []
        for i, own in enumerate(positives):
            if own:
                others, row = self.row(i)
                found.append(fsum(-row.log_probabilities[others.index(a)] for a in own) / len(own))
        return fsum(found) / len(found)

    def pulls(self, positives, terms):
        """Derivative by each cosine; with `terms` the sizes of those that it is a difference of."""
        count = sum(map(bool, positives))
        table = [[mpf(0)] * self.n for _ in range(self.n)]
        for i, own in enumerate(positives):
            if own:
                others, row = self.row(i)
                for k, a in enumerate(others):
                    share = row.probabilities[k]
                    if a in own and len(own) == 1:
                        share = (1 if terms else -1) * row.others(k)
                    elif a in own:
                        share += (1 if terms else -1) / mpf(len(own))
                    table[i][a] = share / (self.temperature * count)
        return table

    def grad(self, positives, terms=False):
        pulls = self.pulls(positives, terms)
        size = abs if terms else lambda x: x

        def by(i):
            parts = [
                [size((pulls[i][a] + pulls[a][i]) * x) for x in self.across(i, a)] for a in range(self.n) if a != i
            ]
            return [fsum(part[d] for part in parts) / self.lengths[i] for d in range(len(self.z[i]))]

        return [by(i) for i in range(self.n)]


_contrasts = {}


def contrast(z, temperature):
    """The last one again, or a new one: value, gradients and sizes of terms share the work."""
    key = (mp.prec, temperature, tuple(map(tuple, z)))
    if key not in _contrasts:
        _contrasts.clear()
        _contrasts[key] = Contrast(z, temperature)
    return _contrasts[key]


@dataclass(frozen=True)
class Batch(Loss):
    """The closed forms are those of all sizes: against differences of the definition only small batches are held."""

    def check(self, given, arguments):
        if sum(len(value) for value in given.values() if isinstance(value, list)) <= 6:
            super().check(given, arguments)


def partners(n):
    return [[(i + n) % (2 * n)] for i in range(2 * n)]


def views(part, terms=False):
    """The gradient by the first half of the views, or by the second."""

    def of(first, second, temperature):
        n = len(first)
        grad = contrast(first + second, temperature).grad(partners(n), terms)
        return grad[:n] if part == 0 else grad[n:]

    return of


def viewed(loss):
    """As for other tables, but in batches that are not so large; and one of a dozen."""
    for case in loss_points.cases(loss):
        if len(case["args"]["first"]) <= 5:
            yield case
    yield next(loss_points.row_cases(loss, {"temperature": VIEWS[0]}, (12,)))


def asked_views(loss, dtype, parameters):
    for case in loss_points.asked(loss, dtype, parameters):
        if VERY_DIFFERENT not in case["note"]:
            yield case


def of_labels(labels):
    return [[a for a, other in enumerate(labels) if a != i and other == label] for i, label in enumerate(labels)]


VIEWS = (0.5, 0.1, 0.07, 1.0)


def labelled(loss):
    """Vectors of every kind with labels: pairs, larger classes, some that occur once, all alike."""
    seen = set()
    for dtype in DTYPES:
        for at in {repr(at): at for call in loss.calls for at in call.at}.values():
            for case in asked_labelled(loss, dtype, at):
                yield case | {"note": f"recorded, {case['note']}, {dtype}"}
    for temperature in VIEWS:
        for n in (2, 3, 6, 12) if temperature == VIEWS[0] else (6,):
            rng = random.Random(f"{loss.name} {n} {temperature!r}")
            given = {
                "pairs": [i // 2 if i - i % 2 + 1 < n else n for i in range(n)],
                "threes": [i % max(1, n // 3) for i in range(n)],
                "all alike": [2] * n,
                "one alone": [5] + [1] * (n - 1) if n > 2 else [0, 0],
            }
            for kind, z in vectors("embeddings").kinds(rng, n).items():
                for which, labels in given.items():
                    args = {"embeddings": z, "labels": labels, "temperature": temperature}
                    if repr(args) not in seen:
                        seen.add(repr(args))
                        yield {"note": f"{kind}, {n}, {which}", "args": args}


def asked_labelled(loss, dtype, parameters):
    round_ = float if dtype == "float64" else float32
    rng = random.Random(f"{loss.name}, asked")
    for note, labels in {"pairs": [0, 1, 0, 1], "more pairs": [0, 1, 2, 0, 1, 2], "threes": [0, 1, 0, 1, 0, 1], "one alone": [0, 0, 1, 0]}.items():
        z = [[round_(rng.uniform(-1, 1)) for _ in range(3)] for _ in labels]
        yield {"note": note, "args": {"embeddings": z, "labels": labels, **parameters}}
    z = [[round_(x) for x in v] for v in ([1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [-0.6, 0.8], [0.6, 0.8], [-1.0, 0.0])]
    yield {"note": "two threes", "args": {"embeddings": z, "labels": [0, 0, 1, 1, 0, 1], **parameters}}


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
    Loss(
        "clip_loss",
        "half the sum of info_nce of the table and of its columns",
        (table("similarities"), Parameter("temperature", (0.07, 0.01, 0.1, 0.5, 1.0))),
        both_ways(info_nce),
        {"similarities": both_tables(info_nce_grad), "temperature": both_ways(slope_of(info_nce_slopes))},
        scale={
            "grad": {
                "similarities": both_tables(info_nce_scale),
                "temperature": both_ways(slope_scale(info_nce_slopes)),
            }
        },
        calls=(
            TORCH.given(
                "(torch.nn.functional.cross_entropy(similarities / temperature, torch.arange(len(similarities))) "
                "+ torch.nn.functional.cross_entropy(similarities.T / temperature, torch.arange(len(similarities)))) / 2",
                temperature=(0.07, 1.0),
            ),
            OPTAX.given(
                "(optax.losses.softmax_cross_entropy_with_integer_labels("
                "similarities / temperature, jax.numpy.arange(len(similarities))).mean() "
                "+ optax.losses.softmax_cross_entropy_with_integer_labels("
                "similarities.T / temperature, jax.numpy.arange(len(similarities))).mean()) / 2",
                temperature=(0.07, 1.0),
            ),
            KERAS.given(
                "(keras.losses.SparseCategoricalCrossentropy(from_logits=True)("
                "keras.ops.arange(len(similarities)), similarities / temperature) "
                "+ keras.losses.SparseCategoricalCrossentropy(from_logits=True)("
                "keras.ops.arange(len(similarities)), similarities.T / temperature)) / 2",
                temperature=(0.07, 1.0),
            ),
        ),
    ),
    Loss(
        "siglip",
        "Σ_ij ln(1 + e^(-y_ij·(scale·s_ij + bias)))/N, y = 1 on the diagonal, -1 elsewhere",
        (table("similarities"), Parameter("scale", SCALES), Parameter("bias", BIASES)),
        siglip_sum(lambda y, x, v: log1p_exp(v)),
        {
            "similarities": siglip_grad,
            "scale": siglip_sum(lambda y, x, v: -y * x * sigmoid(v)),
            "bias": siglip_sum(lambda y, x, v: -y * sigmoid(v)),
        },
        scale={
            "grad": {
                "scale": siglip_sum(lambda y, x, v: abs(x) * sigmoid(v)),
                "bias": siglip_sum(lambda y, x, v: sigmoid(v)),
            }
        },
        calls=(
            TORCH.given(
                "-torch.nn.functional.logsigmoid((2 * torch.eye(len(similarities)) - 1) * "
                "(scale * similarities + bias)).sum() / len(similarities)",
                scale=(10.0,),
                bias=(-10.0, 0.0),
            ),
            TORCH.given(
                "torch.nn.functional.binary_cross_entropy_with_logits(scale * similarities + bias, "
                "torch.eye(len(similarities), dtype=similarities.dtype))",
                scale=(10.0,),
                bias=(-10.0,),
            ),
            OPTAX.given(
                "optax.losses.sigmoid_binary_cross_entropy(scale * similarities + bias, "
                "jax.numpy.eye(len(similarities))).sum() / len(similarities)",
                scale=(10.0,),
                bias=(-10.0, 0.0),
            ),
        ),
    ),
    Batch(
        "nt_xent",
        "mean over the 2N views i of ln Σ_k≠i e^(cos(z_i, z_k)/temperature) - cos(z_i, partner of z_i)/temperature",
        (vectors("first"), vectors("second"), Parameter("temperature", VIEWS)),
        lambda first, second, temperature: contrast(first + second, temperature).loss(partners(len(first))),
        {"first": views(0), "second": views(1)},
        scale={"grad": {"first": views(0, terms=True), "second": views(1, terms=True)}},
        points=viewed,
        asked_points=asked_views,
        calls=(
            TORCH.given(
                "(lambda z: torch.nn.functional.cross_entropy("
                "(z @ z.T / temperature).fill_diagonal_(-torch.inf), torch.arange(len(z)).roll(len(first))))"
                "(torch.nn.functional.normalize(torch.cat([first, second])))",
                temperature=(0.5, 0.1),
            ),
            OPTAX.given(
                "optax.losses.ntxent(jax.numpy.concatenate([first, second]), "
                "jax.numpy.tile(jax.numpy.arange(len(first)), 2), temperature)",
                temperature=(0.5, 0.1),
            ),
        ),
    ),
    Batch(
        "sup_con",
        "mean over the i with positives (others of their label) of the mean over these a of "
        "ln Σ_k≠i e^(cos(z_i, z_k)/temperature) - cos(z_i, z_a)/temperature",
        (vectors("embeddings"), Labels("labels"), Parameter("temperature", VIEWS)),
        lambda z, labels, temperature: contrast(z, temperature).loss(of_labels(labels)),
        {"embeddings": lambda z, labels, temperature: contrast(z, temperature).grad(of_labels(labels))},
        scale={
            "grad": {
                "embeddings": lambda z, labels, temperature: contrast(z, temperature).grad(of_labels(labels), terms=True)
            }
        },
        points=labelled,
        asked_points=asked_labelled,
        calls=(
            TORCH.given(
                "(lambda c, own: ((c.fill_diagonal_(-torch.inf).logsumexp(1, keepdim=True) - c).where(own, 0.0)"
                ".sum(1) / own.sum(1))[own.any(1)].mean())("
                "torch.nn.functional.normalize(embeddings) @ torch.nn.functional.normalize(embeddings).T / temperature, "
                "(labels[:, None] == labels).fill_diagonal_(False))",
                temperature=(0.5, 0.1),
            ),
            OPTAX.given(
                "(lambda c, own: (optax.losses.softmax_cross_entropy("
                "jax.numpy.where(jax.numpy.eye(len(c), dtype=bool), -1e30, c), "
                "own / own.sum(1, keepdims=True).clip(1)) * own.max(1)).sum() / own.max(1).sum())("
                "optax.losses.cosine_similarity(embeddings[:, None], embeddings[None]) / temperature, "
                "(labels[:, None] == labels) * (1 - jax.numpy.eye(len(labels), dtype=embeddings.dtype)))",
                temperature=(0.5, 0.1),
            ),
            # Another loss, as soon as a label occurs three times: its other positives are not in the denominator.
            OPTAX.given("optax.losses.ntxent(embeddings, labels, temperature)", temperature=(0.5, 0.1)),
            OPTAX("optax.losses.ntxent(embeddings, labels)", temperature=0.07),
        ),
    ),
]
