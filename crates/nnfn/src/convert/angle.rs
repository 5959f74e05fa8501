//! Degrees and radians.

use std::f64::consts::PI;

use crate::double::Double;

// ANCHOR: value
/// What is missing in [`PI`].
const PI_LO: f64 = 1.224_646_799_147_353_2e-16;

/// Radians from degrees: `degrees·π/180`.
///
/// The margin of ArcFace is an angle: 0.5 radians are some 28.6 degrees, and some code takes the one, some the other.
///
/// ```
/// use nnfn::convert::radians_from_degrees;
/// assert_eq!(radians_from_degrees(180.0), std::f64::consts::PI);
/// ```
#[must_use]
pub fn radians_from_degrees(degrees: f64) -> f64 {
    (Double::new(PI, PI_LO) * degrees).over(180.0).value()
}

/// Degrees from radians: `radians·180/π`.
///
/// ```
/// use nnfn::convert::degrees_from_radians;
/// assert!((degrees_from_radians(0.5) - 28.647_889_756_541_16).abs() < 1e-14);
/// ```
#[must_use]
pub fn degrees_from_radians(radians: f64) -> f64 {
    let degrees = Double::from(radians) * 180.0;
    degrees.over(Double::new(PI, PI_LO)).value()
}
// ANCHOR_END: value
