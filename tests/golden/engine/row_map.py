"""A map of a row of logits to a row, with a temperature: its row, its exact cases, and what the libraries are asked.

Its derivative is the product of an upstream gradient with the Jacobian.
"""

import math
from dataclasses import dataclass
from typing import Callable

from mpmath import fsum, mpf

from engine import numeric, recorded_points, row_points
from engine.domains import exact
from engine.rounding import settle
from engine.row_points import expanded, random_upstream

TEMPERATURES = [1e-3, 0.07, 0.5, 2.0, 10.0, 1e6]
CHECKED = 5  # rows up to this length are checked by differences


@dataclass(frozen=True)
class RowMap:
    """What a row says. All functions take logits and temperature; those of the derivative the upstream too."""

    name: str
    definition: str
    value: Callable
    vjp: Callable
    scale: Callable  # the sizes of the terms of each entry of `vjp`
    calls: tuple = ()

    def cases(self):
        for note, z, upstream, temperature in points():
            yield self.case(note, {"logits": z, "upstream": upstream, "temperature": temperature})
        upstream = {"generated": row_points.LONG_UPSTREAM}
        for formula, temperature in zip(row_points.LONG, (1.0, 0.5, 10.0), strict=True):
            index = row_points.long_index(row_points.generated(**formula))
            args = {"logits": {"generated": formula}, "upstream": upstream, "temperature": temperature}
            yield self.case("50,000 classes", args, index)

    def case(self, note, args, index=None):
        """Value, derivative and sizes of terms, each rounded once; only the entries `index` of a long row."""
        z, upstream = (exact(expanded(args[name]), 1100) for name in ("logits", "upstream"))
        temperature = mpf(args["temperature"])
        chosen = range(len(z)) if index is None else index

        def all_of_them():
            rows = self.value(z, temperature), self.vjp(z, temperature, upstream), self.scale(z, temperature, upstream)
            return [row[i] for row in rows for i in chosen]

        results = [x + 0.0 for x in settle(all_of_them)]  # zeros of rows without a sign
        value, vjp, scale = (results[k * len(chosen) : (k + 1) * len(chosen)] for k in range(3))
        if len(z) <= CHECKED and all(map(math.isfinite, args["logits"])):
            self.check(z, temperature, upstream)
        found = {
            "note": note,
            "args": args,
            "value": value,
            "grad": {"logits": vjp},
            "scale": {"grad": {"logits": scale}},
        }
        return found | ({} if index is None else {"index": index})

    def check(self, z, temperature, upstream):
        """The closed form against differences of the definition by every logit."""
        smooth = numeric.reach([*z, temperature])
        for j, at in enumerate(z):

            def along(x, j=j):
                values = self.value(z[:j] + [x] + z[j + 1 :], temperature)
                return fsum(u * v for u, v in zip(upstream, values, strict=True))

            def closed(x, j=j):
                return self.vjp(z[:j] + [x] + z[j + 1 :], temperature, upstream)[j]

            numeric.check(f"{self.name}, by logit {j}", along, at, closed, smooth)

    def asked(self, call, dtype):
        for note, z in recorded_points.rows(dtype).items():
            upstream = recorded_points.upstream(len(z))
            yield {"note": note, "args": {"logits": z, "upstream": upstream, "temperature": 1.0}}, ("logits",)


def points():
    """Note, logits, upstream, temperature."""
    rows = row_points.all_rows()
    for name, z in rows.items():
        yield name, z, random_upstream(name, len(z)), 1.0
    for name in ("page example", "1000 apart", "two of three equal", "random 5, wide", "random 50", "one masked"):
        for temperature in TEMPERATURES:
            yield name, rows[name], random_upstream(name, len(rows[name])), temperature
    name = "difference beyond the largest binary64"
    yield name, rows[name], random_upstream(name, 3), 4.0
    for name, z in recorded_points.defined_rows().items():
        yield f"recorded, {name}", z, recorded_points.upstream(len(z)), 1.0
    for name in ("page example", "40 apart", "subnormal tail", "random 50"):
        for kind, upstream in row_points.upstreams(name, len(rows[name])).items():
            yield f"{name}, upstream {kind}", rows[name], upstream, 1.0
