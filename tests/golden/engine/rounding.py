"""One rounding from the real number to binary64: mpmath working precision is raised until the result is certain."""

import math

from mpmath import isinf, isnan, mpf, workdps

DIGITS = 60  # first working precision, in decimal digits
EXACT = 1600  # sums and differences of binary64 numbers are exact, and so is on which side of a kink they lie
LIMIT = 4000  # by then a value is exact, or the reference is wrong
UNDERFLOW = mpf(2) ** -1080  # far below half of the least subnormal, 2^-1075
OVERFLOW = mpf(2) ** 1030


def to_binary64(value):
    """Nearest binary64 of an mpf, ties to even, subnormals kept, overflow to infinity."""
    if isnan(value):
        return math.nan
    if isinf(value):
        return math.copysign(math.inf, value)
    sign, mantissa, exponent, bits = value._mpf_
    if mantissa == 0:
        return 0.0
    lsb = max(exponent + bits - 53, -1074)
    shift = lsb - exponent
    if shift > 0:
        quotient, rest = (mantissa >> shift, mantissa & ((1 << shift) - 1)) if shift <= bits + 1 else (0, 1)
        half = 1 << (min(shift, bits + 2) - 1)
        mantissa = quotient + (rest > half or (rest == half and quotient & 1))
    else:
        mantissa <<= -shift
    try:
        magnitude = math.ldexp(int(mantissa), lsb)
    except OverflowError:
        magnitude = math.inf
    return -magnitude if sign else magnitude


def _certain(coarse, fine, tolerance):
    """Whether two precisions agree so well that the rounding of `fine` is the rounding of the real number."""
    if isnan(fine) or isinf(fine):
        return True
    low, high = sorted((abs(coarse), abs(fine)))
    if high < UNDERFLOW or low > OVERFLOW:
        return fine != 0  # an exact zero has to be shown zero by many more digits
    slack = tolerance * high
    if abs(coarse - fine) > slack:
        return False
    return to_binary64(fine - slack) == to_binary64(fine + slack)


def settle(evaluate, digits=DIGITS):
    """The list of reals computed by `evaluate`, each rounded once to binary64.

    `evaluate` is called at 60, 120, 240, .. digits, or from `digits` on, until two calls agree and the rounding is
    not in doubt.
    What is still in doubt at the limit must be the same number at two precisions: then it is exact
    (a zero, or a tie between two binary64 numbers).
    """
    with workdps(digits):
        coarse = evaluate()
    while True:
        tolerance = mpf(10) ** -(3 * digits // 4)
        digits *= 2
        with workdps(digits):
            fine = evaluate()
        with workdps(digits + 10):
            doubtful = [i for i, pair in enumerate(zip(coarse, fine, strict=True)) if not _certain(*pair, tolerance)]
            if not doubtful:
                return [to_binary64(v) for v in fine]
            if digits >= LIMIT:
                for i in doubtful:
                    assert coarse[i] == fine[i], f"not settled at {digits} digits: {coarse[i]} and {fine[i]}"
                return [to_binary64(v) for v in fine]
        coarse = fine


def neighbours(x, steps=1):
    """`x` with the `steps` binary64 numbers below and above it."""
    found = [x]
    below = above = x
    for _ in range(steps):
        below, above = math.nextafter(below, -math.inf), math.nextafter(above, math.inf)
        found += [below, above]
    return found
