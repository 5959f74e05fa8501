"""Bytes that PyTorch keeps for the backward pass, per element of the result: one JSON object a line. The first line
has nanoseconds per element of a product of two float32 matrices of width 1,024, on one thread.

For each function the library's own operation, where it has one ("fused"), and the formula written with elementary
operations ("eager"). Each storage counts once, the arguments included: they are kept alive too.
"""

import json
import math

import torch
import torch.nn.functional as F

from least import least

N = 1 << 16

ROWS = [
    # function, fused, eager
    ("relu", "F.relu(x)", "torch.maximum(x, zero)"),
    ("leaky_relu", "F.leaky_relu(x, 0.01)", "torch.where(x > 0, x, 0.01 * x)"),
    ("sigmoid", "torch.sigmoid(x)", "1 / (1 + torch.exp(-x))"),
    ("tanh", "torch.tanh(x)", "2 / (1 + torch.exp(-2 * x)) - 1"),
    ("softplus", "F.softplus(x)", "torch.relu(x) + torch.log1p(torch.exp(-x.abs()))"),
    ("elu", "F.elu(x)", "torch.where(x > 0, x, torch.expm1(x))"),
    ("gelu", "F.gelu(x)", "0.5 * x * (1 + torch.erf(x / math.sqrt(2)))"),
    (
        "gelu_tanh",
        "F.gelu(x, approximate='tanh')",
        "0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))",
    ),
    ("quick_gelu", None, "x * torch.sigmoid(1.702 * x)"),
    ("silu", "F.silu(x)", "x * torch.sigmoid(x)"),
    ("hard_swish", "F.hardswish(x)", "x * F.relu6(x + 3) / 6"),
    ("mish", "F.mish(x)", "x * torch.tanh(torch.log1p(torch.exp(x)))"),
    ("swiglu", None, "a * F.silu(x)"),
    ("geglu", None, "a * F.gelu(x)"),
]


def kept(call):
    """Bytes of the distinct storages that the graph of the call keeps."""
    storages = {}

    def pack(tensor):
        storage = tensor.untyped_storage()
        if tensor.numel() > 1:
            storages[storage.data_ptr()] = (storage.nbytes(), tensor)  # held, so that no address comes twice
        return tensor

    x = torch.randn(N, requires_grad=True)
    a = torch.randn(N, requires_grad=True)
    scope = {"x": x, "a": a, "zero": torch.zeros(()), "torch": torch, "F": F, "math": math}
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        result = eval(call, scope)
    assert result.shape == (N,), call
    return sum(nbytes for nbytes, _ in storages.values()) / N


def main():
    torch.set_num_threads(1)
    a, b, out = (torch.randn(1024, 1024) for _ in range(3))
    product = least(lambda: torch.mm(a, b, out=out)) * 1e9 / out.numel()
    print(json.dumps({"torch": torch.__version__, "product_ns": round(product, 4)}), flush=True)
    for function, fused, eager in ROWS:
        row = {
            "function": function,
            "fused_call": fused,
            "fused_bytes": kept(fused) if fused else None,
            "eager_call": eager,
            "eager_bytes": kept(eager),
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
