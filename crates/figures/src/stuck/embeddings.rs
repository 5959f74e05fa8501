//! Batches of embeddings.

use nnfn::losses::{cross_entropy, triplet};

use super::{Entry, Task, of_equal};

const NT_XENT: &str = "losses/embedding/nt-xent";

/// The views of other images beside an anchor.
fn others(task: &Task) -> usize {
    2 * task.batch - 2
}

/// An anchor that is compared with itself, too: all other similarities are 0.
fn beside_itself(task: &Task) -> f64 {
    let mut logits = vec![0.0; others(task) + 2];
    logits[0] = 1.0 / task.temperature;
    cross_entropy(&logits, 1)
}

/// The mean of ln(1 + B) over how often, B, the item of a pair comes again in a batch that is drawn from K items.
fn duplicates(task: &Task) -> f64 {
    let (others, share) = ((task.batch - 1) as f64, 1.0 / task.classes as f64);
    let chance = |b: f64| {
        let ways =
            libm::lgamma(others + 1.0) - libm::lgamma(b + 1.0) - libm::lgamma(others - b + 1.0);
        (ways + b * share.ln() + (others - b) * (-share).ln_1p()).exp()
    };
    // Farther from its mean than this, B is not met.
    let (middle, reach) = (others * share, 12.0 * (others * share).sqrt() + 20.0);
    let (from, to) = ((middle - reach).max(0.0), (middle + reach).min(others));
    let all = (from as usize..=to as usize).map(|b| b as f64);
    all.map(|b| chance(b) * b.ln_1p()).sum()
}

/// How many others of its class an anchor has, if the classes share a batch evenly.
fn alike(task: &Task) -> f64 {
    libm::rint(task.batch as f64 / task.classes as f64) - 1.0
}

pub const ALL: &[Entry] = &[
    Entry {
        written: "m",
        number: |task| triplet(&[0.0], &[0.0], &[0.0], task.margin),
        whose: "triplet loss of three equal vectors",
        page: "losses/embedding/triplet",
        cause: "All embeddings have become one point: often the hardest negatives were taken too early.",
        test: "Print the spread of the embeddings of one batch: is it 0?",
    },
    Entry {
        written: "ln N",
        number: |task| of_equal(task.batch),
        whose: "InfoNCE or CLIP of N equal similarities",
        page: "losses/embedding/info-nce",
        cause: "A tower gives the same for every input; or the pairs have been put out of order.",
        test: "Train on 16 pairs alone: does it fall to 0?",
    },
    Entry {
        written: "ln(2N − 1)",
        number: |task| of_equal(others(task) + 1),
        whose: "NT-Xent of N images whose views are all equal",
        page: NT_XENT,
        cause: "The embeddings have collapsed, or the two views do not belong together.",
        test: "Train on 16 images alone, without augmentation: does it fall?",
    },
    Entry {
        written: "ln 2N",
        number: |task| of_equal(others(task) + 2),
        whose: "NT-Xent of equal views, each compared with itself as well",
        page: NT_XENT,
        cause: "The embeddings have collapsed, and the diagonal has not been struck out.",
        test: "Count the terms of one denominator: 2N − 1 are right.",
    },
    Entry {
        written: "ln(exp(1/τ) + 2N − 1)",
        number: beside_itself,
        whose: "NT-Xent that compares each view with itself, at the start",
        page: NT_XENT,
        cause: "The similarity of a view with itself, 1/τ, stands in the denominator and outweighs all others.",
        test: "Strike out the diagonal: the loss falls to about ln(2N − 1).",
    },
    Entry {
        written: "E ln(1 + B), B of N − 1 with 1/K",
        number: duplicates,
        whose: "InfoNCE, solved as far as repeated items allow",
        page: "losses/embedding/info-nce",
        cause: "A batch from K items holds some of them more than once, and the loss asks to tell copies apart.",
        test: "Leave equal items out of the denominator: the loss falls further.",
    },
    Entry {
        written: "ln |P|, with |P| = N/K − 1",
        number: |task| match alike(task) {
            positives if positives >= 1.0 => of_equal(positives as usize),
            _ => f64::NAN,
        },
        whose: "SupCon, solved",
        page: NT_XENT,
        cause: "Nothing is wrong: |P| positives share what the softmax gives, so none gets more than 1/|P|.",
        test: "Subtract the mean of ln |P|: what is left should near 0.",
    },
];
