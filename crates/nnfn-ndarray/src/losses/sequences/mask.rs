//! Masks: what counts and what does not.

use ndarray::{ArrayRef, Dimension};

use crate::Error;
use crate::engine::index;
use crate::error::shape;
use crate::rows::vec_for;

/// An entry of a mask: `true` or 1 for what counts, `false` or 0 for what does not.
///
/// A `bool`, any integer, `f32` or `f64`, so that masks can stay as tokenizers give them. Every other number is an
/// error, and so is NaN.
///
/// What the mask leaves out is never looked at: whatever stands there, NaN and infinities included, changes no
/// result, and its gradient is 0.
pub trait MaskEntry: sealed::Entry {}

mod sealed {
    pub trait Entry: Copy {
        /// Whether it counts, or the number that says neither.
        fn counts(self) -> Result<bool, f64>;
    }
}

impl MaskEntry for bool {}

impl sealed::Entry for bool {
    fn counts(self) -> Result<bool, f64> {
        Ok(self)
    }
}

macro_rules! of_integers {
    ($($integer:ty)+) => { $(
        impl MaskEntry for $integer {}

        impl sealed::Entry for $integer {
            fn counts(self) -> Result<bool, f64> {
                match self {
                    0 => Ok(false),
                    1 => Ok(true),
                    other => Err(other as f64),
                }
            }
        }
    )+ };
}

of_integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

macro_rules! of_floats {
    ($($float:ty)+) => { $(
        impl MaskEntry for $float {}

        impl sealed::Entry for $float {
            fn counts(self) -> Result<bool, f64> {
                if self == 0.0 || self == 1.0 {
                    Ok(self == 1.0)
                } else {
                    Err(self.into())
                }
            }
        }
    )+ };
}

of_floats!(f32 f64);

/// Which elements count, the last axis running fastest; `what` is the name of the argument.
pub(crate) fn counting<M: MaskEntry, D: Dimension>(
    what: &'static str,
    mask: &ArrayRef<M, D>,
    expected: &[usize],
) -> Result<Vec<bool>, Error> {
    shape(what, mask.shape(), expected)?;
    let mut counts = vec_for(mask.len())?;
    for (i, entry) in mask.iter().enumerate() {
        counts.push(entry.counts().map_err(|found| Error::Mask {
            what,
            at: index(i, expected),
            found,
        })?);
    }
    Ok(counts)
}
