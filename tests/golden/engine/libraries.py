"""What other libraries return: the text of a call is what is evaluated. Importing this needs them all."""

import keyword
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
import numpy
import optax
import sklearn.metrics
import torch
import torchvision
from jax import numpy as jnp

from engine.calls import SKLEARN, TRL
from engine.recorded_points import DTYPES
from engine.trainers import CONFIGURATIONS

assert keras.backend.backend() == "jax" and jax.config.jax_enable_x64
MODULES = {
    "torch": torch,
    "torchvision": torchvision,
    "jax": jax,
    "optax": optax,
    "keras": keras,
    "sklearn": sklearn,
}


def run_torch(call, dtype, bound, by, upstream):
    """Value of `call` and its derivative by the argument `by`, pulled back from `upstream`."""
    kind = getattr(torch, dtype)
    values = {k: v if isinstance(v, float) else torch.tensor(v, dtype=tensor_kind(v, kind)) for k, v in bound.items()}
    variable = values[by] = torch.tensor(bound[by], dtype=kind, requires_grad=True)
    result = eval(call.text, MODULES | values)
    result.backward(torch.ones_like(result) if upstream is None else torch.tensor(upstream, dtype=kind))
    assert result.dtype == variable.grad.dtype == kind, call
    return result.tolist(), variable.grad.tolist()  # float32 is widened exactly


def run_trl(call, dtype, bound, by, upstream):
    """The loss of a trainer of TRL: what its own code makes of these log-probabilities, its model left out."""
    kind = getattr(torch, dtype)
    values = {k: v if isinstance(v, (int, float)) else torch.tensor(v, dtype=kind) for k, v in bound.items()}
    variable = values[by] = torch.tensor(bound[by], dtype=kind, requires_grad=True)
    loss_of = eval(call.text, CONFIGURATIONS | bound)
    arguments = {k: v for k, v in values.items() if isinstance(v, torch.Tensor)}
    result = loss_of(**arguments)
    assert upstream is None, call
    if result.requires_grad:  # of no answers at all there may be nothing to differentiate
        result.sum().backward()
    gradient = torch.zeros_like(variable) if variable.grad is None else variable.grad
    assert result.dtype == kind or not result.requires_grad, (call, result.dtype)
    return result.tolist(), gradient.tolist()


def run_jax(call, dtype, bound, by, upstream):
    """The same for JAX, Optax, and Keras on JAX."""
    values = {k: v if isinstance(v, float) else jnp.asarray(v, tensor_kind(v, dtype)) for k, v in bound.items()}
    variable = jnp.asarray(bound[by], dtype)
    result, pull = jax.vjp(lambda x: eval(call.text, MODULES | values | {by: x}), variable)
    (gradient,) = pull(jnp.ones_like(result) if upstream is None else jnp.asarray(upstream, dtype))
    assert str(gradient.dtype) == dtype, call
    assert str(result.dtype) == ("float32" if call.single else dtype), call
    return result.tolist(), gradient.tolist()


def run_numpy(call, dtype, bound):
    """The value alone, of a library on NumPy that has no derivatives."""
    values = {k: v if isinstance(v, float) else numpy.asarray(v, tensor_kind(v, dtype)) for k, v in bound.items()}
    result = eval(call.text, MODULES | values)
    assert str(result.dtype) == dtype, call
    return result.tolist()


def tensor_kind(value, dtype):
    """Classes stay integers; parameters (floats) are not made into tensors at all."""
    if getattr(value, "dtype", None) == numpy.int64:  # no class at all
        return None
    classes = value if isinstance(value, list) else [value]
    return None if classes and all(isinstance(c, int) for c in classes) else dtype


def bound_name(name):
    """How an argument is called in the text of a call: `lambda_`, because Python reserves `lambda`."""
    return {"class": "label"}.get(name, f"{name}_" if keyword.iskeyword(name) else name)


def evaluated(call, dtype, case, gradients):
    """The recorded case: what `call` returns for the arguments of `case`, and its automatic derivatives."""
    keras.config.set_floatx(dtype)  # Keras casts what its loss classes get to this
    run = {"PyTorch": run_torch, "torchvision": run_torch, TRL.name: run_trl}.get(call.library, run_jax)
    arguments = case.get("args", {}) | case.get("each", {})
    upstream = arguments.pop("upstream", None)
    for name in set(gradients) & set(case.get("args", {})) if "each" in case else ():
        # One for each point, so that each has its own derivative.
        arguments[name] = [arguments[name]] * len(next(iter(case["each"].values())))
    bound = {bound_name(k): v for k, v in arguments.items()}
    if call.library == SKLEARN.name:
        return case | {"value": run_numpy(call, dtype, bound)}
    results = {name: run(call, dtype, bound, bound_name(name), upstream) for name in gradients}
    value = results[gradients[0]][0]
    return case | {"value": value, "grad": {name: gradient for name, (_, gradient) in results.items()}}


def blocks(calls, asked):
    """One block for each call and dtype. `asked(call, dtype)` gives cases without results, and what to derive by."""
    for call in calls:
        for dtype in DTYPES:
            release = version(call.package).split("+")[0]
            head = {"library": call.library, "version": release, "call": call.text}
            head |= {"dtype": dtype, "default": call.default}
            if call.library == "Keras":
                head |= {"backend": keras.backend.backend(), "floatx": dtype}
            yield head | {"cases": [evaluated(call, dtype, *question) for question in asked(call, dtype)]}
