"""The maps of a row of logits to a row, one row each."""

from mpmath import fsum

from engine.calls import JAX, KERAS, TORCH
from engine.row_map import RowMap
from engine.softmax import row_of


def softmax_vjp(logits, temperature, upstream):
    p, offset = row_of(logits, temperature).probabilities, upstream[0]  # a common offset cancels: Σ p = 1
    mean = fsum(q * (u - offset) for q, u in zip(p, upstream, strict=True))
    return [q * ((u - offset) - mean) / temperature for q, u in zip(p, upstream, strict=True)]


def softmax_scale(logits, temperature, upstream):
    p = row_of(logits, temperature).probabilities
    mean = fsum(abs(u) * q for u, q in zip(upstream, p, strict=True))
    return [q * (abs(u) + mean) / temperature for u, q in zip(upstream, p, strict=True)]


def log_softmax_vjp(logits, temperature, upstream):
    p, total = row_of(logits, temperature).probabilities, fsum(upstream)
    return [(u - q * total) / temperature for u, q in zip(upstream, p, strict=True)]


def log_softmax_scale(logits, temperature, upstream):
    p, total = row_of(logits, temperature).probabilities, fsum(map(abs, upstream))
    return [(abs(u) + q * total) / temperature for u, q in zip(upstream, p, strict=True)]


ROWS = [
    RowMap(
        "softmax",
        "p_i = e^(z_i/T) / Σ_j e^(z_j/T); vjp_j = Σ_i upstream_i · ∂p_i/∂z_j",
        lambda logits, temperature: row_of(logits, temperature).probabilities,
        softmax_vjp,
        softmax_scale,
        calls=(
            TORCH("torch.softmax(logits, dim=-1)"),
            JAX("jax.nn.softmax(logits)"),
            KERAS("keras.activations.softmax(logits[None])[0]"),
        ),
    ),
    RowMap(
        "log_softmax",
        "l_i = z_i/T - ln Σ_j e^(z_j/T); vjp_j = Σ_i upstream_i · ∂l_i/∂z_j",
        lambda logits, temperature: row_of(logits, temperature).log_probabilities,
        log_softmax_vjp,
        log_softmax_scale,
        calls=(
            TORCH("torch.nn.functional.log_softmax(logits, dim=-1)"),
            JAX("jax.nn.log_softmax(logits)"),
            KERAS("keras.activations.log_softmax(logits[None])[0]"),
        ),
    ),
]
