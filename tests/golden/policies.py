"""The losses of policies that are trained on rewards, and of reward models, one row each: as `losses.py`."""

import random
from dataclasses import replace

from mpmath import exp, expm1, fsum, inf, log, log1p, mpf, sqrt

from engine import loss_points, recorded_points
from engine.calls import JAX, TORCH, TRL
from engine.domains import Array, Parameter, distribution, log_probability, logits, masks, real
from engine.loss import Loss
from engine.loss_points import combinations, described
from engine.recorded_points import DTYPES, float32
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


def errors(value, old_value, returns, epsilon):
    """Of the value, and of the value that the band allows."""
    band = min(max(value, old_value - epsilon), old_value + epsilon)
    return value - returns, band - returns


def ppo_value(*arguments):
    plain, clipped = errors(*arguments)
    return max(plain**2, clipped**2) / 2


def ppo_value_grad(*arguments):
    plain, clipped = errors(*arguments)
    return mpf(0) if abs(clipped) > abs(plain) else plain


def ppo_value_kinks(value, old_value, returns, epsilon):
    size = abs(value) + abs(old_value) + abs(returns) + epsilon
    edges = [value - old_value - epsilon, value - old_value + epsilon]
    plain, clipped = errors(value, old_value, returns, epsilon)
    # Inside of the band both errors are the same, and nothing bends.
    same = [abs(plain) - abs(clipped)] if plain != clipped else []
    return [(gap, size) for gap in edges + same]


def group_table(name):
    """A table with a row for each answer of a group; `groups` gives its numbers."""
    return Array(name, None)


GROUP = (group_table("policy"), group_table("old"), masks("mask"), Array("rewards", None))


def rounded(values):
    """Numbers of few digits, exact in 32 bit."""
    return [float32(round(x, 3)) for x in values]


def group(rng, lengths, width, spread=0.4):
    """Answers of these lengths, whose log-probabilities have moved by about `spread`."""
    old = [rounded(-rng.uniform(0.01, 6) for _ in range(width)) for _ in lengths]
    policy = [[min(0.0, x) for x in rounded(p + rng.gauss(0, spread) for p in row)] for row in old]
    mask = [[float(t < length) for t in range(width)] for length in lengths]
    return policy, old, mask


def binary(rng, n):
    found = [float(rng.random() < 0.5) for _ in range(n)]
    return [1.0, 0.0] + found[2:]


def few_groups(rng):
    """Ordinary groups: what the libraries are asked."""
    yield "lengths differ", *group(rng, (2, 5, 1, 4), 5), [1.0, 0.0, 0.0, 1.0]
    yield "lengths 2 and 8, not moved", *group(rng, (2, 8), 8, 0.0), [1.0, 0.0]
    yield "lengths 2 and 8", *group(rng, (2, 8), 8), [1.0, 0.0]
    yield "rewards of any size", *group(rng, (3, 3, 3), 3), rounded(rng.uniform(-4, 4) for _ in range(3))
    yield "one of eight is right", *group(rng, (1,) * 8, 1), [1.0] + [0.0] * 7
    yield "equal rewards", *group(rng, (3, 2), 3), [0.25, 0.25]
    yield "an answer without tokens", *group(rng, (3, 0, 2), 3), [1.0, 0.0, 0.0]
    yield "far moved", *group(rng, (4, 4, 4), 4, 4.0), [1.0, 0.0, 2.0]


def many_groups(rng):
    yield from few_groups(rng)
    yield "one token each", [[-0.5], [-2.0]], [[-1.0], [-1.0]], [[1.0], [1.0]], [1.0, 0.0]
    yield "a single answer", *group(rng, (3,), 3), [1.0]
    policy, old, mask = group(rng, (3, 6, 6, 2), 6)
    holes = [[m * float(rng.random() < 0.7) for m in row] for row in mask]
    holes[0][0] = 1.0
    yield "masks with holes", policy, old, holes, binary(rng, 4)
    for name, spread in (("hardly moved", 1e-9), ("moved by hundreds", 300.0)):
        _, old, mask = group(rng, (3, 4, 2), 4)
        policy = [[min(0.0, x + rng.gauss(0, spread)) for x in row] for row in old]
        yield name, policy, old, mask, [0.5, -1.0, 2.0]
    far = [[-1000.0 - rng.uniform(0, 50) for _ in range(3)] for _ in range(3)]
    near = [[-rng.uniform(0, 6) for _ in range(3)] for _ in range(3)]
    ones = [[1.0] * 3 for _ in range(3)]
    yield "ratios that overflow", near, far, ones, [1.0, 0.0, 0.0]
    yield "ratios that underflow", far, near, ones, [1.0, 0.0, 0.0]
    at_the_edge = [[-rng.uniform(700, 712), -1.0, -1.0] for _ in range(3)]
    yield "ratios near the largest number", [[-0.5, -1.0, -1.0]] * 3, at_the_edge, ones, [1.0, 0.0, 0.75]
    for name, rewards in (
        ("rewards with an offset", [1e6 + 1.0, 1e6, 1e6 + 0.5]),
        ("rewards that nearly agree", [1.0, 1.0 + 2.0**-52, 1.0 - 2.0**-53]),
        ("tiny rewards", [1e-300, 0.0, 3e-300]),
        ("huge rewards", [1e300, -1e300, 1e299]),
        ("the largest rewards", [1.7e308, -1.7e308, 0.0]),
        ("rewards of all sizes", [1e-300, 1e300, 1.0]),
    ):
        yield name, *group(rng, (3, 1, 2), 3), rewards
    yield "long answers", *group(rng, (40, 12, 50, 1, 33, 7), 50), binary(rng, 6)


def case_of(note, values, parameters):
    return {"note": note + described(parameters), "args": dict(zip(("policy", "old", "mask", "rewards"), values)) | parameters}


def asked_groups(loss, dtype, parameters):
    rng = random.Random(f"{loss.name} asked")
    for note, *values in few_groups(rng):
        yield case_of(note, values, parameters)


def groups(loss):
    seen = {}
    for at in {repr(at): at for call in loss.calls for at in call.at}.values():
        for dtype in DTYPES:
            for case in loss.asked_points(loss, dtype, at):
                seen[repr(case["args"])] = case | {"note": f"recorded, {case['note']}"}
    for parameters in combinations(loss):
        rng = random.Random(f"{loss.name}{described(parameters)}")
        for note, *values in many_groups(rng):
            case = case_of(note, values, parameters)
            seen.setdefault(repr(case["args"]), case)
    return seen.values()


def centred(rewards):
    mean = fsum(rewards) / len(rewards)
    return [r - mean for r in rewards]


def standardised(rewards):
    distances = centred(rewards)
    sd = sqrt(fsum(d**2 for d in distances) / len(rewards))
    return [d / sd if sd else mpf(0) for d in distances]


def against_others(rewards):
    n = len(rewards)
    return [d * n / (n - 1) if n > 1 else mpf(0) for d in centred(rewards)]


def kept(policy, old, mask):
    """The log-ratios of the tokens that count, answer by answer; None for the others."""
    rows = zip(policy, old, mask, strict=True)
    return [[p - o if m else None for p, o, m in zip(*row, strict=True)] for row in rows]


def of_tokens(rows):
    return [[x for x in row if x is not None] for row in rows]


def objective(moved, advantage, low, high):
    """The clipped objective, its derivative by the log-ratio, and the distances from the kinks."""
    ratio = exp(moved)
    if advantage > 0:
        gap, bound = ratio - (1 + high), 1 + high
        binds = gap > 0
    else:
        gap, bound = ratio - (1 - low), 1 - low
        binds = gap < 0 and advantage != 0
    gaps = [(gap, 1 + abs(bound))] if advantage else []
    return (bound * advantage, mpf(0), gaps) if binds else (ratio * advantage, ratio * advantage, gaps)


class Tokens:
    """A loss with a ratio for each token: the advantages, and what the terms of an answer are divided by."""

    def __init__(self, advantages, divisors):
        self.advantages, self.divisors = advantages, divisors

    def terms(self, policy, old, mask, rewards, low, high, *more):
        rows = kept(policy, old, mask)
        divisors = self.divisors([len(row) for row in of_tokens(rows)], *more)
        for row, advantage, divisor in zip(rows, self.advantages(rewards), divisors, strict=True):
            yield [None if x is None else (*objective(x, advantage, low, high), divisor) for x in row]

    def value(self, *arguments):
        return -fsum(term[0] / term[-1] for row in of_tokens(self.terms(*arguments)) for term in row)

    def scale(self, *arguments):
        return fsum(abs(term[0] / term[-1]) for row in of_tokens(self.terms(*arguments)) for term in row)

    def grad(self, *arguments):
        return [[mpf(0) if x is None else -x[1] / x[-1] for x in row] for row in self.terms(*arguments)]

    def kinks(self, *arguments):
        return [gap for row in of_tokens(self.terms(*arguments)) for term in row for gap in term[2]]


class Answers:
    """A loss with one ratio for each answer: the advantages, the log-ratio of the tokens, and its derivative by each."""

    def __init__(self, advantages, log_ratio, share, empty):
        self.advantages, self.log_ratio, self.share, self.empty = advantages, log_ratio, share, empty

    def terms(self, policy, old, mask, rewards, low, high):
        rows = kept(policy, old, mask)
        for row, advantage in zip(rows, self.advantages(rewards), strict=True):
            tokens = [x for x in row if x is not None]
            counts = bool(tokens) or self.empty
            found = objective(self.log_ratio(tokens) if tokens else mpf(0), advantage if counts else 0, low, high)
            yield row, found, len(rows)

    def value(self, *arguments):
        return -fsum(found[0] / n for _, found, n in self.terms(*arguments))

    def scale(self, *arguments):
        return fsum(abs(found[0]) / n for _, found, n in self.terms(*arguments))

    def grad(self, *arguments):
        found = []
        for row, (_, slope, _), n in self.terms(*arguments):
            length = sum(x is not None for x in row)
            found.append([mpf(0) if x is None else -slope * self.share(length) / n for x in row])
        return found

    def kinks(self, *arguments):
        return [gap for _, (_, _, gaps), _ in self.terms(*arguments) for gap in gaps]


GRPO = Tokens(standardised, lambda lengths: [len(lengths) * max(1, n) for n in lengths])
DAPO = Tokens(standardised, lambda lengths: [sum(lengths)] * len(lengths))
DR_GRPO = Tokens(centred, lambda lengths, length: [len(lengths) * length] * len(lengths))
GSPO = Answers(standardised, lambda tokens: fsum(tokens) / len(tokens), lambda length: mpf(1) / length, False)
RLOO = Answers(against_others, fsum, lambda length: mpf(1), True)


def cispo_terms(policy, old, mask, rewards, cap):
    """The weight of each token that counts, its advantage, and the number of tokens."""
    rows = kept(policy, old, mask)
    n = sum(len(row) for row in of_tokens(rows))
    for row, advantage in zip(rows, standardised(rewards), strict=True):
        yield [None if x is None else min(exp(x), cap) * advantage / n for x in row]


def cispo_held(at, moved):
    """With the weights of the first arguments."""
    rows = zip(cispo_terms(*at), moved[0], strict=True)
    return -fsum(w * x for row in rows for w, x in zip(*row, strict=True) if w is not None)


def cispo_scale(policy, *others):
    rows = zip(cispo_terms(policy, *others), policy, strict=True)
    return fsum(abs(w * x) for row in rows for w, x in zip(*row, strict=True) if w is not None)


def cispo_kinks(policy, old, mask, rewards, cap):
    return [(exp(x) - cap, 1 + cap) for row in of_tokens(kept(policy, old, mask)) for x in row]


def of_group(name, definition, parameters, loss, calls):
    return Loss(
        name,
        definition,
        (*GROUP, *parameters),
        loss.value,
        {"policy": loss.grad},
        scale={"value": loss.scale},
        kinks=loss.kinks,
        points=groups,
        asked_points=asked_groups,
        calls=calls,
    )


def epsilons(low, high):
    return Parameter("epsilon_low", low), Parameter("epsilon_high", high)


CLIPPED = "min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)"
STANDARDISED = "A_i = (rewards_i - mean)/sd, 0 where sd = 0"
RATIO = "r_it = exp(policy_it - old_it)"

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
    Loss(
        "ppo_value",
        "max((value - returns)², (clip(value, old_value - epsilon, old_value + epsilon) - returns)²)/2",
        (real("value"), real("old_value"), real("returns"), Parameter("epsilon", (0.2, 0.25, 0.5, 1e-3, 3.0))),
        ppo_value,
        {"value": ppo_value_grad},
        kinks=ppo_value_kinks,
        particular=lambda epsilon: [
            (value, old, returns)
            for value in (1.0, 5.0, 2.1, -3.0, 9.1, 19.5, 0.5)
            for old in (1.0, 2.0, 9.5, -1.0)
            for returns in (10.0, 0.0, -5.0)
        ],
        calls=(
            TORCH.given(
                "0.5 * torch.maximum((value - returns) ** 2, "
                "(torch.clamp(value, old_value - epsilon, old_value + epsilon) - returns) ** 2)",
                epsilon=(0.2,),
            ),
            JAX.given(
                "0.5 * jax.numpy.maximum((value - returns) ** 2, "
                "(jax.numpy.clip(value, old_value - epsilon, old_value + epsilon) - returns) ** 2)",
                epsilon=(0.2,),
            ),
        ),
    ),
    of_group(
        "grpo",
        f"-mean over answers of the mean over their tokens of {CLIPPED}, {RATIO}, {STANDARDISED}",
        epsilons((0.2, 0.5, 1e-3), (0.2, 0.28, 3.0)),
        GRPO,
        (
            TRL.given(
                'with_advantages(GRPOConfig(loss_type="grpo", epsilon=epsilon_low, epsilon_high=epsilon_high))',
                epsilon_low=(0.2,),
                epsilon_high=(0.2, 0.28),
            ),
            TRL.given('GRPOConfig(loss_type="grpo")', epsilon_low=(0.2,), epsilon_high=(0.2,)),
        ),
    ),
    of_group(
        "dapo",
        f"-mean over all tokens of {CLIPPED}, {RATIO}, {STANDARDISED}",
        epsilons((0.2, 0.5), (0.28, 0.2)),
        DAPO,
        (
            TRL.given(
                "with_advantages(GRPOConfig(epsilon=epsilon_low, epsilon_high=epsilon_high))",
                epsilon_low=(0.2,),
                epsilon_high=(0.28,),
            ),
            TRL("GRPOConfig()", epsilon_low=0.2, epsilon_high=0.2),
        ),
    ),
    of_group(
        "dr_grpo",
        f"-sum over all tokens of {CLIPPED}, over length times the number of answers, {RATIO}, A_i = rewards_i - mean",
        (*epsilons((0.2, 0.5), (0.2, 0.28)), Parameter("length", (512.0, 8.0, 1e-3))),
        DR_GRPO,
        (
            TRL.given(
                'GRPOConfig(loss_type="dr_grpo", scale_rewards="none", epsilon=epsilon_low, epsilon_high=epsilon_high, '
                "max_completion_length=length)",
                epsilon_low=(0.2,),
                epsilon_high=(0.2,),
                length=(512.0, 8.0),
            ),
            TRL.given('GRPOConfig(loss_type="dr_grpo")', epsilon_low=(0.2,), epsilon_high=(0.2,), length=(512.0,)),
        ),
    ),
    of_group(
        "gspo",
        f"-mean over answers of {CLIPPED}, r_i = exp(mean over its tokens of policy - old), {STANDARDISED}",
        epsilons((3e-4, 0.2), (4e-4, 0.28)),
        GSPO,
        (
            TRL.given(
                'with_advantages(GRPOConfig(loss_type="grpo", importance_sampling_level="sequence", '
                "epsilon=epsilon_low, epsilon_high=epsilon_high))",
                epsilon_low=(3e-4,),
                epsilon_high=(4e-4,),
            ),
            TRL.given(
                'with_advantages(GRPOConfig(importance_sampling_level="sequence", epsilon=epsilon_low, '
                "epsilon_high=epsilon_high))",
                epsilon_low=(3e-4,),
                epsilon_high=(4e-4,),
            ),
        ),
    ),
    Loss(
        "cispo",
        f"-mean over all tokens of min(r, cap)·A·policy, the weight min(r, cap) held fixed, {RATIO}, {STANDARDISED}",
        (*GROUP, Parameter("cap", (5.0, 1.25, 0.2))),
        lambda *arguments: cispo_held(arguments, arguments),
        {"policy": lambda *arguments: [[mpf(0) if w is None else -w for w in row] for row in cispo_terms(*arguments)]},
        scale={"value": cispo_scale},
        kinks=cispo_kinks,
        held=cispo_held,
        points=groups,
        asked_points=asked_groups,
        calls=(
            TRL.given('with_advantages(GRPOConfig(loss_type="cispo", epsilon_high=cap))', cap=(5.0, 0.2)),
            TRL('GRPOConfig(loss_type="cispo")', cap=0.2),
        ),
    ),
    of_group(
        "rloo",
        f"-mean over answers of {CLIPPED}, r_i = exp(sum over its tokens of policy - old), "
        "A_i = rewards_i - mean of the other rewards",
        epsilons((0.2, 0.5), (0.2, 0.28)),
        RLOO,
        (
            TRL("RLOOConfig()", epsilon_low=0.2, epsilon_high=0.2),
            TRL.given(
                "RLOOConfig(epsilon=epsilon_low, epsilon_high=epsilon_high)", epsilon_low=(0.2,), epsilon_high=(0.28,)
            ),
        ),
    ),
]
