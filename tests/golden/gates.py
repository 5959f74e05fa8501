"""The gates: a value times an activation of the gate, one row each."""

from mpmath import mpf

import scalars
from engine.calls import JAX, KERAS, TORCH
from engine.gate import Gate
from engine.scalar import Scalar

ACTIVATION = {row.name: row for row in scalars.ROWS}
IDENTITY = Scalar("identity", "x", lambda x: x, lambda x: mpf(1), lambda x: mpf(0))

ROWS = [
    Gate(
        "glu",
        "a/(1 + e^-b)",
        ACTIVATION["sigmoid"],
        calls=(
            TORCH("torch.nn.functional.glu(torch.cat([a, b]))"),
            JAX("jax.nn.glu(jax.numpy.concatenate([a, b]))"),
            KERAS("keras.activations.glu(keras.ops.concatenate([a, b]))"),
        ),
    ),
    Gate(
        "bilinear",
        "a·b",
        IDENTITY,
        calls=(TORCH.given("a * b"), JAX.given("a * b")),
    ),
    Gate(
        "reglu",
        "a·b if b > 0, else 0",
        ACTIVATION["relu"],
        calls=(
            TORCH.given("a * torch.nn.functional.relu(b)"),
            JAX.given("a * jax.nn.relu(b)"),
            KERAS.given("a * keras.activations.relu(b)"),
        ),
    ),
    Gate(
        "geglu",
        "a·b·Φ(b)",
        ACTIVATION["gelu"],
        calls=(
            TORCH.given("a * torch.nn.functional.gelu(b)"),
            JAX.given("a * jax.nn.gelu(b, approximate=False)"),
            KERAS.given("a * keras.activations.gelu(b)"),
        ),
    ),
    Gate(
        "swiglu",
        "a·b/(1 + e^-b)",
        ACTIVATION["silu"],
        calls=(
            TORCH.given("a * torch.nn.functional.silu(b)"),
            JAX.given("a * jax.nn.silu(b)"),
            KERAS.given("a * keras.activations.silu(b)"),
        ),
    ),
]
