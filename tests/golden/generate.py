"""Writes the golden values: exact references and recorded outputs of PyTorch, JAX, Optax, Keras, scikit-learn and TRL.

python generate.py                  write all JSON files beside this script
python generate.py --only huber dpo write the files of these functions only
python generate.py --edges          write edges/returned.json: what libraries return at ±0, ±∞, NaN, nothing, ..
python generate.py --signatures     write libraries/signatures.json: names, arguments, defaults and reductions of the libraries
python generate.py --check          compare without writing; exit 1 and name every file that differs
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True  # nothing but golden files appears beside this script
HERE = Path(__file__).resolve().parent
REQUIREMENTS = "tests/golden/requirements.txt"

try:
    import mpmath  # noqa: F401
except ImportError as missing:
    sys.exit(f"generate.py: {missing}. Install what {REQUIREMENTS} pins: pip install -r {REQUIREMENTS}")

import constants
import curves
import embeddings
import gates
import groups
import language_models
import losses
import maps
import policies
import preferences
import row_losses
import scalars
import selections
from engine import layout
from engine.rounding import DIGITS

FAMILIES = (scalars, curves, gates, maps, losses, row_losses, embeddings, groups, language_models, policies, preferences, selections)
EDGES = HERE / "edges"
ROWS = {row.name: row for family in FAMILIES for row in family.ROWS}
CONSTANTS = "constants"


def recorded_by():
    """How blocks are recorded; None if the libraries are not installed."""
    try:
        from engine import libraries
    except ImportError as missing:
        print(f"generate.py: {missing}: what libraries returned stays as it stands in the files", flush=True)
        return None
    return lambda row: list(libraries.blocks(row.calls, row.asked))


def text_of(name, present, record):
    """The text of a golden file; `present` is the one that stands there."""
    if name == CONSTANTS:
        return layout.table(CONSTANTS, constants.table())
    row = ROWS[name]
    head = {"function": row.name, "definition": row.definition, "digits": DIGITS}
    if record:
        recorded = record(row)
    else:
        recorded = json.loads(present)["recorded"] if present else []
    return layout.golden(head, list(row.cases()), recorded)


def written(path, text, check):
    """Writes the text, or compares; the name of the file if it differs."""
    present = path.read_text(encoding="utf-8") if path.exists() else None
    if present == text:
        outcome = "unchanged"
    elif check:
        outcome = "differs from what generate.py computes" if present else "missing"
    else:
        path.write_text(text, encoding="utf-8")
        outcome = f"written, {len(text.encode())} bytes"
    name = path.relative_to(HERE)
    print(f"{name}: {outcome}", flush=True)
    return str(name) if check and present != text else None


def edges(check):
    from engine import edges

    return written(EDGES / "returned.json", edges.text(ROWS, edges.asked_in(EDGES / "asked.json")), check)


def signatures(check):
    from engine import signatures

    return written(HERE / "libraries" / "signatures.json", signatures.text(ROWS), check)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare without writing")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only the files of these functions")
    parser.add_argument("--edges", action="store_true", help="what libraries return at the edges, and nothing else")
    parser.add_argument("--signatures", action="store_true", help="how libraries call these functions, and nothing else")
    options = parser.parse_args()
    if asked := [write for write, wanted in ((edges, options.edges), (signatures, options.signatures)) if wanted]:
        different = list(filter(None, (write(options.check) for write in asked)))
        sys.exit(f"generate.py --check: {', '.join(different)}" if different else 0)
    known = [*ROWS, CONSTANTS]
    if unknown := [name for name in options.only or () if name not in known]:
        sys.exit(f"generate.py: no row is called {', '.join(unknown)}; there are {', '.join(known)}")
    asked = options.only or known
    record = recorded_by() if any(name != CONSTANTS and ROWS[name].calls for name in asked) else lambda row: []
    different = []
    for name in asked:
        started = time.monotonic()
        path = HERE / f"{name}.json"
        present = path.read_text(encoding="utf-8") if path.exists() else None
        try:
            text = text_of(name, present, record)
        except AssertionError as wrong:
            sys.exit(f"generate.py: {wrong}")
        if present == text:
            outcome = "unchanged"
        elif options.check:
            outcome = "differs from what generate.py computes" if present else "missing"
            different.append(path.name)
        else:
            path.write_text(text, encoding="utf-8")
            outcome = f"written, {len(text.encode())} bytes"
        print(f"{path.name}: {outcome}, {time.monotonic() - started:.1f} s", flush=True)
    sys.exit(f"generate.py --check: {', '.join(different)}" if different else 0)


if __name__ == "__main__":
    main()
