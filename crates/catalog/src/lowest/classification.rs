//! Losses of classes.

use super::{Lowest, approached, entropy, one, taken, zero};
use crate::args::{Args, Value};

/// The logit leaves to the side of the answer.
fn sure(a: &Args, t: f64) -> Args {
    a.with(0, (t * (2.0 * a.number(1) - 1.0)).into())
}

const SURE: &str = "logit → ∞ for a yes, −∞ for a no";

/// The logit of the class leads by this.
fn led(a: &Args, t: f64) -> Args {
    a.with(0, one(a.row(0).len(), a.index(1), t))
}

const LED: &str = "the logit of the class leads by ever more";

/// The score is the label.
fn just(a: &Args, _: f64) -> Args {
    a.with(0, a.0[1].clone())
}

/// The score of the class leads by the margin.
fn by_margin(a: &Args, _: f64) -> Args {
    led(a, a.number(2))
}

/// The smoothed label.
fn smoothed(a: &Args) -> Vec<f64> {
    let (k, epsilon) = (a.row(0).len(), a.number(2));
    let share = |i: usize| epsilon / k as f64 + if i == a.index(1) { 1.0 - epsilon } else { 0.0 };
    (0..k).map(share).collect()
}

/// The logarithms of a distribution; of a probability of 0, ever less.
fn logits(shares: &[f64], t: f64) -> Value {
    let one = |p: &f64| if *p > 0.0 { p.ln() } else { -t };
    Value::Row(shares.iter().map(one).collect())
}

/// Two labels of one example.
fn mixed(a: &Args) -> Vec<f64> {
    let mut shares = vec![0.0; a.row(0).len()];
    shares[a.index(1)] += a.number(3);
    shares[a.index(2)] += 1.0 - a.number(3);
    shares
}

pub const ALL: &[Lowest] = &[
    approached("bce_with_logits", SURE, zero, sure),
    approached("cross_entropy", LED, zero, led),
    approached(
        "cross_entropy_soft",
        "all other logits → −∞, for one sure class",
        |a| entropy(a.row(1).iter().copied()),
        |a, t| a.with(0, logits(a.row(1), t)),
    ),
    approached("weighted_cross_entropy", LED, zero, led),
    approached("logit_adjusted_cross_entropy", LED, zero, led),
    taken(
        "smoothed_cross_entropy",
        "logits = ln of the smoothed label",
        |a| entropy(smoothed(a)),
        |a, t| a.with(0, logits(&smoothed(a), t)),
    ),
    approached(
        "mixup_cross_entropy",
        "the two logits at ln λ and ln (1 − λ), all others → −∞",
        |a| entropy(mixed(a)),
        |a, t| a.with(0, logits(&mixed(a), t)),
    ),
    approached("focal", SURE, zero, sure),
    approached("balanced_focal", SURE, zero, sure),
    approached("softmax_focal", LED, zero, led),
    Lowest {
        taken: |a| a.number(1) == 0.0 && a.number(4) > 0.0,
        ..taken(
            "asymmetric",
            "for a no, wherever the probability is at most the shift; for a yes, logit → ∞",
            zero,
            // With a shift of 0 the no is only approached.
            |a, t| sure(a, t + f64::ln(1.0 / a.number(4))),
        )
    },
    taken("hinge", "score = label, and beyond", zero, just),
    taken("squared_hinge", "score = label, and beyond", zero, just),
    taken(
        "crammer_singer",
        "a lead of the margin, and beyond",
        zero,
        by_margin,
    ),
    taken(
        "weston_watkins",
        "a lead of the margin, and beyond",
        zero,
        by_margin,
    ),
    approached(
        "hierarchical_softmax",
        "each score → ∞ or −∞, to the side of its turn",
        zero,
        |a, t| a.with(0, a.0[1].map(|bit| t * (2.0 * bit - 1.0))),
    ),
    approached("temperature_scaled_cross_entropy", LED, zero, led),
];
