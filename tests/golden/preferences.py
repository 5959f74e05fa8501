"""The losses of preferences, one row each: as `losses.py`."""

from mpmath import exp, fsum, log1p, log, mpf

from engine import loss_points
from engine.calls import TORCH, TRL
from engine.domains import Array, Parameter, bits, distribution
from engine.loss import Loss


def answers(name):
    """Log-probabilities of whole answers."""

    def kinds(rng, n):
        return {
            "random": [-rng.uniform(0, 60) for _ in range(n)],
            "long": [-8000.0 + rng.uniform(-50, 50) for _ in range(n)],
            "far apart": [(-0.5, -8000.25, -745.0, -2000.0)[k % 4] for k in range(n)],
            "certain": [-0.0] * n,
        }

    return Array(name, kinds)


def tokens(name):
    """Log-probabilities of the tokens of an answer."""

    def kinds(rng, n):
        return {
            "random": [-rng.uniform(0.01, 6) for _ in range(n)],
            "likely": [-rng.uniform(1e-9, 1e-3) for _ in range(n)],
            "nearly certain": [(-1e-20, -1e-17, -1e-100)[k % 3] for k in range(n)],
            "unlikely": [-rng.uniform(600, 900) for _ in range(n)],
            "one impossible for 64 bit": [-8000.0 if k == 0 else -rng.uniform(0.01, 6) for k in range(n)],
        }

    return Array(name, kinds)


def sigma(x):
    return 1 / (1 + exp(-x))


def mean(row):
    return fsum(row) / len(row)


def kto_terms(policy, reference, desirable, mismatched_policy, mismatched_reference, beta, of_up, of_down):
    """For each answer its sign, its weight, and β·(h - z₀)."""
    z0 = max(mpf(0), mean([p - r for p, r in zip(mismatched_policy, mismatched_reference, strict=True)]))
    moves = [beta * (p - r - z0) for p, r in zip(policy, reference, strict=True)]
    return [(-1, of_up, u) if d == 1 else (1, of_down, u) for d, u in zip(desirable, moves, strict=True)]


def kto(*arguments):
    return mean([weight * sigma(sign * u) for sign, weight, u in kto_terms(*arguments)])


def kto_grad(*arguments):
    n, beta = len(arguments[0]), arguments[5]
    return [sign * weight * beta * sigma(u) * sigma(-u) / n for sign, weight, u in kto_terms(*arguments)]


def log_odds(v):
    return v - log(1 - exp(v))


def orpo(chosen, rejected, weight):
    w, l = mean(chosen), mean(rejected)
    return -w + weight * log1p(exp(log_odds(l) - log_odds(w)))


def orpo_grad(chosen, rejected, weight):
    w, l = mean(chosen), mean(rejected)
    slope = -1 - weight / (1 - exp(w)) * sigma(log_odds(l) - log_odds(w))
    return [slope / len(chosen)] * len(chosen)


def orpo_grad_rejected(chosen, rejected, weight):
    w, l = mean(chosen), mean(rejected)
    slope = weight / (1 - exp(l)) * sigma(log_odds(l) - log_odds(w))
    return [slope / len(rejected)] * len(rejected)


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
        "kto",
        "mean of desirable_weight·(1 - σ(beta·(h - z0))) where desirable, else of undesirable_weight·(1 - σ(beta·(z0 - h)));"
        " h = policy - reference, z0 = max(0, mean(mismatched_policy - mismatched_reference)), held fixed",
        (
            answers("policy"),
            answers("reference"),
            bits("desirable"),
            answers("mismatched_policy"),
            answers("mismatched_reference"),
            Parameter("beta", (0.1, 0.01, 0.5, 2.0)),
            Parameter("desirable_weight", (1.0, 1e-300, 1.33)),
            Parameter("undesirable_weight", (1.0, 1e300, 0.5)),
        ),
        kto,
        {"policy": kto_grad},
        particular=lambda beta, desirable_weight, undesirable_weight: [
            ([-8.0, -11.0], [-10.0, -10.0], [1.0, 0.0], [-9.5, -8.5], [-10.0, -9.0]),
            ([-7000.25], [-3000.0], [0.0], [-1.0], [-4000.5]),
            ([-3000.0], [-7000.25], [1.0], [-4000.5], [-1.0]),
        ],
        calls=(
            TRL("KTOConfig()", beta=0.1, desirable_weight=1.0, undesirable_weight=1.0),
            TRL.given(
                "KTOConfig(beta=beta, desirable_weight=desirable_weight, undesirable_weight=undesirable_weight)",
                beta=(0.5,),
                desirable_weight=(1.33,),
                undesirable_weight=(0.5,),
            ),
        ),
    ),
    Loss(
        "orpo",
        "-w - lambda·ln σ(o(w) - o(l)), w = mean(chosen), l = mean(rejected), o(v) = v - ln(1 - e^v)",
        (tokens("chosen"), tokens("rejected"), Parameter("lambda", (0.1, 0.0, 1.0, 5.0, 1e-300))),
        orpo,
        {"chosen": orpo_grad, "rejected": orpo_grad_rejected},
        # Beyond 0 there is no logarithm of odds.
        kinks=lambda chosen, rejected, weight: [mean(chosen), mean(rejected)],
        particular=lambda **_: [
            ([-1e-10], [-2.0]),
            ([-1e-20], [-2.0]),
            ([-2.0], [-1e-10]),
            ([-2.0], [-1e-20]),
            ([-0.5, -1.5, -0.25], [-2.0]),
            ([-3.0], [-0.5, -0.125, -4.0, -1.0]),
        ],
        calls=(
            TRL("ORPOConfig()", lambda_=0.1),
            TRL.given("ORPOConfig(beta=lambda_)", lambda_=(1.0,)),
        ),
    ),
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
