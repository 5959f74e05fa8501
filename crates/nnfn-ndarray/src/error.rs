//! What can be wrong with a call.

use std::fmt;

/// Why a function refused its arguments. What a network puts out is never refused: NaN and infinities are computed with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// Two arrays do not belong together.
    Shape {
        /// What has the wrong shape.
        what: &'static str,
        /// Its shape.
        found: Vec<usize>,
        /// The shape that it should have.
        expected: Vec<usize>,
    },
    /// The array has no such axis.
    Axis {
        /// The axis asked for.
        found: usize,
        /// How many axes there are.
        ndim: usize,
    },
    /// The halves of an axis are wanted, and its length is odd.
    OddAxis {
        /// The axis.
        axis: usize,
        /// Its length.
        length: usize,
    },
    /// A label names no class.
    Label {
        /// The label.
        found: String,
        /// Its index in the array of labels.
        at: Vec<usize>,
        /// How many classes there are.
        classes: usize,
    },
    /// A token is not in the vocabulary.
    Token {
        /// The token.
        found: String,
        /// Its index in the array of tokens.
        at: Vec<usize>,
        /// How many tokens there are in the vocabulary.
        vocabulary: usize,
    },
    /// A parameter is outside its domain.
    Parameter {
        /// Its name.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What is expected of it.
        expected: &'static str,
    },
    /// The slope of a channel is not finite.
    Slope {
        /// The channel.
        channel: usize,
        /// The slope.
        found: f64,
    },
    /// An entry of an array is outside the domain of its array.
    Entry {
        /// The name of the array.
        what: &'static str,
        /// The index of the entry.
        at: Vec<usize>,
        /// The entry.
        found: f64,
        /// What is expected of each.
        expected: &'static str,
    },
    /// The weight of an element or example is negative, infinite or NaN.
    Weight {
        /// Its index in the array of weights.
        at: Vec<usize>,
        /// The weight.
        found: f64,
    },
    /// A class weight is negative, infinite or NaN.
    ClassWeight {
        /// The class.
        class: usize,
        /// Its weight.
        found: f64,
    },
    /// An entry of a mask is neither 0 nor 1.
    Mask {
        /// The name of the mask.
        what: &'static str,
        /// The index of the entry.
        at: Vec<usize>,
        /// The entry.
        found: f64,
    },
    /// A mean over nothing: a mask leaves out everything.
    AllMasked {
        /// The name of the mask.
        what: &'static str,
        /// Of which row or group it leaves nothing; empty if of all.
        at: Vec<usize>,
    },
    /// There is no memory for a result, such as one for each of very many empty lanes.
    TooLarge {
        /// How many elements it would have.
        elements: usize,
    },
    /// A mean over nothing: there is no element.
    EmptyMean,
    /// A mean over nothing: every label is ignored.
    AllIgnored,
    /// A mean over nothing: everything, or every label that is not ignored, has the weight 0.
    NoWeight,
    /// A mean over nothing: no label that has a weight occurs twice.
    NoPositive,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape {
                what,
                found,
                expected,
            } => write!(f, "{what}: found shape {found:?}, expected {expected:?}"),
            Self::Axis { found, ndim } => {
                write!(
                    f,
                    "axis: found {found}, expected less than {ndim}, the number of axes"
                )
            }
            Self::OddAxis { axis, length } => {
                write!(
                    f,
                    "axis {axis}: found the odd length {length}, expected an even one, to be halved"
                )
            }
            Self::Label { found, at, classes } => write!(
                f,
                "label at {at:?}: found {found}, expected at least 0 and less than {classes}, the number of classes"
            ),
            Self::Token {
                found,
                at,
                vocabulary,
            } => write!(
                f,
                "token at {at:?}: found {found}, expected at least 0 and less than {vocabulary}, the size of the vocabulary"
            ),
            Self::Parameter {
                name,
                found,
                expected,
            } => write!(f, "{name}: found {found}, expected {expected}"),
            Self::Slope { channel, found } => {
                write!(
                    f,
                    "slope of channel {channel}: found {found}, expected a finite number"
                )
            }
            Self::Entry {
                what,
                at,
                found,
                expected,
            } => write!(f, "{what} at {at:?}: found {found}, expected {expected}"),
            Self::Weight { at, found } => write!(
                f,
                "weight at {at:?}: found {found}, expected a finite number of at least 0"
            ),
            Self::ClassWeight { class, found } => write!(
                f,
                "weight of class {class}: found {found}, expected a finite number of at least 0"
            ),
            Self::Mask { what, at, found } => {
                write!(f, "{what} at {at:?}: found {found}, expected 0 or 1")
            }
            Self::AllMasked { what, at } if at.is_empty() => {
                write!(
                    f,
                    "{what}: found nothing that counts, expected at least one 1"
                )
            }
            Self::AllMasked { what, at } => write!(
                f,
                "{what} at {at:?}: found nothing that counts, expected at least one 1"
            ),
            Self::TooLarge { elements } => write!(
                f,
                "result: found memory for less, expected some for {elements} elements"
            ),
            Self::EmptyMean => write!(f, "mean: found no element, expected at least one"),
            Self::AllIgnored => write!(
                f,
                "mean: found only ignored labels, expected at least one other"
            ),
            Self::NoWeight => write!(
                f,
                "mean: found only weights of 0, expected at least one above"
            ),
            Self::NoPositive => write!(
                f,
                "mean: found every label once, expected at least one twice"
            ),
        }
    }
}

impl std::error::Error for Error {}

/// Checks a parameter; NaN fails every test.
pub(crate) fn parameter(
    name: &'static str,
    found: f64,
    expected: &'static str,
    holds: bool,
) -> Result<(), Error> {
    if holds {
        Ok(())
    } else {
        Err(Error::Parameter {
            name,
            found,
            expected,
        })
    }
}

/// Checks a shape.
pub(crate) fn shape(what: &'static str, found: &[usize], expected: &[usize]) -> Result<(), Error> {
    if found == expected {
        Ok(())
    } else {
        Err(Error::Shape {
            what,
            found: found.to_vec(),
            expected: expected.to_vec(),
        })
    }
}
