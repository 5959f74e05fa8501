"""The losses of numbers, one row each: a definition, its arguments, its derivatives, the calls of other libraries."""

import math

from mpmath import cosh, exp, expm1, log, log1p, mpf, sqrt, tanh

from engine import pair_points
from engine.calls import JAX, KERAS, OPTAX, SKLEARN, TORCH, TORCHVISION, TRL
from engine.domains import Number, Parameter, binary, both, log_probability, positive, real, side, unit
from engine.loss import Loss
from scalars import sigma


def sign(x):
    return mpf(x > 0) - mpf(x < 0)


def log_ratio(policy_chosen, policy_rejected, reference_chosen, reference_rejected):
    return (policy_chosen - reference_chosen) - (policy_rejected - reference_rejected)


def clipped(ratio, epsilon):
    return min(max(ratio, 1 - epsilon), 1 + epsilon)


def binds(ratio, advantage, epsilon):
    """Whether the clipped term is the smaller one; where both are equal, the ratio keeps its slope."""
    return clipped(ratio, epsilon) * advantage < ratio * advantage


def dpo_sensitivity(pc, pr, rc, rr, beta):
    """By how much relative errors of the two log-ratios move ln σ."""
    return beta * (abs(pc - rc) + abs(pr - rr)) * sigma(-beta * log_ratio(pc, pr, rc, rr))


# A yes, a no and a target in between, from certain and right to certain and wrong.
YES_OR_NO = [(s * x, y) for x in (0.0, 2.0, 20.0, 40.0, 100.0, 1000.0) for s in (1, -1) for y in (0, 0.3, 1)]


def bce(x, y):
    return y * log1p(exp(-x)) + (1 - y) * log1p(exp(x))


def missing(x, y):
    """1 - p_t."""
    return y * sigma(-x) + (1 - y) * sigma(x)


def focal(x, y, gamma):
    return missing(x, y) ** gamma * bce(x, y)


def focal_slopes(x, y, gamma):
    """What the logarithm and what the power contribute, the first in its two parts."""
    q = missing(x, y)
    of_power = gamma * q ** (gamma - 1) * (1 - 2 * y) * sigma(x) * sigma(-x) * bce(x, y)
    return q**gamma * (1 - y) * sigma(x), -(q**gamma) * y * sigma(-x), of_power


def focal_slope_size(x, y, gamma):
    return sum(map(abs, focal_slopes(x, y, gamma))) if 0 < y < 1 else mpf(0)


def class_weight(y, alpha):
    return y * alpha + (1 - y) * (1 - alpha)


def asymmetric(x, y, positive, negative, shift):
    if y == 1:
        return focal(x, y, positive)
    u, left = sigma(x) - shift, sigma(-x) + shift
    return u**negative * (-log(left) if left < 0.5 else -log1p(-u)) if u > 0 else mpf(0)


def asymmetric_slope(x, y, positive, negative, shift):
    if y == 1:
        return sum(focal_slopes(x, y, positive))
    u, left = sigma(x) - shift, sigma(-x) + shift
    cost = -log(left) if left < 0.5 else -log1p(-u)
    turn = sigma(x) * sigma(-x)
    return u**negative * (1 / left + negative * cost / u) * turn if u > 0 else mpf(0)


def near_shift(shift):
    """On both sides of the end of the dead zone."""
    at = math.log(shift / (1 - shift)) if shift else -30.0
    return [(at + d, 0) for d in (1e-3, -1e-3, 1e-6, -1e-6, 1e-9, -1e-9, 1e-11)]


def margins():
    """Scores right by the margin, beside it, and on the wrong side."""
    sizes = (1.0, 1.0 - 2.0**-53, 1.0 + 2.0**-52, 1.0 - 1e-9, 0.3, 2.0, 2.5, 17.25)
    return [(s * x, y) for x in sizes for s in (1, -1) for y in (1.0, -1.0)]


# Beyond 710 its exponential is beyond binary64.
LOG_VARIANCE = Number(
    "log_variance",
    both(0.0, 5e-324, 1e-300, 1e-160, 1e-17, 1e-8, 1e-3, 0.5, 1.0, 1.5, 3.0, 17.0, 40.0, 120.0, 705.0, 710.0, 1e3, 1e5),
    lambda rng: rng.uniform(-4, 4),
)


def velocity_error(prediction, clean, noise, alpha_bar):
    return prediction - (sqrt(alpha_bar) * noise - sqrt(1 - alpha_bar) * clean)


def velocity_terms(prediction, clean, noise, alpha_bar):
    """The size of what cancels in it."""
    return abs(prediction) + sqrt(alpha_bar) * abs(noise) + sqrt(1 - alpha_bar) * abs(clean)


ROWS = [
    Loss(
        "huber",
        "r = prediction - target: r²/2 if |r| ≤ delta, else delta·(|r| - delta/2)",
        (real("prediction"), real("target"), Parameter("delta", (1.0,))),
        lambda p, t, delta: (p - t) ** 2 / 2 if abs(p - t) <= delta else delta * (abs(p - t) - delta / 2),
        {"prediction": lambda p, t, delta: min(max(p - t, -delta), delta)},
        {"prediction": lambda p, t, delta: mpf(abs(p - t) <= delta)},
        kinks=lambda p, t, delta: [abs(p - t) - delta],
        points=pair_points.cases,
        asked_points=pair_points.asked,
        calls=(
            TORCH("torch.nn.functional.huber_loss(prediction, target, reduction='none')", delta=1.0),
            OPTAX("optax.losses.huber_loss(prediction, target)", delta=1.0),
            KERAS("keras.losses.huber(target[:, None], prediction[:, None])", delta=1.0),
            TORCH.given(
                "torch.nn.functional.huber_loss(prediction, target, reduction='none', delta=delta)",
                delta=(0.1, 0.5, 10.0),
            ),
            OPTAX.given("optax.losses.huber_loss(prediction, target, delta=delta)", delta=(0.1, 0.5, 10.0)),
            KERAS.given(
                "keras.losses.huber(target[:, None], prediction[:, None], delta=delta)", delta=(0.1, 0.5, 10.0)
            ),
        ),
    ),
    Loss(
        "smooth_l1",
        "r = prediction - target: r²/(2·beta) if |r| < beta, else |r| - beta/2",
        (real("prediction"), real("target"), Parameter("beta", (1.0,))),
        lambda p, t, beta: (p - t) ** 2 / (2 * beta) if abs(p - t) < beta else abs(p - t) - beta / 2,
        {"prediction": lambda p, t, beta: (p - t) / beta if abs(p - t) < beta else sign(p - t)},
        {"prediction": lambda p, t, beta: 1 / beta if abs(p - t) < beta else mpf(0)},
        kinks=lambda p, t, beta: [abs(p - t) - beta],
        points=pair_points.cases,
        asked_points=pair_points.asked,
        calls=(
            TORCH("torch.nn.functional.smooth_l1_loss(prediction, target, reduction='none')", beta=1.0),
            TORCH.given(
                "torch.nn.functional.smooth_l1_loss(prediction, target, reduction='none', beta=beta)",
                beta=(0.1, 0.5, 10.0),
            ),
        ),
    ),
    Loss(
        "mse",
        "(prediction - target)²",
        (real("prediction"), real("target")),
        lambda prediction, target: (prediction - target) ** 2,
        {"prediction": lambda prediction, target: 2 * (prediction - target)},
        calls=(
            TORCH("torch.nn.functional.mse_loss(prediction, target, reduction='none')"),
            OPTAX("optax.losses.squared_error(prediction, target)"),
            KERAS("keras.losses.mean_squared_error(target[:, None], prediction[:, None])"),
        ),
    ),
    Loss(
        "mae",
        "|prediction - target|",
        (real("prediction"), real("target")),
        lambda prediction, target: abs(prediction - target),
        {"prediction": lambda prediction, target: sign(prediction - target)},
        kinks=lambda prediction, target: [prediction - target],
        particular=lambda: [(x, x) for x in (0.0, 1.0, -2.5, 1e300)] + [(1.0, 1.0 - 2.0**-53), (1e308, -1e308)],
        calls=(
            TORCH("torch.nn.functional.l1_loss(prediction, target, reduction='none')"),
            KERAS("keras.losses.mean_absolute_error(target[:, None], prediction[:, None])"),
        ),
    ),
    Loss(
        "bce_with_logits",
        "-(pos_weight·target·ln σ(logit) + (1 - target)·ln σ(-logit))",
        (real("logit"), unit("target"), Parameter("pos_weight", (1.0, 0.0, 0.3, 3.0, 1e6))),
        lambda x, y, w: w * y * log1p(exp(-x)) + (1 - y) * log1p(exp(x)),
        {"logit": lambda x, y, w: (1 - y) * sigma(x) - w * y * sigma(-x)},
        scale={"grad": {"logit": lambda x, y, w: (1 - y) * sigma(x) + w * y * sigma(-x)}},
        particular=lambda pos_weight: [
            (s * x, y) for x in (0.0, 2.0, 40.0, 1000.0) for s in (1, -1) for y in (0, 0.3, 1)
        ],
        calls=(
            TORCH(
                "torch.nn.functional.binary_cross_entropy_with_logits(logit, target, reduction='none')", pos_weight=1.0
            ),
            OPTAX("optax.losses.sigmoid_binary_cross_entropy(logit, target)", pos_weight=1.0),
            KERAS.given(
                "keras.losses.binary_crossentropy(target[:, None], logit[:, None], from_logits=True)", pos_weight=(1.0,)
            ),
            TORCH.given(
                "torch.nn.functional.binary_cross_entropy_with_logits(logit, target, reduction='none', "
                "pos_weight=torch.tensor(pos_weight, dtype=logit.dtype))",
                pos_weight=(0.3, 3.0),
            ),
        ),
    ),
    Loss(
        "gaussian_nll",
        "(ln variance + (prediction - target)²/variance)/2",
        (real("prediction"), real("target"), positive("variance")),
        lambda p, t, v: (log(v) + (p - t) ** 2 / v) / 2,
        {
            "prediction": lambda p, t, v: (p - t) / v,
            "variance": lambda p, t, v: (1 / v - ((p - t) / v) ** 2) / 2,
        },
        scale={
            "value": lambda p, t, v: (abs(log(v)) + (p - t) ** 2 / v) / 2,
            "grad": {"variance": lambda p, t, v: (1 / v + ((p - t) / v) ** 2) / 2},
        },
        particular=lambda: (
            [(p, t, v) for p, t in ((1.0, 1.0), (1.5, 0.25), (0.0, 1e-150)) for v in (1.0, 1e-6, 1e-300, 9.0)]
            + [(1.0, 0.0, 1.0), (3.0, 1.0, 4.0), (1e-3, 0.0, 1e-6), (2.0, 0.5, 1e-20)]
        ),
        calls=(
            TORCH.given(
                "torch.nn.functional.gaussian_nll_loss(prediction, target, variance, reduction='none', eps=0.0)"
            ),
            TORCH("torch.nn.functional.gaussian_nll_loss(prediction, target, variance, reduction='none')"),
        ),
    ),
    Loss(
        "ppo_clip",
        "-min(ratio·advantage, clip(ratio, 1 - epsilon, 1 + epsilon)·advantage)",
        (positive("ratio"), real("advantage"), Parameter("epsilon", (0.25, 0.2, 0.5, 1e-3, 3.0))),
        lambda r, advantage, epsilon: -min(r * advantage, clipped(r, epsilon) * advantage),
        {"ratio": lambda r, advantage, epsilon: mpf(0) if binds(r, advantage, epsilon) else -advantage},
        kinks=lambda r, advantage, epsilon: [(r - (1 - epsilon), 1), (r - (1 + epsilon), 1 + epsilon)],
        particular=lambda epsilon: (
            [
                (r, s * a)
                for r in (1e-300, 0.3, 0.7, 0.9, 0.999, 1.0, 1.001, 1.1, 1.3, 1.6, 4.5, 1e300)
                for a in (1.0, 0.7, 1e-10, 1e10)
                for s in (1, -1)
            ]
            # Exactly at the bounds, where they are binary64 numbers.
            + [(1 + s * epsilon, a) for s in (1, -1) for a in (1.0, -1.0, 2.5) if epsilon in (0.25, 0.5)]
        ),
        calls=(
            TORCH.given(
                "-torch.minimum(ratio * advantage, torch.clamp(ratio, 1 - epsilon, 1 + epsilon) * advantage)",
                epsilon=(0.2,),
            ),
            JAX.given(
                "-jax.numpy.minimum(ratio * advantage, jax.numpy.clip(ratio, 1 - epsilon, 1 + epsilon) * advantage)",
                epsilon=(0.2,),
            ),
        ),
    ),
    Loss(
        "dpo",
        "-ln σ(beta·((policy_chosen - reference_chosen) - (policy_rejected - reference_rejected)))",
        (
            log_probability("policy_chosen"),
            log_probability("policy_rejected"),
            log_probability("reference_chosen"),
            log_probability("reference_rejected"),
            Parameter("beta", (0.1, 0.01, 0.5, 1.0, 1e-300)),
        ),
        lambda *arguments: log1p(exp(-arguments[-1] * log_ratio(*arguments[:-1]))),
        {
            "policy_chosen": lambda *arguments: -arguments[-1] * sigma(-arguments[-1] * log_ratio(*arguments[:-1])),
            "policy_rejected": lambda *arguments: arguments[-1] * sigma(-arguments[-1] * log_ratio(*arguments[:-1])),
        },
        scale={
            "value": dpo_sensitivity,
            "grad": {
                "policy_chosen": lambda *arguments: arguments[-1] * dpo_sensitivity(*arguments),
                "policy_rejected": lambda *arguments: arguments[-1] * dpo_sensitivity(*arguments),
            },
        },
        particular=lambda beta: [
            (-8000.0, -1.0, -1.0, -8000.0),
            (-1.0, -8000.0, -8000.0, -1.0),
            (-8000.0, -8000.0, -8000.0, -8000.0),
            (-7000.25, -8000.5, -7000.0, -8000.75),
            (-50.0, -50.5, -50.0, -50.0),
            (-10.0, -15.0, -12.0, -14.0),
        ],
        calls=(
            TRL('DPOConfig(loss_type=["sigmoid"], beta=beta)', beta=0.1),
            TRL.given('DPOConfig(loss_type=["sigmoid"], beta=beta)', beta=(0.5,)),
            # It is set, and nothing comes of it.
            TRL.given('DPOConfig(loss_type=["sigmoid"], beta=beta, label_smoothing=0.1)', beta=(0.1,)),
            TRL.given('answers_of(10, 15, DPOConfig(loss_type=["sigmoid_norm"], beta=beta))', beta=(0.1,)),
        ),
    ),
    Loss(
        "log_cosh",
        "ln cosh(prediction - target)",
        (real("prediction"), real("target")),
        lambda prediction, target: log(cosh(prediction - target)),
        {"prediction": lambda prediction, target: tanh(prediction - target)},
        particular=lambda: [(s * x, 0.0) for x in (1e-9, 2.5e-162, 0.999, 1.0, 1.001, 1e300) for s in (1, -1)]
        + [(0.5052166808629417, -0.00028404661555464283), (1.0, 1.0 - 2.0**-53), (1e308, -1e308)],
        calls=(
            OPTAX("optax.losses.log_cosh(prediction, target)"),
            KERAS("keras.losses.log_cosh(target[:, None], prediction[:, None])"),
        ),
    ),
    Loss(
        "pinball",
        "r = prediction - target: (1 - level)·r if r > 0, else -level·r",
        (real("prediction"), real("target"), Parameter("level", (0.9, 0.5, 0.1, 1e-300, 1.0 - 2.0**-53))),
        lambda p, t, q: max((1 - q) * (p - t), -q * (p - t)),
        {"prediction": lambda p, t, q: mpf(0) if p == t else 1 - q if p > t else -q},
        kinks=lambda p, t, q: [p - t],
        particular=lambda level: (
            [(x, x) for x in (0.0, 1.0, -2.5)] + [(1.0, 1.0 - 2.0**-53), (1e308, -1e308), (-1e308, 1e308)]
        ),
        calls=(
            SKLEARN.given(
                "sklearn.metrics.mean_pinball_loss("
                "target[None], prediction[None], alpha=level, multioutput='raw_values')",
                level=(0.9, 0.5, 0.1),
            ),
            TORCH.given(
                "torch.maximum((1 - level) * (prediction - target), level * (target - prediction))", level=(0.9, 0.5)
            ),
            JAX.given(
                "jax.numpy.maximum((1 - level) * (prediction - target), level * (target - prediction))",
                level=(0.9, 0.5),
            ),
        ),
    ),
    Loss(
        "pseudo_huber",
        "r = prediction - target: delta²·(√(1 + (r/delta)²) - 1)",
        (real("prediction"), real("target"), Parameter("delta", (1.0,))),
        # Without the difference of 1, so that no precision is too low to see what is left.
        lambda p, t, delta: (p - t) ** 2 / (1 + sqrt(1 + ((p - t) / delta) ** 2)),
        {"prediction": lambda p, t, delta: (p - t) / sqrt(1 + ((p - t) / delta) ** 2)},
        {"prediction": lambda p, t, delta: (1 + ((p - t) / delta) ** 2) ** mpf(-1.5)},
        points=pair_points.cases,
        asked_points=pair_points.asked,
        calls=(
            TORCH.given("delta**2 * (torch.sqrt(1 + ((prediction - target) / delta) ** 2) - 1)", delta=(1.0, 0.1)),
            JAX.given("delta**2 * (jax.numpy.sqrt(1 + ((prediction - target) / delta) ** 2) - 1)", delta=(1.0, 0.1)),
        ),
    ),
    Loss(
        "focal",
        "(1 - p_t)^gamma·bce, p_t = target·σ(logit) + (1 - target)·σ(-logit), bce = -(target·ln σ(logit) + "
        "(1 - target)·ln σ(-logit))",
        (real("logit"), unit("target"), Parameter("gamma", (2.0, 0.0, 0.25, 0.5, 1.0, 5.0))),
        focal,
        {"logit": lambda *arguments: sum(focal_slopes(*arguments))},
        scale={"grad": {"logit": lambda *arguments: focal_slope_size(*arguments)}},
        particular=lambda gamma: YES_OR_NO,
        calls=(
            OPTAX("optax.losses.sigmoid_focal_loss(logit, target)", gamma=2.0),
            KERAS.given(
                "keras.losses.binary_focal_crossentropy(target[:, None], logit[:, None], from_logits=True)",
                gamma=(2.0,),
            ),
            TORCHVISION.given("torchvision.ops.sigmoid_focal_loss(logit, target, alpha=-1)", gamma=(2.0,)),
            OPTAX.given("optax.losses.sigmoid_focal_loss(logit, target, gamma=gamma)", gamma=(0.0, 0.5, 1.0)),
            KERAS.given(
                "keras.losses.binary_focal_crossentropy("
                "target[:, None], logit[:, None], gamma=gamma, from_logits=True)",
                gamma=(0.5, 1.0),
            ),
            TORCHVISION.given(
                "torchvision.ops.sigmoid_focal_loss(logit, target, alpha=-1, gamma=gamma)", gamma=(0.0, 0.5, 1.0)
            ),
        ),
    ),
    Loss(
        "balanced_focal",
        "(target·alpha + (1 - target)·(1 - alpha))·focal(logit, target, gamma)",
        (
            real("logit"),
            unit("target"),
            Parameter("gamma", (2.0, 0.5)),
            Parameter("alpha", (0.25, 0.0, 0.75)),
        ),
        lambda x, y, gamma, alpha: class_weight(y, alpha) * focal(x, y, gamma),
        {"logit": lambda x, y, gamma, alpha: class_weight(y, alpha) * sum(focal_slopes(x, y, gamma))},
        scale={"grad": {"logit": lambda x, y, gamma, alpha: class_weight(y, alpha) * focal_slope_size(x, y, gamma)}},
        particular=lambda gamma, alpha: YES_OR_NO,
        calls=(
            TORCHVISION("torchvision.ops.sigmoid_focal_loss(logit, target)", gamma=2.0, alpha=0.25),
            OPTAX.given(
                "optax.losses.sigmoid_focal_loss(logit, target, alpha=alpha)", gamma=(2.0,), alpha=(0.25,)
            ),
            KERAS.given(
                "keras.losses.binary_focal_crossentropy("
                "target[:, None], logit[:, None], apply_class_balancing=True, from_logits=True)",
                gamma=(2.0,),
                alpha=(0.25,),
            ),
        ),
    ),
    Loss(
        "asymmetric",
        "target 1: -(1 - p)^gamma_positive·ln p; target 0: -u^gamma_negative·ln(1 - u), u = max(p - shift, 0); "
        "p = σ(logit)",
        (
            real("logit"),
            binary("target"),
            Parameter("gamma_positive", (0.0, 0.5, 2.0)),
            Parameter("gamma_negative", (4.0, 0.0, 0.5, 1.0)),
            Parameter("shift", (0.05, 0.0, 1e-3, 0.5)),
        ),
        asymmetric,
        {"logit": asymmetric_slope},
        kinks=lambda x, y, positive, negative, shift: (
            [(sigma(x) - shift, sigma(x) + shift)] if y == 0 and shift else []
        ),
        particular=lambda gamma_positive, gamma_negative, shift: YES_OR_NO[::3] + near_shift(shift),
    ),
    Loss(
        "hinge",
        "max(0, 1 - target·score), target ±1",
        (real("score"), side("target")),
        lambda s, y: max(1 - y * s, mpf(0)),
        {"score": lambda s, y: -y if y * s < 1 else mpf(0)},
        kinks=lambda s, y: [1 - y * s],
        particular=margins,
        calls=(
            TORCH.given("1 - (target * score).clamp(max=1)"),
            OPTAX("optax.losses.hinge_loss(score, target)"),
            KERAS("keras.losses.hinge(target[:, None], score[:, None])"),
            TORCH.given(
                "2 * torch.nn.functional.multi_margin_loss("
                "torch.stack([-score / 2, score / 2], -1), (target > 0).long(), reduction='none')"
            ),
        ),
    ),
    Loss(
        "squared_hinge",
        "max(0, 1 - target·score)², target ±1",
        (real("score"), side("target")),
        lambda s, y: max(1 - y * s, mpf(0)) ** 2,
        {"score": lambda s, y: -2 * y * max(1 - y * s, mpf(0))},
        kinks=lambda s, y: [1 - y * s],
        particular=margins,
        calls=(
            TORCH.given(
                "2 * torch.nn.functional.multi_margin_loss("
                "torch.stack([-score / 2, score / 2], -1), (target > 0).long(), p=2, reduction='none')"
            ),
            KERAS("keras.losses.squared_hinge(target[:, None], score[:, None])"),
        ),
    ),
    Loss(
        "vae_kl",
        "(mean² + e^log_variance - 1 - log_variance)/2",
        (real("mean"), LOG_VARIANCE),
        lambda m, v: (m**2 + expm1(v) - v) / 2,
        {"mean": lambda m, v: m, "log_variance": lambda m, v: expm1(v) / 2},
        particular=lambda: [(0.0, v) for v in (-1e300, 710.0, -710.0, 705.0, 1.5, -1.5, 1e-4, -1e-12)],
        calls=(
            TORCH.given(
                "torch.distributions.kl_divergence("
                "torch.distributions.Normal(mean, torch.exp(log_variance / 2), validate_args=False), "
                "torch.distributions.Normal(0.0, 1.0))"
            ),
            JAX.given("-0.5 * (1 + log_variance - mean**2 - jax.numpy.exp(log_variance))"),
            KERAS.given("-0.5 * (1 + log_variance - keras.ops.square(mean) - keras.ops.exp(log_variance))"),
        ),
    ),
    Loss(
        "diffusion_mse",
        "(prediction - (√alpha_bar·noise - √(1 - alpha_bar)·clean))²",
        (real("prediction"), real("clean"), real("noise"), Parameter("alpha_bar", (0.5, 1.0, 0.0, 0.01, 0.9, 0.999))),
        lambda *arguments: velocity_error(*arguments) ** 2,
        {"prediction": lambda *arguments: 2 * velocity_error(*arguments)},
        scale={
            "value": lambda *arguments: 2 * abs(velocity_error(*arguments)) * velocity_terms(*arguments),
            "grad": {"prediction": lambda *arguments: 2 * velocity_terms(*arguments)},
        },
        particular=lambda alpha_bar: [
            (p, c, n)
            for c, n in ((1.0, 0.5), (-1.0, 0.3), (0.0, 1e-3), (1e-160, 2.5), (1e100, -1e100))
            for p in (0.0, 1.0, -0.7, c, n)
        ],
        calls=tuple(
            library.given(call.replace("TARGET", "(alpha_bar**0.5 * noise - (1 - alpha_bar) ** 0.5 * clean)"),
                          alpha_bar=(0.5, 1.0, 0.0, 0.01, 0.9, 0.999))
            for library, call in (
                (TORCH, "torch.nn.functional.mse_loss(prediction, TARGET, reduction='none')"),
                (OPTAX, "optax.losses.squared_error(prediction, TARGET)"),
                (KERAS, "keras.losses.mean_squared_error(TARGET[:, None], prediction[:, None])"),
            )
        ),
    ),
]
