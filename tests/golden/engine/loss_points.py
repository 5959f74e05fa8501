"""Where a loss is asked, from what its arguments are: hard and ordinary values, with a fixed seed."""

import itertools
import math
import random

from engine.domains import Array, Number
from engine.recorded_points import DTYPES, float32

LENGTHS = (1, 2, 5, 50)
OTHER = (3,)  # beside parameters that are not the default


def cases(loss):
    """Cases without results. First the points that the libraries are asked at, then those of every parameter."""
    seen = set()
    for case in _all(loss):
        fresh = _fresh(case, seen)
        if fresh:
            yield fresh


def _all(loss):
    for at in {repr(at): at for call in loss.calls for at in call.at}.values():
        for dtype in DTYPES:
            for case in loss.asked_points(loss, dtype, at):
                yield case | {"note": f"recorded, {case['note']}" + ("" if dtype == "float64" else f", {dtype}")}
    for i, parameters in enumerate(combinations(loss)):
        if loss.of_rows:
            yield from row_cases(loss, parameters, LENGTHS if i == 0 else OTHER)
        else:
            yield number_case(loss, parameters, many=i == 0)


def asked(loss, dtype, parameters):
    """Few of them, exact in the dtype."""
    found = row_cases(loss, parameters, OTHER, few=True) if loss.of_rows else [number_case(loss, parameters, few=True)]
    for case in found:
        narrow = {key: _rounded(case[key], dtype) for key in ("args", "each") if case.get(key)}
        narrow["args"] = narrow.get("args", {}) | parameters
        if "each" in narrow:
            numbers = [a for a in loss.arguments if a.name in narrow["each"]]
            points = dict.fromkeys(zip(*narrow["each"].values()))
            valid = [p for p in points if all(a.valid(x) and math.isfinite(x) for a, x in zip(numbers, p))]
            narrow["each"] = dict(zip(narrow["each"], map(list, zip(*valid))))
        elif not all(math.isfinite(x) for v in narrow["args"].values() for x in _numbers(v)):
            continue
        yield case | narrow


def combinations(loss):
    """The defaults, then each other value of one parameter beside the defaults of the others."""
    default = {p.name: p.tried[0] for p in loss.parameters}
    return [default] + [default | {p.name: value} for p in loss.parameters for value in p.tried[1:]]


def described(parameters):
    return "".join(f", {name} = {value!r}" for name, value in parameters.items())


def number_case(loss, parameters, many=False, few=False):
    """All points of a loss of numbers at these parameters."""
    rng = random.Random(f"{loss.name}{described(parameters)}{few}")
    numbers = [a for a in loss.arguments if isinstance(a, Number)]
    points = [tuple(map(float, point)) for point in loss.particular(**parameters)]
    for i, number in enumerate(numbers):
        for value in number.hard:
            for _ in range(2 if many else 1):
                others = [a.draw(rng) if rng.random() < 0.6 else rng.choice(a.hard) for a in numbers]
                points.append(tuple(value if k == i else other for k, other in enumerate(others)))
    points += [tuple(rng.choice(a.hard) for a in numbers) for _ in range(40 if many else 0)]
    points += [tuple(a.draw(rng) for a in numbers) for _ in range(60 if many else 12)]
    if many:
        # Where differences overflow and quotients of them need not; no library is asked there.
        points += itertools.product(*(corners(a.hard) for a in numbers))
    points = list(dict.fromkeys(points))
    each = dict(zip((a.name for a in numbers), map(list, zip(*points))))
    return {"note": "hard and random points" + described(parameters), "args": parameters, "each": each}


def corners(hard):
    """The least value, the smallest beside 0, the largest."""
    return dict.fromkeys((min(hard), min((x for x in hard if x), key=abs), max(hard)))


def row_cases(loss, parameters, lengths, few=False):
    """One case for each length and kind of row; the particular ones first."""
    arrays = [a for a in loss.arguments if isinstance(a, Array)]
    names = [a.name for a in loss.arguments if a not in loss.parameters]

    def case(note, values):
        args = dict(zip(names, values)) | parameters
        return {"note": note + described(parameters), "args": {a.name: args[a.name] for a in loss.arguments}}

    for i, values in enumerate(loss.particular(**parameters)):
        yield case(f"particular {i + 1}", values)
    for n in lengths:
        rng = random.Random(f"{loss.name}{described(parameters)} {n}{few}")
        ordinary = [next(iter(a.kinds(rng, n).values())) for a in arrays]
        yield case(f"random, {n}", ordinary)
        if n == LENGTHS[-1]:
            continue  # one long case is enough
        for i, array in enumerate(arrays):
            for kind, values in itertools.islice(array.kinds(rng, n).items(), 1, None):
                yield case(f"{array.name} {kind}, {n}", [values if k == i else v for k, v in enumerate(ordinary)])
        alike = len(arrays) > 1 and not any(array.alone for array in arrays)
        together = zip(*(array.kinds(rng, n).items() for array in arrays), strict=alike)
        for same in itertools.islice(together, 1, None) if alike else ():
            yield case(f"all {same[0][0]}, {n}", [values for _, values in same])
        for i, j in itertools.combinations([k for k, a in enumerate(arrays) if not a.alone], 2):
            pair = f"{arrays[i].name} and {arrays[j].name}"
            yield case(f"{pair} equal, {n}", [ordinary[i] if k == j else v for k, v in enumerate(ordinary)])


def _numbers(value):
    return [x for v in value for x in _numbers(v)] if isinstance(value, (list, tuple)) else [value]


def _rounded(value, dtype):
    if isinstance(value, dict):
        return {k: _rounded(v, dtype) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(v, dtype) for v in value]
    return float32(value) if dtype == "float32" and isinstance(value, float) else value


def _fresh(case, seen):
    """The case without the points that came before."""
    if "each" not in case:
        key = repr(case["args"])
        return None if key in seen else seen.add(key) or case
    points = list(zip(*case["each"].values(), strict=True))
    fresh = [p for p in points if (repr(case["args"]), repr(p)) not in seen]
    seen |= {(repr(case["args"]), repr(p)) for p in fresh}
    return case | {"each": dict(zip(case["each"], map(list, zip(*fresh))))} if fresh else None
