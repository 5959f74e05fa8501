"""The constants of the library: each definition is evaluated as it stands, at 80 digits."""

from mpmath import log, mpf, nstr, pi, sqrt, workdps

from rounding import to_binary64
from scalars import selu_constants

DEFINITIONS = {
    "LN_2": "log(2)",
    "FRAC_1_SQRT_2": "1/sqrt(2)",
    "FRAC_1_SQRT_2PI": "1/sqrt(2*pi)",
    "SQRT_8_OVER_PI": "sqrt(8/pi)",
    "CUBIC": "mpf(44715)/10**6",
    "TWO_POW_128": "mpf(2)**128",
    "QUICK": "mpf(1702)/10**3",
    "SELU_LAMBDA": "selu_constants()[0]",
    "SELU_LAMBDA_ALPHA": "selu_constants()[1]",
}


def constant(name, definition):
    """Fifty significant digits, the nearest binary64, and the binary64 nearest to what that leaves."""
    with workdps(80):
        exact = +eval(definition, {"log": log, "mpf": mpf, "pi": pi, "sqrt": sqrt, "selu_constants": selu_constants})
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
