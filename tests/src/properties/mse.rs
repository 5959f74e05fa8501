//! The squared error, and its mean and root over several examples.

use nnfn::losses::{mae, mean, mse, rmse, rmse_grad, sum};
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
    property("rmse", "at_least_the_mae", || {
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
    property("rmse", "batches_average_to_less", || {
        let batches = prop::collection::vec(prop::array::uniform4(-100.0..100.0), 1..8);
        forall(batches, |batches: Vec<[f64; 4]>| {
            let roots: Vec<f64> = batches.iter().map(|batch| root(batch)).collect();
            let whole = root(&batches.concat());
            prop_assert!(mean(&roots) <= whole * (1.0 + 1e-14), "{roots:?} {whole}");
            Ok(())
        })
    }),
    property("rmse", "root_of_the_mse", || {
        forall(residuals(), |residuals: Vec<f64>| {
            let square = mean(&each(&residuals, |r| mse(r, 0.0)));
            within(root(&residuals), square.sqrt(), 1e-14 * square.sqrt())
        })
    }),
    property("rmse", "gradient_has_one_length", || {
        // Of any size: the power of two is that of the unit.
        forall(
            (residuals(), -900..900),
            |(residuals, power): (Vec<f64>, i32)| {
                let n = residuals.len();
                let scaled = each(&residuals, |r| r * 2.0_f64.powi(power));
                let gradient = rmse_grad(&scaled, &vec![0.0; n]);
                let length = sum(&each(&gradient, |g| g * g)).sqrt();
                within(length, 1.0 / (n as f64).sqrt(), 1e-15)
            },
        )
    }),
    property("rmse", "least_at_the_mean", || {
        forall(
            (residuals(), -100.0..100.0),
            |(targets, c): (Vec<f64>, f64)| {
                let cost = |c: f64| rmse(&vec![c; targets.len()], &targets);
                let least = cost(mean(&targets));
                prop_assert!(least <= cost(c) * (1.0 + 1e-14), "{least} {}", cost(c));
                Ok(())
            },
        )
    }),
];

fn residuals() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-100.0..100.0, 1..10)
}

fn each(numbers: &[f64], of: impl Fn(f64) -> f64) -> Vec<f64> {
    numbers.iter().map(|&number| of(number)).collect()
}

fn root(residuals: &[f64]) -> f64 {
    rmse(residuals, &vec![0.0; residuals.len()])
}
