//! Contrastive loss of a pair.

use crate::distance::Distance;
use crate::double::Double;
use crate::scale::power_of_two;

/// Contrastive loss of a pair: `d²` if it is the same, `max(0, margin - d)²` if it is not, `d = ‖first - second‖`.
///
/// `same` is 1 or 0: `same·d² + (1 - same)·max(0, margin - d)²`. This is linear in `same`, so a share between is
/// the mean over pairs of which so many are the same. Hadsell and others halve it and write 0 for *same*.
///
/// - Range: `[0, ∞]`; 0 for the same point, and for different ones at least `margin` apart.
/// - No square overflows or underflows before the loss does. An infinite distance gives `∞` or 0, both
///   infinite NaN. NaN gives NaN.
///
/// # Panics
///
/// If `margin` is not positive, `same` is not from 0 to 1, or the lengths of the two vectors differ.
///
/// Source: Hadsell, Chopra and LeCun 2006,
/// [doi:10.1109/CVPR.2006.100](https://doi.org/10.1109/CVPR.2006.100), without their factor of a half.
///
/// ```
/// use nnfn::losses::contrastive;
/// let (first, second) = ([0.0, 0.0], [0.0, 0.5]);
/// assert_eq!(contrastive(&first, &second, 1.0, 2.0), 0.25);
/// assert_eq!(contrastive(&first, &second, 0.0, 2.0), 2.25);
/// ```
#[must_use]
// ANCHOR: value
pub fn contrastive(
    first: &[f64],
    second: &[f64],
    same: f64,
    margin: f64,
) -> f64 {
    let pair = Pair::new("contrastive", first, second, same, margin);
    // A term of weight 0 is left out: 0 · ∞ would be NaN.
    let term = |weight: f64, x: Double| match weight == 0.0 {
        true if x.hi.is_nan() => f64::NAN,
        true => 0.0,
        false if x.hi == 0.0 => 0.0, // the unit may be infinite
        false => weight * (x * x).value() * pair.unit * pair.unit,
    };
    term(same, pair.distance) + term(1.0 - same, pair.missing)
}
// ANCHOR_END: value

/// Gradient of [`contrastive`] by the first: `2(first - second)` if it is the same, else `-2·max(0, margin - d)` in
/// the direction from the second.
///
/// A different pair at distance 0 has no direction: of the subgradients it gives the least, which is 0.
///
/// # Panics
///
/// If `margin` is not positive, `same` is not from 0 to 1, or the lengths of the two vectors differ.
///
/// ```
/// use nnfn::losses::contrastive_grad;
/// let (first, second) = ([0.0, 0.0], [0.0, 0.5]);
/// assert_eq!(contrastive_grad(&first, &second, 1.0, 2.0), [0.0, -1.0]);
/// assert_eq!(contrastive_grad(&first, &second, 0.0, 2.0), [0.0, 3.0]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn contrastive_grad(
    first: &[f64],
    second: &[f64],
    same: f64,
    margin: f64,
) -> Vec<f64> {
    let pair = Pair::new("contrastive_grad", first, second, same, margin);
    let entries = first.iter().zip(second).enumerate();
    entries.map(|(i, (a, b))| pair.slope(i, a - b)).collect()
}
// ANCHOR_END: grad

/// Gradient of [`contrastive`] by the second: that by the first with its signs turned.
///
/// # Panics
///
/// If `margin` is not positive, `same` is not from 0 to 1, or the lengths of the two vectors differ.
///
/// ```
/// use nnfn::losses::contrastive_grad_second;
/// let (first, second) = ([0.0, 0.0], [0.0, 0.5]);
/// assert_eq!(contrastive_grad_second(&first, &second, 1.0, 2.0), [0.0, 1.0]);
/// ```
#[must_use]
// ANCHOR: grad_second
pub fn contrastive_grad_second(
    first: &[f64],
    second: &[f64],
    same: f64,
    margin: f64,
) -> Vec<f64> {
    let name = "contrastive_grad_second";
    let pair = Pair::new(name, first, second, same, margin);
    let entries = first.iter().zip(second).enumerate();
    entries.map(|(i, (a, b))| 0.0 - pair.slope(i, a - b)).collect()
}
// ANCHOR_END: grad_second

/// The distance of a pair, and what is missing to the margin, at least 0; both in units of `unit`.
struct Pair {
    apart: Distance,
    distance: Double,
    missing: Double,
    unit: f64,
    same: f64,
}

impl Pair {
    fn new(
        name: &str,
        first: &[f64],
        second: &[f64],
        same: f64,
        margin: f64,
    ) -> Self {
        assert!(
            margin > 0.0,
            "{name}: margin must be positive, got {margin}"
        );
        assert!(
            same.is_nan() || (0.0..=1.0).contains(&same),
            "{name}: same must be from 0 to 1, got {same}"
        );
        let (n, m) = (first.len(), second.len());
        assert!(n == m, "{name}: {n} first entries, but {m} second entries");
        // Differences of huge entries could overflow: take a fourth.
        let huge = |x: &f64| x.abs() > 1e300;
        let any = first.iter().chain(second).any(huge);
        let part = if any { 0.25 } else { 1.0 };
        let apart = Distance::new(first, second, part);
        let scale = apart.unit.max(power_of_two(part * margin));
        let scale = if scale.is_infinite() { 1.0 } else { scale };
        let distance = apart.norm * (apart.unit / scale);
        let missing = open(Double::from(part * margin / scale) - distance);
        Self { apart, distance, missing, unit: scale / part, same }
    }

    /// The slope by an entry of the first, which differs by so much.
    fn slope(&self, i: usize, difference: f64) -> f64 {
        if self.missing.hi == 0.0 || self.same == 1.0 {
            let weight = 2.0 * self.same;
            return if weight == 0.0 { 0.0 } else { weight * difference };
        }
        let direction = self.apart.direction(i);
        if direction.hi == 0.0 && !self.same.is_nan() {
            return 0.0; // times an infinite margin it is NaN
        }
        let push = self.missing * (Double::from(1.0) - self.same);
        let pull = self.distance * self.same - push;
        let slope = (pull * direction).value();
        2.0 * slope * self.unit
    }
}

/// A number, or 0 in the place of a negative one; NaN stays.
fn open(x: Double) -> Double {
    if x.hi + x.lo <= 0.0 { Double::from(0.0) } else { x }
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn no_square_overflows_or_underflows_before_the_loss() {
        for unit in [1e150, 1e-150] {
            let (a, b) = ([0.0, 0.0], [3.0 * unit, 4.0 * unit]);
            let same = contrastive(&a, &b, 1.0, 1.0);
            let expected = 25.0 * unit * unit;
            assert_ulps_eq!(same, expected, epsilon = 0.0, max_ulps = 4);
            let apart = contrastive(&a, &b, 0.0, 7.0 * unit);
            let expected = 4.0 * unit * unit;
            assert_ulps_eq!(apart, expected, epsilon = 0.0, max_ulps = 4);
        }
        let (a, b) = ([0.0, 0.0], [3e200, 4e200]);
        assert_eq!(contrastive(&a, &b, 1.0, 1.0), INFINITY);
        assert_eq!(contrastive(&a, &b, 0.0, 1.0), 0.0);
        let grad = contrastive_grad(&a, &b, 0.0, 7e200);
        assert_ulps_eq!(grad[0], 2.4e200, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn a_different_pair_at_one_point_has_no_direction() {
        let a = [1.0, 2.0];
        assert_eq!(contrastive(&a, &a, 0.0, 3.0), 9.0);
        assert_eq!(contrastive_grad(&a, &a, 0.0, 3.0), [0.0, 0.0]);
        assert_eq!(contrastive_grad_second(&a, &a, 0.0, 3.0), [0.0, 0.0]);
        assert_eq!(contrastive(&[], &[], 0.0, 3.0), 9.0);
    }

    #[test]
    fn infinite_distances_give_the_limit_where_there_is_one() {
        let (a, far) = ([0.0, 1.0], [INFINITY, 5.0]);
        assert_eq!(contrastive(&a, &far, 1.0, 1.0), INFINITY);
        assert_eq!(contrastive(&a, &far, 0.0, 1.0), 0.0);
        assert_eq!(contrastive_grad(&a, &far, 1.0, 1.0), [-INFINITY, -8.0]);
        assert_eq!(contrastive_grad(&a, &far, 0.0, 1.0), [0.0, 0.0]);
        assert!(contrastive(&far, &far, 0.0, 1.0).is_nan());
        assert_eq!(contrastive(&a, &a, 0.0, INFINITY), INFINITY);
    }

    #[test]
    fn a_share_of_same_pairs_is_their_mean() {
        let (a, b) = ([0.0], [0.25]);
        // 0.75 · 0.25² + 0.25 · 0.75²
        assert_eq!(contrastive(&a, &b, 0.75, 1.0), 0.1875);
        assert_eq!(contrastive_grad(&a, &b, 0.75, 1.0), [0.0]);
    }

    #[test]
    fn nan_comes_through() {
        let (a, odd) = ([0.0, 1.0], [f64::NAN, INFINITY]);
        for same in [0.0, 1.0] {
            assert!(contrastive(&a, &odd, same, 1.0).is_nan());
            assert!(contrastive_grad(&a, &odd, same, 1.0)[0].is_nan());
        }
        assert!(contrastive(&a, &a, f64::NAN, 1.0).is_nan());
    }

    #[test]
    #[should_panic(expected = "contrastive: same must be from 0 to 1, got 2")]
    fn contrastive_requires_a_share() {
        let _ = contrastive(&[1.0], &[2.0], 2.0, 3.0);
    }

    #[test]
    #[should_panic(expected = "contrastive: margin must be positive, got 0")]
    fn contrastive_requires_a_positive_margin() {
        let _ = contrastive(&[], &[], 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "contrastive_grad: margin must be positive, got NaN"
    )]
    fn contrastive_grad_requires_a_margin() {
        let _ = contrastive_grad(&[], &[], 1.0, f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "contrastive_grad_second: 1 first entries, but 2 second entries"
    )]
    fn contrastive_grad_second_requires_equal_lengths() {
        let _ = contrastive_grad_second(&[0.0], &[0.0; 2], 1.0, 1.0);
    }

    #[test]
    fn a_distance_beyond_all_numbers_costs_infinity() {
        let (a, b) = ([1.7e308], [-1.7e308]);
        assert_eq!(contrastive(&a, &b, 0.5, 1.0), INFINITY);
        assert_eq!(contrastive(&a, &b, 1.0, 1.0), INFINITY);
        assert_eq!(contrastive(&a, &b, 0.0, 1.0), 0.0);
    }

    #[test]
    fn an_infinite_margin_pushes_along_the_difference_only() {
        let (a, b) = ([0.0, 0.0], [0.0, 0.5]);
        let grad = contrastive_grad(&a, &b, 0.0, INFINITY);
        assert_eq!(grad, [0.0, INFINITY]);
        assert_eq!(contrastive_grad(&a, &a, 0.0, INFINITY), [0.0, 0.0]);
        assert!(contrastive_grad(&a, &a, f64::NAN, 1.0)[0].is_nan());
    }
}
