//! Losses of a yes or a no.

use std::f64::consts::LN_2;

use nnfn::activations::{sigmoid, softplus};
use nnfn::losses::{balanced_focal, bce_with_logits, focal, hinge, mse, squared_hinge};

use super::words::{number, probe};
use super::{Family, Probe, Variant};

fn plain(p: &Probe) -> f64 {
    bce_with_logits(p.number(0), p.number(1), 1.0)
}

pub(super) static BINARY: Family = Family {
    key: "binary-cross-entropy",
    title: "Binary cross-entropy of a logit",
    chapter: "losses/classification/binary-cross-entropy",
    reads: "the loss of one logit; the target is 1 for a yes, 0 for a no",
    probes: &[
        probe(&[("logit", number(0.75)), ("target", number(0.0))]),
        probe(&[("logit", number(0.75)), ("target", number(1.0))]),
    ],
    variants: &[
        Variant::new("of the logit", "−ln σ(x) or −ln σ(−x)", plain),
        Variant::new("sigmoid twice", "the same of σ(x)", |p| {
            bce_with_logits(sigmoid(p.number(0)), p.number(1), 1.0)
        }),
        Variant::new(
            "the logit taken for a probability",
            "−ln x or −ln(1 − x)",
            |p| {
                let x = p.number(0);
                -if p.number(1) == 1.0 { x } else { 1.0 - x }.ln()
            },
        ),
        Variant::new("target turned", "−ln σ(−x) or −ln σ(x)", |p| {
            bce_with_logits(p.number(0), 1.0 - p.number(1), 1.0)
        }),
        Variant::new(
            "a no that costs the same in any case",
            "ln(1 + exp(−y·x)) with y of 0",
            |p| softplus(-p.number(1) * p.number(0)),
        ),
        Variant::new("in bits", "−log₂ σ(x) or −log₂ σ(−x)", |p| {
            plain(p) / LN_2
        }),
        Variant::new("squared error of the probability", "(σ(x) − y)²", |p| {
            mse(sigmoid(p.number(0)), p.number(1))
        }),
    ],
    same: &[],
};

pub(super) static POS_WEIGHT: Family = Family {
    key: "pos-weight",
    title: "Weight of the positives",
    chapter: "losses/classification/class-weights",
    reads: "the loss of one logit; w is the weight",
    probes: &[
        probe(&[
            ("logit", number(0.5)),
            ("target", number(1.0)),
            ("w", number(3.0)),
        ]),
        probe(&[
            ("logit", number(0.5)),
            ("target", number(0.0)),
            ("w", number(3.0)),
        ]),
    ],
    variants: &[
        Variant::new("on a yes", "w·ℓ for a yes, ℓ for a no", |p| {
            bce_with_logits(p.number(0), p.number(1), p.number(2))
        }),
        Variant::new("on a no", "ℓ for a yes, w·ℓ for a no", |p| {
            let w = if p.number(1) == 0.0 { p.number(2) } else { 1.0 };
            w * plain(p)
        }),
        Variant::new("on both", "w·ℓ", |p| p.number(2) * plain(p)),
        Variant::new("on neither", "ℓ", plain),
        Variant::new(
            "shares that add up to 1",
            "w/(1 + w)·ℓ for a yes, ℓ/(1 + w) for a no",
            |p| {
                let w = p.number(2);
                bce_with_logits(p.number(0), p.number(1), w) / (1.0 + w)
            },
        ),
    ],
    same: &[],
};

fn three(p: &Probe) -> (f64, f64, f64) {
    (p.number(0), p.number(1), p.number(2))
}

pub(super) static FOCAL: Family = Family {
    key: "focal",
    title: "Focal loss",
    chapter: "losses/classification/focal",
    reads: "the loss of one logit",
    probes: &[
        probe(&[
            ("logit", number(0.5)),
            ("target", number(1.0)),
            ("gamma", number(2.0)),
            ("alpha", number(0.25)),
        ]),
        probe(&[
            ("logit", number(0.5)),
            ("target", number(0.0)),
            ("gamma", number(2.0)),
            ("alpha", number(0.25)),
        ]),
    ],
    variants: &[
        Variant::new("no alpha", "(1 − p)^gamma·ℓ, p of what is true", |p| {
            focal(p.number(0), p.number(1), p.number(2))
        }),
        Variant::new(
            "alpha on a yes",
            "alpha times it for a yes, 1 − alpha for a no",
            |p| {
                let (logit, target, gamma) = three(p);
                balanced_focal(logit, target, gamma, p.number(3))
            },
        ),
        Variant::new(
            "alpha on a no",
            "1 − alpha times it for a yes, alpha for a no",
            |p| {
                let (logit, target, gamma) = three(p);
                balanced_focal(logit, target, gamma, 1.0 - p.number(3))
            },
        ),
        Variant::new("alpha on both", "alpha times it", |p| {
            p.number(3) * focal(p.number(0), p.number(1), p.number(2))
        }),
        Variant::new(
            "alpha on a yes only",
            "alpha times it for a yes, 1 for a no",
            |p| {
                let weight = if p.number(1) == 1.0 { p.number(3) } else { 1.0 };
                weight * focal(p.number(0), p.number(1), p.number(2))
            },
        ),
        Variant::new("p in the place of 1 − p", "p^gamma·ℓ", |p| {
            let (logit, target, gamma) = three(p);
            let right = sigmoid(if target == 1.0 { logit } else { -logit });
            right.powf(gamma) * plain(p)
        }),
        Variant::new("gamma not passed on", "ℓ", plain),
    ],
    same: &[],
};

/// The label 1 or 0 as 1 or −1.
fn sign(p: &Probe) -> f64 {
    2.0 * p.number(1) - 1.0
}

pub(super) static HINGE: Family = Family {
    key: "hinge",
    title: "Hinge loss",
    chapter: "losses/classification/hinge",
    reads: "the loss of one score; the label is 1 or 0, and y is 1 or −1",
    probes: &[
        probe(&[("score", number(0.3)), ("label", number(0.0))]),
        probe(&[("score", number(1.75)), ("label", number(1.0))]),
    ],
    variants: &[
        Variant::new("of y", "max(0, 1 − y·s)", |p| {
            hinge(p.number(0), sign(p))
        }),
        Variant::new("squared", "max(0, 1 − y·s)²", |p| {
            squared_hinge(p.number(0), sign(p))
        }),
        Variant::new("half the square", "½·max(0, 1 − y·s)²", |p| {
            0.5 * squared_hinge(p.number(0), sign(p))
        }),
        Variant::new("of the label itself", "max(0, 1 − label·s)", |p| {
            (1.0 - p.number(1) * p.number(0)).max(0.0)
        }),
        Variant::new("perceptron", "max(0, −y·s)", |p| {
            (-sign(p) * p.number(0)).max(0.0)
        }),
        Variant::new(
            "smoothed",
            "½·(1 − y·s)² for y·s from 0 to 1, ½ − y·s below",
            |p| {
                let margin = sign(p) * p.number(0);
                nnfn::losses::huber((1.0 - margin).max(0.0), 0.0, 1.0)
            },
        ),
        Variant::new("least squares", "(1 − y·s)²", |p| {
            mse(p.number(0), sign(p))
        }),
        Variant::new("logistic", "ln(1 + exp(−y·s))", |p| {
            bce_with_logits(p.number(0), p.number(1), 1.0)
        }),
    ],
    same: &[],
};
