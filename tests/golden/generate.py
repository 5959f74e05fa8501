"""Writes the golden values: exact references and recorded outputs of PyTorch, JAX, Optax and Keras.

python generate.py          write the JSON files beside this script
python generate.py --check  compare without writing; exit 1 and name every file that differs
"""

import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # nothing but golden files appears beside this script
HERE = Path(__file__).resolve().parent
REQUIREMENTS = "tests/golden/requirements.txt"

try:
    import constants
    import curves
    import gates
    import pairs
    import points
    import recorded
    import recorded_points
    import row_points
    import rows
    import scalars
    from layout import document
    from rounding import DIGITS
except ImportError as missing:
    sys.exit(f"generate.py: {missing}. Install what {REQUIREMENTS} pins: pip install -r {REQUIREMENTS}")


def scalar_cases(function):
    for note, xs in points.cases(function):
        value, grad, second = zip(*(scalars.evaluate(function, x) for x in xs))
        yield {"note": note, "params": {}, "inputs": {"x": xs}, "value": value, "grad": grad, "second": second}


def curve_cases(curve):
    by_parameter = (f"grad_{curve.parameter}",) if curve.learned else ()
    for note, parameter, xs in curves.cases(curve):
        results = zip(*(curves.evaluate(curve, x, parameter) for x in xs))
        head = {"note": note, "params": {curve.parameter: parameter}, "inputs": {"x": xs}}
        yield head | dict(zip(("value", "grad", "second", *by_parameter), results, strict=True))


def gate_cases(gate):
    for note, asked in gates.cases(gate):
        a, b = zip(*asked)
        results = zip(*(gates.evaluate(gate, *pair) for pair in asked))
        head = {"note": note, "params": {}, "inputs": {"a": a, "b": b}}
        yield head | dict(zip(("value", "grad_a", "grad_b", "second_b"), results, strict=True))


def pair_cases(function):
    for note, parameter, residuals in pairs.cases(function):
        value, grad, second = zip(*(pairs.evaluate(function, p, t, parameter) for p, t in residuals))
        prediction, target = zip(*residuals)
        head = {"note": note, "params": {function.parameter: parameter}}
        inputs = {"prediction": prediction, "target": target}
        yield head | {"inputs": inputs, "value": value, "grad": grad, "second": second}


def vjp_case(name, note, temperature, inputs, z, upstream, index=None):
    value, vjp = rows.evaluate(name, z, upstream, temperature, index=index)
    return {"note": note, "params": {"temperature": temperature}, "inputs": inputs, "value": value, "vjp": vjp}


def vjp_cases(name):
    for note, z, upstream, temperature in row_points.vjp_cases():
        yield vjp_case(name, note, temperature, {"logits": z, "upstream": upstream}, z, upstream)
    upstream = row_points.generated(**row_points.LONG_UPSTREAM)
    for formula, temperature in zip(row_points.LONG, (1.0, 0.5, 10.0)):
        z = row_points.generated(**formula)
        index = row_points.long_index(z)
        inputs = {"generated": formula, "upstream_generated": row_points.LONG_UPSTREAM, "index": index}
        yield vjp_case(name, "50,000 classes", temperature, inputs, z, upstream, index)


def gradient_case(name, note, inputs, z, *others, index=None):
    (value,), grad = rows.evaluate(name, z, *others, index=index)
    return {"note": note, "params": {}, "inputs": inputs, "value": value, "grad": grad}


def log_sum_exp_cases(name):
    masked = recorded_points.ROWS["all masked"]
    for note, z in (row_points.gradient_rows() | {"all masked: the gradient has no limit": masked}).items():
        yield gradient_case(name, note, {"logits": z}, z)
    for formula in row_points.LONG:
        z = row_points.generated(**formula)
        index = row_points.long_index(z)
        yield gradient_case(name, "50,000 classes", {"generated": formula, "index": index}, z, index=index)


def cross_entropy_cases(name):
    for note, z in row_points.gradient_rows().items():
        for label in row_points.labels(z):
            yield gradient_case(name, note, {"logits": z, "class": label}, z, label)
    for formula in row_points.LONG:
        z = row_points.generated(**formula)
        index = row_points.long_index(z)
        for label in (max(index, key=lambda i: z[i]), index[len(index) // 2]):
            inputs = {"generated": formula, "class": label, "index": index}
            yield gradient_case(name, "50,000 classes", inputs, z, label, index=index)


def cross_entropy_soft_cases(name):
    for note, z in row_points.gradient_rows().items():
        for kind, target in row_points.targets(note, z).items():
            yield gradient_case(name, f"{note}, target {kind}", {"logits": z, "target": target}, z, target)


ROW_CASES = {
    "softmax": vjp_cases,
    "log_softmax": vjp_cases,
    "log_sum_exp": log_sum_exp_cases,
    "cross_entropy": cross_entropy_cases,
    "cross_entropy_soft": cross_entropy_soft_cases,
}


def files():
    """File name -> text."""

    def golden(name, definition, cases):
        head = {"function": name, "definition": definition, "digits": DIGITS}
        return f"{name}.json", document(head, {"cases": list(cases), "recorded": recorded.blocks(name)})

    for function in scalars.SCALARS:
        yield golden(function.name, function.definition, scalar_cases(function))
    for curve in curves.CURVES:
        yield golden(curve.name, curve.definition, curve_cases(curve))
    for gate in gates.GATES:
        yield golden(gate.name, gate.definition, gate_cases(gate))
    for function in pairs.PAIRS:
        yield golden(function.name, function.definition, pair_cases(function))
    for name, cases in ROW_CASES.items():
        yield golden(name, rows.DEFINITIONS[name], cases(name))
    yield "constants.json", document({}, {"constants": constants.table()})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare without writing")
    check = parser.parse_args().check
    different = []
    for name, text in files():
        path = HERE / name
        present = path.read_text(encoding="utf-8") if path.exists() else None
        if present == text:
            print(f"{name}: unchanged")
        elif check:
            print(f"{name}: differs from what generate.py computes" if present else f"{name}: missing")
            different.append(name)
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{name}: written, {len(text.encode())} bytes")
    sys.exit(f"generate.py --check: {', '.join(different)}" if different else 0)


if __name__ == "__main__":
    main()
