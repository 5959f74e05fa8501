//! What other libraries returned for a value and its gate.

use super::{block, is_input};
use crate::outcome::or_panic;

fn at(function: &str, library: &str, dtype: &str, result: &str, a: f64, b: f64) -> f64 {
    let case = &block(function, library, dtype).case;
    let recorded: Vec<(f64, f64)> = (or_panic(case.input("a")).into_iter())
        .zip(or_panic(case.input("b")))
        .collect();
    let i = (recorded.iter())
        .position(|&(x, y)| is_input(x, a, dtype) && is_input(y, b, dtype))
        .unwrap_or_else(|| {
            panic!(
                "{function} of {library} ({dtype}) is not recorded for a = {a} and b = {b}; \
                 recorded: {recorded:?}"
            )
        });
    or_panic(case.result(result))[i]
}

/// The gated number that a library returned for a value and its gate.
#[must_use]
pub fn peer_gate_value(function: &str, library: &str, dtype: &str, a: f64, b: f64) -> f64 {
    at(function, library, dtype, "value", a, b)
}

/// The derivative by the value that a library returned.
#[must_use]
pub fn peer_gate_grad_a(function: &str, library: &str, dtype: &str, a: f64, b: f64) -> f64 {
    at(function, library, dtype, "grad_a", a, b)
}

/// The derivative by the gate that a library returned.
#[must_use]
pub fn peer_gate_grad_b(function: &str, library: &str, dtype: &str, a: f64, b: f64) -> f64 {
    at(function, library, dtype, "grad_b", a, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nnfn::activations::{glu, sigmoid};

    #[test]
    fn finds_the_record_of_value_and_gate() {
        let found = peer_gate_value("glu", "PyTorch", "float64", 3.0, 2.0);
        assert!((found - glu(3.0, 2.0)).abs() < 1e-15, "{found}");
        let found = peer_gate_grad_a("glu", "JAX", "float32", -2.5, 0.1);
        assert!((found - sigmoid(0.1)).abs() < 1e-7, "{found}");
        let found = peer_gate_grad_b("reglu", "Keras", "float64", -2.5, 3.0);
        assert_eq!(found, -2.5);
    }

    #[test]
    #[should_panic(expected = "glu of JAX (float64) is not recorded for a = 0.25 and b = 2")]
    fn says_what_is_not_recorded() {
        let _ = peer_gate_value("glu", "JAX", "float64", 0.25, 2.0);
    }
}
