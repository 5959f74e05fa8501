//! Yes or no.

use nnfn::activations::{sigmoid, softplus};
use nnfn::losses::{bce_with_logits, focal, hinge, mse};

use super::{Entry, Task};

const BCE: &str = "losses/classification/binary-cross-entropy";

/// The logit of a share.
fn logit(share: f64) -> f64 {
    share.ln() - (-share).ln_1p()
}

/// The mean loss of a logit if this share of the answers is yes.
fn mean(share: f64, logit: f64) -> f64 {
    share * bce_with_logits(logit, 1.0, 1.0) + (1.0 - share) * bce_with_logits(logit, 0.0, 1.0)
}

/// The loss of a model that always says the share of yes.
pub fn base_rate(task: &Task) -> f64 {
    mean(task.share, logit(task.share))
}

/// The lowest mean loss if the probability is squashed once more and all answers can be told from the input.
fn squashed_at_best(task: &Task) -> f64 {
    task.share * bce_with_logits(1.0, 1.0, 1.0)
        + (1.0 - task.share) * bce_with_logits(0.0, 0.0, 1.0)
}

/// The mean over two bells: an input that is N(1, 1) for a yes and N(-1, 1) for a no, whose true logit is
/// `2x + ln(π/(1 - π))`; of the loss of what a model says there.
fn two_bells(task: &Task, says: fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 64.0;
    const REACH: i32 = 9 * 64;
    let shift = logit(task.share);
    let part = |i: i32| {
        let x = f64::from(i) * STEP;
        let bell = |middle: f64| (-0.5 * (x - middle) * (x - middle)).exp();
        let own = says(2.0 * x + shift);
        task.share * bell(1.0) * bce_with_logits(own, 1.0, 1.0)
            + (1.0 - task.share) * bell(-1.0) * bce_with_logits(own, 0.0, 1.0)
    };
    let sum: f64 = (-REACH..=REACH).map(part).sum();
    sum * STEP / core::f64::consts::TAU.sqrt()
}

pub const ALL: &[Entry] = &[
    Entry {
        written: "ln 2",
        number: |_| bce_with_logits(0.0, 1.0, 1.0),
        whose: "binary cross-entropy of a logit of 0",
        page: BCE,
        cause: "The model says ½ to every example: nothing trains, or inputs and labels have nothing to do with each other.",
        test: "Print the logits of one batch: are they all the same, and do they move at all?",
    },
    Entry {
        written: "h(π)",
        number: base_rate,
        whose: "always the share of positives",
        page: BCE,
        cause: "Only the bias has been learnt: the inputs do not arrive, are not aligned with the labels, or carry nothing.",
        test: "Shuffle the labels and train again: the same loss means that the inputs are not used.",
    },
    Entry {
        written: "ln(1 + 1/e)",
        number: |_| bce_with_logits(sigmoid(f64::INFINITY), 1.0, 1.0),
        whose: "a sure yes with the sigmoid twice, and two classes with the softmax twice",
        page: BCE,
        cause: "The loss squashes what has been squashed: its logit cannot exceed 1.",
        test: "Print what goes into the loss: does all of it lie between 0 and 1?",
    },
    Entry {
        written: "π ln(1 + 1/e) + (1 − π) ln 2",
        number: squashed_at_best,
        whose: "the lowest that the sigmoid twice allows",
        page: BCE,
        cause: "A no can be pushed to a logit of 0 and no further, so it costs at least ln 2.",
        test: "Print what goes into the loss: does all of it lie between 0 and 1?",
    },
    Entry {
        written: "two bells, sigmoid twice, at best",
        // Where the true logit is between 0 and 1, it can be said; elsewhere the nearer end is best.
        number: |task| two_bells(task, |logit| logit.clamp(0.0, 1.0)),
        whose: "overlapping classes with the sigmoid twice, trained to the end",
        page: BCE,
        cause: "The loss squashes what has been squashed, so that nothing can be said but logits from 0 to 1.",
        test: "Take out the sigmoid before the loss: does it fall at once?",
    },
    Entry {
        written: "two bells, true probabilities squashed",
        number: |task| two_bells(task, sigmoid),
        whose: "the right probabilities, given as if they were logits",
        page: BCE,
        cause: "A model that is right is scored by a loss with a sigmoid of its own: the number is far too high, and yet no ranking is better.",
        test: "Score the same outputs by a loss on probabilities: is that much lower?",
    },
    Entry {
        written: "¼",
        number: |_| mse(sigmoid(0.0), 1.0),
        whose: "the squared error of a probability of ½",
        page: "losses/regression/mse",
        cause: "The model says ½ to every example: nothing trains, or inputs and labels have nothing to do with each other.",
        test: "Print the outputs of one batch: are they all ½, and do they move at all?",
    },
    Entry {
        written: "π(1 − π)",
        number: |task| {
            task.share * mse(task.share, 1.0) + (1.0 - task.share) * mse(task.share, 0.0)
        },
        whose: "the squared error of always the share of positives",
        page: "losses/regression/mse",
        cause: "Only the bias has been learnt: the inputs do not arrive, are not aligned with the labels, or carry nothing.",
        test: "Shuffle the labels and train again: the same loss means that the inputs are not used.",
    },
    Entry {
        written: "1",
        number: |_| hinge(0.0, 1.0),
        whose: "hinge loss of a score of 0",
        page: "losses/classification/hinge",
        cause: "All scores are 0; or labels are 0 and 1 instead of −1 and 1, and those of 0 cost 1 whatever the score is.",
        test: "Print the labels: is one of them 0?",
    },
    Entry {
        written: "ln 2/4",
        number: |_| focal(0.0, 1.0, 2.0),
        whose: "focal loss with γ = 2 of a logit of 0",
        page: "losses/classification/focal",
        cause: "The model says ½ to every example; the factor (½)² makes ln 2 look small.",
        test: "Compute the plain cross-entropy beside it: does that stand at ln 2?",
    },
    Entry {
        written: "−ln 10⁻⁷",
        number: |_| softplus(logit(1.0 - 1e-7)),
        whose: "a probability of 0 for what is true, in Keras",
        page: BCE,
        cause: "Probabilities are cut off at 10⁻⁷ before the logarithm, and beyond the cut nothing has a slope.",
        test: "Use from_logits=True on raw outputs: the loss is then larger, and moves.",
    },
    Entry {
        written: "−ln 2⁻²³",
        number: |_| -f64::from(1.0 - (1.0 - 1e-7_f32)).ln(),
        whose: "a probability of 1 for what is false, in Keras",
        page: BCE,
        cause: "The upper cut, 1 − 10⁻⁷, is rounded to 32 bit, which leaves 2⁻²³ beside it.",
        test: "Use from_logits=True on raw outputs: the loss is then larger, and moves.",
    },
    Entry {
        written: "−ln 10⁻⁸",
        number: |_| -f64::ln(0.0 + 1e-8),
        whose: "a probability of 0 in a loss of one's own, −ln(p + 10⁻⁸)",
        page: "foundations/numerics",
        cause: "The probability of what is true has underflowed to 0, and the small number added is all that is left.",
        test: "Search the code for 1e-8, and replace it by a loss on logits.",
    },
    Entry {
        written: "100",
        number: |_| 100.0_f64.min(bce_with_logits(-800.0, 1.0, 1.0)),
        whose: "a probability of 0 for what is true, in PyTorch's BCELoss",
        page: BCE,
        cause: "BCELoss lets no logarithm fall below −100; the sigmoid before it is flat there, so that nothing moves.",
        test: "Use BCEWithLogitsLoss on raw outputs.",
    },
];
