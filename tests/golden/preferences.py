"""The losses of preferences, one row each: as `losses.py`."""

from mpmath import exp, fsum, log, log1p, mpf

from engine.calls import TRL
from engine.domains import Array, Parameter, bits, log_probability
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


PAIR = tuple(
    map(log_probability, ("policy_chosen", "policy_rejected", "reference_chosen", "reference_rejected"))
)


def sp(x):
    """Softplus: the logarithm of 1 + e^x."""
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def margin(pc, pr, rc, rr):
    """By how much more the policy than the reference prefers the chosen answer."""
    return (pc - rc) - (pr - rr)


def moved(pc, pr, rc, rr):
    """The size of the two log-ratios that the margin is a difference of."""
    return abs(pc - rc) + abs(pr - rr)


def of_margin(f):
    """A function of the four log-probabilities, from one of beta, the margin times beta, and what is left."""
    return lambda pc, pr, rc, rr, beta, *rest: f(beta, beta * margin(pc, pr, rc, rr), *rest)


def by_both(slope):
    """The derivatives by the two log-probabilities of the policy, from the one by the margin."""
    by_chosen = of_margin(slope)
    return {"policy_chosen": by_chosen, "policy_rejected": lambda *arguments: -by_chosen(*arguments)}


def conditioned(size, slope):
    """Sizes of the terms of a loss of the margin, and what relative errors of the log-ratios make of them."""

    def value(pc, pr, rc, rr, beta, *rest):
        v = beta * margin(pc, pr, rc, rr)
        return size(beta, v, *rest) + moved(pc, pr, rc, rr) * slope(beta, v, *rest)

    def grad(pc, pr, rc, rr, beta, *rest):
        return slope(beta, beta * margin(pc, pr, rc, rr), *rest) * (1 + beta * moved(pc, pr, rc, rr))

    return {"value": value, "grad": {"policy_chosen": grad, "policy_rejected": grad}}


def particular(*_, **parameters):
    """Answers so long that only their differences are of ordinary size, far out on both sides, and near to rest."""
    return [
        (-8000.0, -1.0, -1.0, -8000.0),
        (-1.0, -8000.0, -8000.0, -1.0),
        (-8000.0, -8000.0, -8000.0, -8000.0),
        (-7000.25, -8000.5, -7000.0, -8000.75),
        (-50.0, -50.5, -50.0, -50.0),
        (-10.0, -15.0, -12.0, -14.0),
        (-20.0, -30.0, -22.0, -29.0),
        (-20.0, -35.0, -22.0, -29.0),
        (-2.0, -2.0, -2.25, -1.9375),
        (-10.0, -31.97, -10.0, -10.0),
        (-10.0, -31.98, -10.0, -10.0),
    ]


def tokens_of(name, length_of):
    """The log-probabilities of the tokens of an answer; its length follows from that of the case."""

    def kinds(rng, n):
        n = length_of(n)
        return {
            "random": [-round(rng.uniform(0, 4), 4) for _ in range(n)],
            "certain": [0.0] * n,
            "one token missed": [-700.0 if i == 0 else -1e-9 for i in range(n)],
            "far": [-rng.uniform(500, 900) for _ in range(n)],
            "tiny": [-rng.uniform(1, 2) * 1e-300 for _ in range(n)],
            "huge": [-1e307 * (1 + rng.random()) for _ in range(n)],
        }

    return Array(name, kinds)


def lead(chosen, rejected, beta, gamma):
    return beta * (mean(chosen) - mean(rejected)) - gamma


def lead_sizes(chosen, rejected, beta, gamma):
    return beta * (abs(mean(chosen)) + abs(mean(rejected))) + abs(gamma)


def simpo_push(chosen, rejected, beta, gamma):
    return beta * sigma(-lead(chosen, rejected, beta, gamma))


def simpo_terms(*arguments):
    return simpo_push(*arguments) * (1 + lead_sizes(*arguments))


def answers_of_two_lengths(beta, gamma):
    """Of different lengths: the example of the page, equal means, far out on both sides."""
    return [
        ([-0.25, -0.75], [-0.875] * 8),
        ([-3.0], [-3.0] * 7),
        ([-0.5, -350.0], [-0.25]),
        ([-0.25], [-0.5, -350.0, -3.0]),
        ([-2.0] * 10, [-1.5] * 20),
    ]


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


ROWS = [
    Loss(
        "cdpo",
        "v = beta·((policy_chosen - reference_chosen) - (policy_rejected - reference_rejected)):"
        " -(1 - label_smoothing)·ln σ(v) - label_smoothing·ln σ(-v)",
        (
            *PAIR,
            Parameter("beta", (0.1, 0.01, 0.5, 1.0, 1e-300)),
            Parameter("label_smoothing", (0.1, 0.0, 0.3, 0.5, 1.0, 1e-300)),
        ),
        of_margin(lambda beta, v, e: (1 - e) * sp(-v) + e * sp(v)),
        by_both(lambda beta, v, e: beta * (e * sigma(v) - (1 - e) * sigma(-v))),
        scale=conditioned(
            lambda beta, v, e: (1 - e) * sp(-v) + e * sp(v),
            lambda beta, v, e: beta * (e * sigma(v) + (1 - e) * sigma(-v)),
        ),
        particular=particular,
    ),
    Loss(
        "robust_dpo",
        "v = beta·((policy_chosen - reference_chosen) - (policy_rejected - reference_rejected)):"
        " (-(1 - label_smoothing)·ln σ(v) + label_smoothing·ln σ(-v))/(1 - 2·label_smoothing)",
        (
            *PAIR,
            Parameter("beta", (0.1, 0.01, 0.5, 1.0, 1e-300)),
            Parameter("label_smoothing", (0.1, 0.0, 0.3, 0.4999, 1e-300)),
        ),
        of_margin(lambda beta, v, e: ((1 - e) * sp(-v) - e * sp(v)) / (1 - 2 * e)),
        by_both(lambda beta, v, e: -beta * ((1 - e) * sigma(-v) + e * sigma(v)) / (1 - 2 * e)),
        scale=conditioned(
            lambda beta, v, e: ((1 - e) * sp(-v) + e * sp(v)) / (1 - 2 * e),
            lambda beta, v, e: beta * ((1 - e) * sigma(-v) + e * sigma(v)) / (1 - 2 * e),
        ),
        particular=particular,
        calls=(
            TRL.given(
                'DPOConfig(loss_type=["robust"], beta=beta, label_smoothing=label_smoothing)',
                beta=(0.1, 0.5),
                label_smoothing=(0.1, 0.3),
            ),
        ),
    ),
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
        "ipo",
        "((policy_chosen - reference_chosen) - (policy_rejected - reference_rejected) - 1/(2·tau))²",
        (*PAIR, Parameter("tau", (0.1, 0.01, 0.5, 1.0, 1e-160, 1e300))),
        lambda pc, pr, rc, rr, tau: (margin(pc, pr, rc, rr) - 1 / (2 * tau)) ** 2,
        {
            "policy_chosen": lambda pc, pr, rc, rr, tau: 2 * (margin(pc, pr, rc, rr) - 1 / (2 * tau)),
            "policy_rejected": lambda pc, pr, rc, rr, tau: -2 * (margin(pc, pr, rc, rr) - 1 / (2 * tau)),
        },
        scale={
            "value": lambda pc, pr, rc, rr, tau: (
                2 * abs(margin(pc, pr, rc, rr) - 1 / (2 * tau)) * (moved(pc, pr, rc, rr) + 1 / (2 * tau))
            ),
            "grad": {
                name: lambda pc, pr, rc, rr, tau: 2 * (moved(pc, pr, rc, rr) + 1 / (2 * tau))
                for name in ("policy_chosen", "policy_rejected")
            },
        },
        particular=particular,
        calls=(
            TRL('DPOConfig(loss_type=["ipo"], beta=tau)', tau=0.1),
            TRL.given('DPOConfig(loss_type=["ipo"], beta=tau)', tau=(0.5,)),
            TRL.given('answers_of(10, 15, DPOConfig(loss_type=["ipo"], beta=tau))', tau=(0.1,)),
        ),
    ),
    Loss(
        "simpo",
        "-ln σ(beta·(mean(chosen) - mean(rejected)) - gamma)",
        (
            tokens_of("chosen", lambda n: n),
            tokens_of("rejected", lambda n: 2 * n - 1),
            Parameter("beta", (2.0, 0.1, 2.5, 10.0)),
            Parameter("gamma", (1.0, 0.0, 0.5, -1.0, 1e300)),
        ),
        lambda *arguments: sp(-lead(*arguments)),
        {
            "chosen": lambda c, r, *rest: [-simpo_push(c, r, *rest) / len(c)] * len(c),
            "rejected": lambda c, r, *rest: [simpo_push(c, r, *rest) / len(r)] * len(r),
        },
        scale={
            "value": simpo_terms,
            "grad": {
                "chosen": lambda c, r, *rest: [simpo_terms(c, r, *rest) / len(c)] * len(c),
                "rejected": lambda c, r, *rest: [simpo_terms(c, r, *rest) / len(r)] * len(r),
            },
        },
        particular=answers_of_two_lengths,
        calls=(
            TRL.given(
                'CPOConfig(loss_type="simpo", beta=beta, simpo_gamma=gamma, cpo_alpha=0.0)',
                beta=(2.0, 0.1),
                gamma=(1.0, 0.5),
            ),
        ),
    ),
]
