"""How other libraries call these functions: names, arguments in their order, defaults, reductions.

Of each recorded call the library's own function is found in its text, and its signature asked for with `inspect`, or
read off the first line of its documentation where it is compiled code. What it does with a batch by default is tried.
The public names of the modules in `SEARCHED` are kept as well: what is not among them, a library does not have.
"""

import ast
import dataclasses
import importlib
import inspect
import math
import re

import numpy

from engine import edges, layout, libraries
from engine.calls import TRL
from engine.trainers import CONFIGURATIONS

SEARCHED = {
    "PyTorch": ("torch", "torch.nn", "torch.nn.functional", "torch.special"),
    "torchvision": ("torchvision.ops",),
    "JAX": ("jax.nn", "jax.numpy", "jax.scipy.special"),
    "Optax": ("optax", "optax.losses"),
    "Keras": ("keras.activations", "keras.layers", "keras.losses", "keras.ops"),
    "TRL": ("trl", "trl.experimental"),
}
ROOTS = {name.split(".")[0] for names in SEARCHED.values() for name in names} | {"sklearn"}


def dotted(node):
    """`torch.nn.functional.gelu` of its syntax tree; None if it is not a path into a library."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    if node.id in CONFIGURATIONS and not parts:
        return node.id
    return ".".join([node.id, *reversed(parts)]) if node.id in ROOTS and parts else None


def own(text):
    """The function or class whose call the whole text is; None if the function is written out."""
    node = ast.parse(text, mode="eval").body
    while isinstance(node, ast.Subscript):
        node = node.value
    while isinstance(node, ast.Call):
        called = node.func
        name = dotted(called)
        if isinstance(called, ast.Attribute) and called.attr == "astype":
            node = called.value
            continue
        if name in ("with_advantages", "answers_of"):
            node = node.args[-1]
            continue
        if name:
            return None if any(not plain(a) for a in arguments(node)) else name
        node = called
    return None


def arguments(call):
    return [*call.args, *(k.value for k in call.keywords)]


# What arguments go through without becoming something else: they are joined, made one-hot, marked, or put as a logarithm.
HARMLESS = "arange cat concatenate float len log one_hot ones_like square sum tensor tile where RewardConfig".split()


def plain(node):
    """Whether an argument is given as it is: reshaped, made one-hot or joined, but nothing computed of it."""
    inside = list(ast.walk(node))
    if any(isinstance(n, ast.BinOp) for n in inside) and not any(isinstance(n, ast.Lambda) for n in inside):
        return False
    for inner in inside:
        if isinstance(inner, ast.Call):
            name = dotted(inner.func) or getattr(inner.func, "attr", "")
            name = name or getattr(inner.func, "id", "")
            if name.rsplit(".", 1)[-1] not in HARMLESS:
                return False
    return True


def named(name):
    """The object behind a name."""
    if name in CONFIGURATIONS:
        return None
    parts = name.split(".")
    found = importlib.import_module(parts[0])
    for part in parts[1:]:
        found = getattr(found, part)
    return found


def signature(name, texts):
    """As `inspect` gives it; of a configuration the fields that calls name, with their defaults."""
    if name in CONFIGURATIONS:
        return configuration(name, texts), "inspect"
    found = named(name)
    try:
        shown = inspect.signature(found)
        kept = [p.replace(annotation=inspect.Parameter.empty) for p in shown.parameters.values() if p.name != "self"]
        return str(shown.replace(parameters=kept, return_annotation=inspect.Signature.empty)), "inspect"
    except ValueError:
        line = (found.__doc__ or "").strip().splitlines()[0]
        text = line.split("->")[0].strip()
        assert "(" in text, f"{name}: neither a signature nor one in its documentation: {line}"
        return text[text.index("(") :], "documentation"


def configuration(name, texts):
    import trl

    cls = getattr(trl, name, None)
    for module in ("cpo", "orpo", "kto", "dpo", "grpo", "rloo"):
        if cls is None:
            try:
                cls = getattr(importlib.import_module(f"trl.experimental.{module}"), name, None)
            except ImportError:
                continue
    if name == "RewardTrainer":
        cls, name = trl.RewardConfig, "RewardConfig"
    used = [k for text in texts for k in re.findall(r"(\w+)=", text)]
    shown = []
    for field in dataclasses.fields(cls):
        if field.name in used or field.name == "loss_type":
            default = field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
            shown.append(f"{field.name}={default!r}")
    return f"({', '.join(shown)})"


LOSSES = ("torch.nn.functional.", "torchvision.ops.", "optax.losses.", "keras.losses.")
SHARED = ("weights", "priors", "levels")  # one row for all examples

def batched(text):
    """The call on a batch, the reduction left at the library's default."""
    text = re.sub(r",? ?reduction=['\"]\w+['\"]", "", text)
    text = re.sub(r"len\((\w+)\)", r"\1.shape[-1]", text)
    return text.replace("[:, None]", "").replace("[None]", "").removesuffix("[0]")


def reduction(row, call):
    """What the library's function makes of a batch by default, found by calling it; None if it cannot be asked."""
    numbers = edges.numbers_of(row)
    if isinstance(row, (edges.RowMap, edges.Gate)) or not hasattr(row, "arguments") or own(call.text) is None:
        return None
    if not own(call.text).startswith(LOSSES) or own(call.text).endswith("logsumexp"):
        return None
    values, shape = {}, (2, 3)
    for argument in row.arguments:
        kind = type(argument).__name__
        name = libraries.bound_name(argument.name)
        if argument.name in call.at[0] or kind == "Parameter":
            values[name] = float(call.at[0].get(argument.name, argument.tried[0] if kind == "Parameter" else 0.0))
        elif kind == "Number":
            values[name] = within(argument, shape)
        elif kind == "Array":
            drawn = [ordinary(argument, k) for k in range(2)]
            if drawn[0] is None or numpy.ndim(drawn[0]) != 1:
                return None
            values[name] = Shared(drawn[0]) if argument.name in SHARED else numpy.array(drawn)
        elif kind == "Class":
            values[name] = numpy.array([0, 2])
        else:
            return None
    single = call.text
    if numbers and any(name not in values for name in map(libraries.bound_name, numbers)):
        return None
    try:
        return classified(call, values, single, numbers)
    except (RuntimeError, ValueError, TypeError) as error:
        print(f"{row.name}, {call.library}: no batch could be given: {edges.first_line(error)}", flush=True)
        return None


class Shared(tuple):
    """A row that all examples share."""


def at(value, part):
    return value if isinstance(value, (float, Shared)) else value[part]


def within(argument, shape):
    import random

    draws = random.Random(argument.name)
    return numpy.array([argument.draw(draws) for _ in range(math.prod(shape))]).reshape(shape)


def ordinary(argument, k):
    import random

    return next(iter(argument.kinds(random.Random(f"{argument.name} {k}"), 3).values()), None)


def run(text, values, library):
    torch, jnp = libraries.torch, libraries.jnp
    kind = torch.tensor if library in ("PyTorch", "torchvision") else jnp.asarray
    bound = {k: v if isinstance(v, float) else kind(numpy.asarray(v)) for k, v in values.items()}
    return numpy.asarray(eval(text, libraries.MODULES | bound))


def classified(call, values, single, numbers):
    whole = run(batched(call.text), values, call.library)
    rows = [{k: at(v, i) for k, v in values.items()} for i in range(2)]
    if numbers:  # each number by itself, then in the shape of the batch
        size = next(v for v in values.values() if not isinstance(v, float)).size
        flat = {k: v if isinstance(v, float) else v.reshape(-1) for k, v in values.items()}
        each = numpy.array(
            [run(single, {k: at(v, slice(i, i + 1)) for k, v in flat.items()}, call.library)
             for i in range(size)]
        ).reshape(2, 3)
    else:
        each = numpy.array([run(single, row, call.library) for row in rows])
    candidates = {
        "none": each,
        "mean": each.mean(),
        "sum": each.sum(),
        "mean of the last axis": each.mean(-1) if each.ndim > 1 else each,
        "mean of all elements": each.sum() / 6,
    }
    if "weights" in values:
        candidates["sum over sum of weights"] = each.sum() / numpy.take(values["weights"], values["label"]).sum()
    for name, expected in candidates.items():
        if whole.shape == numpy.shape(expected) and numpy.allclose(whole, expected, rtol=1e-5):
            return name
    return f"other: shape {whole.shape}"


def public(module):
    """Public names, those of submodules for a package of trainers."""
    found = importlib.import_module(module)
    names = [name for name in dir(found) if not name.startswith("_")]
    if module == "trl.experimental":
        import pkgutil

        names = [m.name for m in pkgutil.iter_modules(found.__path__)]
    return sorted(names)


def text(rows):
    callees, texts, entries = {}, {}, []
    for row in rows.values():
        for call in edges.peers(row):
            name = own(call.text)
            entry = {"function": row.name, "library": call.library, "call": call.text, "default": call.default}
            entry["name"] = name
            if name:
                callees[name] = call
                texts.setdefault(name, []).extend(c.text for r in rows.values() for c in r.calls if name in c.text)
            found = reduction(row, call)
            if found:
                entry["reduction"] = found
            entries.append(entry)
    signatures = []
    for name, call in sorted(callees.items()):
        shown, how = signature(name, texts[name])
        release = libraries.version(call.package).split("+")[0]
        entry = {"library": call.library, "version": release, "name": name, "signature": shown, "from": how}
        signatures.append(entry)
    modules = [
        {"library": library, "module": module, "names": public(module)}
        for library, names in SEARCHED.items()
        for module in names
    ]
    return layout.lists({}, {"calls": entries, "signatures": signatures, "modules": modules})
