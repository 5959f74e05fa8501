"""The calls of other libraries that a row names: each text is evaluated as it stands, with the arguments bound.

A call stands for the function that its row defines. `TORCH("..")` leaves everything that changes the function
at the library's default; a default of one of the function's parameters is named: `TORCH("..", slope=0.01)`.
`TORCH.given("..", slope=(0.2,))` sets something, here the parameter, to each of these values.
"""

import itertools
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    library: str
    package: str
    text: str
    default: bool
    at: tuple  # of dictionaries: the parameters it is recorded at
    single: bool = False  # returns float32 whatever it is given


@dataclass(frozen=True)
class Library:
    name: str
    package: str

    def __call__(self, text, **parameters):
        return Call(self.name, self.package, text, True, (named(parameters),))

    def single(self, text):
        """A call that returns float32 whatever it is given."""
        return Call(self.name, self.package, text, True, ({},), single=True)

    def given(self, text, **tried):
        at = tuple(named(dict(zip(tried, values))) for values in itertools.product(*tried.values()))
        return Call(self.name, self.package, text, False, at)


def named(parameters):
    """Under the names of the file: Python reserves `lambda`, so a row says `lambda_`."""
    return {name.removesuffix("_"): value for name, value in parameters.items()}


TORCH = Library("PyTorch", "torch")
TORCHVISION = Library("torchvision", "torchvision")
JAX = Library("JAX", "jax")
OPTAX = Library("Optax", "optax")
KERAS = Library("Keras", "keras")
TRL = Library("TRL", "trl")  # a configuration of a trainer: `trainers/` says how its loss is run
SKLEARN = Library("scikit-learn", "scikit-learn")  # values only: it differentiates nothing
