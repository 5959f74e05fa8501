//! The squared error, and its mean and root over several examples.

use nnfn::losses::{mae, mean, mse};
use proptest::prelude::*;

use super::{Property, forall, property, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("mse", "least_at_the_mean", || {
        forall(
            (residuals(), -100.0..100.0),
            |(targets, c): (Vec<f64>, f64)| {
                let cost = |c: f64| mean(&each(&targets, |y| mse(c, y)));
                let centre = mean(&targets);
                let more = (c - centre) * (c - centre);
                within(cost(c) - cost(centre), more, 1e-12 * (1.0 + cost(c)))
            },
        )
    }),
    property("mse", "root_is_at_least_the_mae", || {
        forall(residuals(), |residuals: Vec<f64>| {
            let rmse = root(&residuals);
            let mae = mean(&each(&residuals, |r| mae(r, 0.0)));
            let largest = (residuals.len() as f64).sqrt() * mae;
            let slack = 1e-14 * rmse;
            prop_assert!(
                rmse >= mae - slack && rmse <= largest + slack,
                "{mae} {rmse}"
            );
            // Both bounds are attained: by residuals of one size, and by a single one.
            let same = vec![residuals[0]; residuals.len()];
            within(root(&same), residuals[0].abs(), slack)?;
            let mut single = vec![0.0; residuals.len()];
            single[0] = residuals[0];
            let expected = residuals[0].abs() / (residuals.len() as f64).sqrt();
            within(root(&single), expected, slack)
        })
    }),
    property("mse", "roots_of_batches_average_to_less", || {
        let batches = prop::collection::vec(prop::array::uniform4(-100.0..100.0), 1..8);
        forall(batches, |batches: Vec<[f64; 4]>| {
            let roots: Vec<f64> = batches.iter().map(|batch| root(batch)).collect();
            let whole = root(&batches.concat());
            prop_assert!(mean(&roots) <= whole * (1.0 + 1e-14), "{roots:?} {whole}");
            Ok(())
        })
    }),
];

fn residuals() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-100.0..100.0, 1..10)
}

fn each(numbers: &[f64], of: impl Fn(f64) -> f64) -> Vec<f64> {
    numbers.iter().map(|&number| of(number)).collect()
}

fn root(residuals: &[f64]) -> f64 {
    mean(&each(residuals, |r| mse(r, 0.0))).sqrt()
}
