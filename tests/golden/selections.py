"""What is chosen among answers, one row each: as `losses.py`."""

from mpmath import fsum, mpf

from engine import loss_points
from engine.calls import TORCH
from engine.domains import Array, Parameter, distribution
from engine.loss import Loss


def rewards(name):
    """Of whole answers."""

    def kinds(rng, n):
        return {
            "random": [rng.uniform(-3, 3) for _ in range(n)],
            "shared by some": [float(rng.randrange(3)) for _ in range(n)],
            "equal": [1.5] * n,
            "from best to worst": [float(n - k) for k in range(n)],
            "huge": [rng.uniform(-1, 1) * 1e200 for _ in range(n)],
        }

    return Array(name, kinds, alone=True)


def below(weights, proxy, of, strictly=False):
    """The probability of a proxy of at most, or below, that of an answer."""
    return fsum(p for p, r in zip(weights, proxy, strict=True) if (r < of if strictly else r <= of))


def chord(f, s, n):
    """(fⁿ - sⁿ)/(f - s), and its limit."""
    return (f**n - s**n) / (f - s) if f != s else n * f ** (n - 1)


def ranked(weights, proxy):
    """F and S of each answer."""
    return [(below(weights, proxy, r), below(weights, proxy, r, strictly=True)) for r in proxy]


def picks(weights, proxy, n):
    return [p * chord(f, s, n) for p, (f, s) in zip(weights, ranked(weights, proxy), strict=True)]


def best_of_n(weights, proxy, gold, n):
    return fsum(pick * g for pick, g in zip(picks(weights, proxy, n), gold, strict=True))


def best_of_n_scale(weights, proxy, gold, n):
    return best_of_n(weights, proxy, [abs(g) for g in gold], n)


def best_of_n_grad(weights, proxy, gold, n):
    all_of_them = list(zip(weights, proxy, gold, ranked(weights, proxy), strict=True))

    def through(p, r, g, f, s, moved):
        """What answer `moved` changes of the chord of this one."""
        if f == s or r < moved:
            return mpf(0)
        rise = n * (f ** (n - 1) - s ** (n - 1)) if r > moved else n * f ** (n - 1) - chord(f, s, n)
        return p * g * rise / (f - s)

    return [
        g * chord(f, s, n) + fsum(through(q, t, h, *level, r) for q, t, h, level in all_of_them)
        for _, r, g, (f, s) in all_of_them
    ]


def best_of_n_grad_scale(weights, proxy, gold, n):
    sizes = [abs(g) for g in gold]
    largest = best_of_n_grad(weights, proxy, sizes, n)
    levels = ranked(weights, proxy)
    return [x + 2 * h * chord(f, s, n) for x, h, (f, s) in zip(largest, sizes, levels, strict=True)]


def different_proxies(row, dtype, parameters):
    """Where sorting leaves no choice."""
    asked = loss_points.asked(row, dtype, parameters)
    return (case for case in asked if len(set(case["args"]["proxy"])) == len(case["args"]["proxy"]))


ROWS = [
    Loss(
        "best_of_n",
        "Σ_i p_i·g_i·(F_i^n - S_i^n)/(F_i - S_i), p = probabilities, g = gold; F_i and S_i are the probabilities of a proxy"
        " of at most proxy_i, and below it",
        (distribution("probabilities"), rewards("proxy"), rewards("gold"), Parameter("n", (4.0, 1.0, 2.0, 64.0, 2.5))),
        best_of_n,
        {"probabilities": best_of_n_grad, "gold": lambda weights, proxy, gold, n: picks(weights, proxy, n)},
        scale={"value": best_of_n_scale, "grad": {"probabilities": best_of_n_grad_scale}},
        particular=lambda **_: [
            ([0.4, 0.3, 0.2, 0.1], [1.0, 0.0, -1.0, 2.0], [1.0, 0.0, -1.0, -1.0]),
            ([0.75, 0.25, 1e-20], [1.0, 0.0, 2.0], [1.0, 0.0, -1.0]),
            ([1e-20, 1.0], [0.0, 1.0], [1.0, 0.0]),
            ([0.0, 1.0, 0.0, 0.0], [2.0, 1.0, 2.0, -1.0], [1.0, 2.0, 3.0, 4.0]),
        ],
        asked_points=different_proxies,
        calls=(
            TORCH.given(
                "torch.dot(gold[proxy.argsort()], torch.diff("
                "torch.nn.functional.pad(probabilities[proxy.argsort()].cumsum(0), (1, 0)) ** n))",
                n=(4.0, 64.0),
            ),
        ),
    ),
]
