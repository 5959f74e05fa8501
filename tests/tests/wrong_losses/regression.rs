//! Errors of a prediction.

use catalog::Args;
use nnfn::losses as f;

use super::{slopes, values};

fn residual(a: &Args) -> f64 {
    a.number(0) - a.number(1)
}

#[test]
fn squared_error() {
    values(
        "mse",
        &[
            ("half", |a| 0.5 * residual(a).powi(2)),
            ("expanded", |a| {
                let (p, y) = (a.number(0), a.number(1));
                p * p - 2.0 * p * y + y * y
            }),
            ("difference of squares", |a| {
                residual(a) * (a.number(0) + a.number(1))
            }),
            ("absolute", |a| residual(a).abs()),
            ("root", |a| residual(a).abs().sqrt()),
            ("offset", |a| residual(a).powi(2) + 1e-16),
            ("digit", |a| residual(a).powi(2) * (1.0 + 1e-15)),
            ("Huber far out", |a| {
                2.0 * f::huber(a.number(0), a.number(1), 1e100)
            }),
            ("in 32 bit", |a| f64::from((residual(a) as f32).powi(2))),
            ("logarithmic", |a| {
                (a.number(0).ln_1p() - a.number(1).ln_1p()).powi(2)
            }),
            ("finite", |a| f::mse(a.number(0), a.number(1)).min(f64::MAX)),
        ],
    );
    slopes(
        "mse",
        "prediction",
        &[
            ("of half", |a| vec![residual(a)]),
            ("of the target", |a| vec![-2.0 * residual(a)]),
            ("sign", |a| vec![residual(a).signum()]),
            ("clipped", |a| vec![(2.0 * residual(a)).clamp(-1e4, 1e4)]),
            ("digit", |a| vec![2.0 * residual(a) * (1.0 + 1e-15)]),
            ("in parts", |a| vec![2.0 * a.number(0) - 2.0 * a.number(1)]),
            ("nothing near 0", |a| {
                let r = residual(a);
                vec![if r.abs() < 1e-12 { 0.0 } else { 2.0 * r }]
            }),
            ("infinite too early", |a| {
                vec![2.0 * residual(a) * 1e10 / 1e10]
            }),
        ],
    );
}

#[test]
fn pinball_loss() {
    values(
        "pinball",
        &[
            ("the other residual", |a| {
                f::pinball(a.number(1), a.number(0), a.number(2))
            }),
            ("the absolute error at 1/2", |a| {
                2.0 * f::pinball(a.number(0), a.number(1), a.number(2))
            }),
            ("signed", |a| residual(a) * (0.5 - a.number(2))),
            ("tilted, as written", |a| {
                let (r, q) = (residual(a), a.number(2));
                0.5 * r.abs() + (0.5 - q) * r
            }),
            ("with a Huber tip", |a| {
                let weight = if residual(a) > 0.0 {
                    1.0 - a.number(2)
                } else {
                    a.number(2)
                };
                weight * f::huber(a.number(0), a.number(1), 1e-9) / 1e-9
            }),
            ("expectile", |a| {
                residual(a).abs() * f::pinball(a.number(0), a.number(1), a.number(2))
            }),
            ("as scikit-learn, 0 times infinity", |a| {
                let (diff, q) = (-residual(a), a.number(2));
                let sign = f64::from(u8::from(diff >= 0.0));
                q * sign * diff - (1.0 - q) * (1.0 - sign) * diff
            }),
            ("in 32 bit", |a| {
                f64::from(f::pinball(a.number(0), a.number(1), a.number(2)) as f32)
            }),
        ],
    );
    slopes(
        "pinball",
        "prediction",
        &[
            ("-level at 0", |a| {
                vec![if residual(a) > 0.0 {
                    1.0 - a.number(2)
                } else {
                    -a.number(2)
                }]
            }),
            ("half of both at 0", |a| match residual(a) {
                0.0 => vec![0.5 - a.number(2)],
                _ => vec![f::pinball_grad(a.number(0), a.number(1), a.number(2))],
            }),
            ("of the target", |a| {
                vec![-f::pinball_grad(a.number(0), a.number(1), a.number(2))]
            }),
            ("of the absolute error", |a| {
                vec![0.5 * f::mae_grad(a.number(0), a.number(1))]
            }),
        ],
    );
}

#[test]
fn multi_quantile_loss() {
    values(
        "multi_quantile",
        &[
            ("mean over the levels", |a| {
                let n = a.row(0).len() as f64;
                f::multi_quantile(a.row(0), a.number(1), a.row(2)) / n
            }),
            ("sorted first", |a| {
                let mut sorted = a.row(0).to_vec();
                sorted.sort_by(f64::total_cmp);
                f::multi_quantile(&sorted, a.number(1), a.row(2))
            }),
            ("last level left out", |a| {
                let n = a.row(0).len() - 1;
                f::multi_quantile(&a.row(0)[..n], a.number(1), &a.row(2)[..n])
            }),
            ("levels turned round", |a| {
                let turn = |q: &f64| (1.0 - q).clamp(1e-9, 1.0 - 1e-9);
                let turned: Vec<f64> = a.row(2).iter().map(turn).collect();
                f::multi_quantile(a.row(0), a.number(1), &turned)
            }),
        ],
    );
    slopes(
        "multi_quantile",
        "predictions",
        &[
            ("of a mean", |a| {
                let n = a.row(0).len() as f64;
                let sum = f::multi_quantile_grad(a.row(0), a.number(1), a.row(2));
                sum.iter().map(|g| g / n).collect()
            }),
            ("-level at the target", |a| {
                let pairs = a.row(0).iter().zip(a.row(2));
                let one = |(p, q): (&f64, &f64)| f64::from(u8::from(*p > a.number(1))) - q;
                pairs.map(one).collect()
            }),
        ],
    );
}

#[test]
fn absolute_error() {
    values(
        "mae",
        &[
            ("half", |a| 0.5 * residual(a).abs()),
            ("Charbonnier", |a| (residual(a).powi(2) + 1e-12).sqrt()),
            ("root of the square", |a| residual(a).powi(2).sqrt()),
            ("smooth", |a| f::smooth_l1(a.number(0), a.number(1), 1e-9)),
            ("of the sizes", |a| {
                (a.number(0).abs() - a.number(1).abs()).abs()
            }),
            ("at least epsilon", |a| residual(a).abs().max(1e-15)),
            ("signed", residual),
            ("relative", |a| {
                residual(a).abs() / a.number(1).abs().max(1.0)
            }),
            ("NaN is 0", |a| f::mae(a.number(0), a.number(1)).max(0.0)),
        ],
    );
    slopes(
        "mae",
        "prediction",
        &[
            ("1 at 0", |a| vec![residual(a).signum()]),
            ("-1 at 0", |a| vec![-(a.number(1) - a.number(0)).signum()]),
            ("half", |a| vec![0.5 * residual(a).signum()]),
            ("of the target", |a| {
                vec![-f::mae_grad(a.number(0), a.number(1))]
            }),
            ("smooth", |a| vec![(1e12 * residual(a)).tanh()]),
            ("quotient", |a| {
                vec![residual(a) / (residual(a).abs() + 1e-12)]
            }),
            ("NaN at 0", |a| vec![residual(a) / residual(a).abs()]),
            ("step", |a| vec![if residual(a) > 0.0 { 1.0 } else { 0.0 }]),
            ("dead zone", |a| {
                vec![if residual(a).abs() < 1e-12 {
                    0.0
                } else {
                    residual(a).signum()
                }]
            }),
            ("NaN is 0", |a| {
                let r = residual(a);
                vec![if r > 0.0 {
                    1.0
                } else if r < 0.0 {
                    -1.0
                } else {
                    0.0
                }]
            }),
        ],
    );
}

#[test]
fn gaussian_likelihood() {
    values(
        "gaussian_nll",
        &[
            ("with the constant", |a| {
                f::gaussian_nll(a.number(0), a.number(1), a.number(2))
                    + 0.5 * std::f64::consts::TAU.ln()
            }),
            ("twice", |a| {
                a.number(2).ln() + residual(a).powi(2) / a.number(2)
            }),
            ("plain", |a| {
                0.5 * (a.number(2).ln() + residual(a).powi(2) / a.number(2))
            }),
            ("epsilon, as PyTorch", |a| {
                f::gaussian_nll(a.number(0), a.number(1), a.number(2).max(1e-6))
            }),
            ("standard deviation", |a| {
                f::gaussian_nll(a.number(0), a.number(1), a.number(2).powi(2))
            }),
            ("logarithm of the variance", |a| {
                f::gaussian_nll(a.number(0), a.number(1), a.number(2).exp())
            }),
            ("sum with epsilon", |a| {
                f::gaussian_nll(a.number(0), a.number(1), a.number(2) + 1e-15)
            }),
            ("square alone", |a| 0.5 * residual(a).powi(2) / a.number(2)),
            ("plus", |a| {
                0.5 * (residual(a).powi(2) / a.number(2) - a.number(2).ln())
            }),
        ],
    );
    slopes(
        "gaussian_nll",
        "prediction",
        &[
            ("twice", |a| vec![2.0 * residual(a) / a.number(2)]),
            ("half", |a| vec![0.5 * residual(a) / a.number(2)]),
            ("sign", |a| vec![-residual(a) / a.number(2)]),
            ("epsilon", |a| vec![residual(a) / a.number(2).max(1e-6)]),
            ("squared variance", |a| {
                vec![residual(a) / a.number(2).powi(2)]
            }),
            ("not scaled", |a| vec![residual(a)]),
            ("by the reciprocal", |a| {
                vec![residual(a) * a.number(2).recip()]
            }),
            ("natural", |a| vec![residual(a) / a.number(2).sqrt()]),
            ("plain", |a| vec![residual(a) / a.number(2)]),
        ],
    );
    slopes(
        "gaussian_nll",
        "variance",
        &[
            ("plain", |a| {
                vec![0.5 * (a.number(2).recip() - (residual(a) / a.number(2)).powi(2))]
            }),
            ("one quotient", |a| {
                let v = a.number(2);
                vec![0.5 * (v - residual(a).powi(2)) / (v * v)]
            }),
            ("twice", |a| {
                vec![2.0 * f::gaussian_nll_grad_variance(a.number(0), a.number(1), a.number(2))]
            }),
            ("sign", |a| {
                vec![-f::gaussian_nll_grad_variance(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                )]
            }),
            ("by the logarithm", |a| {
                vec![
                    a.number(2)
                        * f::gaussian_nll_grad_variance(a.number(0), a.number(1), a.number(2)),
                ]
            }),
            ("by the deviation", |a| {
                let slope = f::gaussian_nll_grad_variance(a.number(0), a.number(1), a.number(2));
                vec![2.0 * a.number(2).sqrt() * slope]
            }),
            ("epsilon", |a| {
                vec![f::gaussian_nll_grad_variance(
                    a.number(0),
                    a.number(1),
                    a.number(2).max(1e-6),
                )]
            }),
            ("no square", |a| {
                vec![0.5 * (a.number(2).recip() - residual(a).abs() / a.number(2).powi(2))]
            }),
        ],
    );
}
