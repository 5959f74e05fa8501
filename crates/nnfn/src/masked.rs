//! Losses of tokens under a mask of 0 and 1.

use crate::double::Double;
use crate::row::Row;
use crate::sum::{sum, sum_of};

/// Refuses a mask of another shape than the losses, and entries that are neither 0 nor 1.
pub(crate) fn check(name: &str, losses: &[Vec<f64>], mask: &[Vec<f64>]) {
    let (n, m) = (losses.len(), mask.len());
    assert!(n == m, "{name}: {n} rows of losses, but {m} of the mask");
    for (i, (losses, mask)) in losses.iter().zip(mask).enumerate() {
        let (n, m) = (losses.len(), mask.len());
        assert!(
            n == m,
            "{name}: {n} losses, but {m} entries of the mask in row {i}"
        );
        check_entries(name, "mask", mask);
    }
}

/// Refuses entries that are neither 0 nor 1.
pub(crate) fn check_entries(name: &str, argument: &str, mask: &[f64]) {
    for entry in mask {
        assert!(
            *entry == 0.0 || *entry == 1.0 || entry.is_nan(),
            "{name}: {argument} must be of 0 and 1, got {entry}"
        );
    }
}

// ANCHOR: kernel
/// The losses of a row that count. What is masked is left out, not multiplied by 0: `0·∞` and `0·NaN` are NaN.
pub(crate) fn kept<'a>(
    losses: &'a [f64],
    mask: &'a [f64],
) -> impl Iterator<Item = f64> + 'a {
    let pairs = losses.iter().zip(mask).filter(|(_, m)| **m != 0.0);
    pairs.map(|(loss, m)| loss * m)
}

/// How many losses of a row count.
pub(crate) fn count(mask: &[f64]) -> f64 {
    sum_of(mask.iter().copied())
}

/// The gradient of the cross-entropy of one row, times the share that it has in a mean.
pub(crate) fn share_of_grad(
    logits: &[f64],
    class: usize,
    share: Double,
) -> Vec<f64> {
    let row = Row::new(logits, 1.0);
    let mut grad: Vec<f64> =
        (0..logits.len()).map(|j| row.share_times(j, share)).collect();
    grad[class] = 0.0; // p - 1 would cancel as p nears 1
    grad[class] = 0.0 - sum(&grad);
    grad
}
// ANCHOR_END: kernel

/// The mask as a table, each row divided by a number of its own.
pub(crate) fn over(
    mask: &[Vec<f64>],
    divisor: impl Fn(&[f64]) -> f64,
) -> Vec<Vec<f64>> {
    let row = |mask: &Vec<f64>| {
        let d = divisor(mask);
        // 0 of none stays 0.
        let share = |m: &f64| if *m == 0.0 { 0.0 } else { m / d };
        mask.iter().map(share).collect()
    };
    mask.iter().map(row).collect()
}
