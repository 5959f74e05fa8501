"""JAX's side: everything compiled by `jax.jit`, losses from Optax; gradients by `value_and_grad` or `vjp`."""

import inputs
import jax
import jax.numpy as jnp
import optax
from least import least

jax.config.update("jax_enable_x64", True)

NAME, VERSION = "JAX", jax.__version__


def bce(x, t):
    return optax.sigmoid_binary_cross_entropy(x, t).mean()


def huber(p, t):
    return optax.huber_loss(p, t).mean()


def cross_entropy(z, labels):
    return optax.softmax_cross_entropy_with_integer_labels(z, labels).mean()


# What is called, the function, and which arguments it is derived by.
ROWS = {
    "gelu": ("jax.nn.gelu(x, approximate=False)", lambda x: jax.nn.gelu(x, approximate=False), 1),
    "silu": ("jax.nn.silu(x)", jax.nn.silu, 1),
    "mish": ("jax.nn.mish(x)", jax.nn.mish, 1),
    "swiglu": ("a * jax.nn.silu(b)", lambda a, b: a * jax.nn.silu(b), 2),
    "bce_with_logits": ("optax.sigmoid_binary_cross_entropy(x, t).mean()", bce, 1),
    "huber": ("optax.huber_loss(p, t).mean()", huber, 1),
    "softmax": ("jax.nn.softmax(z, axis=1)", lambda z: jax.nn.softmax(z, axis=1), 1),
    "cross_entropy": ("optax.softmax_cross_entropy_with_integer_labels(z, labels).mean()", cross_entropy, 1),
}


def arguments(case):
    def of(numbers):
        return jnp.asarray(numbers, dtype=case.dtype).reshape(case.dims)

    first = of(inputs.normal(0, case.n))
    match case.row:
        case "swiglu" | "huber":
            return [first, of(inputs.normal(1, case.n))]
        case "bce_with_logits":
            return [first, of(inputs.bits(2, case.n))]
        case "cross_entropy":
            return [first, jnp.asarray(inputs.labels(3, *case.dims))]
        case _:
            return [first]


def measure(case):
    call, function, derived = ROWS[case.row]
    given = arguments(case)
    forward = jax.jit(function)
    if case.row == "softmax":
        given_both = [*given, jnp.asarray(inputs.normal(1, case.n), dtype=case.dtype).reshape(case.dims)]
        both, how = jax.jit(from_upstream), "jax.vjp"
    elif case.row in ("gelu", "silu", "mish", "swiglu"):
        given_both = given
        both, how = jax.jit(lambda *given: from_ones(function, given)), "jax.vjp from ones"
    else:
        given_both = given
        both, how = jax.jit(jax.value_and_grad(function)), "jax.value_and_grad"
    value = inputs.size(forward(*given))
    gradients = both(*given_both)[1]
    gradient = inputs.size(*(gradients if isinstance(gradients, tuple) else [gradients]))
    seconds = [
        least(lambda: jax.block_until_ready(forward(*given))),
        least(lambda: jax.block_until_ready(both(*given_both))),
    ]
    return f"jax.jit of {call}, of {how}", *seconds, value, gradient


def from_ones(function, given):
    value, pull = jax.vjp(function, *given)
    return value, pull(jnp.ones_like(value))


def from_upstream(z, upstream):
    value, pull = jax.vjp(lambda z: jax.nn.softmax(z, axis=1), z)
    return value, pull(upstream)[0]
