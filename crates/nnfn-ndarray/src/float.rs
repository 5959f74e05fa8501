//! The element types.

use ndarray::NdFloat;

/// An element type: `f32` or `f64`.
///
/// All is computed in `f64` and rounded once: an `f32` result is the nearest to the definition's but in rare
/// cases where that lies almost in the middle between two.
///
/// Sealed: the kernels are as accurate as these two need.
pub trait Float: sealed::Element {}

impl Float for f32 {}
impl Float for f64 {}

pub(crate) mod sealed {
    use super::NdFloat;

    pub trait Element: NdFloat + Into<f64> {
        /// Whether 40 bits of a result are enough, as it is rounded to 24.
        const SHORT: bool;

        /// The nearest of this type.
        fn nearest(x: f64) -> Self;
    }

    impl Element for f32 {
        const SHORT: bool = true;

        #[inline(always)]
        fn nearest(x: f64) -> Self {
            x as Self
        }
    }

    impl Element for f64 {
        const SHORT: bool = false;

        #[inline(always)]
        fn nearest(x: f64) -> Self {
            x
        }
    }
}
