//! The element types.

use ndarray::NdFloat;

/// An element type: `f32` or `f64`.
///
/// Sealed: the kernels hold polynomials fitted to each.
pub trait Float: sealed::Lane {}

impl Float for f32 {}
impl Float for f64 {}

pub(crate) mod sealed {
    use super::NdFloat;

    /// What the kernels need to know of an element type; `fast/table.rs` has the values.
    pub trait Lane: NdFloat + Into<f64> {
        /// Coefficients, the highest power first, of the polynomials in `fast/exp.rs`, ..
        const EXP: &'static [Self];
        const LN_1P: &'static [Self];
        /// .. and of those in `fast/activation.rs`.
        const HALF_ERF: &'static [Self];
        const MILLS: &'static [Self];
        /// Where the argument of `MILLS` is 0, and the end of its range.
        const MILLS_CENTRE: Self;
        const MILLS_END: Self;
        /// From here and from `MILLS_END` on, GELU and its derivative are 0 to the left, `x` and 1 to the right.
        const TANH_END: Self;

        /// `1/ln 2`.
        const LOG2_E: Self;
        /// `ln 2` in two parts, the first so short that its products with the exponents that occur are exact.
        const LN_2_HI: Self;
        const LN_2_LO: Self;
        /// `1.5·2^p + b`, where `p` is the number of bits of the fraction and `b` the bias of the exponent: the
        /// low bits of `x + ROUND` are `b` more than the integer nearest to `x`.
        const ROUND: Self;
        /// Exponentials are raised by 2 to this power, so that none but 0 is subnormal.
        const RAISED_BY: Self;
        /// 2 to minus that power.
        const LOWER: Self;
        /// Exponentials of less are 0; raised, those of more are not subnormal.
        const EXP_CUT: Self;
        /// Up to here the largest of the logits needs no subtraction: see `fast/row.rs`.
        const NEAR: Self;

        const FRAC_1_SQRT_2PI: Self;
        /// `2·√(2/π)`, and 0.044715 times that, with what rounding took from them.
        const SQRT_8_OVER_PI: (Self, Self);
        const SQRT_8_OVER_PI_CUBIC: (Self, Self);

        /// `2^k`, where `rounded` is `ROUND + k`.
        fn pow2(rounded: Self) -> Self;
        /// The upper half of the digits.
        fn upper_half(self) -> Self;
        /// The nearest of this type.
        fn nearest(x: f64) -> Self;
    }
}
