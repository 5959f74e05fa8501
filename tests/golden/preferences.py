"""The losses of preferences, one row each: as `losses.py`."""

import random

from mpmath import exp, fsum, log1p, mpf

from engine import recorded_points
from engine.calls import TRL
from engine.domains import Array, Parameter, log_probability
from engine.loss import Loss

PAIR = tuple(
    map(log_probability, ("policy_chosen", "policy_rejected", "reference_chosen", "reference_rejected"))
)


def sp(x):
    """Softplus: the logarithm of 1 + e^x."""
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def sigma(x):
    return 1 / (1 + exp(-x))


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


def answer(name, length_of):
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


def average(row):
    return fsum(row) / len(row)


def lead(chosen, rejected, beta, gamma):
    return beta * (average(chosen) - average(rejected)) - gamma


def lead_sizes(chosen, rejected, beta, gamma):
    return beta * (abs(average(chosen)) + abs(average(rejected))) + abs(gamma)


def simpo_push(chosen, rejected, beta, gamma):
    return beta * sigma(-lead(chosen, rejected, beta, gamma))


def simpo_terms(*arguments):
    return simpo_push(*arguments) * (1 + lead_sizes(*arguments))


def answers(beta, gamma):
    """Of different lengths: the example of the page, equal means, far out on both sides."""
    return [
        ([-0.25, -0.75], [-0.875] * 8),
        ([-3.0], [-3.0] * 7),
        ([-0.5, -350.0], [-0.25]),
        ([-0.25], [-0.5, -350.0, -3.0]),
        ([-2.0] * 10, [-1.5] * 20),
    ]


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
            answer("chosen", lambda n: n),
            answer("rejected", lambda n: 2 * n - 1),
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
        particular=answers,
        calls=(
            TRL.given(
                'CPOConfig(loss_type="simpo", beta=beta, simpo_gamma=gamma, cpo_alpha=0.0)',
                beta=(2.0, 0.1),
                gamma=(1.0, 0.5),
            ),
        ),
    ),
]
