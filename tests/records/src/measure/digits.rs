//! Which digits a result has: see [`crate::accuracy`].

use crate::accuracy::{self, Digits, Source};
use crate::golden;

/// `plain`, `ours`, or the name of a library.
fn source(name: &str) -> Source {
    let peers = catalog::FUNCTIONS
        .iter()
        .flat_map(|f| golden::peers(f.about().name));
    let mut libraries = peers.map(|peer| peer.library);
    match name {
        "plain" => Source::Plain,
        "ours" => Source::Ours,
        _ => libraries
            .find(|library| *library == name)
            .map(Source::Library)
            .unwrap_or_else(|| panic!("no library {name}; or `plain`, or `ours`")),
    }
}

fn of(function: &str, name: &str, dtype: &str, result: &str) -> Digits {
    let found = catalog::find(function).unwrap_or_else(|| panic!("no function {function}"));
    let results = accuracy::results(found);
    let result = (results.iter().find(|r| **r == result))
        .unwrap_or_else(|| panic!("{function} has no {result}: {results:?}"));
    accuracy::digits(found, source(name), dtype, result)
        .unwrap_or_else(|| panic!("no {dtype} record of {result} of {function} ({name})"))
}

/// The results of all activations together; only those of which this library has records.
fn all(name: &str, dtype: &str) -> Digits {
    let of_function = |f: &'static catalog::Function| {
        let results = accuracy::results(f).iter();
        results.filter_map(move |result| accuracy::digits(f, source(name), dtype, result))
    };
    let together = catalog::FUNCTIONS.iter().flat_map(of_function);
    together.fold(Digits::default(), Digits::and)
}

/// The largest error of a result in units in the last place, where not all digits are lost:
/// `worst_ulp("tanh", "PyTorch", "float64", "grad")`; of `plain` and `ours` as well.
#[must_use]
pub fn worst_ulp(function: &str, name: &str, dtype: &str, result: &str) -> f64 {
    of(function, name, dtype, result).worst
}

/// At how many recorded points all digits of a result are lost.
#[must_use]
pub fn points_lost(function: &str, name: &str, dtype: &str, result: &str) -> usize {
    of(function, name, dtype, result).lost
}

/// At how many recorded points a result is compared.
#[must_use]
pub fn points_of(function: &str, name: &str, dtype: &str, result: &str) -> usize {
    of(function, name, dtype, result).points
}

/// How many results of all activations have lost all digits.
#[must_use]
pub fn all_lost(name: &str, dtype: &str) -> usize {
    all(name, dtype).lost
}

/// How many results of all activations are compared.
#[must_use]
pub fn all_points(name: &str, dtype: &str) -> usize {
    all(name, dtype).points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_add_up() {
        let lost = points_lost("tanh", "PyTorch", "float64", "grad");
        assert!(lost > 0 && lost < points_of("tanh", "PyTorch", "float64", "grad"));
        assert!(all_lost("PyTorch", "float64") > lost);
        assert!(all_lost("plain", "float32") > all_lost("ours", "float32"));
        assert!(worst_ulp("gelu", "JAX", "float64", "value") > 100.0);
        assert!(all_points("Keras", "float64") > all_points("Keras", "float32") / 2);
    }

    #[test]
    #[should_panic(expected = "tanh has no grad_b: [\"value\", \"grad\"]")]
    fn says_what_there_is() {
        let _ = points_lost("tanh", "JAX", "float64", "grad_b");
    }
}
