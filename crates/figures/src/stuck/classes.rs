//! One of several classes, and tokens.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, smoothed_cross_entropy};

use super::{Entry, of_equal};

const CROSS_ENTROPY: &str = "losses/classification/categorical-cross-entropy";

/// A row of logits that is sure of class 0, seen through a softmax.
fn squashed(classes: usize) -> f64 {
    let mut logits = vec![0.0; classes];
    logits[0] = 1000.0;
    cross_entropy(&softmax(&logits, 1.0), 0)
}

/// The entropy of a smoothed label, at the logits that are best for it.
fn smoothed(classes: usize) -> f64 {
    const EPSILON: f64 = 0.1;
    let rest = EPSILON / classes as f64;
    let mut logits = vec![rest.ln(); classes];
    logits[0] = (1.0 - EPSILON + rest).ln();
    smoothed_cross_entropy(&logits, 0, EPSILON)
}

pub const ALL: &[Entry] = &[
    Entry {
        written: "ln K",
        number: |task| of_equal(task.classes),
        whose: "cross-entropy of K equal logits",
        page: CROSS_ENTROPY,
        cause: "Labels do not belong to their inputs, the features are dead, or nothing trains.",
        test: "Print the logits of two different inputs: are they the same?",
    },
    Entry {
        written: "ln(1 + 2/e)",
        number: |_| squashed(3),
        whose: "three classes with the softmax twice, trained to the end",
        page: CROSS_ENTROPY,
        cause: "The loss has a softmax of its own, so that its logits lie between 0 and 1 and no class gets beyond e/(e + 2).",
        test: "Take out the layer's softmax: accuracy stays, the loss falls.",
    },
    Entry {
        written: "ln(1 + (K − 1)/e)",
        number: |task| squashed(task.classes),
        whose: "K classes with the softmax twice, trained to the end",
        page: CROSS_ENTROPY,
        cause: "The loss has a softmax of its own, so that its logits lie between 0 and 1.",
        test: "Take out the layer's softmax: accuracy stays, the loss falls.",
    },
    Entry {
        written: "entropy of a label smoothed by 0.1",
        number: |task| smoothed(task.classes),
        whose: "label smoothing, learnt to the end",
        page: "losses/classification/label-smoothing",
        cause: "Nothing is wrong: a smoothed label cannot be predicted any better.",
        test: "Report the cross-entropy without smoothing: is that near 0?",
    },
    Entry {
        written: "ln V",
        number: |task| of_equal(task.vocabulary),
        whose: "next-token cross-entropy of V equal logits",
        page: "losses/language-models/next-token",
        cause: "The first step of a language model; later: nothing trains, because how often each token occurs would alone bring the loss lower.",
        test: "Compare the weights before and after a step: has any of them moved?",
    },
];
