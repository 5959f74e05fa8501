//! Tables of losses, a row for each sequence, under a mask of 0 and 1.

use crate::sum::sum_of;

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
        for entry in mask {
            assert!(
                *entry == 0.0 || *entry == 1.0 || entry.is_nan(),
                "{name}: mask must be of 0 and 1, got {entry}"
            );
        }
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
