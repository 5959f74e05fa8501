"""What the functions of a row of logits have in common."""

from mpmath import exp, fsum, log1p, mp


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

    def others(self, i):
        """1 - p_i without a difference."""
        return fsum(q for j, q in enumerate(self.probabilities) if j != i)


_last = {}


def row_of(logits, temperature=1):
    """The last row again, or a new one: value, gradient and size of terms of a long row share the work."""
    key = (mp.prec, temperature, tuple(logits))
    if key not in _last:
        _last.clear()
        _last[key] = Row(logits, temperature)
    return _last[key]
