"""What other libraries return at the edges: ±0, ±∞, NaN, nothing, all equal, no positives, everything masked.

`edges/asked.json` has the points; the catalogue of the Rust project writes it. Each library is asked by its first call
of the row, the one that pages show, in binary64. What it refuses is recorded by the first line of its error.
"""

import json
import traceback
import warnings

import numpy

from engine import libraries, layout
from engine.domains import Parameter
from engine.gate import Gate
from engine.row_map import RowMap

DTYPE = "float64"


def peers(row):
    """The first call of each library."""
    return list({call.library: call for call in reversed(row.calls)}.values())[::-1]


def numbers_of(row):
    """The arguments that a call takes as arrays, one entry for each point; none of a row, whose arguments are arrays."""
    if isinstance(row, RowMap) or getattr(row, "of_rows", False):
        return ()
    if isinstance(row, Gate):
        return ("a", "b")
    if hasattr(row, "arguments"):
        return tuple(a.name for a in row.arguments if not isinstance(a, Parameter))
    return ("x",)


def derived_by(row, call):
    """The arguments that a call is differentiated by."""
    if isinstance(row, RowMap):
        return ("logits",)
    if isinstance(row, Gate):
        return ("a", "b")
    return tuple(row.grad) if hasattr(row, "arguments") else ("x",)


def flattened(value):
    return [x for v in value for x in flattened(v)] if isinstance(value, list) else [value]


def number(value):
    return float(value) if isinstance(value, str) else value


def read(value):
    return [read(v) for v in value] if isinstance(value, list) else number(value)


def shaped(value, like):
    """Nothing has a shape too: a table of no rows is no row of no entries, and indices are integers."""
    if isinstance(value, dict):
        return numpy.zeros(value["shape"])
    if value != []:
        return value
    return numpy.zeros(0, "int64" if isinstance(like[0], int) else "float64")


def case_of(row, call, args, like):
    """The case that a call is asked for: parameters as the call has them. `like` are arguments that are not empty."""
    args = {name: read(value) for name, value in args.items()} | call.at[0]
    numbers = numbers_of(row)
    held = {name: shaped(value, like[name]) if name in like else value for name, value in args.items() if name not in numbers}
    case = {"args": held} if held else {}
    return case | ({"each": {name: [args[name]] for name in numbers}} if numbers else {})


def through_a_matrix(call, args):
    """TRL's head multiplies hidden states by a matrix; what it makes of an infinite one is not an infinite logit."""
    return "SFTConfig" in call.text and any("inf" in str(x) for x in flattened(args["logits"]))


def returned(row, call, args, like):
    """What a call gives: value and derivatives, or the first line of its error."""
    case, by = case_of(row, call, args, like), derived_by(row, call)
    head = {"library": call.library}
    head |= {"with": call.at[0]} if call.at[0] else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = libraries.evaluated(call, DTYPE, case, by)
    except Exception as error:  # noqa: BLE001: whatever a library raises is its answer
        if ours(error):
            raise
        return head | {"refused": first_line(error)}
    one = "each" in case
    result = {"value": found["value"][0] if one else found["value"]}
    if "grad" in found:
        result["grad"] = {name: g[0] if one else g for name, g in found["grad"].items()}
    return head | result


def ours(error):
    """Whether a rule of the generator was broken, and not one of the library."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return isinstance(error, AssertionError) and "/engine/" in last.filename


def first_line(error):
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:160]}" if text else type(error).__name__


def text(rows, asked):
    """The text of the file: the calls, then for each point what each of them returned."""
    functions = list(dict.fromkeys(point["function"] for point in asked))
    calls = []
    for name in functions:
        for call in peers(rows[name]):
            release = libraries.version(call.package).split("+")[0]
            calls.append({"function": name, "library": call.library, "version": release, "call": call.text})
    points, like = [], {}
    for point in asked:
        row = rows[point["function"]]
        first = like.setdefault(row.name, point["args"])
        asked_of = [call for call in peers(row) if not through_a_matrix(call, point["args"])]
        found = [returned(row, call, point["args"], first) for call in asked_of]
        points.append(point | {"returned": found})
    return layout.lists({"dtype": DTYPE}, {"calls": calls, "points": points})


def asked_in(path):
    return json.loads(path.read_text(encoding="utf-8"))["asked"]
