"""What PyTorch, JAX, Optax and Keras return: every `call` below is the text that is evaluated."""

import os
from importlib.metadata import version

# The same kernels on every x86-64 machine with AVX2; Keras on JAX, everything on one CPU device.
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"
os.environ["ONEDNN_MAX_CPU_ISA"] = "AVX2"
os.environ["MKL_ENABLE_INSTRUCTIONS"] = "AVX2"
os.environ["XLA_FLAGS"] = "--xla_cpu_max_isa=AVX2"
os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
import optax
import torch
from jax import numpy as jnp

import recorded_points
from calls import CALLS, NARROW, PACKAGES
from recorded_points import DTYPES

assert keras.backend.backend() == "jax" and jax.config.jax_enable_x64
MODULES = {"torch": torch, "jax": jax, "optax": optax, "keras": keras}


def run_torch(call, dtype, leaf, others, upstream):
    """Value of `call` and its derivative by `leaf`, a (name, values) pair, pulled back from `upstream`."""
    kind = getattr(torch, dtype)
    bound = {k: v if isinstance(v, float) else torch.tensor(v, dtype=tensor_kind(v, kind)) for k, v in others.items()}
    name, values = leaf
    variable = torch.tensor(values, dtype=kind, requires_grad=True)
    result = eval(call, MODULES | bound | {name: variable})
    result.backward(torch.ones_like(result) if upstream is None else torch.tensor(upstream, dtype=kind))
    assert result.dtype == variable.grad.dtype == kind, call
    return result.tolist(), variable.grad.tolist()  # float32 is widened exactly


def run_jax(call, dtype, leaf, others, upstream):
    """The same for JAX, Optax, and Keras on JAX."""
    bound = {k: v if isinstance(v, float) else jnp.asarray(v, tensor_kind(v, dtype)) for k, v in others.items()}
    name, values = leaf
    result, pull = jax.vjp(lambda x: eval(call, MODULES | bound | {name: x}), jnp.asarray(values, dtype))
    (gradient,) = pull(jnp.ones_like(result) if upstream is None else jnp.asarray(upstream, dtype))
    assert str(gradient.dtype) == dtype, call
    assert str(result.dtype) == ("float32" if call in NARROW else dtype), call
    return result.tolist(), gradient.tolist()


def tensor_kind(value, dtype):
    """A label stays an integer; parameters (floats) are not made into tensors at all."""
    return None if isinstance(value, int) else dtype


def block(entry, dtype, params, inputs, leaf, others, note=None, upstream=None):
    """One recorded block: what `entry` returns, and its automatic derivative by `leaf`."""
    library, call, default = entry
    keras.config.set_floatx(dtype)  # Keras casts what its loss classes get to this
    run = run_torch if library == "PyTorch" else run_jax
    value, derivative = run(call, dtype, leaf, others, upstream)
    release = version(PACKAGES[library]).split("+")[0]
    head = {"library": library, "version": release, "call": call, "dtype": dtype, "default": default}
    if library == "Keras":
        head |= {"backend": keras.backend.backend(), "floatx": keras.config.floatx()}
    if note is not None:
        head["note"] = note
    key = "grad" if upstream is None else "vjp"
    return head | {"params": params, "inputs": inputs, "value": value, key: derivative}


def scalar_blocks(name):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            xs = recorded_points.scalar(name, dtype)
            yield block(entry, dtype, {}, {"x": xs}, ("x", xs), {})


def curve_blocks(name, parameter, learned=False):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            for p in (entry[3],) if entry[2] else recorded_points.CURVE_PARAMETERS[name][1:2]:
                xs = recorded_points.scalar(name, dtype)
                slopes = learned and not entry[2]  # one for each input, so that each has its own derivative
                others = {parameter: [p] * len(xs) if slopes else p}
                found = block(entry[:3], dtype, {parameter: p}, {"x": xs}, ("x", xs), others)
                if slopes:
                    leaf = (parameter, others[parameter])
                    by_slope = block(entry[:3], dtype, {parameter: p}, {"x": xs}, leaf, {"x": xs})
                    found[f"grad_{parameter}"] = by_slope["grad"]
                yield found


def gate_blocks(name):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            a, b = map(list, zip(*recorded_points.gates(dtype)))
            inputs = {"a": a, "b": b}
            by_a = block(entry, dtype, {}, inputs, ("a", a), {"b": b})
            by_b = block(entry, dtype, {}, inputs, ("b", b), {"a": a})
            yield by_a | {"grad_a": by_a.pop("grad"), "grad_b": by_b["grad"]}


def pair_blocks(name, parameter):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            for p in (1.0,) if entry[2] else recorded_points.PARAMETERS:
                prediction, target = map(list, zip(*recorded_points.pairs(p, dtype)))
                inputs = {"prediction": prediction, "target": target}
                others = {"target": target, parameter: p}
                yield block(entry, dtype, {parameter: p}, inputs, ("prediction", prediction), others)


def vjp_blocks(name):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            for note, z in recorded_points.rows(dtype).items():
                upstream = recorded_points.upstream(len(z))
                inputs = {"logits": z, "upstream": upstream}
                yield block(entry, dtype, {"temperature": 1.0}, inputs, ("logits", z), {}, note, upstream)


def log_sum_exp_blocks(name):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            for note, z in recorded_points.rows(dtype).items():
                yield block(entry, dtype, {}, {"logits": z}, ("logits", z), {}, note)


def cross_entropy_blocks(name):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            for note, z in recorded_points.rows(dtype).items():
                for label in recorded_points.labels(z):
                    inputs = {"logits": z, "class": label}
                    yield block(entry, dtype, {}, inputs, ("logits", z), {"label": label}, note)


def cross_entropy_soft_blocks(name):
    for entry in CALLS[name]:
        for dtype in DTYPES:
            for note, z in recorded_points.rows(dtype).items():
                for target in recorded_points.targets(len(z)):
                    others = {"target": target}
                    yield block(entry, dtype, {}, {"logits": z} | others, ("logits", z), others, note)


def blocks(name):
    by_name = {
        "huber": lambda n: pair_blocks(n, "delta"),
        "smooth_l1": lambda n: pair_blocks(n, "beta"),
        "leaky_relu": lambda n: curve_blocks(n, "slope"),
        "prelu": lambda n: curve_blocks(n, "slope", learned=True),
        "elu": lambda n: curve_blocks(n, "alpha"),
        "celu": lambda n: curve_blocks(n, "alpha"),
        "swish": lambda n: curve_blocks(n, "beta"),
        **dict.fromkeys(("glu", "bilinear", "reglu", "geglu", "swiglu"), gate_blocks),
        "softmax": vjp_blocks,
        "log_softmax": vjp_blocks,
        "log_sum_exp": log_sum_exp_blocks,
        "cross_entropy": cross_entropy_blocks,
        "cross_entropy_soft": cross_entropy_soft_blocks,
    }
    return list(by_name.get(name, scalar_blocks)(name))
