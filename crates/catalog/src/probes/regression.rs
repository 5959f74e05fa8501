//! Losses of numbers, and how a batch of them becomes one.

use std::f64::consts::{PI, TAU};

use nnfn::losses::{
    gaussian_nll, huber, log_cosh, mae, mean, mse, pinball, pseudo_huber, smooth_l1,
};

use super::words::{number, probe, table};
use super::{Family, Probe, Variant};

fn with(p: &Probe, loss: fn(f64, f64, f64) -> f64) -> f64 {
    loss(p.number(0), p.number(1), p.number(2))
}

fn residual(p: &Probe) -> f64 {
    p.number(0) - p.number(1)
}

pub(super) static RESIDUAL: Family = Family {
    key: "residual",
    title: "Errors: squared, absolute, Huber and their kin",
    chapter: "losses/regression/huber",
    reads: "the loss of one prediction; r is the prediction minus the target, δ the threshold, which some call beta",
    probes: &[
        probe(&[
            ("prediction", number(3.5)),
            ("target", number(0.5)),
            ("δ", number(2.0)),
        ]),
        probe(&[
            ("prediction", number(1.25)),
            ("target", number(0.5)),
            ("δ", number(2.0)),
        ]),
    ],
    variants: &[
        Variant::new("Huber", "½r² up to δ, then δ·(|r| − ½δ)", |p| {
            with(p, huber)
        }),
        Variant::new("smooth L1", "r²/(2δ) below δ, then |r| − ½δ", |p| {
            with(p, smooth_l1)
        }),
        Variant::new(
            "Huber without the half",
            "r² up to δ, then δ·(2|r| − δ)",
            |p| 2.0 * with(p, huber),
        ),
        Variant::new("pseudo-Huber", "δ²·(√(1 + (r/δ)²) − 1)", |p| {
            with(p, pseudo_huber)
        }),
        Variant::new("pseudo-Huber over δ", "√(δ² + r²) − δ", |p| {
            with(p, pseudo_huber) / p.number(2)
        }),
        Variant::new("Charbonnier", "√(δ² + r²)", |p| {
            residual(p).hypot(p.number(2))
        }),
        Variant::new("log-cosh", "ln cosh r", |p| {
            log_cosh(p.number(0), p.number(1))
        }),
        Variant::new("squared error", "r²", |p| mse(p.number(0), p.number(1))),
        Variant::new("half the squared error", "½r²", |p| {
            0.5 * mse(p.number(0), p.number(1))
        }),
        Variant::new("absolute error", "|r|", |p| mae(p.number(0), p.number(1))),
    ],
    same: &[],
};

pub(super) static PINBALL: Family = Family {
    key: "pinball",
    title: "Quantile loss",
    chapter: "losses/regression/quantile",
    reads: "the loss of one prediction",
    probes: &[
        probe(&[
            ("prediction", number(1.0)),
            ("target", number(4.0)),
            ("level", number(0.9)),
        ]),
        probe(&[
            ("prediction", number(4.0)),
            ("target", number(1.0)),
            ("level", number(0.9)),
        ]),
    ],
    variants: &[
        Variant::new(
            "level on targets above",
            "max(level·(y − ŷ), (level − 1)·(y − ŷ))",
            |p| with(p, pinball),
        ),
        Variant::new(
            "level on targets below",
            "max(level·(ŷ − y), (level − 1)·(ŷ − y))",
            |p| pinball(p.number(0), p.number(1), 1.0 - p.number(2)),
        ),
        Variant::new("doubled", "twice the first, so that level ½ is |r|", |p| {
            2.0 * with(p, pinball)
        }),
        Variant::new(
            "expectile",
            "level·r² for targets above, (1 − level)·r² below",
            |p| {
                let share = if residual(p) < 0.0 {
                    p.number(2)
                } else {
                    1.0 - p.number(2)
                };
                share * residual(p).powi(2)
            },
        ),
    ],
    same: &[],
};

pub(super) static GAUSSIAN: Family = Family {
    key: "gaussian-nll",
    title: "Gaussian NLL",
    chapter: "losses/regression/gaussian-nll",
    reads: "the loss of one prediction; spread is the third argument",
    probes: &[probe(&[
        ("prediction", number(1.0)),
        ("target", number(0.25)),
        ("spread", number(0.6)),
    ])],
    variants: &[
        Variant::new(
            "variance, without the constant",
            "½·(ln v + r²/v), v = spread",
            |p| with(p, gaussian_nll),
        ),
        Variant::new(
            "variance, with the constant",
            "½·(ln 2π + ln v + r²/v), v = spread",
            |p| with(p, gaussian_nll) + 0.5 * TAU.ln(),
        ),
        Variant::new(
            "standard deviation, without the constant",
            "the same, v = spread²",
            |p| of_variance(p, p.number(2).powi(2)),
        ),
        Variant::new(
            "standard deviation, with the constant",
            "the same, v = spread²",
            |p| of_variance(p, p.number(2).powi(2)) + 0.5 * TAU.ln(),
        ),
        Variant::new(
            "log variance, without the constant",
            "the same, v = exp(spread)",
            |p| of_variance(p, p.number(2).exp()),
        ),
        Variant::new(
            "log variance, with the constant",
            "the same, v = exp(spread)",
            |p| of_variance(p, p.number(2).exp()) + 0.5 * TAU.ln(),
        ),
        Variant::new(
            "log standard deviation",
            "with the constant, v = exp(2·spread)",
            |p| of_variance(p, (2.0 * p.number(2)).exp()) + 0.5 * TAU.ln(),
        ),
        Variant::new("doubled", "ln v + r²/v, v = spread", |p| {
            2.0 * with(p, gaussian_nll)
        }),
    ],
    same: &[],
};

fn of_variance(p: &Probe, variance: f64) -> f64 {
    gaussian_nll(p.number(0), p.number(1), variance)
}

pub(super) static POISSON: Family = Family {
    key: "poisson",
    title: "Poisson NLL",
    chapter: "foundations/matched-pairs",
    reads: "the loss of one prediction",
    probes: &[
        probe(&[("prediction", number(2.0)), ("target", number(5.0))]),
        probe(&[("prediction", number(0.5)), ("target", number(1.0))]),
    ],
    variants: &[
        Variant::new("log rate", "exp(ŷ) − y·ŷ", of_log_rate),
        Variant::new("rate", "ŷ − y·ln ŷ", of_rate),
        Variant::new(
            "log rate, with Stirling's term",
            "+ y·ln y − y + ½·ln 2πy for y > 1",
            |p| of_log_rate(p) + stirling(p.number(1)),
        ),
        Variant::new(
            "rate, with Stirling's term",
            "+ y·ln y − y + ½·ln 2πy for y > 1",
            |p| of_rate(p) + stirling(p.number(1)),
        ),
        Variant::new("log rate, with the factorial", "+ ln y!", |p| {
            of_log_rate(p) + libm::lgamma(p.number(1) + 1.0)
        }),
        Variant::new("rate, with the factorial", "+ ln y!", |p| {
            of_rate(p) + libm::lgamma(p.number(1) + 1.0)
        }),
        Variant::new(
            "half the deviance of a rate",
            "ŷ − y + y·ln(y/ŷ)",
            half_deviance,
        ),
        Variant::new("deviance of a rate", "2·(ŷ − y + y·ln(y/ŷ))", |p| {
            2.0 * half_deviance(p)
        }),
    ],
    same: &[],
};

fn of_log_rate(p: &Probe) -> f64 {
    p.number(0).exp() - p.number(1) * p.number(0)
}

fn of_rate(p: &Probe) -> f64 {
    p.number(0) - p.number(1) * p.number(0).ln()
}

fn half_deviance(p: &Probe) -> f64 {
    let (rate, y) = (p.number(0), p.number(1));
    rate - y + y * (y / rate).ln()
}

fn stirling(y: f64) -> f64 {
    match y > 1.0 {
        true => y * y.ln() - y + 0.5 * (2.0 * PI * y).ln(),
        false => 0.0,
    }
}

pub(super) static REDUCTION: Family = Family {
    key: "reduction",
    title: "From the errors of a batch to one number",
    chapter: "foundations/what-a-loss-specifies",
    reads: "the squared error of three examples with four numbers each",
    probes: &[probe(&[
        (
            "predictions",
            table(&[
                &[1.0, 2.0, 0.5, 0.0],
                &[0.0, 3.0, 1.0, 1.0],
                &[2.0, 1.0, 0.0, 0.5],
            ]),
        ),
        (
            "targets",
            table(&[
                &[0.0, 2.5, 0.5, 0.5],
                &[2.0, 2.0, 0.0, 1.0],
                &[1.5, 1.0, 0.25, 0.5],
            ]),
        ),
    ])],
    variants: &[
        Variant::new("mean of all", "Σr²/12", |p| mean(&errors(p))),
        Variant::new("sum", "Σr²", |p| errors(p).iter().sum()),
        Variant::new("sum over an example, mean over the batch", "Σr²/3", |p| {
            errors(p).iter().sum::<f64>() / 3.0
        }),
        Variant::new("mean of an example, sum over the batch", "Σr²/4", |p| {
            errors(p).iter().sum::<f64>() / 4.0
        }),
        Variant::new("half the mean", "Σr²/24", |p| 0.5 * mean(&errors(p))),
        Variant::new("half the mean over the batch", "Σr²/6", |p| {
            errors(p).iter().sum::<f64>() / 6.0
        }),
        Variant::new("half the sum", "½·Σr²", |p| {
            0.5 * errors(p).iter().sum::<f64>()
        }),
        Variant::new("root of the mean", "√(Σr²/12)", |p| {
            mean(&errors(p)).sqrt()
        }),
        Variant::new("mean of the examples' roots", "mean of √(Σr²/4)", |p| {
            let of = |example: &[f64]| mean(example).sqrt();
            let each: Vec<f64> = errors(p).chunks(4).map(of).collect();
            mean(&each)
        }),
        Variant::new("mean of the columns' roots", "mean of √(Σr²/3)", |p| {
            let errors = errors(p);
            let of = |j| {
                let column = errors.iter().skip(j).step_by(4).copied();
                mean(&column.collect::<Vec<f64>>()).sqrt()
            };
            mean(&[0, 1, 2, 3].map(of))
        }),
        Variant::new("mean of the examples' lengths", "mean of √Σr²", |p| {
            let of = |example: &[f64]| example.iter().sum::<f64>().sqrt();
            let each: Vec<f64> = errors(p).chunks(4).map(of).collect();
            mean(&each)
        }),
    ],
    same: &[],
};

/// The squared errors, example by example.
fn errors(p: &Probe) -> Vec<f64> {
    let pairs = p.rows(0).iter().zip(p.rows(1));
    let each = pairs.flat_map(|(a, b)| a.iter().zip(*b).map(|(a, b)| mse(*a, *b)));
    each.collect()
}
