//! What other libraries returned with a parameter other than the default.

use super::is_input;
use crate::golden::{self, Recorded};
use crate::outcome::or_panic;

fn at(function: &str, library: &str, dtype: &str, result: &str, parameter: f64, x: f64) -> f64 {
    let Some(catalog::Function::Curve(curve)) = catalog::find(function) else {
        panic!("{function} is no function of one number with a parameter");
    };
    let name = curve.parameter.name;
    let is_wanted = |block: &&Recorded| {
        let found = or_panic(block.case.param(name));
        block.library == library
            && block.dtype == dtype
            && found.is_some_and(|found| is_input(found, parameter, dtype))
    };
    let case = &(or_panic(golden::of(function)).recorded.iter())
        .find(is_wanted)
        .unwrap_or_else(|| {
            panic!("{function} of {library} ({dtype}) is not recorded with {name} = {parameter}")
        })
        .case;
    let inputs = or_panic(case.input("x"));
    let i = inputs.iter().position(|&input| is_input(input, x, dtype));
    let i = i.unwrap_or_else(|| {
        panic!("{function} of {library} ({dtype}) is not recorded at {x}; recorded: {inputs:?}")
    });
    or_panic(case.result(result))[i]
}

/// The value that a library returned for `x` with this parameter.
#[must_use]
pub fn peer_value_with(function: &str, library: &str, dtype: &str, parameter: f64, x: f64) -> f64 {
    at(function, library, dtype, "value", parameter, x)
}

/// The derivative by `x` that a library returned with this parameter.
#[must_use]
pub fn peer_grad_with(function: &str, library: &str, dtype: &str, parameter: f64, x: f64) -> f64 {
    at(function, library, dtype, "grad", parameter, x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nnfn::activations::elu;

    #[test]
    fn finds_the_record_of_a_parameter() {
        for alpha in [0.5, 1.0] {
            for dtype in ["float32", "float64"] {
                let found = peer_value_with("elu", "PyTorch", dtype, alpha, -3.0);
                assert!((found - elu(-3.0, alpha)).abs() < 1e-7, "{found}");
                assert_eq!(peer_grad_with("elu", "JAX", dtype, alpha, 0.0), alpha);
            }
        }
    }

    #[test]
    #[should_panic(expected = "elu of Keras (float64) is not recorded with alpha = 3")]
    fn says_what_is_not_recorded() {
        let _ = peer_value_with("elu", "Keras", "float64", 3.0, 1.0);
    }
}
