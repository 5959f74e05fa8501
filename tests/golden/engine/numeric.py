"""Derivatives by differences: closed forms are checked against them, and they stand in for those that a row omits."""

from mpmath import isinf, isnan, log10, mp, mpf, nstr, workdps

DIGITS = 20  # to which a closed form has to agree
NOTHING = mpf(10) ** -400  # rounded to 0
UNSETTLED = "cannot be checked, its differences do not settle: is there a kink that the row does not name?"


def reach(sizes, gaps=()):
    """How far a function of inputs of these sizes can be smooth: by the least and the largest of them, and by the
    distance to the nearest kink."""
    nearest = mpf(1)
    for size in sizes:
        if size != 0 and not isinf(size):
            nearest = min(nearest, abs(size), 1 / abs(size))
    for gap in gaps:
        if gap != 0:
            nearest = min(nearest, abs(gap))
    return nearest


def differences(f, x, order, h):
    """Central differences of `f` at `x` with steps `h` and h/2: the second errs a quarter as much."""
    if order == 1:
        return [(f(x + s) - f(x - s)) / (2 * s) for s in (h, h / 2)]
    return [(f(x + s) - 2 * f(x) + f(x - s)) / s**2 for s in (h, h / 2)]


def derivative(f, order, smooth):
    """The derivative of `f` by differences, for a row that gives no closed form; `smooth(x)` is the reach there."""

    def numeric(x):
        digits = mp.dps
        h = smooth(x) * mpf(10) ** -digits
        with workdps((order + 2) * digits - int((order + 1) * log10(smooth(x)))):
            return differences(f, x, order, h)[1]

    return numeric


def check(name, f, x, closed, smooth, order=1):
    """Asserts that `closed(x)` is the derivative of `f` at `x`, to 20 digits."""
    outcome = None
    for attempt in range(1, 6):  # with ever smaller steps and more digits: both sides may cancel
        with workdps(30):
            h = mpf(10) ** (-15 - 15 * attempt) * smooth ** min(attempt, 2)
            digits = 30 * 2**attempt + int(order * -log10(h) - log10(smooth))  # of x + h too, where x is large
        with workdps(digits):
            expected = closed(x)
            if isnan(expected) or isinf(expected):
                return
            size = max(abs(f(x)), abs(f(x + h)))
            noise = size * mpf(10) ** (10 - digits) / h**order
        if NOTHING < abs(expected) < noise * mpf(10) ** DIGITS:  # small beside the value: so many more digits
            with workdps(30):
                digits += int(log10(noise / abs(expected))) + DIGITS
        with workdps(digits):
            expected = closed(x)
            noise = size * mpf(10) ** (10 - digits) / h**order
            coarse, fine = differences(f, x, order, h)
            if expected == 0 and abs(4 * fine - coarse) <= mpf(10) ** -DIGITS * abs(fine) + noise:
                return  # x³ at 0: the differences fall as the square of the step, and nothing is left beside that
            slack = mpf(10) ** -DIGITS * abs(fine) + noise + NOTHING
            settled = abs(coarse - fine) <= slack
            if settled and abs(fine - expected) <= slack:
                return
            what = f"{name}: derivative {order} at {show(x)}"
            outcome = f"{what}: {show(expected)}, not {show(fine)}" if settled else f"{what} {UNSETTLED}"
    raise AssertionError(outcome)


def check_kink(name, f, x, chosen, smooth):
    """Asserts that the chosen slope at a kink lies between the one-sided ones."""
    with workdps(30):
        h = mpf(10) ** -60 * smooth
        digits = 100 + 2 * int(-log10(h))  # the values may be as large as the step is small
    with workdps(digits):
        middle = f(x)
        left, right = (middle - f(x - h)) / h, (f(x + h) - middle) / h
        slope = chosen(x)
        if isinf(slope) or isnan(slope):
            return
        slack = mpf(10) ** -DIGITS * (1 + abs(left) + abs(right))
        assert min(left, right) - slack <= slope <= max(left, right) + slack, (
            f"{name}: slope {show(slope)} at {show(x)}, not between {show(left)} and {show(right)}"
        )


def show(x):
    return nstr(x, 25)
