"""The scalar activations as real functions: value, first and second derivative, from their definitions."""

from dataclasses import dataclass
from functools import cache
from typing import Callable

from mpmath import diff, e, erfc, exp, expm1, isinf, log1p, mp, mpf, pi, sech, sqrt, tanh, workdps

from rounding import DIGITS, settle


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


@dataclass(frozen=True)
class Scalar:
    name: str
    definition: str
    value: Callable
    grad: Callable  # at a kink the chosen slope, between the one-sided ones
    second: Callable
    kinks: tuple = ()  # where the value or the slope has a corner; `second` is 0 there


SCALARS = [
    Scalar(
        "sigmoid", "1/(1 + e^-x)", sigma, lambda x: sigma(x) * sigma(-x), lambda x: -sigma(x) * sigma(-x) * tanh(x / 2)
    ),
    Scalar(
        "log_sigmoid", "-ln(1 + e^-x)", lambda x: -log1p(exp(-x)), lambda x: sigma(-x), lambda x: -sigma(x) * sigma(-x)
    ),
    Scalar("gelu", "x·Φ(x)", lambda x: x * cdf(x), lambda x: cdf(x) + x * phi(x), lambda x: phi(x) * (2 - x * x)),
    Scalar("gelu_tanh", "x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))", gelu_tanh, gelu_tanh_grad, gelu_tanh_second),
    Scalar("quick_gelu", "x/(1 + e^(-1.702·x))", quick(silu, -1), quick(silu_grad, 0), quick(silu_second, 1)),
    Scalar("silu", "x/(1 + e^-x)", silu, silu_grad, silu_second),
    Scalar("mish", "x·tanh(ln(1 + e^x))", mish, mish_grad, mish_second),
    Scalar("tanh", "(e^x - e^-x)/(e^x + e^-x)", tanh, lambda x: sech(x) ** 2, lambda x: -2 * tanh(x) * sech(x) ** 2),
    Scalar("softplus", "ln(1 + e^x)", lambda x: log1p(exp(x)), sigma, lambda x: sigma(x) * sigma(-x)),
    Scalar(
        "softsign",
        "x/(1 + |x|)",
        lambda x: x / (1 + abs(x)),
        lambda x: 1 / (1 + abs(x)) ** 2,
        lambda x: (-2 if x > 0 else 2) / (1 + abs(x)) ** 3,
        kinks=(0,),
    ),
    Scalar("relu", "x if x > 0, else 0", lambda x: max(x, mpf(0)), lambda x: mpf(x > 0), lambda x: mpf(0), kinks=(0,)),
    Scalar(
        "relu6",
        "x if 0 < x < 6, 6 if x ≥ 6, else 0",
        lambda x: min(max(x, mpf(0)), mpf(6)),
        lambda x: mpf(0 < x < 6),
        lambda x: mpf(0),
        kinks=(0, 6),
    ),
    Scalar(
        "squared_relu",
        "x² if x > 0, else 0",
        lambda x: max(x, mpf(0)) ** 2,
        lambda x: 2 * max(x, mpf(0)),
        lambda x: mpf(2 if x > 0 else 0),
        kinks=(0,),
    ),
    Scalar("selu", "λ·x if x > 0, else λ·α·(e^x - 1)", selu, selu_grad, selu_second, kinks=(0,)),
    Scalar(
        "hard_sigmoid",
        "x/6 + 1/2 if -3 < x < 3, 1 if x ≥ 3, else 0",
        lambda x: min(max(x + 3, mpf(0)), mpf(6)) / 6,
        lambda x: mpf(-3 < x < 3) / 6,
        lambda x: mpf(0),
        kinks=(-3, 3),
    ),
    Scalar(
        "hard_swish",
        "x·(x/6 + 1/2) if -3 < x < 3, x if x ≥ 3, else 0",
        lambda x: x * min(max(x + 3, mpf(0)), mpf(6)) / 6,
        lambda x: (2 * x + 3) / 6 if -3 < x < 3 else mpf(x >= 3),
        lambda x: mpf(-3 < x < 3) / 3,
        kinks=(-3, 3),
    ),
]


def evaluate(function, x, checked=True):
    """Value, first and second derivative at the binary64 number `x`, each rounded once.

    At ±∞ the limit: the exact value at ±2^1100, beyond every binary64 number, rounded.
    """
    point = mpf(x)
    if isinf(point):
        point = mpf(2) ** 1100 * (1 if x > 0 else -1)
    results = settle(lambda: [function.value(point), function.grad(point), function.second(point)])
    if point in function.kinks:
        _check_kink(function, point)
        results[2] = 0.0
    elif checked and 0 < abs(point) <= 1000:
        _check_derivatives(function, point)
    if x == 0 and results[0] == 0:
        results[0] = x  # f(-0.0) = -0.0
    return results


def _check_derivatives(function, x):
    """The closed forms against numerical derivatives of the definition, to 25 digits."""
    with workdps(DIGITS):
        # Next to 0 the differences of an odd function are lost beside its slope.
        scale = abs(function.value(x)) if abs(x) > mpf(10) ** -20 else 1
        # The differences reach 10^-60 far: next to a kink they stay on the side of `x`.
        direction = next((1 if x > k else -1 for k in function.kinks if abs(x - k) < mpf(10) ** -50), 0)
        for order, closed in ((1, function.grad(x)), (2, function.second(x))):
            numeric = diff(function.value, x, order, direction=direction)
            bound = mpf(10) ** -25 * (abs(closed) + scale)
            assert abs(numeric - closed) <= bound, (
                f"{function.name}: derivative {order} at {x}: {closed}, not {numeric}"
            )


def _check_kink(function, x):
    """The chosen slope lies between the one-sided ones."""
    with workdps(DIGITS):
        left, right = (diff(function.value, x, direction=side) for side in (-1, 1))
        chosen, slack = function.grad(x), mpf(10) ** -25
        assert min(left, right) - slack <= chosen <= max(left, right) + slack, (
            f"{function.name}: slope {chosen} at {x}, not between {left} and {right}"
        )
