"""The text of a golden file: JSON, one array a line, shortest round-trip numbers, "inf", "-inf", "nan" as strings."""

import json
import math


def number(x):
    if isinstance(x, float) and not math.isfinite(x):
        return json.dumps(repr(x))
    return repr(x) if isinstance(x, float) else json.dumps(x, ensure_ascii=False)


def inline(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(inline(v) for v in value) + "]"
    return number(value)


RESULTS = ("value", "grad", "grad_slope", "grad_beta", "grad_a", "grad_b", "second", "second_b", "vjp")


def _record(record):
    """One case or recorded block: metadata on the first line, then one line for each array or number."""
    head = {k: v for k, v in record.items() if k != "inputs" and k not in RESULTS}
    lines = ['"inputs": {' + ",\n    ".join(f"{json.dumps(k)}: {inline(v)}" for k, v in record["inputs"].items()) + "}"]
    lines += [f'"{key}": {inline(record[key])}' for key in RESULTS if key in record]
    return "  {" + inline(head)[1:-1] + ",\n   " + ",\n   ".join(lines) + "}"


def document(head, sections):
    """`head`: plain facts, one a line; `sections`: name -> list of records or plain objects."""
    lines = [f"{json.dumps(k)}: {inline(v)}" for k, v in head.items()]
    for name, records in sections.items():
        texts = [_record(r) if "inputs" in r else "  " + inline(r) for r in records]
        lines.append(f"{json.dumps(name)}: [\n" + ",\n".join(texts) + "]" if texts else f"{json.dumps(name)}: []")
    return "{" + ",\n".join(lines) + "}\n"
