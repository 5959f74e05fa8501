//! The Gaussian likelihood: units, the variance that many examples share, the mean that they share.

use nnfn::losses::{gaussian_nll, gaussian_nll_grad, gaussian_nll_grad_variance, mean, mse};
use proptest::prelude::*;

use super::{Property, forall, property, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("gaussian_nll", "units_add_their_logarithm", || {
        forall(
            (-10.0..10.0, 1e-3..1e3, 1e-3..1e3),
            |(r, v, c): (f64, f64, f64)| {
                let scaled = gaussian_nll(c * r, 0.0, c * c * v);
                let expected = gaussian_nll(r, 0.0, v) + c.ln();
                within(scaled, expected, 1e-14 * (20.0 + r * r / v))
            },
        )
    }),
    property("gaussian_nll", "common_variance_is_the_mse", || {
        forall((residuals(), -3.0..3.0), |(r, off): (Vec<f64>, f64)| {
            let each =
                |of: &dyn Fn(f64) -> f64| mean(&r.iter().map(|r| of(*r)).collect::<Vec<_>>());
            let square = each(&|r| mse(r, 0.0));
            let slope = each(&|r| gaussian_nll_grad_variance(r, 0.0, square));
            within(slope * square, 0.0, 1e-14)?;
            // The least value, and no other variance has a smaller one.
            let cost = |v: f64| each(&|r| gaussian_nll(r, 0.0, v));
            within(cost(square), 0.5 + 0.5 * square.ln(), 1e-13)?;
            let other = cost(square * off.exp());
            prop_assert!(other >= cost(square) - 1e-13, "{other}");
            Ok(())
        })
    }),
    property(
        "gaussian_nll",
        "common_mean_is_weighted_by_the_variances",
        || {
            let examples = prop::collection::vec((-100.0..100.0, 1e-3..1e3), 1..10);
            forall(examples, |examples: Vec<(f64, f64)>| {
                let total = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
                    examples.iter().map(|&(y, v)| of(y, v)).sum()
                };
                let centre = total(&|y, v| y / v) / total(&|_, v| 1.0 / v);
                let pull = total(&|y, v| gaussian_nll_grad(centre, y, v));
                let size = total(&|y, v| (centre.abs() + y.abs()) / v);
                within(pull, 0.0, 1e-14 * size)
            })
        },
    ),
];

fn residuals() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.01..100.0, 1..10)
}
