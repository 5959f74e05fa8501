//! Losses between distributions.

use std::f64::consts::LN_2;

use nnfn::activations::softmax;
use nnfn::losses::{
    cross_entropy_soft, diffusion_mse, distillation, js_divergence, kl_divergence, mse, vae_kl,
};

use super::words::{mean, number, probe, row, table};
use super::{Family, Probe, Variant};

/// Of each row of `p` and `q`.
fn rows(p: &Probe, of: fn(&[f64], &[f64]) -> f64) -> impl Iterator<Item = f64> + '_ {
    p.rows(0).iter().zip(p.rows(1)).map(move |(p, q)| of(p, q))
}

fn turned(p: &[f64], q: &[f64]) -> f64 {
    kl_divergence(q, p)
}

/// `Σ t·(ln t − q)`: a probability where its logarithm was expected.
fn not_a_logarithm(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * (p.ln() - q)).sum()
}

/// `Σ eᵖ·(p − ln q)`: the target too is taken for a logarithm.
fn log_target(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p.exp() * (p - q.ln())).sum()
}

/// How many entries a batch has for each of its rows.
fn width(p: &Probe) -> f64 {
    p.rows(0)[0].len() as f64
}

pub(super) static KL: Family = Family {
    key: "kl-divergence",
    title: "KL divergence of a batch",
    chapter: "losses/distribution/kl-divergence",
    reads: "the loss of two rows; p is the target, q the model's distribution, handed over as its logarithm where the function wants that",
    probes: &[probe(&[
        ("p", table(&[&[0.5, 0.3, 0.2], &[0.1, 0.6, 0.3]])),
        ("q", table(&[&[0.4, 0.4, 0.2], &[0.3, 0.5, 0.2]])),
    ])],
    variants: &[
        Variant::new("forward, mean over the rows", "½·ΣΣ p·ln(p/q)", |p| {
            mean(rows(p, kl_divergence))
        }),
        Variant::new(
            "forward, mean over all entries",
            "⅙·ΣΣ p·ln(p/q)",
            |p| mean(rows(p, kl_divergence)) / width(p),
        ),
        Variant::new("forward, sum", "ΣΣ p·ln(p/q)", |p| {
            rows(p, kl_divergence).sum()
        }),
        Variant::new("reversed, mean over the rows", "½·ΣΣ q·ln(q/p)", |p| {
            mean(rows(p, turned))
        }),
        Variant::new(
            "reversed, mean over all entries",
            "⅙·ΣΣ q·ln(q/p)",
            |p| mean(rows(p, turned)) / width(p),
        ),
        Variant::new("reversed, sum", "ΣΣ q·ln(q/p)", |p| {
            rows(p, turned).sum()
        }),
        Variant::new(
            "q handed over as it is, mean over the rows",
            "½·ΣΣ p·(ln p − q)",
            |p| mean(rows(p, not_a_logarithm)),
        ),
        Variant::new(
            "q handed over as it is, mean over all entries",
            "⅙·ΣΣ p·(ln p − q)",
            |p| mean(rows(p, not_a_logarithm)) / width(p),
        ),
        Variant::new(
            "p taken for a logarithm, mean over the rows",
            "½·ΣΣ eᵖ·(p − ln q)",
            |p| mean(rows(p, log_target)),
        ),
        Variant::new(
            "cross-entropy, mean over the rows",
            "−½·ΣΣ p·ln q",
            |p| {
                mean(rows(p, |p, q| {
                    -p.iter().zip(q).map(|(p, q)| p * q.ln()).sum::<f64>()
                }))
            },
        ),
        Variant::new(
            "in bits, mean over the rows",
            "½·ΣΣ p·log₂(p/q)",
            |p| mean(rows(p, kl_divergence)) / LN_2,
        ),
        Variant::new(
            "both directions, mean over the rows",
            "½·ΣΣ (p − q)·ln(p/q)",
            |p| mean(rows(p, kl_divergence)) + mean(rows(p, turned)),
        ),
        Variant::new(
            "Jensen-Shannon, mean over the rows",
            "½·(KL(p‖m) + KL(q‖m)), m = ½(p + q)",
            |p| mean(rows(p, js_divergence)),
        ),
    ],
    same: &[],
};

/// Student, teacher and temperature.
fn three(p: &Probe) -> (&'static [f64], &'static [f64], f64) {
    (p.row(0), p.row(1), p.number(2))
}

fn reversed_at(p: &Probe) -> f64 {
    let (student, teacher, t) = three(p);
    kl_divergence(&softmax(student, t), &softmax(teacher, t))
}

fn soft_cross_entropy_at(p: &Probe) -> f64 {
    let (student, teacher, t) = three(p);
    let cooled: Vec<f64> = student.iter().map(|z| z / t).collect();
    cross_entropy_soft(&cooled, &softmax(teacher, t))
}

pub(super) static DISTILLATION: Family = Family {
    key: "distillation",
    title: "Knowledge distillation",
    chapter: "losses/distribution/distillation",
    reads: "the soft loss of one row of logits; s is the student, t the teacher, K classes",
    probes: &[probe(&[
        ("student", row(&[1.0, 0.5, -1.0])),
        ("teacher", row(&[2.0, 0.0, -2.0])),
        ("T", number(2.0)),
    ])],
    variants: &[
        Variant::new(
            "T² times the divergence",
            "T²·KL(softmax(t/T) ‖ softmax(s/T))",
            |p| {
                let (student, teacher, t) = three(p);
                distillation(student, teacher, t)
            },
        ),
        Variant::new("without T²", "KL(softmax(t/T) ‖ softmax(s/T))", |p| {
            let (student, teacher, t) = three(p);
            distillation(student, teacher, t) / (t * t)
        }),
        Variant::new("T² and a mean over the classes", "the first over K", |p| {
            let (student, teacher, t) = three(p);
            distillation(student, teacher, t) / student.len() as f64
        }),
        Variant::new(
            "a mean over the classes, without T²",
            "the second over K",
            |p| {
                let (student, teacher, t) = three(p);
                distillation(student, teacher, t) / (t * t * student.len() as f64)
            },
        ),
        Variant::new(
            "T² times the cross-entropy",
            "−T²·Σ softmax(t/T)·ln softmax(s/T)",
            |p| p.number(2).powi(2) * soft_cross_entropy_at(p),
        ),
        Variant::new(
            "cross-entropy, without T²",
            "−Σ softmax(t/T)·ln softmax(s/T)",
            soft_cross_entropy_at,
        ),
        Variant::new(
            "T² times the reversed divergence",
            "T²·KL(softmax(s/T) ‖ softmax(t/T))",
            |p| p.number(2).powi(2) * reversed_at(p),
        ),
        Variant::new(
            "reversed, without T²",
            "KL(softmax(s/T) ‖ softmax(t/T))",
            reversed_at,
        ),
        Variant::new(
            "T for the teacher alone",
            "KL(softmax(t/T) ‖ softmax(s))",
            |p| {
                let (student, teacher, t) = three(p);
                kl_divergence(&softmax(teacher, t), &softmax(student, 1.0))
            },
        ),
        Variant::new("T not passed on", "KL(softmax(t) ‖ softmax(s))", |p| {
            let (student, teacher, _) = three(p);
            distillation(student, teacher, 1.0)
        }),
    ],
    same: &[],
};

/// The divergence of each dimension.
fn dimensions(p: &Probe, log_variance: fn(f64) -> f64) -> impl Iterator<Item = f64> + '_ {
    let each = p.row(0).iter().zip(p.row(1));
    each.map(move |(mean, spread)| vae_kl(*mean, log_variance(*spread)))
}

pub(super) static VAE: Family = Family {
    key: "vae-kl",
    title: "KL term of a VAE",
    chapter: "losses/distribution/vae-kl",
    reads: "the term of one example; spread is the encoder's second output",
    probes: &[probe(&[
        ("mean", row(&[0.5, -1.0, 0.25])),
        ("spread", row(&[0.5, 0.25, 1.5])),
    ])],
    variants: &[
        Variant::new("log variance, sum", "½·Σ(μ² + eˢ − 1 − s)", |p| {
            dimensions(p, |s| s).sum()
        }),
        Variant::new(
            "log variance, mean over the dimensions",
            "the same over D",
            |p| mean(dimensions(p, |s| s)),
        ),
        Variant::new("variance, sum", "½·Σ(μ² + s − 1 − ln s)", |p| {
            dimensions(p, f64::ln).sum()
        }),
        Variant::new(
            "variance, mean over the dimensions",
            "the same over D",
            |p| mean(dimensions(p, f64::ln)),
        ),
        Variant::new(
            "standard deviation, sum",
            "½·Σ(μ² + s² − 1 − ln s²)",
            |p| dimensions(p, |s| 2.0 * s.ln()).sum(),
        ),
        Variant::new(
            "standard deviation, mean over the dimensions",
            "the same over D",
            |p| mean(dimensions(p, |s| 2.0 * s.ln())),
        ),
        Variant::new(
            "log standard deviation, sum",
            "½·Σ(μ² + e²ˢ − 1 − 2s)",
            |p| dimensions(p, |s| 2.0 * s).sum(),
        ),
        Variant::new(
            "without the half, log variance, sum",
            "Σ(μ² + eˢ − 1 − s)",
            |p| 2.0 * dimensions(p, |s| s).sum::<f64>(),
        ),
    ],
    same: &[],
};

/// The clean datum, the noise, their weights in what the model sees, and the prediction.
fn levels(p: &Probe) -> (f64, f64, f64, f64) {
    let alpha_bar = p.number(3);
    (
        p.number(1),
        p.number(2),
        alpha_bar.sqrt(),
        (1.0 - alpha_bar).sqrt(),
    )
}

pub(super) static DIFFUSION: Family = Family {
    key: "diffusion",
    title: "Target of a diffusion model",
    chapter: "losses/distribution/diffusion-mse",
    reads: "the squared error of one number that the model predicts",
    probes: &[probe(&[
        ("prediction", number(0.3)),
        ("clean", number(1.0)),
        ("noise", number(-0.5)),
        ("alpha_bar", number(0.8)),
    ])],
    variants: &[
        Variant::new("noise", "(prediction − ε)²", |p| {
            diffusion_mse(p.number(0), p.number(1), p.number(2), 1.0)
        }),
        Variant::new("datum", "(prediction − x₀)²", |p| {
            mse(p.number(0), p.number(1))
        }),
        Variant::new(
            "v",
            "(prediction − √ᾱ·ε + √(1 − ᾱ)·x₀)²",
            |p| diffusion_mse(p.number(0), p.number(1), p.number(2), p.number(3)),
        ),
        Variant::new(
            "v with its sign turned",
            "(prediction + √ᾱ·ε − √(1 − ᾱ)·x₀)²",
            |p| diffusion_mse(-p.number(0), p.number(1), p.number(2), p.number(3)),
        ),
        Variant::new(
            "v with ᾱ for its root",
            "(prediction − ᾱ·ε + (1 − ᾱ)·x₀)²",
            |p| {
                let alpha_bar = p.number(3);
                mse(
                    p.number(0),
                    alpha_bar * p.number(2) - (1.0 - alpha_bar) * p.number(1),
                )
            },
        ),
        Variant::new("score", "(prediction + ε/√(1 − ᾱ))²", |p| {
            let (_, noise, _, blur) = levels(p);
            mse(p.number(0), -noise / blur)
        }),
        Variant::new(
            "velocity of a straight line",
            "(prediction − ε + x₀)²",
            |p| mse(p.number(0), p.number(2) - p.number(1)),
        ),
        Variant::new(
            "the same line, walked the other way",
            "(prediction − x₀ + ε)²",
            |p| mse(p.number(0), p.number(1) - p.number(2)),
        ),
        Variant::new(
            "what the model sees",
            "(prediction − √ᾱ·x₀ − √(1 − ᾱ)·ε)²",
            |p| {
                let (clean, noise, keep, blur) = levels(p);
                mse(p.number(0), keep * clean + blur * noise)
            },
        ),
    ],
    same: &[],
};
