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


def _field(value, indent):
    """A field of a case: what is named stands on lines of its own, as soon as there is an array in it."""
    if isinstance(value, dict) and "[" in inline(value):
        entries = (f"{json.dumps(k)}: {_field(v, indent + ' ')}" for k, v in value.items())
        return "{" + f",\n{indent} ".join(entries) + "}"
    return inline(value)


def _case(case, indent):
    """One case: a line begins with its note, then one line for each array or number."""
    lines = (f"{json.dumps(key)}: {_field(value, indent + ' ')}" for key, value in case.items())
    return indent + "{" + f",\n{indent} ".join(lines) + "}"


def _block(block):
    """One recorded call: a line with what was called, then its cases."""
    head = {k: v for k, v in block.items() if k != "cases"}
    cases = ",\n".join(_case(case, "   ") for case in block["cases"])
    return "  {" + inline(head)[1:-1] + ', "cases": [\n' + cases + "]}"


def _list(name, texts):
    return f"{json.dumps(name)}: [\n" + ",\n".join(texts) + "]" if texts else f"{json.dumps(name)}: []"


def golden(head, cases, recorded):
    """`head`: plain facts, one a line."""
    lines = [f"{json.dumps(k)}: {inline(v)}" for k, v in head.items()]
    lines.append(_list("cases", [_case(case, "  ") for case in cases]))
    lines.append(_list("recorded", [_block(block) for block in recorded]))
    return "{" + ",\n".join(lines) + "}\n"


def table(name, entries):
    """A file that is one list of plain objects, one a line."""
    return "{" + _list(name, ["  " + inline(entry) for entry in entries]) + "}\n"


def lists(head, named):
    """A file of plain facts and lists of plain objects, one a line."""
    lines = [f"{json.dumps(k)}: {inline(v)}" for k, v in head.items()]
    lines += [_list(name, ["  " + inline(entry) for entry in entries]) for name, entries in named.items()]
    return "{" + ",\n".join(lines) + "}\n"
