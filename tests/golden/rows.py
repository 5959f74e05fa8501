"""The functions of a row of logits, and their derivatives, as real functions in mpmath."""

import math

from mpmath import diff, exp, fsum, isinf, log1p, mpf, workdps

from rounding import DIGITS, settle

BEYOND = mpf(2) ** 1100  # stands for an infinite logit: larger than every binary64 number


def real(z):
    """A binary64 input as an exact real; ±∞ by a number so large that the rounded result is the limit."""
    point = mpf(z)
    return (BEYOND if point > 0 else -BEYOND) if isinf(point) else point


class Row:
    """Logits divided by the temperature, seen from the largest: weights e^((z_i - max)/T), their sum, probabilities."""

    def __init__(self, logits, temperature=1):
        scaled = [z / temperature for z in logits]
        self.top = max(range(len(scaled)), key=lambda i: scaled[i])
        self.max = scaled[self.top]
        self.below = [z - self.max for z in scaled]
        weights = [exp(z) for z in self.below]
        self.rest = fsum(w for i, w in enumerate(weights) if i != self.top)
        self.probabilities = [w / (1 + self.rest) for w in weights]
        self.log_probabilities = [z - log1p(self.rest) for z in self.below]


def softmax(logits, upstream, temperature):
    row = Row(logits, temperature)
    p, offset = row.probabilities, upstream[0]  # a common offset of `upstream` cancels: Σ p = 1
    mean = fsum(q * (u - offset) for q, u in zip(p, upstream, strict=True))
    return p, [q * ((u - offset) - mean) / temperature for q, u in zip(p, upstream, strict=True)]


def log_softmax(logits, upstream, temperature):
    row = Row(logits, temperature)
    total = fsum(upstream)
    return row.log_probabilities, [
        (u - q * total) / temperature for q, u in zip(row.probabilities, upstream, strict=True)
    ]


def log_sum_exp(logits):
    row = Row(logits)
    return [row.max + log1p(row.rest)], row.probabilities


def cross_entropy(logits, label):
    row = Row(logits)
    p = row.probabilities
    gradient = p[:label] + [-fsum(q for i, q in enumerate(p) if i != label)] + p[label + 1 :]
    return [-row.log_probabilities[label]], gradient


def cross_entropy_soft(logits, target):
    row = Row(logits)
    total = fsum(target)
    value = fsum(-t * q for t, q in zip(target, row.log_probabilities, strict=True) if t != 0)  # 0 · ln 0 = 0
    return [value], [total * q - t for q, t in zip(row.probabilities, target, strict=True)]


DEFINITIONS = {
    "softmax": "p_i = e^(z_i/T) / Σ_j e^(z_j/T); vjp_j = Σ_i upstream_i · ∂p_i/∂z_j",
    "log_softmax": "l_i = z_i/T - ln Σ_j e^(z_j/T); vjp_j = Σ_i upstream_i · ∂l_i/∂z_j",
    "log_sum_exp": "ln Σ_j e^z_j; gradient by the logits",
    "cross_entropy": "ln Σ_j e^z_j - z_class; gradient by the logits",
    "cross_entropy_soft": "-Σ_c target_c · ln softmax(z)_c; gradient by the logits",
}
FUNCTIONS = {f.__name__: f for f in (softmax, log_softmax, log_sum_exp, cross_entropy, cross_entropy_soft)}


def evaluate(name, logits, *others, index=None):
    """Value and derivative of `name`, rounded once; only the entries `index` of a long row."""
    function = FUNCTIONS[name]
    z = [real(x) for x in logits]
    rest = [[mpf(x) for x in o] if isinstance(o, list) else (mpf(o) if isinstance(o, float) else o) for o in others]
    chosen = range(len(z)) if index is None else index

    def both():
        value, derivative = function(z, *rest)
        values = [value[i] for i in chosen] if len(value) == len(z) > 1 else value
        return values + [derivative[i] for i in chosen]

    results = [x + 0.0 for x in settle(both)]  # zeros of rows without a sign
    if len(z) <= 5 and max(map(abs, z)) <= 1000:
        _check_derivatives(name, z, rest)
    split = len(results) - len(chosen)
    if max(logits) == -math.inf:  # which entry dominates depends on the way to the limit
        return results[:split], [math.nan] * len(chosen)
    return results[:split], results[split:]


def _check_derivatives(name, z, rest):
    """The closed form against numerical derivatives of the definition by every logit, to 25 digits."""
    weights = rest[0] if name in ("softmax", "log_softmax") else [mpf(1)]
    with workdps(DIGITS):
        closed = FUNCTIONS[name](z, *rest)[1]
        for j in range(len(z)):

            def along(x, j=j):
                values = FUNCTIONS[name](z[:j] + [x] + z[j + 1 :], *rest)[0]
                return fsum(w * v for w, v in zip(weights, values, strict=True))

            temperature = rest[-1] if name in ("softmax", "log_softmax") else 1
            numeric = diff(along, z[j], h=mpf(10) ** -30 * min(temperature, 1))
            bound = mpf(10) ** -18 * (abs(closed[j]) + max(map(abs, weights)) / temperature)
            assert abs(numeric - closed[j]) <= bound, f"{name}: derivative {j} at {z}: {closed[j]}, not {numeric}"
