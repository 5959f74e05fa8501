//! Losses of probabilities.

use catalog::Args;
use nnfn::activations::{sigmoid, softplus};
use nnfn::losses as f;

use super::{slopes, values};

fn bce(a: &Args) -> (f64, f64, f64) {
    (a.number(0), a.number(1), a.number(2))
}

#[test]
fn binary_cross_entropy() {
    values(
        "bce_with_logits",
        &[
            ("through the sigmoid", |a| {
                let (x, y, w) = bce(a);
                -(w * y * sigmoid(x).ln() + (1.0 - y) * (1.0 - sigmoid(x)).ln())
            }),
            ("epsilon in the logarithm", |a| {
                let (x, y, w) = bce(a);
                -(w * y * (sigmoid(x) + 1e-7).ln() + (1.0 - y) * (sigmoid(-x) + 1e-7).ln())
            }),
            ("at most 100", |a| {
                let (x, y, w) = bce(a);
                w * y * softplus(-x).min(100.0) + (1.0 - y) * softplus(x).min(100.0)
            }),
            ("as PyTorch", |a| {
                let (x, y, w) = bce(a);
                let weight = 1.0 + (w - 1.0) * y;
                (1.0 - y) * x + weight * ((-x.abs()).exp().ln_1p() + (-x).max(0.0))
            }),
            ("weight of negatives", |a| {
                let (x, y, w) = bce(a);
                y * softplus(-x) + w * (1.0 - y) * softplus(x)
            }),
            ("weight of both", |a| {
                let (x, y, w) = bce(a);
                w * (y * softplus(-x) + (1.0 - y) * softplus(x))
            }),
            ("no weight", |a| {
                let (x, y, _) = bce(a);
                y * softplus(-x) + (1.0 - y) * softplus(x)
            }),
            ("other class", |a| {
                let (x, y, w) = bce(a);
                f::bce_with_logits(-x, y, w)
            }),
            ("bits", |a| {
                let (x, y, w) = bce(a);
                f::bce_with_logits(x, y, w) / std::f64::consts::LN_2
            }),
            ("focal", |a| {
                let (x, y, w) = bce(a);
                w * y * softplus(-x) * sigmoid(-x) + (1.0 - y) * softplus(x) * sigmoid(x)
            }),
            ("hard targets", |a| {
                let (x, y, w) = bce(a);
                f::bce_with_logits(x, if y > 0.5 { 1.0 } else { 0.0 }, w)
            }),
            ("in two terms", |a| {
                let (x, y, w) = bce(a);
                w * y * softplus(-x) + (1.0 - y) * softplus(x)
            }),
            ("NaN is 0", |a| {
                let (x, y, w) = bce(a);
                f::bce_with_logits(x, y, w).max(0.0)
            }),
        ],
    );
    slopes(
        "bce_with_logits",
        "logit",
        &[
            ("difference", |a| {
                let (x, y, w) = bce(a);
                vec![(1.0 + (w - 1.0) * y) * sigmoid(x) - w * y]
            }),
            ("no weight", |a| {
                let (x, y, _) = bce(a);
                vec![f::bce_with_logits_grad(x, y, 1.0)]
            }),
            ("sign", |a| {
                let (x, y, w) = bce(a);
                vec![-f::bce_with_logits_grad(x, y, w)]
            }),
            ("second sigmoid", |a| {
                let (x, y, w) = bce(a);
                vec![f::bce_with_logits_grad(x, y, w) * sigmoid(x) * sigmoid(-x)]
            }),
            ("by the probability", |a| {
                let (x, y, w) = bce(a);
                vec![(1.0 - y) / sigmoid(-x) - w * y / sigmoid(x)]
            }),
            ("weight of negatives", |a| {
                let (x, y, w) = bce(a);
                vec![w * (1.0 - y) * sigmoid(x) - y * sigmoid(-x)]
            }),
            ("in 32 bit", |a| {
                let (x, y, w) = bce(a);
                vec![f64::from(f::bce_with_logits_grad(x, y, w) as f32)]
            }),
            ("in two terms", |a| {
                let (x, y, w) = bce(a);
                vec![(1.0 - y) * sigmoid(x) - w * y * sigmoid(-x)]
            }),
        ],
    );
}

fn pairs(a: &Args) -> impl Iterator<Item = (f64, f64)> {
    a.row(0).iter().copied().zip(a.row(1).iter().copied())
}

/// `p·ln(p/q)`, 0 where `p` is.
fn part((p, q): (f64, f64)) -> f64 {
    if p == 0.0 { 0.0 } else { p * (p / q).ln() }
}

#[test]
fn divergence() {
    values(
        "kl_divergence",
        &[
            ("plain", |a| pairs(a).map(part).sum()),
            ("reverse", |a| f::kl_divergence(a.row(1), a.row(0))),
            ("mean", |a| {
                f::kl_divergence(a.row(0), a.row(1)) / a.row(0).len() as f64
            }),
            ("bits", |a| {
                f::kl_divergence(a.row(0), a.row(1)) / std::f64::consts::LN_2
            }),
            ("cross-entropy", |a| {
                pairs(a)
                    .map(|(p, q)| if p == 0.0 { 0.0 } else { -p * q.ln() })
                    .sum()
            }),
            ("symmetric", |a| {
                0.5 * (f::kl_divergence(a.row(0), a.row(1)) + f::kl_divergence(a.row(1), a.row(0)))
            }),
            ("epsilon, as Keras", |a| {
                pairs(a)
                    .map(|(p, q)| part((p.max(1e-7), q.max(1e-7))))
                    .sum()
            }),
            ("NaN at 0", |a| {
                pairs(a).map(|(p, q)| p * (p / q).ln()).sum()
            }),
            ("generalised", |a| {
                f::kl_divergence(a.row(0), a.row(1)) + pairs(a).map(|(p, q)| q - p).sum::<f64>()
            }),
            ("normalised", |a| {
                let all = |row: &[f64]| {
                    row.iter()
                        .map(|x| x / row.iter().sum::<f64>())
                        .collect::<Vec<_>>()
                };
                f::kl_divergence(&all(a.row(0)), &all(a.row(1)))
            }),
            ("never negative", |a| {
                f::kl_divergence(a.row(0), a.row(1)).abs()
            }),
            ("NaN is 0", |a| {
                f::kl_divergence(a.row(0), a.row(1)).max(0.0)
            }),
        ],
    );
    slopes(
        "kl_divergence",
        "p",
        &[
            ("generalised", |a| {
                pairs(a).map(|(p, q)| (p / q).ln()).collect()
            }),
            ("reverse", |a| {
                pairs(a).map(|(p, q)| (q / p).ln() + 1.0).collect()
            }),
            ("mean", |a| {
                let n = a.row(0).len() as f64;
                f::kl_divergence_grad(a.row(0), a.row(1))
                    .iter()
                    .map(|g| g / n)
                    .collect()
            }),
            ("on the simplex", |a| {
                let all = f::kl_divergence_grad(a.row(0), a.row(1));
                let mean = all.iter().sum::<f64>() / all.len() as f64;
                all.iter().map(|g| g - mean).collect()
            }),
            ("plain", |a| {
                pairs(a).map(|(p, q)| p.ln() - q.ln() + 1.0).collect()
            }),
            ("bits", |a| {
                pairs(a).map(|(p, q)| (p / q).log2() + 1.0).collect()
            }),
            ("epsilon", |a| {
                pairs(a)
                    .map(|(p, q)| (p.max(1e-7) / q.max(1e-7)).ln() + 1.0)
                    .collect()
            }),
        ],
    );
    slopes(
        "kl_divergence",
        "q",
        &[
            ("sign", |a| pairs(a).map(|(p, q)| p / q).collect()),
            ("reverse", |a| pairs(a).map(|(p, q)| -q / p).collect()),
            ("generalised", |a| {
                pairs(a).map(|(p, q)| 1.0 - p / q).collect()
            }),
            ("by the logits", |a| pairs(a).map(|(p, q)| q - p).collect()),
            ("by the logarithms", |a| pairs(a).map(|(p, _)| -p).collect()),
            ("NaN where both are 0", |a| {
                pairs(a).map(|(p, q)| -p / q).collect()
            }),
            ("epsilon", |a| {
                pairs(a).map(|(p, q)| -p / q.max(1e-7)).collect()
            }),
            ("mean", |a| {
                let n = a.row(0).len() as f64;
                pairs(a).map(|(p, q)| 0.0 - p / q / n).collect()
            }),
        ],
    );
}
