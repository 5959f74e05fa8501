//! Losses of one class of several.

use std::f64::consts::LN_2;

use nnfn::activations::{log_softmax, softmax};
use nnfn::losses::{
    bce_with_logits, crammer_singer, cross_entropy, cross_entropy_soft, mse,
    smoothed_cross_entropy, temperature_scaled_cross_entropy, weighted_cross_entropy,
    weston_watkins,
};

use super::words::{mean, number, probe, row, table};
use super::{Family, Input, Probe, Variant};

const fn class(class: usize) -> Input {
    Input::Index(class)
}

fn plain(p: &Probe) -> f64 {
    cross_entropy(p.row(0), p.index(1))
}

fn twice(p: &Probe) -> f64 {
    cross_entropy(&softmax(p.row(0), 1.0), p.index(1))
}

/// The binary cross-entropy of each class.
fn each_binary(p: &Probe) -> impl Iterator<Item = f64> + '_ {
    let target = |k| if k == p.index(1) { 1.0 } else { 0.0 };
    let each = p.row(0).iter().enumerate();
    each.map(move |(k, z)| bce_with_logits(*z, target(k), 1.0))
}

pub(super) static CROSS_ENTROPY: Family = Family {
    key: "cross-entropy",
    title: "Cross-entropy of logits",
    chapter: "losses/classification/categorical-cross-entropy",
    reads: "the loss of one row",
    probes: &[probe(&[
        ("logits", row(&[2.0, 1.0, 0.1])),
        ("class", class(0)),
    ])],
    variants: &[
        Variant::new("of the logits", "−ln softmax(z)ᵧ", plain),
        Variant::new("softmax twice", "the same of softmax(z)", twice),
        Variant::new("in bits", "−log₂ softmax(z)ᵧ", |p| plain(p) / LN_2),
        Variant::new("logits taken for log-probabilities", "−zᵧ", |p| {
            -p.row(0)[p.index(1)]
        }),
        Variant::new(
            "probabilities taken for log-probabilities",
            "−softmax(z)ᵧ",
            |p| -softmax(p.row(0), 1.0)[p.index(1)],
        ),
        Variant::new("logits taken for probabilities", "−ln(zᵧ/Σz)", |p| {
            -(p.row(0)[p.index(1)] / p.row(0).iter().sum::<f64>()).ln()
        }),
        Variant::new(
            "classes counted from 1",
            "−ln softmax(z)ₖ, k the class after",
            |p| cross_entropy(p.row(0), p.index(1) + 1),
        ),
        Variant::new(
            "a sigmoid for each, summed",
            "Σₖ binary cross-entropy",
            |p| each_binary(p).sum(),
        ),
        Variant::new(
            "a sigmoid for each, averaged",
            "(1/K)·Σₖ binary cross-entropy",
            |p| mean(each_binary(p)),
        ),
        Variant::new(
            "squared error of the probabilities",
            "(1/K)·Σₖ(softmax(z)ₖ − tₖ)²",
            |p| {
                let target = |k| if k == p.index(1) { 1.0 } else { 0.0 };
                let each = softmax(p.row(0), 1.0).into_iter().enumerate();
                mean(each.map(|(k, q)| mse(q, target(k))))
            },
        ),
    ],
    same: &[],
};

/// With `epsilon` spread over the wrong classes alone.
fn over_the_others(p: &Probe) -> f64 {
    let k = p.row(0).len() as f64;
    smoothed_cross_entropy(p.row(0), p.index(1), p.number(2) * k / (k - 1.0))
}

/// `Σ t·ln t` of two kinds of entries.
fn negative_entropy(right: f64, wrong: f64, wrongs: f64) -> f64 {
    right * right.ln() + wrongs * wrong * wrong.ln()
}

pub(super) static SMOOTHING: Family = Family {
    key: "label-smoothing",
    title: "Label smoothing",
    chapter: "losses/classification/label-smoothing",
    reads: "the loss of one row; K classes",
    probes: &[probe(&[
        ("logits", row(&[2.0, 1.0, 0.1])),
        ("class", class(0)),
        ("epsilon", number(0.1)),
    ])],
    variants: &[
        Variant::new(
            "ε/K on all classes",
            "targets 1 − ε + ε/K and ε/K",
            |p| smoothed_cross_entropy(p.row(0), p.index(1), p.number(2)),
        ),
        Variant::new(
            "ε/(K − 1) on the wrong ones",
            "targets 1 − ε and ε/(K − 1)",
            over_the_others,
        ),
        Variant::new(
            "ε/K, less the entropy of the target",
            "the divergence of the first",
            |p| {
                let (k, e) = (p.row(0).len() as f64, p.number(2));
                let own = negative_entropy(1.0 - e + e / k, e / k, k - 1.0);
                smoothed_cross_entropy(p.row(0), p.index(1), e) + own
            },
        ),
        Variant::new(
            "ε/(K − 1), less the entropy of the target",
            "that of the second",
            |p| {
                let (k, e) = (p.row(0).len() as f64, p.number(2));
                over_the_others(p) + negative_entropy(1.0 - e, e / (k - 1.0), k - 1.0)
            },
        ),
        Variant::new(
            "ε/K on the wrong ones",
            "targets 1 − ε and ε/K, which add up to less than 1",
            |p| {
                let (k, e) = (p.row(0).len() as f64, p.number(2));
                let log = log_softmax(p.row(0), 1.0);
                let target = |i| if i == p.index(1) { 1.0 - e } else { e / k };
                log.iter().enumerate().map(|(i, l)| -target(i) * l).sum()
            },
        ),
        Variant::new(
            "a sigmoid for each, averaged",
            "targets 1 − ε/2 and ε/2",
            |p| {
                let e = p.number(2);
                let target = |k| {
                    if k == p.index(1) {
                        1.0 - 0.5 * e
                    } else {
                        0.5 * e
                    }
                };
                mean(
                    p.row(0)
                        .iter()
                        .enumerate()
                        .map(|(k, z)| bce_with_logits(*z, target(k), 1.0)),
                )
            },
        ),
        Variant::new("ε not passed on", "−ln softmax(z)ᵧ", plain),
        Variant::new(
            "ε not passed on, softmax twice",
            "the same of softmax(z)",
            twice,
        ),
    ],
    same: &[],
};

fn weighted(p: &Probe) -> impl Iterator<Item = f64> + '_ {
    let each = p.table(0).into_iter().zip(p.indices(1));
    each.map(|(z, class)| weighted_cross_entropy(&z, *class, p.row(2)))
}

fn weights(p: &Probe) -> Vec<f64> {
    p.indices(1).iter().map(|class| p.row(2)[*class]).collect()
}

pub(super) static WEIGHTED: Family = Family {
    key: "weighted-cross-entropy",
    title: "Weighted cross-entropy of a batch",
    chapter: "losses/classification/class-weights",
    reads: "the loss of the batch; ℓ is that of a row, w the weight of its class",
    probes: &[probe(&[
        (
            "logits",
            table(&[
                &[2.0, 1.0, 0.1],
                &[0.5, 1.5, -1.0],
                &[0.2, 0.1, 1.0],
                &[1.0, 0.0, 2.0],
            ]),
        ),
        ("classes", Input::Indices(&[0, 0, 1, 2])),
        ("weights", row(&[1.0, 4.0, 0.0])),
    ])],
    variants: &[
        Variant::new("over the sum of the weights", "Σwℓ/Σw", |p| {
            weighted(p).sum::<f64>() / weights(p).iter().sum::<f64>()
        }),
        Variant::new("over the number of rows", "Σwℓ/N", |p| mean(weighted(p))),
        Variant::new(
            "over the rows with a weight",
            "Σwℓ over how many w are not 0",
            |p| {
                let some = weights(p).iter().filter(|w| **w != 0.0).count();
                weighted(p).sum::<f64>() / some as f64
            },
        ),
        Variant::new("summed", "Σwℓ", |p| weighted(p).sum()),
        Variant::new(
            "weights scaled to mean 1 over the classes",
            "K·Σwℓ/(N·Σₖwₖ)",
            |p| {
                let all: f64 = p.row(2).iter().sum();
                p.row(2).len() as f64 * mean(weighted(p)) / all
            },
        ),
        Variant::new("weights not passed on", "Σℓ/N", |p| {
            let each = p.table(0).into_iter().zip(p.indices(1));
            mean(each.map(|(z, class)| cross_entropy(&z, *class)))
        }),
    ],
    same: &[],
};

pub(super) static TEMPERATURE: Family = Family {
    key: "temperature",
    title: "Temperature or its inverse",
    chapter: "losses/classification/temperature-scaling",
    reads: "the loss of one row; t is what the code takes for the temperature or for its inverse",
    probes: &[probe(&[
        ("logits", row(&[2.0, 1.0, 0.1])),
        ("class", class(1)),
        ("t", number(0.5)),
    ])],
    variants: &[
        Variant::new("temperature", "−ln softmax(z/t)ᵧ", |p| {
            temperature_scaled_cross_entropy(p.row(0), p.index(1), p.number(2))
        }),
        Variant::new("inverse temperature", "−ln softmax(t·z)ᵧ", |p| {
            temperature_scaled_cross_entropy(p.row(0), p.index(1), 1.0 / p.number(2))
        }),
        Variant::new(
            "logarithm of the inverse",
            "−ln softmax(eᵗ·z)ᵧ",
            |p| temperature_scaled_cross_entropy(p.row(0), p.index(1), (-p.number(2)).exp()),
        ),
        Variant::new("temperature, times t", "−t·ln softmax(z/t)ᵧ", |p| {
            let t = p.number(2);
            t * temperature_scaled_cross_entropy(p.row(0), p.index(1), t)
        }),
        Variant::new(
            "of the probabilities",
            "−ln softmax(softmax(z)/t)ᵧ",
            |p| {
                let inner = softmax(p.row(0), 1.0);
                temperature_scaled_cross_entropy(&inner, p.index(1), p.number(2))
            },
        ),
        Variant::new("not passed on", "−ln softmax(z)ᵧ", plain),
    ],
    same: &[],
};

/// The parts of Weston and Watkins's sum, each squared.
fn squares(p: &Probe) -> f64 {
    let (scores, class) = (p.row(0), p.index(1));
    let wrong = (0..scores.len()).filter(|k| *k != class);
    wrong
        .map(|k| (1.0 + scores[k] - scores[class]).max(0.0).powi(2))
        .sum()
}

pub(super) static MULTI_HINGE: Family = Family {
    key: "multi-class-hinge",
    title: "Hinge loss for several classes",
    chapter: "losses/classification/hinge",
    reads: "the loss of one row, with a margin of 1",
    probes: &[
        probe(&[("scores", row(&[2.0, 1.5, 1.25])), ("class", class(0))]),
        probe(&[("scores", row(&[-1.0, -1.5, -4.0])), ("class", class(0))]),
    ],
    variants: &[
        Variant::new(
            "Crammer and Singer",
            "max(0, 1 + maxⱼ sⱼ − sᵧ)",
            |p| crammer_singer(p.row(0), p.index(1), 1.0),
        ),
        Variant::new(
            "Weston and Watkins",
            "Σⱼ max(0, 1 + sⱼ − sᵧ)",
            |p| weston_watkins(p.row(0), p.index(1), 1.0),
        ),
        Variant::new(
            "sum over K",
            "(1/K)·Σⱼ max(0, 1 + sⱼ − sᵧ)",
            |p| weston_watkins(p.row(0), p.index(1), 1.0) / p.row(0).len() as f64,
        ),
        Variant::new("sum over K − 1", "the same over K − 1", |p| {
            weston_watkins(p.row(0), p.index(1), 1.0) / (p.row(0).len() - 1) as f64
        }),
        Variant::new(
            "squares over K",
            "(1/K)·Σⱼ max(0, 1 + sⱼ − sᵧ)²",
            |p| squares(p) / p.row(0).len() as f64,
        ),
        Variant::new("sum of squares", "Σⱼ max(0, 1 + sⱼ − sᵧ)²", squares),
        Variant::new(
            "best wrong score or 0",
            "max(0, 1 + max(0, maxⱼ sⱼ) − sᵧ)",
            |p| {
                let (scores, class) = (p.row(0), p.index(1));
                let wrong = (0..scores.len()).filter(|k| *k != class);
                let best = wrong.map(|k| scores[k]).fold(0.0, f64::max);
                (1.0 + best - scores[class]).max(0.0)
            },
        ),
        Variant::new(
            "one against all, averaged",
            "mean over k of max(0, 1 ∓ sₖ)",
            |p| {
                let y = |k| if k == p.index(1) { 1.0 } else { -1.0 };
                let each = p.row(0).iter().enumerate();
                mean(each.map(|(k, s)| nnfn::losses::hinge(*s, y(k))))
            },
        ),
        Variant::new("cross-entropy", "−ln softmax(s)ᵧ", |p| {
            let target = |k| if k == p.index(1) { 1.0 } else { 0.0 };
            let target: Vec<f64> = (0..p.row(0).len()).map(target).collect();
            cross_entropy_soft(p.row(0), &target)
        }),
    ],
    same: &[],
};
