"""A loss: any function of several arguments that ends in one number. Its row, its exact cases, and what the libraries
are asked."""

import math
from dataclasses import dataclass, field
from typing import Callable

from mpmath import isinf, isnan, mpf, workdps

from engine import loss_points, numeric
from engine.domains import Array, Parameter
from engine.rounding import DIGITS, EXACT, settle
from engine.row_points import expanded

SAMPLED = 5  # so many entries of a row or table are checked by differences
LONG = 100  # rows longer than that are not checked again
BLURRED = mpf(10) ** -13  # nearer to a kink, beside the terms of the distance, no binary64 code can see the side


@dataclass(frozen=True)
class Loss:
    """What a row says. All functions take the arguments in their order, as exact reals.

    A derivative that is None is computed by differences of the definition (of numbers only).
    """

    name: str
    definition: str
    arguments: tuple
    value: Callable
    grad: dict  # argument -> derivative by it
    second: dict = field(default_factory=dict)
    scale: dict = field(default_factory=dict)  # sizes of terms: {"value": .., "grad": {argument: ..}}
    # Distances that are 0 at a kink; the slope chosen there is the one of `grad`. A pair is a distance and the size of
    # the rounded terms that it is a difference of: points too near to see on which side they are get left out.
    kinks: Callable = None
    # Where a part of the definition is held fixed, which the derivative does not see: the value with that part as it is
    # at the first arguments, and all else at the second ones, two tuples.
    held: Callable = None
    particular: Callable = lambda **parameters: ()  # further points, for the libraries too: all but the parameters
    points: Callable = loss_points.cases  # row -> cases without results; other than from the arguments
    asked_points: Callable = loss_points.asked  # row, dtype, parameters -> the same for the libraries
    calls: tuple = ()

    @property
    def parameters(self):
        return [a for a in self.arguments if isinstance(a, Parameter)]

    @property
    def of_rows(self):
        return any(isinstance(a, Array) for a in self.arguments)

    def cases(self):
        for case in filter(None, map(self.seen, self.points(self))):
            if "each" not in case:
                yield self.ordered(case, self.results(case["args"], case.get("index")))
                continue
            columns = [dict(zip(case["each"], point)) for point in zip(*case["each"].values(), strict=True)]
            yield self.ordered(case, transposed([self.results(case["args"] | point) for point in columns]))

    def ordered(self, case, results):
        index = {"index": case["index"]} if "index" in case else {}
        head = {key: case[key] for key in ("note", "args", "each") if case.get(key)}
        return head | {key: kept for key, kept in results.items() if worth_giving(key, kept)} | index

    def asked(self, call, dtype):
        for parameters in call.at:
            for case in filter(None, map(self.seen, self.asked_points(self, dtype, parameters))):
                yield {key: kept for key, kept in case.items() if kept}, tuple(self.grad)

    def results(self, given, index=None):
        """Value, derivatives and sizes of terms at one point, each rounded once; only the entries `index` of a row."""
        given = {name: expanded(value) for name, value in given.items()}
        arguments = [a.exact(given[a.name]) for a in self.arguments]
        wanted = {("value",): self.value} | {("grad", name): f or self.numeric(name) for name, f in self.grad.items()}
        wanted |= {("second", name): f for name, f in self.second.items()}
        if "value" in self.scale:
            wanted["scale", "value"] = self.scale["value"]
        wanted |= {("scale", "grad", name): f for name, f in self.scale.get("grad", {}).items()}
        shapes = {}

        def all_of_them():
            flat = []
            for key, f in wanted.items():
                found = f(*arguments)
                if index is not None and isinstance(found, list):
                    found = [found[i] for i in index]
                shapes[key] = shape_of(found)
                flat += flattened(found)
            return flat

        found = settle(all_of_them, EXACT if self.kinks else DIGITS)
        rounded = iter([x + 0.0 for x in found] if self.of_rows else found)  # zeros of rows have no sign
        results = {}
        for key, shape in shapes.items():
            put(results, key, shaped(shape, rounded))
        self.check(given, arguments)
        return results

    def numeric(self, name):
        """The derivative by a number that the row gives no closed form of."""
        i = self.position(name)

        def of(*arguments):
            along = self.along(arguments, i, ())
            smooth = self.reach(arguments)
            return numeric.derivative(along, 1, lambda x: smooth)(arguments[i])

        return of

    def position(self, name):
        return [a.name for a in self.arguments].index(name)

    def along(self, arguments, i, path, f=None):
        """The value, or `f`, with the number at `path` of argument `i` replaced."""

        def replaced(whole, path, x):
            return [replaced(v, path[1:], x) if k == path[0] else v for k, v in enumerate(whole)] if path else x

        def of(*moved):
            return f(*moved) if f else self.held(arguments, moved) if self.held else self.value(*moved)

        return lambda x: of(*arguments[:i], replaced(arguments[i], path, x), *arguments[i + 1 :])

    def reach(self, arguments):
        with workdps(DIGITS):
            sizes = [x for a in arguments if not isinstance(a, int) for x in flattened(a)]
            return numeric.reach(sizes, self.gaps(arguments))

    def gaps(self, arguments):
        with workdps(EXACT):
            found = self.kinks(*arguments) if self.kinks else []
            return [abs(gap[0] if isinstance(gap, tuple) else gap) for gap in found]

    def seen(self, case):
        """The case without the points that are too near to a kink; None if nothing is left."""

        def clear(given):
            with workdps(EXACT):
                gaps = self.kinks(*(a.exact(expanded(given[a.name])) for a in self.arguments))
                pairs = [gap for gap in gaps if isinstance(gap, tuple)]
                return all(gap == 0 or abs(gap) > BLURRED * terms for gap, terms in pairs)

        if not self.kinks:
            return case
        if "each" not in case:
            return case if clear(case["args"]) else None
        names = list(case["each"])
        points = zip(*case["each"].values(), strict=True)
        kept = [point for point in points if clear(case["args"] | dict(zip(names, point)))]
        return case | {"each": dict(zip(names, map(list, zip(*kept))))} if kept else None

    def check(self, given, arguments):
        """The closed forms against differences of the definition."""
        numbers = [x for value in given.values() for x in flattened(value)]
        if not all(map(math.isfinite, numbers)) or any(isinstance(v, list) and len(v) > LONG for v in given.values()):
            return
        value = self.value(*arguments)
        if isinf(value) or isnan(value):
            return
        at_kink, smooth = any(gap == 0 for gap in self.gaps(arguments)), self.reach(arguments)
        for order, forms in ((1, self.grad), (2, self.second)):
            for name, closed in forms.items():
                if closed is None or (order == 2 and at_kink):
                    continue
                i = self.position(name)
                for path in sampled(arguments[i]):
                    along, moved = self.along(arguments, i, path), self.along(arguments, i, path, closed)
                    question = (
                        f"{self.name}, by {name}{list(path) or ''}, {brief(given)}",
                        along,
                        entry(arguments[i], path),
                        lambda x, moved=moved, path=path: entry(moved(x), path),
                        smooth,
                    )
                    if at_kink:
                        numeric.check_kink(*question)
                    else:
                        numeric.check(*question, order)


def brief(given):
    text = ", ".join(f"{k} = {v!r}" for k, v in given.items())
    return text if len(text) < 300 else text[:300] + " .."


def flattened(value):
    return [x for v in value for x in flattened(v)] if isinstance(value, (list, tuple)) else [value]


def shape_of(value):
    return [shape_of(v) for v in value] if isinstance(value, list) else None


def shaped(shape, numbers):
    return [shaped(s, numbers) for s in shape] if isinstance(shape, list) else next(numbers)


def put(results, key, value):
    for k in key[:-1]:
        results = results.setdefault(k, {})
    results[key[-1]] = value


def entry(value, path):
    return entry(value[path[0]], path[1:]) if path else value


def sampled(value, path=()):
    """The paths of all entries of a number, row or table; of a long one, a few that are spread over it."""
    if not isinstance(value, list):
        return [path]
    paths = [p for i, v in enumerate(value) for p in sampled(v, (*path, i))]
    return paths if len(paths) <= SAMPLED else [paths[i * (len(paths) - 1) // (SAMPLED - 1)] for i in range(SAMPLED)]


def transposed(points):
    """A list of results as one result of lists."""
    first = points[0]
    if isinstance(first, dict):
        return {key: transposed([point[key] for point in points]) for key in first}
    return points


def worth_giving(key, results):
    """Sizes of terms that are 0 throughout are left out."""
    if key != "scale":
        return True
    return any(flattened([list(v.values()) if isinstance(v, dict) else v for v in results.values()]))
