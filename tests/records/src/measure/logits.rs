//! What other libraries returned for a row of logits.

use super::{is_input, records};
use crate::golden::{Case, Recorded};
use crate::outcome::or_panic;

fn same_row(recorded: &[f64], given: &[f64], dtype: &str) -> bool {
    recorded.len() == given.len()
        && (recorded.iter().zip(given)).all(|(&r, &g)| is_input(r, g, dtype))
}

/// The record among `records` that `wanted` is true of.
fn one(
    records: Vec<&'static Recorded>,
    what: &str,
    wanted: impl Fn(&Case) -> bool,
) -> &'static Case {
    let notes: Vec<&str> = records.iter().map(|r| r.case.note.as_str()).collect();
    (records.iter().map(|r| &r.case))
        .find(|case| wanted(case))
        .unwrap_or_else(|| panic!("no record of {what}; recorded: {notes:?}"))
}

fn of_class(
    function: &str,
    library: &str,
    dtype: &str,
    logits: &[f64],
    class: usize,
) -> &'static Case {
    let what = format!("{function} of {library} ({dtype}) for {logits:?} and class {class}");
    one(records(function, library, dtype), &what, |case| {
        or_panic(case.class()) == class && same_row(&or_panic(case.input("logits")), logits, dtype)
    })
}

fn of_row(function: &str, library: &str, dtype: &str, logits: &[f64]) -> &'static Case {
    let what = format!("{function} of {library} ({dtype}) for {logits:?}");
    one(records(function, library, dtype), &what, |case| {
        same_row(&or_panic(case.input("logits")), logits, dtype)
    })
}

/// The row that a library returned for `logits`; a row of one for log-sum-exp.
#[must_use]
pub fn peer_row_value(function: &str, library: &str, dtype: &str, logits: &[f64]) -> Vec<f64> {
    or_panic(of_row(function, library, dtype, logits).result("value"))
}

/// The gradient by the logits that a library returned: of log-sum-exp itself, of a function with
/// many results pulled back from the recorded `upstream` gradient.
#[must_use]
pub fn peer_row_grad(function: &str, library: &str, dtype: &str, logits: &[f64]) -> Vec<f64> {
    let case = of_row(function, library, dtype, logits);
    let pulled_back = case.data.get("vjp").is_some();
    or_panic(case.result(if pulled_back { "vjp" } else { "grad" }))
}

/// The loss that a library returned for `logits` and the true `class`.
#[must_use]
pub fn peer_class_value(
    function: &str,
    library: &str,
    dtype: &str,
    logits: &[f64],
    class: usize,
) -> f64 {
    or_panic(of_class(function, library, dtype, logits, class).result("value"))[0]
}

/// The gradient by the logits that a library returned for `logits` and the true `class`.
#[must_use]
pub fn peer_class_grad(
    function: &str,
    library: &str,
    dtype: &str,
    logits: &[f64],
    class: usize,
) -> Vec<f64> {
    or_panic(of_class(function, library, dtype, logits, class).result("grad"))
}

/// The loss that a library returned for `logits` and a `target` distribution.
#[must_use]
pub fn peer_soft_value(
    function: &str,
    library: &str,
    dtype: &str,
    logits: &[f64],
    target: &[f64],
) -> f64 {
    let what = format!("{function} of {library} ({dtype}) for {logits:?} and target {target:?}");
    let case = one(records(function, library, dtype), &what, |case| {
        same_row(&or_panic(case.input("logits")), logits, dtype)
            && same_row(&or_panic(case.input("target")), target, dtype)
    });
    or_panic(case.result("value"))[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use nnfn::losses::{cross_entropy, cross_entropy_grad, cross_entropy_soft};

    const ROW: [f64; 3] = [2.0, 1.0, 0.1];

    #[test]
    fn finds_the_record_of_row_class_and_target() {
        for class in [0, 2] {
            let found = peer_class_value("cross_entropy", "PyTorch", "float64", &ROW, class);
            assert!(
                (found - cross_entropy(&ROW, class)).abs() < 1e-15,
                "{found}"
            );
            let found = peer_class_grad("cross_entropy", "Optax", "float32", &ROW, class);
            for (found, ours) in found.iter().zip(cross_entropy_grad(&ROW, class)) {
                assert!((found - ours).abs() < 1e-7, "{found}");
            }
        }
        for target in [[1.0, 0.0, 0.0], [0.5, 0.25, 0.25]] {
            let found = peer_soft_value("cross_entropy_soft", "Keras", "float32", &ROW, &target);
            assert!(
                (found - cross_entropy_soft(&ROW, &target)).abs() < 1e-7,
                "{found}"
            );
        }
    }

    #[test]
    fn finds_the_record_of_a_row() {
        let expected = nnfn::activations::softmax(&ROW, 1.0);
        let found = peer_row_value("softmax", "JAX", "float32", &ROW);
        assert_eq!(found.len(), 3);
        for (found, ours) in found.iter().zip(&expected) {
            assert!((found - ours).abs() < 1e-7, "{found}");
        }
        let found = peer_row_value("log_sum_exp", "Keras", "float64", &ROW);
        assert_eq!(found, [nnfn::log_sum_exp(&ROW)]);
        // Of log-sum-exp the gradient, which is the softmax; of softmax a vjp, which sums to 0.
        let found = peer_row_grad("log_sum_exp", "JAX", "float64", &ROW);
        assert!((found[0] - expected[0]).abs() < 1e-15, "{found:?}");
        let found = peer_row_grad("softmax", "JAX", "float64", &ROW);
        assert!(found.iter().sum::<f64>().abs() < 1e-15, "{found:?}");
    }

    #[test]
    #[should_panic(
        expected = "no record of cross_entropy of PyTorch (float64) for [2.0, 1.0, 0.1] and class 1"
    )]
    fn says_what_is_not_recorded() {
        let _ = peer_class_value("cross_entropy", "PyTorch", "float64", &ROW, 1);
    }
}
