"""The losses of policies that are trained on rewards, and of reward models, one row each: as `losses.py`."""

from dataclasses import replace

from mpmath import exp, expm1, fsum, inf, log, log1p, mpf

from engine import loss_points, recorded_points
from engine.calls import JAX, TORCH, TRL
from engine.domains import Array, Parameter, distribution, log_probability, logits, real
from engine.loss import Loss
from engine.softmax import row_of
from scalars import sigma


def rewards(name):
    """Of answers; no other row has values that these may have."""

    def kinds(rng, n):
        ordinary = [rng.uniform(-3, 3) for _ in range(n)]
        return {
            "random": ordinary,
            "equal": [-1.25] * n,
            "tiny": [x * 1e-200 for x in ordinary],
            "huge": [x * 1e200 for x in ordinary],
            "wide": [rng.uniform(-200, 200) for _ in range(n)],
            "offset": [1e8 + x for x in ordinary],
        }

    return Array(name, kinds, alone=True)


def own_logits(name):
    """Logits beside a distribution, which may not have their values."""
    return replace(logits(name), alone=True)


MASKED = mpf(2) ** 1000  # beyond it stands an infinite logit


def k3(policy, reference):
    d = reference - policy
    return expm1(d) - d


def asked_of_estimators(loss, dtype, parameters):
    """Differences as they are met, where both are nearly equal, and where the exponential overflows in 32 bit."""
    differences = (0.0, 1e-9, -1e-9, 1e-8, -1e-6, 1e-4, -1e-3, 0.25, -0.5, 1.0, -1.0, 3.0, -8.0, 10.0, -50.0)
    points = [(-d, 0.0) if d > 0 else (0.0, d) for d in differences]
    points += [(-1.0, -1.2), (-0.5, -0.9), (-2.0, -1.5), (-7000.0, -7000.5), (-189.0, -100.0), (-200.0, -100.0)]
    rounded = [tuple(recorded_points.float32(x) if dtype == "float32" else x for x in point) for point in points]
    policy, reference = map(list, zip(*rounded))
    return [{"note": "differences", "args": {}, "each": {"policy": policy, "reference": reference}}]


def likeliest(rewards, reference, beta):
    """The place of the answer with the largest weight of all that have one."""
    some = [i for i, q in enumerate(reference) if q != 0]
    return max(some, key=lambda i: log(reference[i]) + rewards[i] / beta)


def gaps(rewards, reference, beta):
    """Of each answer that counts its share, and how far its reward lies above the likeliest one's, in units of beta."""
    top = rewards[likeliest(rewards, reference, beta)]
    return [(q, (r - top) / beta) for r, q in zip(rewards, reference, strict=True) if q != 0]


def value_of_best(rewards, reference, beta):
    parts = gaps(rewards, reference, beta)
    top = rewards[likeliest(rewards, reference, beta)]
    above = fsum([q * expm1(gap) for q, gap in parts] + reference + [-1])  # `fsum` rounds once
    total = log1p(above) if above > -0.5 else log(fsum(q * exp(gap) for q, gap in parts))
    return top + beta * total


def value_scale(rewards, reference, beta):
    """The likeliest answer's reward, and what the others, and a sum of the reference beside 1, add to it or take."""
    top = rewards[likeliest(rewards, reference, beta)]
    parts = fsum(q * abs(expm1(gap)) for q, gap in gaps(rewards, reference, beta))
    return abs(top) + beta * parts + abs(value_of_best(rewards, reference, beta) - top)


def best_policy(rewards, reference, beta):
    top = rewards[likeliest(rewards, reference, beta)]
    weights = [q * exp((r - top) / beta) if q else mpf(0) for r, q in zip(rewards, reference, strict=True)]
    return [w / fsum(weights) for w in weights]


def costs(z, rewards, reference, beta):
    """Of each answer its probability and its cost; None for one that the policy alone excludes."""
    row, top = row_of(z), max(z)
    for x, p, l, r, q in zip(z, row.probabilities, row.log_probabilities, rewards, reference, strict=True):
        excluded = top - x > MASKED
        yield (p, inf) if q == 0 else None if excluded else (p, beta * (l - log(q)) - r)


def sizes(z, rewards, reference, beta):
    """The same with the sizes of the three terms of the cost."""
    row = row_of(z)
    for p, l, r, q in zip(row.probabilities, row.log_probabilities, rewards, reference, strict=True):
        yield p, beta * (abs(l) + abs(log(q))) + abs(r)


def regularized(*arguments):
    found = [cost for cost in costs(*arguments) if cost]
    return inf if any(c == inf for _, c in found) else fsum(p * c for p, c in found)


def regularized_grad(*arguments):
    mean = regularized(*arguments)
    if mean == inf:
        return [inf if q == 0 else -inf for q in arguments[2]]
    return [cost[0] * (cost[1] - mean) if cost else mpf(0) for cost in costs(*arguments)]


def finite(f, otherwise):
    """`f` where the loss is finite."""
    return lambda *arguments: otherwise(arguments) if regularized(*arguments) == inf else f(*arguments)


def regularized_scale(*arguments):
    return fsum(p * size for p, size in sizes(*arguments))


def regularized_grad_scale(*arguments):
    """Of each answer the terms of its own, or those of all others: the entries sum to 0."""
    mean = regularized_scale(*arguments)
    own = [p * (size + mean) for p, size in sizes(*arguments)]
    return [min(x, fsum(own[:i] + own[i + 1 :])) for i, x in enumerate(own)]


def asked_of_regularized(loss, dtype, parameters):
    """JAX takes a subnormal reference for 0, and then the loss is infinite."""
    return [case for case in loss_points.asked(loss, dtype, parameters) if "least" not in case["note"]]


FOUR_ANSWERS = ([1.0, 0.0, -1.0, 2.0], [0.4, 0.3, 0.2, 0.1])
BETAS = (0.5, 0.05, 2.0, 1e6)


ROWS = [
    Loss(
        "bradley_terry",
        "-ln σ(chosen - rejected - margin)",
        (real("chosen"), real("rejected"), Parameter("margin", (0.0, 0.5, 1.0, -0.25, 1e300))),
        lambda chosen, rejected, margin: log1p(exp(rejected - chosen + margin)),
        {
            "chosen": lambda chosen, rejected, margin: -sigma(rejected - chosen + margin),
            "rejected": lambda chosen, rejected, margin: sigma(rejected - chosen + margin),
        },
        particular=lambda margin: [(1.2, -0.3), (-0.3, 1.2), (1e8, 1e8 - 3.0), (1e17, 1e17), (2.0, -38.0)],
        calls=(
            TRL("RewardTrainer(args=RewardConfig())", margin=0.0),
            TRL.given('RewardTrainer(args=RewardConfig(), train_dataset=[{"margin": margin}])', margin=(0.5,)),
            TORCH.given("-torch.nn.functional.logsigmoid(chosen - rejected - margin)", margin=(0.0, 1.0)),
            JAX.given("-jax.nn.log_sigmoid(chosen - rejected - margin)", margin=(0.0, 1.0)),
        ),
    ),
    Loss(
        "reward_centering",
        "coefficient·(chosen + rejected)²",
        (real("chosen"), real("rejected"), Parameter("coefficient", (0.01, 0.25, 0.0, 1e-300, 4.0))),
        lambda chosen, rejected, coefficient: coefficient * (chosen + rejected) ** 2,
        {
            "chosen": lambda chosen, rejected, coefficient: 2 * coefficient * (chosen + rejected),
            "rejected": lambda chosen, rejected, coefficient: 2 * coefficient * (chosen + rejected),
        },
        particular=lambda coefficient: [(1.2, -0.3), (3.0, -3.0), (1.0, 2.0**-53 - 1.0)],
        # With a margin of -∞ the preference itself costs nothing, and what the trainer returns is this term alone.
        calls=(
            TRL.given(
                "RewardTrainer(args=RewardConfig(center_rewards_coefficient=coefficient),"
                ' train_dataset=[{"margin": float("-inf")}])',
                coefficient=(0.01, 0.25),
            ),
        ),
    ),
    Loss(
        "kl_k1",
        "policy - reference",
        (log_probability("policy"), log_probability("reference")),
        lambda policy, reference: policy - reference,
        {"policy": lambda policy, reference: mpf(1)},
        asked_points=asked_of_estimators,
        calls=(TORCH.given("policy - reference"),),
    ),
    Loss(
        "kl_k2",
        "(policy - reference)²/2",
        (log_probability("policy"), log_probability("reference")),
        lambda policy, reference: (policy - reference) ** 2 / 2,
        {"policy": lambda policy, reference: policy - reference},
        asked_points=asked_of_estimators,
        calls=(TORCH.given("(policy - reference).square() / 2"),),
    ),
    Loss(
        "kl_k3",
        "exp(d) - 1 - d, d = reference - policy",
        (log_probability("policy"), log_probability("reference")),
        k3,
        {"policy": lambda policy, reference: -expm1(reference - policy)},
        particular=lambda: [
            point for d in (100.0, 89.0, 1e-9, 50.0, 1.5, 700.3) for point in ((-d, 0.0), (0.0, -d), (-d - 8000.1, -8000.1))
        ],
        asked_points=asked_of_estimators,
        calls=(
            TORCH.given("torch.exp(reference - policy) - (reference - policy) - 1"),
            TORCH.given("torch.expm1(reference - policy) - (reference - policy)"),
            JAX.given("jax.numpy.exp(reference - policy) - (reference - policy) - 1"),
        ),
    ),
    Loss(
        "kl_regularized_value",
        "beta·ln Σ_i reference_i·e^(rewards_i/beta)",
        (rewards("rewards"), distribution("reference"), Parameter("beta", BETAS)),
        value_of_best,
        {"rewards": best_policy},
        scale={"value": value_scale},
        particular=lambda beta: [FOUR_ANSWERS, ([0.0, 100.0], [1.0, 1e-300]), ([1.0, -1.0], [0.5, 0.5])],
        calls=(
            TORCH.given("beta * torch.logsumexp(reference.log() + rewards / beta, dim=-1)", beta=(0.5, 2.0)),
            JAX.given("beta * jax.nn.logsumexp(rewards / beta, b=reference)", beta=(0.5, 2.0)),
        ),
    ),
    Loss(
        "kl_regularized_loss",
        "Σ_i p_i·(beta·ln(p_i/reference_i) - rewards_i), p = softmax(logits); gradient by the logits",
        (own_logits("logits"), rewards("rewards"), distribution("reference"), Parameter("beta", BETAS)),
        regularized,
        {"logits": regularized_grad},
        scale={
            "value": finite(regularized_scale, lambda _: mpf(0)),
            "grad": {"logits": finite(regularized_grad_scale, lambda arguments: [mpf(0)] * len(arguments[0]))},
        },
        particular=lambda beta: [
            ([log_of for log_of in (-0.9162907318741551, -1.2039728043259361, -1.6094379124341003, -2.3025850929940455)],)
            + FOUR_ANSWERS,
            ([0.0, -50.0], [0.0, 1.0], [0.5, 0.5]),
        ],
        asked_points=asked_of_regularized,
        calls=(
            TORCH.given(
                "beta * torch.nn.functional.kl_div("
                "reference.log(), torch.log_softmax(logits, dim=-1), log_target=True, reduction='sum')"
                " - (torch.softmax(logits, dim=-1) * rewards).sum()",
                beta=(0.5, 2.0),
            ),
            JAX.given(
                "beta * jax.scipy.special.rel_entr(jax.nn.softmax(logits), reference).sum()"
                " - (jax.nn.softmax(logits) * rewards).sum()",
                beta=(0.5, 2.0),
            ),
        ),
    ),
]
