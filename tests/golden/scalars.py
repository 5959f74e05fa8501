"""The activations of one number, one row each: as real functions, and as other libraries call them."""

import math
from functools import cache

from mpmath import e, erfc, exp, expm1, log1p, mp, mpf, pi, sech, sqrt, tanh

from engine.calls import JAX, KERAS, TORCH
from engine.points import LN2, crossing
from engine.scalar import Scalar


def sigma(x):
    return 1 / (1 + exp(-x))


def phi(x):
    """Standard normal density."""
    return exp(-x * x / 2) / sqrt(2 * pi)


def cdf(x):
    """Standard normal distribution function; `erfc` keeps its relative accuracy in the tail.

    Beyond a million, where `mpmath.erfc` gives up, the tail φ(x)/|x| (an upper bound) is below 10^-10^11.
    """
    if abs(x) > 10**6:
        tail = phi(x) / abs(x)
        return tail if x < 0 else 1 - tail
    return erfc(-x / sqrt(2)) / 2


def inner(x):
    """The argument of the tanh in the tanh form of GELU, with its first two derivatives."""
    c, a = sqrt(2 / pi), mpf("0.044715")
    return c * (x + a * x**3), c * (1 + 3 * a * x**2), c * 6 * a * x


def gelu_tanh(x):
    u, _, _ = inner(x)
    return x * sigma(2 * u)  # (1 + tanh u)/2 = σ(2u)


def gelu_tanh_grad(x):
    u, du, _ = inner(x)
    s, t = sigma(2 * u), sigma(-2 * u)
    return s + 2 * x * s * t * du


def gelu_tanh_second(x):
    u, du, ddu = inner(x)
    s, t = sigma(2 * u), sigma(-2 * u)
    return 2 * s * t * (2 * du + x * ddu - 2 * x * tanh(u) * du**2)


def silu(x):
    return x * sigma(x)


def silu_grad(x):
    s, t = sigma(x), sigma(-x)
    return s + x * s * t


def silu_second(x):
    return sigma(x) * sigma(-x) * (2 - x * tanh(x / 2))


def mish(x):
    return x * tanh(log1p(exp(x)))


def mish_parts(x):
    """w = tanh(ln(1 + e^x)) with its first two derivatives."""
    s, u = sigma(x), log1p(exp(x))
    w, slope = tanh(u), sech(u) ** 2
    return w, slope * s, slope * s * sigma(-x) - 2 * w * slope * s**2


def mish_grad(x):
    w, dw, _ = mish_parts(x)
    return w + x * dw


def mish_second(x):
    _, dw, ddw = mish_parts(x)
    return 2 * dw + x * ddw


def selu_constants():
    """λ and λ·α, which give a standard normal input an output of mean 0 and variance 1."""
    return _selu_constants(mp.prec)


@cache
def _selu_constants(_precision):
    p, q = erfc(1 / sqrt(mpf(2))), erfc(sqrt(mpf(2)))
    alpha = -sqrt(2 / pi) / (p * sqrt(e) - 1)
    inner = 2 * q * e**2 + pi * p**2 * e - 2 * (2 + pi) * p * sqrt(e) + pi + 2
    scale = (1 - p * sqrt(e)) * sqrt(2 * pi) / sqrt(inner)
    return scale, scale * alpha


def selu(x):
    scale, negative = selu_constants()
    return scale * x if x > 0 else negative * expm1(x)


def selu_grad(x):
    scale, negative = selu_constants()
    return scale if x > 0 else negative * exp(x)


def selu_second(x):
    return mpf(0) if x > 0 else selu_constants()[1] * exp(x)


def quick(f, power):
    """`f` of x·σ(x) and its derivatives, for x·σ(1.702·x)."""

    def scaled(x):
        c = mpf(1702) / 1000  # at the precision of the moment
        return f(c * x) * c**power

    return scaled


# Where implementations of erf (in the fdlibm and Cephes versions) and of tanh switch between formulas.
ERF = [
    2.0**-56,
    2.0**-28,
    0.5,
    0.65625,
    0.84375,
    1.0,
    1.25,
    2.0,
    1 / 0.35,
    3.925,
    4.0,
    5.75,
    6.0,
    8.0,
    26.5,
    27.2,
    28.0,
]
TANH = [2.0**-28, 0.0004, LN2 / 2, 0.55, 0.625, 1.0, 7.90531, 9.0, 9.01, 19.0625, 20.0, 22.0, 354.0, 372.0]
# Where the tail of GELU loses its digits.
GELU = (0.75, 4.0, 5.5, 6.0, 7.0, 8.0, 8.5, 9.0, 12.0, 13.5, 14.5, 21.0, 21.5, 22.0, 28.0, 36.0, 37.5, 38.4, 39.0)
GELU_TAIL = tuple(-x for x in GELU)

ROWS = [
    Scalar(
        "sigmoid",
        "1/(1 + e^-x)",
        sigma,
        lambda x: sigma(x) * sigma(-x),
        lambda x: -sigma(x) * sigma(-x) * tanh(x / 2),
        calls=(
            TORCH("torch.sigmoid(x)"),
            JAX("jax.nn.sigmoid(x)"),
            KERAS("keras.activations.sigmoid(x)"),
        ),
    ),
    Scalar(
        "log_sigmoid",
        "-ln(1 + e^-x)",
        lambda x: -log1p(exp(-x)),
        lambda x: sigma(-x),
        lambda x: -sigma(x) * sigma(-x),
        calls=(
            TORCH("torch.nn.functional.logsigmoid(x)"),
            JAX("jax.nn.log_sigmoid(x)"),
            KERAS("keras.activations.log_sigmoid(x)"),
        ),
    ),
    Scalar(
        "gelu",
        "x·Φ(x)",
        lambda x: x * cdf(x),
        lambda x: cdf(x) + x * phi(x),
        lambda x: phi(x) * (2 - x * x),
        tail=GELU_TAIL,
        branches=lambda: [z * math.sqrt(2) for z in ERF],
        calls=(
            TORCH("torch.nn.functional.gelu(x)"),
            JAX.given("jax.nn.gelu(x, approximate=False)"),
            KERAS("keras.activations.gelu(x)"),
        ),
    ),
    Scalar(
        "gelu_tanh",
        "x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
        gelu_tanh,
        gelu_tanh_grad,
        gelu_tanh_second,
        tail=GELU_TAIL,
        branches=lambda: [crossing(lambda x, u=u: inner(x)[0] - u, 0.0, 100.0) for u in TANH],
        calls=(
            TORCH.given("torch.nn.functional.gelu(x, approximate='tanh')"),
            JAX("jax.nn.gelu(x)"),
            KERAS.given("keras.activations.gelu(x, approximate=True)"),
        ),
    ),
    Scalar(
        "quick_gelu",
        "x/(1 + e^(-1.702·x))",
        quick(silu, -1),
        quick(silu_grad, 0),
        quick(silu_second, 1),
        calls=(
            TORCH.given("x * torch.sigmoid(1.702 * x)"),
            JAX.given("x * jax.nn.sigmoid(1.702 * x)"),
            KERAS.given("x * keras.activations.sigmoid(1.702 * x)"),
        ),
    ),
    Scalar(
        "silu",
        "x/(1 + e^-x)",
        silu,
        silu_grad,
        silu_second,
        calls=(
            TORCH("torch.nn.functional.silu(x)"),
            JAX("jax.nn.silu(x)"),
            KERAS("keras.activations.silu(x)"),
        ),
    ),
    Scalar(
        "mish",
        "x·tanh(ln(1 + e^x))",
        mish,
        mish_grad,
        mish_second,
        particular=(1.2,),
        calls=(
            TORCH("torch.nn.functional.mish(x)"),
            JAX("jax.nn.mish(x)"),
            KERAS("keras.activations.mish(x)"),
        ),
    ),
    Scalar(
        "tanh",
        "(e^x - e^-x)/(e^x + e^-x)",
        tanh,
        lambda x: sech(x) ** 2,
        lambda x: -2 * tanh(x) * sech(x) ** 2,
        branches=lambda: TANH,
        calls=(
            TORCH("torch.tanh(x)"),
            JAX("jax.nn.tanh(x)"),
            KERAS.single("keras.activations.tanh(x)"),
        ),
    ),
    Scalar(
        "softplus",
        "ln(1 + e^x)",
        lambda x: log1p(exp(x)),
        sigma,
        lambda x: sigma(x) * sigma(-x),
        particular=(-17.5, 20.5),
        calls=(
            TORCH("torch.nn.functional.softplus(x)"),
            JAX("jax.nn.softplus(x)"),
            KERAS("keras.activations.softplus(x)"),
        ),
    ),
    Scalar(
        "softsign",
        "x/(1 + |x|)",
        lambda x: x / (1 + abs(x)),
        lambda x: 1 / (1 + abs(x)) ** 2,
        lambda x: (-2 if x > 0 else 2) / (1 + abs(x)) ** 3,
        kinks=(0,),
        calls=(
            TORCH("torch.nn.functional.softsign(x)"),
            JAX("jax.nn.soft_sign(x)"),
            KERAS("keras.activations.softsign(x)"),
        ),
    ),
    Scalar(
        "relu",
        "x if x > 0, else 0",
        lambda x: max(x, mpf(0)),
        lambda x: mpf(x > 0),
        lambda x: mpf(0),
        kinks=(0,),
        calls=(
            TORCH("torch.nn.functional.relu(x)"),
            JAX("jax.nn.relu(x)"),
            KERAS("keras.activations.relu(x)"),
        ),
    ),
    Scalar(
        "relu6",
        "x if 0 < x < 6, 6 if x ≥ 6, else 0",
        lambda x: min(max(x, mpf(0)), mpf(6)),
        lambda x: mpf(0 < x < 6),
        lambda x: mpf(0),
        kinks=(0, 6),
        particular=(6.0,),
        calls=(
            TORCH("torch.nn.functional.relu6(x)"),
            JAX("jax.nn.relu6(x)"),
            KERAS("keras.activations.relu6(x)"),
        ),
    ),
    Scalar(
        "squared_relu",
        "x² if x > 0, else 0",
        lambda x: max(x, mpf(0)) ** 2,
        lambda x: 2 * max(x, mpf(0)),
        lambda x: mpf(2 if x > 0 else 0),
        kinks=(0,),
        calls=(
            TORCH.given("torch.nn.functional.relu(x).square()"),
            JAX.given("jax.numpy.square(jax.nn.relu(x))"),
            KERAS.given("keras.ops.square(keras.activations.relu(x))"),
        ),
    ),
    Scalar(
        "selu",
        "λ·x if x > 0, else λ·α·(e^x - 1)",
        selu,
        selu_grad,
        selu_second,
        kinks=(0,),
        calls=(
            TORCH("torch.nn.functional.selu(x)"),
            JAX("jax.nn.selu(x)"),
            KERAS("keras.activations.selu(x)"),
        ),
    ),
    Scalar(
        "hard_sigmoid",
        "x/6 + 1/2 if -3 < x < 3, 1 if x ≥ 3, else 0",
        lambda x: min(max(x + 3, mpf(0)), mpf(6)) / 6,
        lambda x: mpf(-3 < x < 3) / 6,
        lambda x: mpf(0),
        kinks=(-3, 3),
        particular=(-3.0, 3.0),
        calls=(
            TORCH("torch.nn.functional.hardsigmoid(x)"),
            JAX("jax.nn.hard_sigmoid(x)"),
            KERAS("keras.activations.hard_sigmoid(x)"),
        ),
    ),
    Scalar(
        "hard_swish",
        "x·(x/6 + 1/2) if -3 < x < 3, x if x ≥ 3, else 0",
        lambda x: x * min(max(x + 3, mpf(0)), mpf(6)) / 6,
        lambda x: (2 * x + 3) / 6 if -3 < x < 3 else mpf(x >= 3),
        lambda x: mpf(-3 < x < 3) / 3,
        kinks=(-3, 3),
        particular=(-3.0, -1.5, 3.0),
        calls=(
            TORCH("torch.nn.functional.hardswish(x)"),
            JAX("jax.nn.hard_swish(x)"),
            KERAS("keras.activations.hard_swish(x)"),
        ),
    ),
    Scalar(
        "tanhshrink",
        "x - tanh(x)",
        value=lambda x: x - tanh(x),
        grad=lambda x: tanh(x) ** 2,
        second=lambda x: 2 * tanh(x) * (1 - tanh(x) ** 2),
        particular=(1e-4, 1e-3, 0.01, 0.03125, 0.25, 1.5),
        calls=(
            TORCH("torch.nn.functional.tanhshrink(x)"),
            JAX("x - jax.numpy.tanh(x)"),
            KERAS("keras.activations.tanh_shrink(x)"),
        ),
    ),
]
