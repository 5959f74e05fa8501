"""PyTorch's side: eager functions as they come; gradients by autograd, from ones where the result is an array."""

import inputs
import torch
import torch.nn.functional as F
from least import least

NAME, VERSION = "PyTorch", torch.__version__

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

# What is called, the function, and which arguments it is derived by.
ROWS = {
    "gelu": ("F.gelu(x)", F.gelu, 1),
    "silu": ("F.silu(x)", F.silu, 1),
    "mish": ("F.mish(x)", F.mish, 1),
    "swiglu": ("a * F.silu(b)", lambda a, b: a * F.silu(b), 2),
    "bce_with_logits": ("F.binary_cross_entropy_with_logits(x, t)", F.binary_cross_entropy_with_logits, 1),
    "huber": ("F.huber_loss(p, t)", F.huber_loss, 1),
    "softmax": ("F.softmax(z, dim=1)", lambda z: F.softmax(z, dim=1), 1),
    "cross_entropy": ("F.cross_entropy(z, labels)", F.cross_entropy, 1),
}


def arguments(case):
    def of(numbers):
        return torch.from_numpy(numbers).to(getattr(torch, case.dtype)).reshape(case.dims)

    first = of(inputs.normal(0, case.n))
    match case.row:
        case "swiglu" | "huber":
            return [first, of(inputs.normal(1, case.n))]
        case "bce_with_logits":
            return [first, of(inputs.bits(2, case.n))]
        case "cross_entropy":
            return [first, torch.from_numpy(inputs.labels(3, *case.dims))]
        case _:
            return [first]


def measure(case):
    call, function, derived = ROWS[case.row]
    given = arguments(case)
    with torch.no_grad():
        value = inputs.size(function(*given).numpy())
        forward = least(lambda: function(*given))
    leaves = [argument.requires_grad_() for argument in given[:derived]]
    upstream = None
    if case.row == "softmax":
        upstream = torch.from_numpy(inputs.normal(1, case.n)).to(leaves[0].dtype).reshape(case.dims)
    elif value_is_array(case):
        upstream = torch.ones(case.dims, dtype=leaves[0].dtype)

    def both():
        result = function(*given)
        return result, torch.autograd.grad(result, leaves, upstream)

    gradients = [gradient.numpy() for gradient in both()[1]]
    return f"{call}, torch.autograd.grad", forward, least(both), value, inputs.size(*gradients)


def value_is_array(case):
    return case.row in ("gelu", "silu", "mish", "swiglu")
