"""PyTorch's or JAX's side of the comparison of arrays: a line of JSON for every row.

    python3 -m venv target/peers-python
    target/peers-python/bin/pip install -r benches/peers/python/requirements.txt
    taskset -c 0 target/peers-python/bin/python benches/peers/python/peers.py torch
    taskset -c 0 target/peers-python/bin/python benches/peers/python/peers.py jax gelu

Words behind the library pick the rows that hold one; with --serve, rows come from standard input.
`cargo xtask bench arrays` runs this beside all others.
"""

import os
import sys

# Before the libraries are loaded, which read them then.
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NPROC"):
    os.environ[variable] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import json
import pathlib

import inputs

HERE = pathlib.Path(__file__).parent
ROWS = HERE.parents[2] / "crates/nnfn-ndarray/examples/throughput/harness/rows.txt"


class Case:
    """One row in one type: `softmax float32 32x32000`."""

    def __init__(self, text):
        self.row, self.dtype, self.shape = text.split()
        self.dims = tuple(int(length) for length in self.shape.split("x"))
        self.n = 1
        for length in self.dims:
            self.n *= length

    def __str__(self):
        return f"{self.row} {self.dtype} {self.shape}"


def every_case():
    lines = [line.split() for line in ROWS.read_text().splitlines()]
    return [Case(f"{row} {dtype} {shape}") for dtype in ("float32", "float64") for row, shape in lines]


def answer(library, case):
    """The line for a row: nanoseconds per element, and the mean size of what was computed."""
    entry = {"library": library.NAME, "version": library.VERSION, "row": case.row, "dtype": case.dtype}
    entry |= {"shape": case.shape, "n": case.n}
    if case.row not in library.ROWS:
        return entry | {"missing": "no such function"}
    call, forward, both, value, gradient = library.measure(case)
    entry |= {"call": call, "forward_ns": forward * 1e9 / case.n, "both_ns": both * 1e9 / case.n}
    return entry | {"value": value, "gradient": gradient}


def main(arguments):
    if not arguments or arguments[0] not in ("torch", "jax"):
        sys.exit("usage: peers.py torch|jax [--serve | WORD ..]")
    name, words = arguments[0], arguments[1:]
    if name == "torch":
        import torch_rows as library
    else:
        import jax_rows as library
    inputs.settle()
    if words == ["--serve"]:
        for line in sys.stdin:
            print(json.dumps(answer(library, Case(line))), flush=True)
        return
    wanted = [case for case in every_case() if not words or any(word in str(case) for word in words)]
    if not wanted:
        sys.exit(f"no row has one of {words} in its name; a row is `gelu float32 10000`")
    for case in wanted:
        print(json.dumps(answer(library, case)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
