"""The activations with one parameter, one row each."""

from mpmath import exp, expm1, mpf

from engine.calls import JAX, KERAS, TORCH
from engine.curve import Curve
from engine.scalar import Scalar
from scalars import sigma, silu_grad, silu_second


def leaky(slope):
    return Scalar(
        "leaky_relu",
        value=lambda x: x if x > 0 else slope * x,
        grad=lambda x: mpf(1) if x > 0 else slope,
        second=lambda x: mpf(0),
        kinks=(0,),
    )


ROWS = [
    Curve(
        "leaky_relu",
        "x if x > 0, else slope·x",
        "slope",
        (0.01, 0.2, 0.3, 0.0, -0.5, 1e300),
        leaky,
        calls=(
            TORCH("torch.nn.functional.leaky_relu(x)", slope=0.01),
            JAX("jax.nn.leaky_relu(x)", slope=0.01),
            KERAS("keras.activations.leaky_relu(x)", slope=0.2),
            KERAS("keras.layers.LeakyReLU(dtype=x.dtype.name)(x)", slope=0.3),
            TORCH.given("torch.nn.functional.leaky_relu(x, negative_slope=slope)", slope=(0.2,)),
            JAX.given("jax.nn.leaky_relu(x, negative_slope=slope)", slope=(0.2,)),
            KERAS.given("keras.activations.leaky_relu(x, negative_slope=slope)", slope=(0.2,)),
        ),
    ),
    Curve(
        "prelu",
        "x if x > 0, else slope·x",
        "slope",
        (0.25, 0.0, 0.01, 1.0, -0.5, 1e300),
        leaky,
        learned=lambda x, slope: min(x, mpf(0)),
        also=(0.01,),
        calls=(
            TORCH("torch.nn.PReLU(dtype=x.dtype)(x)", slope=0.25),
            KERAS("keras.layers.PReLU(dtype=x.dtype.name)(x[None])[0]", slope=0.0),
            TORCH.given("torch.nn.functional.prelu(x[None], slope)[0]", slope=(0.0,)),
        ),
    ),
    Curve(
        "elu",
        "x if x > 0, else alpha·(e^x - 1)",
        "alpha",
        (1.0, 0.5, 2.0, 0.0, 1e300),
        lambda alpha: Scalar(
            value=lambda x: x if x > 0 else alpha * expm1(x),
            grad=lambda x: mpf(1) if x > 0 else alpha * exp(x),
            second=lambda x: mpf(0) if x > 0 else alpha * exp(x),
            kinks=(0,),
        ),
        calls=(
            TORCH("torch.nn.functional.elu(x)", alpha=1.0),
            JAX("jax.nn.elu(x)", alpha=1.0),
            KERAS("keras.activations.elu(x)", alpha=1.0),
            TORCH.given("torch.nn.functional.elu(x, alpha=alpha)", alpha=(0.5,)),
            JAX.given("jax.nn.elu(x, alpha=alpha)", alpha=(0.5,)),
            KERAS.given("keras.activations.elu(x, alpha=alpha)", alpha=(0.5,)),
        ),
    ),
    Curve(
        "celu",
        "x if x > 0, else alpha·(e^(x/alpha) - 1)",
        "alpha",
        (1.0, 0.3, 10.0, 1e-300, 1e300),
        lambda alpha: Scalar(
            value=lambda x: x if x > 0 else alpha * expm1(x / alpha),
            grad=lambda x: mpf(1) if x > 0 else exp(x / alpha),
            second=lambda x: mpf(0) if x > 0 else exp(x / alpha) / alpha,
            kinks=(0,),
        ),
        extent=lambda alpha: alpha,
        calls=(
            TORCH("torch.nn.functional.celu(x)", alpha=1.0),
            JAX("jax.nn.celu(x)", alpha=1.0),
            KERAS("keras.activations.celu(x)", alpha=1.0),
            TORCH.given("torch.nn.functional.celu(x, alpha=alpha)", alpha=(0.3,)),
            JAX.given("jax.nn.celu(x, alpha=alpha)", alpha=(0.3,)),
            KERAS.given("keras.activations.celu(x, alpha=alpha)", alpha=(0.3,)),
        ),
    ),
    Curve(
        "swish",
        "x/(1 + e^(-beta·x))",
        "beta",
        (1.0, 0.25, 10.0, 0.0, -1.5, 1e300),
        lambda beta: Scalar(
            value=lambda x: x * sigma(beta * x),
            grad=lambda x: silu_grad(beta * x),
            second=lambda x: beta * silu_second(beta * x),
        ),
        extent=lambda beta: 1 / beta if beta else 1.0,
        zeros=(-1.278464542761074, -2.399357280520538),
        learned=lambda x, beta: x**2 * sigma(beta * x) * sigma(-beta * x),
        calls=(
            JAX("jax.nn.swish(x)", beta=1.0),
            KERAS("keras.activations.swish(x)", beta=1.0),
        ),
    ),
    Curve(
        "softshrink",
        "x - lambda if x > lambda, x + lambda if x < -lambda, else 0",
        "lambda",
        (0.5, 1.0, 0.0, 1e-300, 1e300),
        lambda lambda_: Scalar(
            value=lambda x: x - lambda_ if x > lambda_ else x + lambda_ if x < -lambda_ else mpf(0),
            grad=lambda x: mpf(abs(x) > lambda_ or lambda_ == 0),
            second=lambda x: mpf(0),
            kinks=(-lambda_, lambda_) if lambda_ else (),
        ),
        extent=lambda lambda_: lambda_ or 1.0,
        calls=(
            TORCH("torch.nn.functional.softshrink(x)", lambda_=0.5),
            KERAS("keras.activations.soft_shrink(x)", lambda_=0.5),
            TORCH.given("torch.nn.functional.softshrink(x, lambd=lambda_)", lambda_=(1.0,)),
            KERAS.given("keras.activations.soft_shrink(x, threshold=lambda_)", lambda_=(1.0,)),
        ),
    ),
    Curve(
        "hardshrink",
        "x if |x| > lambda, else 0",
        "lambda",
        (0.5, 1.0, 0.0, 1e-300, 1e300),
        lambda lambda_: Scalar(
            value=lambda x: x if abs(x) > lambda_ else mpf(0),
            grad=lambda x: mpf(abs(x) > lambda_ or lambda_ == 0),
            second=lambda x: mpf(0),
            kinks=(-lambda_, lambda_) if lambda_ else (),
        ),
        extent=lambda lambda_: lambda_ or 1.0,
        calls=(
            TORCH("torch.nn.functional.hardshrink(x)", lambda_=0.5),
            KERAS("keras.activations.hard_shrink(x)", lambda_=0.5),
            TORCH.given("torch.nn.functional.hardshrink(x, lambd=lambda_)", lambda_=(1.0,)),
            KERAS.given("keras.activations.hard_shrink(x, threshold=lambda_)", lambda_=(1.0,)),
        ),
    ),
]
