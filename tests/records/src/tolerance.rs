//! Every allowed error of the project, and what sets it. `tests/tests/tolerances` shows for each that
//! the nearest wrong variant is refused.

/// Values and gradients against references, in units in the last place.
///
/// Set by the two or three roundings of a stable form. The nearest wrong variant (the tanh form
/// under GELU) is 10¹² times as far away; a constant with a wrong sixteenth digit moves a value by some 8.
pub const ULPS: f64 = 4.0;

/// Central differences with extrapolation against a gradient, relative to the local scale.
///
/// Set by the cancellation of the differences, about `ε^(4/5)`. The derivative of the tanh form
/// under GELU is 10⁻³ away.
pub const DIFFERENCES: f64 = 1e-9;

/// The place of an extremum against the one claimed.
///
/// Set by the rounding of the derivative near its zero; a claim shows 15 digits. A place with a wrong
/// fifteenth digit is refused.
pub const PLACE: f64 = 4.5e-16;

/// An integral against the one claimed, relative.
///
/// Set by the quadrature, which is good to some 10⁻¹⁵; a claim shows 15 digits. A mean with a wrong
/// fifteenth digit is refused.
pub const INTEGRAL: f64 = 4e-15;

/// By how much value, slope, curvature and third derivative may differ on the two sides of a point at
/// which they do not jump, relative.
///
/// Set by extrapolated differences, each of which divides the rounding of the one before by a step
/// of about 1/100. The jumps of the catalogue are of the size of the derivatives themselves.
pub const JUMPS: [f64; 4] = [1e-11, 1e-9, 1e-6, 1e-3];

/// How far a slope may jump between neighbouring numbers, relative to the steepest.
///
/// Set by the rounding of the slope, some 10⁻¹⁶. The kinks of the catalogue are of the size of the slope itself.
pub const KINK: f64 = 1e-9;

/// The slope integrated over a piece of a line against the rise of the value, relative.
///
/// Set by the rounding of the values. A jump of the slope by 10⁻¹¹ inside a piece is refused, where value and slope are about 1.
pub const QUADRATURE: f64 = 1e-13;

/// A sum of a row that must be 1 (or 0), times the number of entries.
///
/// Set by the rounding of each entry and of each addition. A softmax that is off by 6·10⁻¹⁶ in all of
/// its entries is refused, in short rows.
pub const SUM: f64 = 2.0 * f64::EPSILON;

/// What a claim computes beside the function, in units in the last place: values, slopes, sums of mirror
/// images, entries after a shift or in another order.
///
/// Set by one more rounding on each of the two sides. A claim that is off by 4 units is refused.
pub const CLAIM: f64 = 2.0;

/// A single number that a claim writes in full, a product, the end of a piece that is computed from a parameter, in
/// units in the last place.
///
/// Set by one rounding. A minimum that is written 2 units beside its value is refused.
pub const ROUNDED: f64 = 1.0;

/// A gate against the value of its unit at 1, in units in the last place.
///
/// Set by GLU where its gate shuts: GLU divides by `1 + exp(-b)`, its gate multiplies by `exp(b)`, and over ten
/// million points they are up to 4 units apart; GEGLU and its gate 3, SwiGLU 1, the others 0. A gate that is
/// 8 units off is refused.
pub const GATE: f64 = 4.0;

/// By how much neighbouring values or slopes may be out of order, a value may lie above its chord or beyond
/// its bound, in units in the last place.
///
/// Set by the rounding of the two that are compared. A dip of 4 units is refused.
pub const ORDER: f64 = 2.0;

/// How far neighbouring values must rise by their slope before they have to differ, in units in the last place.
///
/// Set by the rounding of both values and of the slope. Equal values between which the slope promises 4 units are
/// refused.
pub const RISE: f64 = 2.0;

/// The curvature where the slope is largest, by differences of slopes.
///
/// Set by the rounding of the slopes, 10⁻¹⁶, over a step of 10⁻³. A place with a wrong thirteenth digit is refused.
pub const TURN: f64 = 2e-13;

/// A constant curvature by differences of slopes, relative, times the place over the step.
///
/// Set by the rounding of the two places. A curvature with a wrong fourteenth digit is refused.
pub const CURVATURE: f64 = f64::EPSILON;

/// The distance from a line that is to stay the same, relative to the line.
///
/// Set by the rounding of the value at the far place. A line whose slope is off by 10⁻¹⁵ is refused.
pub const DISTANCE: f64 = f64::EPSILON;

/// Below which part of the values around it a value at a turn of the slope is a zero.
///
/// Set by the rounding of the place of the turn, over which a square rises by less; the larger it is, the more is
/// refused. A second zero between the places that are sampled is refused.
pub const ZERO: f64 = f64::EPSILON;

/// A sum over all outcomes of a small world against what it is claimed to be, relative, and absolute below 1.
///
/// Set by the rounding of some thousand terms of about 1. A probability of the world with its eleventh digit wrong
/// is refused.
pub const EXPECTATION: f64 = 1e-12;

/// The value of a loss where it is lowest against what it is claimed to be, and by how much a search may be below;
/// relative, and absolute below 1.
///
/// Set by the rounding of logarithms and exponentials of up to ten classes. A floor with its twelfth digit wrong is
/// refused.
pub const INFIMUM: f64 = 1e-12;

/// How near a value must come to an infimum that is only approached.
///
/// Set by nothing but the wish to see it: logits of 30 are enough. A floor with its ninth digit wrong is refused.
pub const APPROACH: f64 = 1e-9;

/// How near a search for the least value must come, relative, and absolute below 1.
///
/// Set by vectors on a sphere, of which only one coordinate is moved at a time. A floor that is a hundredth too low
/// is refused by it alone; beside it stands the value at the place that is named.
pub const SEARCH: f64 = 2e-3;

/// Recorded 64-bit values of another library against ours where it loses no digits, relative.
///
/// Set by libraries that use series and tables of some 10⁻¹⁵ one after the other. The tanh form under
/// GELU is 10⁸ times as far away.
pub const PEER_F64: f64 = 1e-12;

/// The same in 32 bit.
///
/// Set by a few units in the last place, which is 10⁻⁷. The tanh form under GELU is 200 times as far away.
pub const PEER_F32: f64 = 2e-6;

/// Distance of adjacent 64-bit numbers at `x`.
#[must_use]
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        f64::NAN
    } else {
        (x.next_up() - x).min(f64::MAX)
    }
}

/// `|found - exact|` in units in the last place of `exact`; 0 if both are the same infinity or NaN.
#[must_use]
pub fn ulps(found: f64, exact: f64) -> f64 {
    if found == exact || (found.is_nan() && exact.is_nan()) {
        0.0
    } else if !found.is_finite() || !exact.is_finite() {
        f64::INFINITY
    } else {
        (found - exact).abs() / ulp(exact)
    }
}

/// How much the relative error of `x` is magnified: `|x f'(x) / f(x)|`, at least 1.
#[must_use]
pub fn condition(x: f64, value: f64, derivative: f64) -> f64 {
    let condition = (x * derivative / value).abs();
    if condition.is_finite() {
        condition.max(1.0)
    } else {
        1.0
    }
}
