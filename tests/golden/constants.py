"""The constants of the library: each definition is evaluated as it stands, at 80 digits."""

from mpmath import erfc, exp, findroot, log, mpf, nstr, pi, sqrt, workdps

from engine.rounding import to_binary64
from scalars import selu_constants

DEFINITIONS = {
    "LN_2": "log(2)",
    "PI": "pi",
    "FRAC_1_SQRT_2": "1/sqrt(2)",
    "FRAC_1_SQRT_2PI": "1/sqrt(2*pi)",
    "SQRT_8_OVER_PI": "sqrt(8/pi)",
    "CUBIC": "mpf(44715)/10**6",
    "TWO_POW_128": "mpf(2)**128",
    "QUICK": "mpf(1702)/10**3",
    "SELU_LAMBDA": "selu_constants()[0]",
    "SELU_LAMBDA_ALPHA": "selu_constants()[1]",
    "ZERO": "gelu_minimum()",
    "PDF_AT_ZERO": "exp(-gelu_minimum()**2/2)/sqrt(2*pi)",
}


def gelu_minimum():
    """Where the slope of GELU is 0."""
    return findroot(lambda x: erfc(-x / sqrt(2)) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi), mpf(-3) / 4)


def constant(name, definition):
    """Fifty significant digits, the nearest binary64, and the binary64 nearest to what that leaves."""
    with workdps(80):
        known = {
            "exp": exp,
            "gelu_minimum": gelu_minimum,
            "log": log,
            "mpf": mpf,
            "pi": pi,
            "selu_constants": selu_constants,
            "sqrt": sqrt,
        }
        exact = +eval(definition, known)
        hi = to_binary64(exact)
        lo = to_binary64(exact - mpf(hi))
        return {
            "name": name,
            "definition": definition,
            "decimal": nstr(exact, 50, strip_zeros=False),
            "hi": hi,
            "lo": lo,
        }


def table():
    return [constant(name, definition) for name, definition in DEFINITIONS.items()]
