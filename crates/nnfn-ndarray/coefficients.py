"""Prints the polynomial tables of src/kernels/table.rs, src/kernels/losses/table.rs and src/rows/power.rs: `python3 coefficients.py` (needs mpmath).

Each polynomial is the one with the smallest largest relative error of the result (Remez' exchange), its
coefficients rounded one by one, the highest first, the others fitted again to what is left.
"""

import struct

from mpmath import atanh, cos, erfc, exp, expm1, findroot, log, lu_solve, matrix, mp, mpf, nstr, pi, polyval, qr_solve, sign, sinh, sqrt

mp.prec = 200


def remez(residual, weight, m, grid):
    """The m coefficients with the smallest largest |residual - polynomial|/weight over the grid."""
    at = [i * (len(grid) - 1) // m for i in range(m + 1)]
    for _ in range(30):
        system = matrix(m + 1, m + 1)
        for i, g in enumerate(at):
            for power in range(m):
                system[i, power] = grid[g] ** power
            system[i, m] = (-1) ** i * weight[g]
        solved = lu_solve(system, matrix([residual[g] for g in at]))
        error = [
            (polyval(list(solved)[m - 1 :: -1], x) - y) / w
            for x, y, w in zip(grid, residual, weight)
        ]
        peaks = [0]
        for i, e in enumerate(error):
            if sign(e) != sign(error[peaks[-1]]):
                peaks.append(i)
            elif abs(e) > abs(error[peaks[-1]]):
                peaks[-1] = i
        largest = max(abs(e) for e in error)
        if len(peaks) < m + 1 or largest < mpf("1.001") * abs(solved[m]):
            break
        while len(peaks) > m + 1:
            peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
        at = peaks
    return list(solved)[:m]


def to_float(x, bits):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0]) if bits == 32 else mpf(float(x))


def shortest(x, bits):
    digits = next(d for d in range(1, 18) if to_float(mpf(nstr(x, d)), bits) == x)
    return nstr(x, digits, min_fixed=-8, max_fixed=8)


def table(name, f, weight, lo, hi, degree, bits):
    n = 50 * (degree + 2)
    grid = [(lo + hi) / 2 - (hi - lo) / 2 * cos(pi * (k + mpf(1) / 2) / n) for k in range(n)]
    weights = [weight(x) for x in grid]
    left = [f(x) for x in grid]
    rounded = []
    for power in reversed(range(degree + 1)):
        fitted = remez(left, weights, power + 1, grid)
        rounded.append(to_float(fitted[-1], bits))
        left = [y - rounded[-1] * x**power for x, y in zip(grid, left)]
    largest = max(abs(y) / w for y, w in zip(left, weights))
    print(f"{name}, f{bits}, degree {degree}, relative error 2^{nstr(log(largest, 2), 4)}")
    for c in rounded:
        print(f"    {shortest(c, bits)},")


def mills(a):
    """Φ(-a)/exp(-a²/2)."""
    return erfc(a / sqrt(2)) * exp(a * a / 2) / 2


def rest(y):
    """What makes tanh(x) = x·rest/(y + rest) for y = x²: 3 + y/(5 + y/(7 + ..))."""
    below = mpf(63)
    for odd in range(61, 1, -2):
        below = odd + y / below
    return below


def losses():
    for name, rest_degree, cosh_degree in (("short", 11, 5), ("full", 14, 7)):
        print(f"-- {name}, of losses")
        # exp(x) - 1 - x = x²·P(x)
        rest = lambda x: (expm1(x) - x) / x**2
        table("EXP_REST", rest, rest, mpf(-1), mpf(3) / 2, rest_degree, 64)
        # cosh(r) - 1 = y·P(y), y = r²
        cosh = lambda y: 2 * (sinh(sqrt(y) / 2) / sqrt(y)) ** 2
        table("COSH_REST", cosh, cosh, mpf(0), mpf(1), cosh_degree, 64)


def rows():
    print("-- of rows")
    # 2^f = (E + f)/(E - f), E a polynomial in f²
    even = lambda y: sqrt(y) * (2 ** sqrt(y) + 1) / (2 ** sqrt(y) - 1)
    table("EVEN", even, lambda y: (even(y) ** 2 - y) / (2 * sqrt(y)), mpf("1e-12"), mpf(1) / 4, 3, 64)


def quotients():
    print("-- quotients, short")
    half = log(2) / 2
    # exp(r) = (E + r)/(E - r), E = 2 + y·P(y), y = r²
    even = lambda y: sqrt(y) * (exp(sqrt(y)) + 1) / (exp(sqrt(y)) - 1)
    for degree in (2, 3):
        weight = lambda y: (even(y) ** 2 - y) / (2 * sqrt(y) * y)
        table("EVEN", lambda y: (even(y) - 2) / y, weight, mpf("1e-12"), half**2, degree, 64)
    rational("MILLS", mills, mpf(1) / 2, mpf(20), 6, 7)


def rational(name, f, at_zero, end, above, below):
    """P/Q near f on [0, end], P(0) given and Q(0) = 1: least squares of the linearised error, weighted again and again
    by the last denominator (Sanathanan and Koerner, 1963) and by the error (Lawson, 1961).
    """
    n = 300
    grid = [end * (1 - cos(pi * (k + mpf(1) / 2) / n)) / 2 for k in range(n)]
    values = [f(x) for x in grid]
    old, weights, best = [mpf(1)] * n, [mpf(1)] * n, None
    for turn in range(25):
        system, right = matrix(n, above + below), matrix(n, 1)
        for i, (x, y) in enumerate(zip(grid, values)):
            scale = sqrt(weights[i]) / (old[i] * y)
            for power in range(1, above + 1):
                system[i, power - 1] = scale * x**power
            for power in range(1, below + 1):
                system[i, above + power - 1] = -scale * y * x**power
            right[i] = scale * (y - at_zero)
        found = list(qr_solve(system, right)[0])
        p, q = found[:above][::-1] + [at_zero], found[above:][::-1] + [mpf(1)]
        old = [polyval(q, x) for x in grid]
        error = [abs(polyval(p, x) / o / y - 1) for x, o, y in zip(grid, old, values)]
        if best is None or max(error) < best[0]:
            best = (max(error), p, q)
        if turn >= 3:
            weights = [w * (e / max(error) + mpf("1e-3")) for w, e in zip(weights, error)]
            mean = sum(weights) / n
            weights = [w / mean for w in weights]
    largest, p, q = best
    print(f"{name}, degrees {above} and {below}, relative error 2^{nstr(log(largest, 2), 4)}")
    for coefficients in (p, q):
        for c in coefficients:
            print(f"    {shortest(to_float(c, 64), 64)},")
        print()


def main():
    half = log(2) / 2
    # the zero of Φ(-a) - a·φ(a), half the slope of GELU's tail
    zero = findroot(lambda a: mills(a) - a / sqrt(2 * pi), 0.75)
    # "short": 40 bits, for results that are rounded to f32.
    for name, exp_degree, log_degree, mills_degree, slope_degree, rest_degree, centre, end in (
        ("short", 6, 5, 14, 13, 6, 4, 20),
        ("full", 9, 9, 22, 20, 10, 4.96875, 39.5),
    ):
        bits = 64
        print(f"-- {name}")
        # exp(r) = 1 + r + r²·P(r)
        table("EXP", lambda r: (expm1(r) - r) / r**2, lambda r: exp(r) / r**2, -half, half, exp_degree, bits)
        # ln(1+e) = 2s + s·y·P(y), s = e/(2+e), y = s²
        table(
            "LN_1P",
            lambda y: 2 * (atanh(sqrt(y)) / sqrt(y) - 1) / y,
            lambda y: 2 * atanh(sqrt(y)) / sqrt(y) / y,
            mpf(0),
            mpf(1) / 9,
            log_degree,
            bits,
        )
        # (a + c)·Φ(-a)/exp(-a²/2) = P(t), t = (a - c)/(a + c); of all c near 5, one whose P(0) rounds well
        c = mpf(centre)
        of_t = lambda f: lambda t: f(c * (1 + t) / (1 - t))
        lo, hi = mpf(-1), (end - c) / (end + c)
        scaled = of_t(lambda a: (a + c) * mills(a))
        if name == "short":
            # exact at a = 0, where gelu(x) = x/2 may lie in the middle between two: P(t) = c/2 + a/(a + c)·Q(t)
            table(
                "MILLS",
                lambda t: (scaled(t) - c / 2) * 2 / (1 + t),
                lambda t: scaled(t) * 2 / (1 + t),
                lo,
                hi,
                mills_degree - 1,
                bits,
            )
        else:
            table("MILLS", scaled, scaled, lo, hi, mills_degree, bits)
        # (Φ(-a) - a·φ(a))/exp(-a²/2) = (a - zero)·P(t)
        by_zero = of_t(lambda a: (mills(a) - a / sqrt(2 * pi)) / (a - zero))
        table("GELU_SLOPE", by_zero, lambda t: -by_zero(t), lo, hi, slope_degree, bits)
        # tanh(x) = x·P(y)/(y + P(y)), y = x²
        table("TANH_REST", rest, rest, mpf(0), mpf(9) / 4, rest_degree, bits)
    quotients()
    losses()
    rows()
    ln2_hi = mpf(round(float(log(2) * 2**41))) / 2**41
    print(f"LN_2_HI {shortest(to_float(ln2_hi, 64), 64)}, LN_2_LO {shortest(to_float(log(2) - ln2_hi, 64), 64)}")
    for name, x in (
        ("GELU_ZERO", zero),
        ("SQRT_8_OVER_PI", sqrt(8 / pi)),
        ("CUBIC", sqrt(8 / pi) * mpf("0.044715")),
        ("QUICK", mpf("1.702")),
    ):
        print(f"{name} {shortest(to_float(x, 64), 64)}, LO {shortest(to_float(x - to_float(x, 64), 64), 64)}")


if __name__ == "__main__":
    main()
