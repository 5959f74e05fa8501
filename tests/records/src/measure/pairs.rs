//! What other libraries returned for a prediction and its target.

use super::{block, is_input};
use crate::outcome::or_panic;

fn at(
    function: &str,
    library: &str,
    dtype: &str,
    result: &str,
    prediction: f64,
    target: f64,
) -> f64 {
    let case = &block(function, library, dtype).case;
    let recorded: Vec<(f64, f64)> = (or_panic(case.input("prediction")).into_iter())
        .zip(or_panic(case.input("target")))
        .collect();
    let i = (recorded.iter())
        .position(|&(p, t)| is_input(p, prediction, dtype) && is_input(t, target, dtype))
        .unwrap_or_else(|| {
            panic!(
                "{function} of {library} ({dtype}) is not recorded for prediction {prediction} \
                 and target {target}; recorded: {recorded:?}"
            )
        });
    or_panic(case.result(result))[i]
}

/// The loss that a library returned for a prediction and its target, at the default parameter.
#[must_use]
pub fn peer_pair_value(
    function: &str,
    library: &str,
    dtype: &str,
    prediction: f64,
    target: f64,
) -> f64 {
    at(function, library, dtype, "value", prediction, target)
}

/// The derivative by the prediction that a library returned.
#[must_use]
pub fn peer_pair_grad(
    function: &str,
    library: &str,
    dtype: &str,
    prediction: f64,
    target: f64,
) -> f64 {
    at(function, library, dtype, "grad", prediction, target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nnfn::losses::{huber, huber_grad, smooth_l1};

    #[test]
    fn finds_the_record_of_prediction_and_target() {
        for (prediction, target) in [(1.5, 0.25), (-0.25, 1.5)] {
            let found = peer_pair_value("huber", "Optax", "float64", prediction, target);
            assert_eq!(found, huber(prediction, target, 1.0));
            let found = peer_pair_grad("huber", "PyTorch", "float32", prediction, target);
            assert_eq!(found, huber_grad(prediction, target, 1.0));
        }
        let found = peer_pair_value("smooth_l1", "PyTorch", "float32", 0.3, 0.0);
        assert!((found - smooth_l1(0.3, 0.0, 1.0)).abs() < 1e-8, "{found}");
    }

    #[test]
    #[should_panic(
        expected = "huber of Keras (float64) is not recorded for prediction 0.25 and target 1.5"
    )]
    fn says_what_is_not_recorded() {
        let _ = peer_pair_value("huber", "Keras", "float64", 0.25, 1.5);
    }
}
