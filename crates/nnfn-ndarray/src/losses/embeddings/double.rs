//! Double-length numbers and scalar products, for loops that become vector code.

use crate::kernels::Lane;
use crate::kernels::arithmetic::{two_product, two_sum};

/// The unevaluated sum `hi + lo`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Double {
    pub(crate) hi: f64,
    pub(crate) lo: f64,
}

impl From<f64> for Double {
    fn from(hi: f64) -> Self {
        Self { hi, lo: 0.0 }
    }
}

impl Double {
    #[inline(always)]
    fn sum(hi: f64, lo: f64) -> Self {
        let (hi, lo) = two_sum(hi, lo);
        Self { hi, lo }
    }
}

/// `x·y`.
#[inline(always)]
pub(crate) fn times<L: Lane>(x: Double, y: Double) -> Double {
    let (hi, lo) = two_product::<L>(x.hi, y.hi);
    Double {
        hi,
        lo: lo + (x.hi * y.lo + x.lo * y.hi),
    }
}

/// `x/y`.
#[inline(always)]
pub(crate) fn over<L: Lane>(x: Double, y: Double) -> Double {
    let quotient = x.hi / y.hi;
    let (product, lost) = two_product::<L>(quotient, y.hi);
    let remainder = ((x.hi - product) - lost) + (x.lo - quotient * y.lo);
    Double::sum(quotient, remainder / y.hi)
}

/// `√x`, for `x` above 0.
#[inline(always)]
pub(crate) fn root<L: Lane>(x: Double) -> Double {
    let root = x.hi.sqrt();
    let (square, lost) = two_product::<L>(root, root);
    let remainder = ((x.hi - square) - lost) + x.lo;
    Double::sum(root, 0.5 * remainder / root)
}

/// Products that are added side by side: four vectors of four, so that no sum waits for the one before.
const SIDE: usize = 16;

/// `Σ xᵢ·yᵢ`, good to double length at the size of the products. Entries of `f32` have exact products.
#[inline(always)]
pub(crate) fn dot<L: Lane>(x: &[f64], y: &[f64]) -> Double {
    let (mut sums, mut lost) = ([0.0; SIDE], [0.0; SIDE]);
    let mut add = |i: usize, x: f64, y: f64| {
        let (product, rounded) = if L::SHORT {
            (x * y, 0.0)
        } else {
            two_product::<L>(x, y)
        };
        let (sum, left) = two_sum(sums[i], product);
        sums[i] = sum;
        lost[i] += left + rounded;
    };
    let (x_blocks, x_rest) = x.as_chunks::<SIDE>();
    let (y_blocks, y_rest) = y.as_chunks::<SIDE>();
    for (x, y) in x_blocks.iter().zip(y_blocks) {
        for i in 0..SIDE {
            add(i, x[i], y[i]);
        }
    }
    for (i, (&x, &y)) in x_rest.iter().zip(y_rest).enumerate() {
        add(i, x, y);
    }
    let (mut total, mut rest) = (0.0, 0.0);
    for i in 0..SIDE {
        let (sum, left) = two_sum(total, sums[i]);
        total = sum;
        rest += left + lost[i];
    }
    Double::sum(total, rest)
}

/// `Σ xᵢ`, compensated.
#[inline(always)]
pub(crate) fn sum(x: &[f64]) -> f64 {
    let (mut sums, mut lost) = ([0.0; SIDE], [0.0; SIDE]);
    let mut add = |i: usize, x: f64| {
        let (sum, left) = two_sum(sums[i], x);
        sums[i] = sum;
        lost[i] += left;
    };
    let (blocks, rest) = x.as_chunks::<SIDE>();
    for block in blocks {
        for (i, &x) in block.iter().enumerate() {
            add(i, x);
        }
    }
    for (i, &x) in rest.iter().enumerate() {
        add(i, x);
    }
    let (mut total, mut left_over) = (0.0, 0.0);
    for i in 0..SIDE {
        let (sum, left) = two_sum(total, sums[i]);
        total = sum;
        left_over += left + lost[i];
    }
    total + left_over
}
