"""The losses of language models, one row each: as `losses.py`."""

import math
import random

from mpmath import exp, fsum, log, log1p, mpf, nan

from engine import recorded_points, row_points
from engine.calls import JAX, KERAS, OPTAX, TORCH, TRL
from engine.domains import Array, Class, bits, logits, masks, positive
from engine.loss import Loss
from engine.recorded_points import float32
from engine.row_points import bell
from engine.softmax import row_of


BEYOND = mpf(2) ** 1100  # stands for an infinite logit


def shifted(z, tokens):
    """Each row but the last, and the token behind its own."""
    return list(zip(z[:-1], tokens[1:], strict=True))


def next_token(z, tokens):
    pairs = shifted(z, tokens)
    return fsum(-row_of(row).log_probabilities[c] for row, c in pairs) / len(pairs)


def next_token_grad(z, tokens):
    pairs = shifted(z, tokens)

    def entry(row, c, j):
        return -row.others(c) if j == c else row.probabilities[j]

    scored = [[entry(row_of(row), c, j) / len(pairs) for j in range(len(row))] for row, c in pairs]
    return scored + [[mpf(0)] * len(z[-1])]


def sequences(draw):
    """Tables of logits with tokens: `draw(seed, n)` gives a row."""
    rng = random.Random("next token")
    for rows, width in ((2, 2), (2, 5), (3, 3), (5, 2), (4, 11), (12, 3)):
        z = [draw(f"row {t} of {rows}, {width}", width) for t in range(rows)]
        yield f"{rows} tokens of {width}", z, [rng.randrange(width) for _ in range(rows)]


def token_cases(loss):
    yield from recorded_tokens(loss)
    for name, scale, offset in (("ordinary", 3.0, 0.0), ("wide", 300.0, 0.0), ("far", 3.0, 1000.0), ("close", 1e-6, 0.0)):
        for note, z, tokens in sequences(lambda seed, n: bell(seed, n, scale, offset)):
            yield {"note": f"{note}, {name}", "args": {"logits": z, "tokens": tokens}}
    # A sure model, right and wrong; excluded tokens; a last row that nobody scores.
    sure = [[700.0, 0.0, -3.0], [-800.0, 5.0, 40.0], [0.0, 1e10, 2.0], [1e300, -1e300, 0.5]]
    for tokens in ([0, 0, 2, 1], [1, 1, 0, 0], [2, 2, 1, 2]):
        yield {"note": "a sure model", "args": {"logits": sure, "tokens": tokens}}
    masked = [[-math.inf, 2.0, 1.0], [0.5, -math.inf, 0.25], [0.0, 0.0, 0.0]]
    yield {"note": "two tokens are excluded", "args": {"logits": masked, "tokens": [0, 2, 0]}}
    yield {"note": "the right one is excluded", "args": {"logits": masked, "tokens": [0, 0, 0]}}
    certain = [[math.inf, 2.0, 1.0], [0.5, 0.125, 0.25], [0.0, 0.0, 0.0]]
    yield {"note": "certain", "args": {"logits": certain, "tokens": [1, 0, 0]}}
    yield {"note": "certain of another", "args": {"logits": certain, "tokens": [1, 1, 0]}}


def recorded_tokens(loss):
    for dtype in recorded_points.DTYPES:
        for case in asked_tokens(loss, dtype, {}):
            yield case | {"note": f"recorded, {case['note']}, {dtype}"}


def asked_tokens(loss, dtype, parameters):
    def narrow(z):
        return z if dtype == "float64" else [[float32(x) for x in row] for row in z]

    for scale in (3.0, 40.0):
        for note, z, tokens in sequences(lambda seed, n: bell(seed, n, scale)):
            yield {"note": f"{note}, within {3 * scale:g}", "args": {"logits": narrow(z), "tokens": tokens}}


def log_sum_exp(z):
    return row_of(z).max + log1p(row_of(z).rest)


def size_of(z):
    """That of the largest logit, from which the logarithm of a sum is counted; an infinite one is exact."""
    return abs(row_of(z).max) if abs(row_of(z).max) < BEYOND else mpf(0)


def z_loss_grad(z):
    """Where every logit is -∞ there is no limit."""
    twice = 2 * log_sum_exp(z)
    return [nan] * len(z) if max(z) == -BEYOND else [twice * p for p in row_of(z).probabilities]


def z_loss_terms(z):
    twice = 2 * size_of(z)
    return [twice * p for p in row_of(z).probabilities]


def z_loss_cases(loss):
    yield from row_points.log_sum_exp_cases(loss)
    rng = random.Random("z_loss")
    for k in range(12):
        z = [round(rng.uniform(-6, 6) + (k % 3) * 5, 3) for _ in range(1 + k % 5)]
        yield {"note": f"random {k}", "args": {"logits": z}}


def token_losses(name):
    """Losses of n sequences of n tokens."""

    def kinds(rng, n):
        def rows(entry):
            return [[entry(i, j) for j in range(n)] for i in range(n)]

        return {
            "random": rows(lambda i, j: round(rng.uniform(0, 8), 4)),
            "of both signs": rows(lambda i, j: round(rng.uniform(-3, 3), 4)),
            "tiny": rows(lambda i, j: rng.uniform(0, 1e-300)),
            "huge": rows(lambda i, j: rng.uniform(0, 1e300)),
            "unequal": rows(lambda i, j: (1e-8, 1.0, 1e8)[(i + j) % 3]),
        }

    return Array(name, kinds)


def batches():
    """Sequences of different lengths, padded; what is masked may be infinite."""
    rng = random.Random("batches")
    found = [([[2.0] * 3 + [math.inf] * 7, [1.0] * 10], [[1.0] * 3 + [0.0] * 7, [1.0] * 10])]
    for k in range(24):
        rows, longest = 1 + k % 4, 2 + k % 7
        lengths = [rng.randrange(0 if i else 1, longest + 1) for i in range(rows)]
        scale = (1.0, 1e-8, 40.0)[k % 3]
        losses = [[scale * rng.expovariate(1.0) for _ in range(longest)] for _ in lengths]
        found.append((losses, [[float(t < n) for t in range(longest)] for n in lengths]))
    return found


def pairs_of(losses, mask):
    return [list(zip(row, own, strict=True)) for row, own in zip(losses, mask, strict=True)]


def kept(losses, mask):
    return [x for row in pairs_of(losses, mask) for x, m in row if m]


def counted(mask):
    return fsum(m for row in mask for m in row)


def sequence_mean(losses, mask, size=lambda x: x):
    rows = [[size(x) for x, m in row if m] for row in pairs_of(losses, mask)]
    return fsum(fsum(row) / max(1, len(row)) for row in rows) / len(rows)


def sequence_mean_grad(losses, mask):
    return [[m / (len(mask) * max(1, fsum(own))) for m in own] for own in mask]


def scored(z, classes, mask):
    """The rows that count, each with its class."""
    return [(row, c) for row, c, m in zip(z, classes, mask, strict=True) if m]


def masked_lm(z, labels, selected):
    pairs = scored(z, labels, selected)
    return fsum(-row_of(row).log_probabilities[c] for row, c in pairs) / len(pairs)


def masked_lm_grad(z, labels, selected):
    n = fsum(selected)

    def entry(row, c, j):
        return -row.others(c) if j == c else row.probabilities[j]

    return [
        [m * entry(row_of(row), c, j) / n if m else mpf(0) for j in range(len(row))]
        for row, c, m in zip(z, labels, selected, strict=True)
    ]


def sft(z, tokens, mask):
    return masked_lm(z[:-1], tokens[1:], mask[1:])


def sft_grad(z, tokens, mask):
    return masked_lm_grad(z[:-1], tokens[1:], mask[1:]) + [[mpf(0)] * len(z[-1])]


def dft_held(at, moved):
    """With the weights of the first arguments."""
    z, tokens, mask = at
    weights = [row_of(row).probabilities[c] for row, c in scored(z[:-1], tokens[1:], mask[1:])]
    pairs = scored(moved[0][:-1], tokens[1:], mask[1:])
    losses = [-row_of(row).log_probabilities[c] for row, c in pairs]
    return fsum(p * loss for p, loss in zip(weights, losses, strict=True)) / len(weights)


def dft_grad(z, tokens, mask):
    rows = zip(sft_grad(z, tokens, mask)[:-1], z[:-1], tokens[1:], mask[1:], strict=True)

    def weight(row, c, m):
        return row_of(row).probabilities[c] if m else mpf(0)

    return [[weight(row, c, m) * x for x in own] for own, row, c, m in rows] + [[mpf(0)] * len(z[-1])]


def under_masks(points, tokens, mask, shift):
    """The points of a sequence with masks, each of which leaves something to score."""

    def with_mask(case, i):
        z, of = case["args"]["logits"], case["args"]["tokens"]
        rng = random.Random(f"{mask} {i}")
        kept = rng.randrange(shift, len(z))
        drawn = [float(t == kept or rng.random() < 0.4) for t in range(len(z))]
        all_masks = (("some", drawn), ("one", [float(t == kept) for t in range(len(z))]), ("all", [1.0] * len(z)))
        note, own = all_masks[i % 3]
        return case | {"note": f"{case['note']}, {note}", "args": {"logits": z, tokens: of, mask: own}}

    def of(loss, *asked):
        for i, case in enumerate(points(loss, *asked)):
            yield with_mask(case, i)

    return of


def hidden_rows(tokens, mask, shift):
    """What is not scored may be infinite."""
    inf = math.inf
    z = [[0.5, -inf, 1.0], [0.0, 2.0, 0.25], [-inf, 1.0, 0.0], [inf, 3.0, 1.0], [0.25, 0.5, -1.0]]
    own = [0.0, 1.0, 0.0, 0.0, 1.0] if shift == 0 else [1.0, 0.0, 1.0, 0.0, 0.0]
    classes = [1, 0, 0, 1, 2] if shift == 0 else [1, 0, 0, 0, 2]
    return {"note": "infinite logits that are not scored", "args": {"logits": z, tokens: classes, mask: own}}


def cases_under_masks(tokens, mask, shift):
    def points(loss):
        yield hidden_rows(tokens, mask, shift)
        yield from under_masks(token_cases, tokens, mask, shift)(loss)

    return points


def log_probabilities(name):
    """Of n tokens."""

    def kinds(rng, n):
        return {
            "random": [-rng.uniform(0, 8) for _ in range(n)],
            "sure": [-rng.uniform(0, 1e-8) for _ in range(n)],
            "certain": [0.0] * n,
            "far": [-rng.uniform(600, 700) for _ in range(n)],
            "unequal": [-(1e-300, 1e-8, 1.0, 700.0)[i % 4] for i in range(n)],
        }

    return Array(name, kinds)


def perplexity(l):
    return exp(-fsum(l) / len(l))


def texts():
    """Four tokens, a perplexity near the largest number and beyond it, a token of probability 0."""
    inf = math.inf
    halves = [-0.6931471805599453, -1.3862943611198906, -2.0794415416798357, -2.0794415416798357]
    rows = [halves, [-709.0], [-709.78, -709.78], [-710.0] * 4, [-710.0], [-1e-10], [-5e-17, 0.0], [-1.0, -inf]]
    rng = random.Random("texts")
    rows += [[-rng.expovariate(1.0 / scale) for _ in range(n)] for n in (2, 3, 4, 7, 11) for scale in (0.01, 1.0, 3.0, 90.0)]
    return [([float(x) for x in row],) for row in rows]


def text(note, row, b):
    return {"note": note, "args": {"log_probabilities": row, "bytes": b}}


def texts_and_bytes(loss):
    for dtype in recorded_points.DTYPES:
        for case in asked_texts(loss, dtype, {}):
            yield case | {"note": f"recorded, {case['note']}, {dtype}"}
    for i, (row,) in enumerate(texts()):
        for b in (4.0, 1.0, 13.0, 1e-300, 1e300):
            if min(row) > -math.inf:
                yield text(f"text {i + 1}", row, b)
    rows, bytes_ = loss.arguments
    for n in (1, 2, 5, 50):
        rng = random.Random(f"bits of {n}")
        for kind, row in rows.kinds(rng, n).items():
            yield text(f"{kind}, {n}", row, float(rng.randrange(1, 9 * n)))
        for b in bytes_.hard:
            yield text(f"random, {n}", next(iter(rows.kinds(rng, n).values())), b)


def asked_texts(loss, dtype, parameters):
    round_ = float if dtype == "float64" else float32
    for n in (1, 3, 9):
        rng = random.Random(f"asked, bits of {n}")
        yield text(f"random, {n}", [round_(-rng.uniform(0, 8)) for _ in range(n)], float(rng.randrange(1, 9 * n)))


ROWS = [
    Loss(
        "next_token_cross_entropy",
        "mean over the rows t but the last of ln Σ_v e^z_tv - z_t,tokens_(t+1); gradient by the logits",
        (Array("logits", lambda rng, n: {}), Class("tokens", of="logits")),
        next_token,
        {"logits": next_token_grad},
        points=token_cases,
        asked_points=asked_tokens,
        calls=(
            TORCH("torch.nn.functional.cross_entropy(logits[:-1], tokens[1:])"),
            OPTAX.given(
                "optax.losses.softmax_cross_entropy_with_integer_labels(logits[:-1], tokens[1:]).mean()",
            ),
            KERAS.given("keras.losses.SparseCategoricalCrossentropy(from_logits=True)(tokens[1:], logits[:-1])"),
        ),
    ),
    Loss(
        "z_loss",
        "(ln Σ_j e^z_j)²; gradient by the logits",
        (logits("logits"),),
        lambda z: log_sum_exp(z) ** 2,
        {"logits": z_loss_grad},
        scale={
            "value": lambda z: 2 * abs(log_sum_exp(z)) * size_of(z),
            "grad": {"logits": z_loss_terms},
        },
        points=z_loss_cases,
        asked_points=row_points.asked(),
        calls=(
            TORCH.given("torch.logsumexp(logits, dim=-1).square()"),
            JAX.given("jax.nn.logsumexp(logits) ** 2"),
        ),
    ),
    Loss(
        "token_mean",
        "Σ_st mask_st·losses_st / Σ_st mask_st",
        (token_losses("losses"), masks("mask")),
        lambda losses, mask: fsum(kept(losses, mask)) / counted(mask),
        {"losses": lambda losses, mask: [[m / counted(mask) for m in own] for own in mask]},
        scale={"value": lambda losses, mask: fsum(map(abs, kept(losses, mask))) / counted(mask)},
        particular=batches,
        calls=(
            TORCH.given("losses[mask == 1].mean()"),
            JAX.given("jax.numpy.mean(losses, where=mask == 1)"),
        ),
    ),
    Loss(
        "sequence_mean",
        "mean over the rows s of Σ_t mask_st·losses_st / max(1, Σ_t mask_st)",
        (token_losses("losses"), masks("mask")),
        sequence_mean,
        {"losses": sequence_mean_grad},
        scale={"value": lambda losses, mask: sequence_mean(losses, mask, abs)},
        particular=batches,
        calls=(
            TORCH.given("((losses * mask).sum(-1) / mask.sum(-1).clamp(min=1.0)).mean()"),
            JAX.given("((losses * mask).sum(-1) / jax.numpy.maximum(mask.sum(-1), 1.0)).mean()"),
        ),
    ),
    Loss(
        "token_sum",
        "Σ_st mask_st·losses_st",
        (token_losses("losses"), masks("mask")),
        lambda losses, mask: fsum(kept(losses, mask)),
        {"losses": lambda losses, mask: mask},
        scale={"value": lambda losses, mask: fsum(map(abs, kept(losses, mask)))},
        particular=batches,
        calls=(
            TORCH.given("losses[mask == 1].sum()"),
            JAX.given("jax.numpy.sum(losses, where=mask == 1)"),
        ),
    ),
    Loss(
        "masked_lm",
        "mean over the positions i with selected_i = 1 of ln Σ_v e^z_iv - z_i,labels_i; gradient by the logits",
        (Array("logits", lambda rng, n: {}), Class("labels", of="logits"), bits("selected")),
        masked_lm,
        {"logits": masked_lm_grad},
        points=cases_under_masks("labels", "selected", 0),
        asked_points=under_masks(asked_tokens, "labels", "selected", 0),
        calls=(
            TORCH("torch.nn.functional.cross_entropy(logits, torch.where(selected == 1, labels, -100))"),
            OPTAX.given(
                "optax.losses.softmax_cross_entropy_with_integer_labels(logits, labels).mean(where=selected == 1)",
            ),
            KERAS.given(
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-100)"
                "(keras.ops.where(selected == 1, labels, -100), logits)"
            ),
        ),
    ),
    Loss(
        "perplexity",
        "e^(-Σ_t log_probabilities_t / T)",
        (log_probabilities("log_probabilities"),),
        perplexity,
        {"log_probabilities": lambda l: [-perplexity(l) / len(l)] * len(l)},
        particular=texts,
        calls=(
            TORCH.given("torch.exp(-log_probabilities.mean())"),
            JAX.given("jax.numpy.exp(-log_probabilities.mean())"),
        ),
    ),
    Loss(
        "bits_per_byte",
        "-Σ_t log_probabilities_t / (bytes ln 2)",
        (log_probabilities("log_probabilities"), positive("bytes")),
        lambda l, b: -fsum(l) / b / log(mpf(2)),
        {"log_probabilities": lambda l, b: [-1 / (b * log(mpf(2)))] * len(l)},
        points=texts_and_bytes,
        asked_points=asked_texts,
        calls=(
            TORCH.given("-log_probabilities.sum() / 0.6931471805599453 / bytes"),
            JAX.given("-log_probabilities.sum() / 0.6931471805599453 / bytes"),
        ),
    ),
    Loss(
        "sft",
        "mean over the tokens t from the second with mask_t = 1 of ln Σ_v e^z_(t-1)v - z_(t-1),tokens_t; "
        "gradient by the logits",
        (Array("logits", lambda rng, n: {}), Class("tokens", of="logits"), bits("mask")),
        sft,
        {"logits": sft_grad},
        points=cases_under_masks("tokens", "mask", 1),
        asked_points=under_masks(asked_tokens, "tokens", "mask", 1),
        calls=(
            TORCH(
                "torch.nn.functional.cross_entropy(logits[:-1], torch.where(mask == 1, tokens, -100)[1:])",
            ),
            OPTAX.given(
                "optax.losses.softmax_cross_entropy_with_integer_labels(logits[:-1], tokens[1:])"
                ".mean(where=mask[1:] == 1)",
            ),
            TRL("SFTConfig()"),
        ),
    ),
    Loss(
        "dft",
        "mean over the tokens t from the second with mask_t = 1 of -p·ln p, p = softmax(z_(t-1))_tokens_t, "
        "the weight p held fixed; gradient by the logits",
        (Array("logits", lambda rng, n: {}), Class("tokens", of="logits"), bits("mask")),
        lambda *arguments: dft_held(arguments, arguments),
        {"logits": dft_grad},
        held=dft_held,
        points=cases_under_masks("tokens", "mask", 1),
        asked_points=under_masks(asked_tokens, "tokens", "mask", 1),
        calls=(
            TORCH.given(
                "(lambda l: (l * torch.exp(-l).detach()).mean())"
                '(torch.nn.functional.cross_entropy(logits[:-1], tokens[1:], reduction="none")[mask[1:] == 1])',
            ),
            TRL('SFTConfig(loss_type="dft")'),
        ),
    ),
]
