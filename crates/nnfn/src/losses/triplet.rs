//! Triplet loss.

use crate::distance::Distance;
use crate::scale::power_of_two;

/// Triplet loss of one anchor: `max(0, ‖a - p‖ - ‖a - n‖ + margin)`, with Euclidean distances.
///
/// Wants the negative farther from the anchor than the positive, by `margin`, in the units of the
/// distance. FaceNet's own form has squared distances; PyTorch adds 1e-6 to each component of the
/// differences, which is not done here.
///
/// - Range: `[0, ∞]`; `margin` where positive and negative are equally far; no square overflows or underflows.
/// - An infinite distance to the positive gives `∞`, one to the negative 0, both NaN. NaN gives NaN. Empty
///   vectors give `margin`.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// Source: Schroff et al. 2015, FaceNet, [arXiv:1503.03832](https://arxiv.org/abs/1503.03832), §3.1, with squares.
///
/// ```
/// use nnfn::losses::triplet;
/// let (anchor, positive, negative) = ([0.0, 0.0], [3.0, 4.0], [0.0, 4.5]);
/// assert_eq!(triplet(&anchor, &positive, &negative, 1.0), 1.5);
/// assert_eq!(triplet(&anchor, &negative, &positive, 0.25), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn triplet(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> f64 {
    let hinge = Hinge::new("triplet", anchor, positive, negative, margin);
    let loss = hinge.excess * hinge.scale / hinge.part;
    if loss < 0.0 { 0.0 } else { loss } // max would turn NaN into 0
}
// ANCHOR_END: value

/// Gradient of [`triplet`] by the anchor: `(a - p)/‖a - p‖ - (a - n)/‖a - n‖`, and 0 where the loss is 0.
///
/// At the hinge the choice is 0; the direction to a point at distance 0 is 0, the smallest subgradient.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// ```
/// use nnfn::losses::triplet_grad;
/// assert_eq!(triplet_grad(&[0.0, 0.0], &[3.0, 4.0], &[0.0, 4.5], 1.0), [-0.6, 0.2]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn triplet_grad(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> Vec<f64> {
    let hinge =
        Hinge::new("triplet_grad", anchor, positive, negative, margin);
    let slope = |i| hinge.near.direction(i) - hinge.far.direction(i);
    let entries = 0..anchor.len();
    entries.map(|i| hinge.pass(slope(i).value())).collect()
}
// ANCHOR_END: grad

/// Gradient of [`triplet`] by the positive: `(p - a)/‖a - p‖`, and 0 where the loss is 0.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// ```
/// use nnfn::losses::triplet_grad_positive;
/// assert_eq!(triplet_grad_positive(&[0.0, 0.0], &[3.0, 4.0], &[0.0, 4.5], 1.0), [0.6, 0.8]);
/// ```
#[must_use]
// ANCHOR: grad_positive
pub fn triplet_grad_positive(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> Vec<f64> {
    let hinge = Hinge::new(
        "triplet_grad_positive",
        anchor,
        positive,
        negative,
        margin,
    );
    let slope = |i| hinge.pass(0.0 - hinge.near.direction(i).value());
    (0..anchor.len()).map(slope).collect()
}
// ANCHOR_END: grad_positive

/// Gradient of [`triplet`] by the negative: `(a - n)/‖a - n‖`, and 0 where the loss is 0.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// ```
/// use nnfn::losses::triplet_grad_negative;
/// assert_eq!(triplet_grad_negative(&[0.0, 0.0], &[3.0, 4.0], &[0.0, 4.5], 1.0), [0.0, -1.0]);
/// ```
#[must_use]
// ANCHOR: grad_negative
pub fn triplet_grad_negative(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> Vec<f64> {
    let hinge = Hinge::new(
        "triplet_grad_negative",
        anchor,
        positive,
        negative,
        margin,
    );
    let slope = |i| hinge.pass(hinge.far.direction(i).value());
    (0..anchor.len()).map(slope).collect()
}
// ANCHOR_END: grad_negative

/// Both distances, and by how much their difference and the margin exceed 0.
struct Hinge {
    near: Distance,
    far: Distance,
    /// In units of `scale / part`, which are powers of two.
    excess: f64,
    scale: f64,
    part: f64,
}

impl Hinge {
    fn new(
        name: &str,
        anchor: &[f64],
        positive: &[f64],
        negative: &[f64],
        margin: f64,
    ) -> Self {
        assert!(
            margin >= 0.0,
            "{name}: margin must be at least 0, got {margin}"
        );
        let (d, p, n) = (anchor.len(), positive.len(), negative.len());
        assert!(
            d == p,
            "{name}: {d} anchor entries, but {p} positive entries"
        );
        assert!(
            d == n,
            "{name}: {d} anchor entries, but {n} negative entries"
        );
        // Differences of huge entries could overflow: take a fourth.
        let huge = |x: &f64| x.abs() > 1e300;
        let mut entries = anchor.iter().chain(positive).chain(negative);
        let part = if entries.any(huge) { 0.25 } else { 1.0 };
        let near = Distance::new(anchor, positive, part);
        let far = Distance::new(anchor, negative, part);
        let margin = part * margin;
        let scale = near.unit.max(far.unit).max(power_of_two(margin));
        let length = |d: &Distance| d.norm * (d.unit / scale);
        let gap = length(&near) - length(&far);
        let (excess, scale) = if scale.is_infinite() {
            (near.unit - far.unit + margin, 1.0)
        } else if gap.value() == 0.0 {
            (margin, 1.0) // in units of huge distances it may be 0
        } else {
            ((gap + margin / scale).value(), scale)
        };
        Self { near, far, excess, scale, part }
    }

    /// A slope where the hinge is open, else 0; NaN where that is not known.
    fn pass(&self, slope: f64) -> f64 {
        if self.excess > 0.0 {
            slope
        } else if self.excess <= 0.0 {
            0.0
        } else {
            f64::NAN
        }
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn no_square_overflows_or_underflows() {
        for unit in [1e300, 1e200, 1e-200, 1e-320] {
            let scaled = |x: &[f64; 2]| x.map(|x| x * unit);
            let anchor = scaled(&[0.0, 0.0]);
            let positive = scaled(&[3.0, 4.0]);
            let negative = scaled(&[0.0, 2.0]);
            let loss = triplet(&anchor, &positive, &negative, 0.0);
            let step = 5e-324;
            assert_ulps_eq!(loss, 3.0 * unit, epsilon = step, max_ulps = 2);
            let grad = triplet_grad(&anchor, &positive, &negative, 0.0);
            let coarse = if unit < 1e-308 { 1e-3 } else { 0.0 };
            assert_ulps_eq!(grad[0], -0.6, epsilon = coarse, max_ulps = 2);
            assert_ulps_eq!(grad[1], 0.2, epsilon = coarse, max_ulps = 2);
        }
    }

    #[test]
    fn a_difference_may_overflow_where_the_loss_does_not() {
        let (a, p, n) = ([1e308], [-1e308], [-9e307]);
        assert_eq!(triplet(&a, &p, &n, 0.0), 1e308 - 9e307);
        assert_eq!(triplet_grad(&a, &[-1e308], &a, 1.0), [1.0]);
        assert_eq!(triplet(&[0.0], &[1e300], &[-1e300], 1e-300), 1e-300);
    }

    #[test]
    fn nearly_equal_distances_keep_the_digits_of_their_difference() {
        let e = 2.0_f64.powi(-40);
        let loss = triplet(&[0.0; 2], &[1.0, 1.0], &[1.0, 1.0 - e], 0.0);
        // mpmath, 60 digits
        let expected = 6.431_098_710_767_28e-13;
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn at_distance_0_the_subgradient_is_0() {
        let (a, n) = ([1.0, 2.0], [1.0, 2.5]);
        assert_eq!(triplet(&a, &a, &n, 1.0), 0.5);
        assert_eq!(triplet_grad(&a, &a, &n, 1.0), [0.0, 1.0]);
        assert_eq!(triplet_grad_positive(&a, &a, &n, 1.0), [0.0, 0.0]);
        assert_eq!(triplet_grad_negative(&a, &a, &n, 1.0), [0.0, -1.0]);
        assert_eq!(triplet(&a, &a, &n, 0.5), 0.0);
        assert_eq!(triplet_grad(&a, &a, &n, 0.5), [0.0, 0.0]);
        assert_eq!(triplet(&[], &[], &[], 0.5), 0.5);
        assert_eq!(triplet_grad(&[], &[], &[], 0.5), []);
    }

    #[test]
    fn infinite_distances_give_the_limit_where_there_is_one() {
        let (a, far) = ([0.0, 0.0], [INFINITY, 1.0]);
        assert_eq!(triplet(&a, &far, &[1.0, 0.0], 1.0), INFINITY);
        let grad = triplet_grad(&a, &far, &[0.0, 1.0], 1.0);
        assert_eq!(grad, [-1.0, 1.0]);
        assert_eq!(triplet(&a, &[1.0, 0.0], &far, 1.0), 0.0);
        for far in [far, [INFINITY; 2]] {
            assert_eq!(triplet_grad(&a, &[1.0, 0.0], &far, 1.0), [0.0, 0.0]);
        }
        assert!(triplet(&a, &far, &far, 1.0).is_nan());
        assert!(triplet(&far, &a, &a, 1.0).is_nan());
        let several = triplet_grad_positive(&a, &[INFINITY; 2], &a, 1.0);
        assert!(several.iter().all(|x| x.is_nan()));
    }

    #[test]
    fn nan_comes_through() {
        let (a, odd) = ([0.0, 1.0], [f64::NAN, INFINITY]);
        assert!(triplet(&a, &odd, &a, 1.0).is_nan());
        assert!(triplet(&a, &a, &odd, 1.0).is_nan());
        for grad in
            [triplet_grad, triplet_grad_positive, triplet_grad_negative]
        {
            let grad = grad(&a, &a, &odd, 1.0);
            assert!(grad.iter().all(|x| x.is_nan()));
        }
    }

    #[test]
    #[should_panic(expected = "triplet: margin must be at least 0, got -1")]
    fn triplet_requires_a_margin_of_at_least_0() {
        let _ = triplet(&[], &[], &[], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "triplet_grad: margin must be at least 0, got NaN"
    )]
    fn triplet_grad_requires_a_margin() {
        let _ = triplet_grad(&[], &[], &[], f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "triplet_grad_positive: 1 anchor entries, but 2 positive entries"
    )]
    fn triplet_grad_positive_requires_equal_lengths() {
        let _ = triplet_grad_positive(&[0.0], &[0.0; 2], &[0.0], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "triplet_grad_negative: 1 anchor entries, but 0 negative entries"
    )]
    fn triplet_grad_negative_requires_equal_lengths() {
        let _ = triplet_grad_negative(&[0.0], &[0.0], &[], 1.0);
    }
}
