//! Knowledge distillation.

use crate::double::{Double, TWO_POW_128};
use crate::exponential::{exp_rest, exp_rest_by_square, exp_slope};
use crate::row::Row;
use crate::sum::sum_of;

/// The soft part of knowledge distillation: `T²·KL(softmax(t/T) ‖ softmax(s/T))` for a student's logits `s` and a
/// teacher's `t`, in nats.
///
/// The factor `T²` keeps the size of the gradient when the temperature changes. A shift of either row changes nothing.
///
/// - Range: `[0, ∞]`; 0 only where the logits are equal up to a shift, near which it keeps its digits.
/// - At infinite temperature it is its limit, half the mean squared difference of the logits less their means.
/// - A class with probability 0 under the teacher costs nothing by itself; one that the student alone excludes
///   (`-∞`) costs `∞`. Rows of which softmax is NaN give NaN. The empty sum is 0.
///
/// # Panics
///
/// If `temperature` is not positive, or the lengths of `student` and `teacher` differ.
///
/// Source: Hinton, Vinyals & Dean 2015, [arXiv:1503.02531](https://arxiv.org/abs/1503.02531), section 2.
///
/// ```
/// use nnfn::losses::distillation;
/// let (student, teacher) = ([2.0, 1.5, 0.5], [3.0, 1.0, 0.2]);
/// assert!((distillation(&student, &teacher, 1.0) - 0.189_222).abs() < 1e-6);
/// assert!((distillation(&student, &teacher, 2.0) - 0.249_037).abs() < 1e-6);
/// assert_eq!(distillation(&[7.0, 5.0], &[3.0, 1.0], 2.0), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn distillation(
    student: &[f64],
    teacher: &[f64],
    temperature: f64,
) -> f64 {
    let (n, m) = (student.len(), teacher.len());
    assert!(
        n == m,
        "distillation: {n} logits of the student, but {m} of the teacher"
    );
    assert!(
        temperature > 0.0,
        "distillation: temperature must be positive, got {temperature}"
    );
    if is_huge(student) || is_huge(teacher) {
        // Differences could overflow: the unit of the logits is free.
        let [s, t] = [student, teacher].map(scaled);
        return Pair::new(&s, &t, UNIT * temperature).value() / UNIT / UNIT;
    }
    Pair::new(student, teacher, temperature).value()
}
// ANCHOR_END: value

/// Gradient of [`distillation`] by the student's logits: `T·(softmax(s/T) - softmax(t/T))`.
///
/// The entries sum to 0. Where the logits are nearly equal, so are the probabilities, and their difference keeps
/// its digits.
///
/// # Panics
///
/// If `temperature` is not positive, or the lengths of `student` and `teacher` differ.
///
/// ```
/// use nnfn::losses::distillation_grad;
/// assert_eq!(distillation_grad(&[1.0, 1.0], &[5.0, 5.0], 3.0), [0.0, 0.0]);
/// let grad = distillation_grad(&[2.0, 1.5, 0.5], &[3.0, 1.0, 0.2], 2.0);
/// assert!((grad[0] + 0.350_364).abs() < 1e-6);
/// ```
#[must_use]
// ANCHOR: grad
pub fn distillation_grad(
    student: &[f64],
    teacher: &[f64],
    temperature: f64,
) -> Vec<f64> {
    let (n, m) = (student.len(), teacher.len());
    assert!(
        n == m,
        "distillation_grad: {n} logits of the student, but {m} of the teacher"
    );
    assert!(
        temperature > 0.0,
        "distillation_grad: temperature must be positive, got {temperature}"
    );
    if is_huge(student) || is_huge(teacher) {
        let [s, t] = [student, teacher].map(scaled);
        let grad = Pair::new(&s, &t, UNIT * temperature).grad();
        return grad.iter().map(|g| g / UNIT).collect();
    }
    Pair::new(student, teacher, temperature).grad()
}
// ANCHOR_END: grad

// ANCHOR: pair
/// Both rows, measured from the teacher's top.
struct Pair<'a> {
    student: &'a [f64],
    /// The teacher's probabilities.
    row: Row<'a>,
    temperature: f64,
    /// How much more than the teacher's the student's logits lie above the
    /// one at the teacher's top.
    ahead: Vec<Double>,
}

impl<'a> Pair<'a> {
    fn new(student: &'a [f64], teacher: &'a [f64], temperature: f64) -> Self {
        let row = Row::new(teacher, temperature);
        let lead = |i: usize| Double::from(student[i]) - teacher[i];
        let ahead = |i: usize| {
            if i == row.top {
                Double::from(0.0)
            } else {
                (lead(i) - lead(row.top)).normalised()
            }
        };
        let ahead = (0..student.len()).map(ahead).collect();
        Self { student, row, temperature, ahead }
    }

    /// `sᵢ` less the student's logit at the teacher's top, over `T`.
    fn gap(&self, i: usize) -> Double {
        let top = self.student[self.row.top];
        if i == self.row.top && !top.is_nan() {
            return Double::from(0.0);
        }
        (Double::from(self.student[i]) - top).over(self.temperature)
    }

    /// Whether the teacher gives class `i` a probability, however small.
    fn counts(&self, i: usize) -> bool {
        self.row.gap(i).hi > f64::NEG_INFINITY
    }

    /// Sum of the teacher's weights, of which the top's is 1.
    fn total(&self) -> f64 {
        self.row.total / TWO_POW_128
    }

    fn value(&self) -> f64 {
        let (n, t) = (self.student.len(), self.temperature);
        let any = |is: &dyn Fn(usize) -> bool| (0..n).any(is);
        let own = Row::new(self.student, t);
        if self.row.total.is_nan() || own.total.is_nan() {
            return f64::NAN;
        }
        let excluded = |i: usize| own.gap(i).hi == f64::NEG_INFINITY;
        let finite = self.student.iter().all(|s| s.is_finite());
        // Of finite logits none is: a gap over the temperature overflowed.
        if !finite && any(&|i| self.counts(i) && excluded(i)) {
            return f64::INFINITY;
        }
        // With d = (s - t)/T less its mean under the teacher's p, KL is
        // ln Σ p·exp(d). As Σ p·d is 0, that is ln(1 + Σ p·(exp(d) - 1 - d)),
        // and no term of this sum is negative.
        let mean = sum_of(
            (0..n)
                .filter(|&i| self.counts(i) && i != self.row.top)
                .map(|i| self.row.share_times(i, self.ahead[i])),
        );
        let moved = |i: usize| (self.ahead[i] - mean).normalised();
        let lead = |i: usize| self.gap(i) - Double::from(mean).over(t);
        // What the rounding of the mean leaves of Σ p·d.
        let left = sum_of(
            (0..n)
                .filter(|&i| self.counts(i))
                .map(|i| self.row.share_times(i, moved(i).over(t))),
        );
        let further = |a: Double, b: Double| {
            if b.value() > a.value() { b } else { a }
        };
        let top = (0..n).map(lead).fold(Double::from(0.0), further);
        if any(&|i| self.gap(i).hi == f64::INFINITY) {
            // One over the temperature overflowed: the largest lead is all.
            let zero = Double::from(self.student[self.row.top]);
            let leads = (0..n).map(|i| Double::from(self.student[i]) - zero);
            let most = leads.fold(Double::from(0.0), further) - mean;
            return t * most.value();
        }
        if top.hi > 30.0 {
            // The exponentials could overflow, and nothing cancels.
            let lifted =
                (0..n).map(|i| (lead(i) - top).normalised().exp().value());
            let log = (sum_of(lifted) / self.total()).ln();
            return t * (t * (top.value() + log - left));
        }
        // Each term times T²: a small one is a square of logits then.
        let term = |i: usize| {
            let (d, x) = (moved(i), moved(i).over(t));
            if !self.counts(i) || x.hi > 600.0 {
                t * (t * (lead(i).normalised().exp().value() / self.total()))
            } else if x.hi.abs() < 1.0 {
                self.row.share_times(i, d * d * exp_rest_by_square(x.hi))
            } else {
                let rest = exp_rest(x.hi) + x.lo * x.hi.exp_m1();
                self.row.share_times(i, Double::from(t * rest) * t)
            }
        };
        let terms = sum_of((0..n).map(term));
        if terms == f64::INFINITY {
            // A class that the teacher excludes: the same without T².
            let term = |i: usize| {
                let x = moved(i).over(t).hi;
                if !self.counts(i) || x > 600.0 {
                    lead(i).normalised().exp().value() / self.total()
                } else {
                    self.row.share_times(i, Double::from(exp_rest(x)))
                }
            };
            return t * (t * sum_of((0..n).map(term)).ln_1p());
        }
        let sum = terms / t / t;
        let log = if sum == 0.0 { 1.0 } else { sum.ln_1p() / sum };
        terms * (log - left / (1.0 + sum))
    }

    fn grad(&self) -> Vec<f64> {
        let (n, t) = (self.student.len(), self.temperature);
        let own = Row::new(self.student, t);
        if self.row.total.is_nan() || own.total.is_nan() {
            return vec![f64::NAN; n];
        }
        let difference = |i: usize, factor: f64| {
            let factor = Double::from(factor);
            own.share_times(i, factor) - self.row.share_times(i, factor)
        };
        // Not ∞ - ∞, nor 0·∞.
        let plain = |i: usize| {
            let other = difference(i, 1.0);
            if t == f64::INFINITY && other != 0.0 {
                t * other
            } else {
                difference(i, t.min(f64::MAX))
            }
        };
        // T times the logarithm by which all of the student's probabilities
        // are smaller than the gaps from the teacher's top say.
        let gain = |i: usize| {
            let x = self.ahead[i].over(t);
            if !self.counts(i) || x.hi > 600.0 {
                t * (self.gap(i).exp().value() / self.total())
            } else if x.hi.abs() < 1.0 {
                self.row.share_times(i, self.ahead[i] * exp_slope(x.hi))
            } else {
                let gain = x.hi.exp_m1() + x.lo * x.hi.exp();
                self.row.share_times(i, Double::from(t * gain))
            }
        };
        let gains = sum_of((0..n).filter(|&i| i != self.row.top).map(gain));
        let sum = gains / t;
        if sum.is_nan() || sum.abs() > 0.5 {
            return (0..n).map(plain).collect();
        }
        let common =
            if sum == 0.0 { gains } else { gains * (sum.ln_1p() / sum) };
        let one = |i: usize| {
            // Of the student's probability to the teacher's, times T.
            let log_ratio = (self.ahead[i] - common).normalised();
            let x = log_ratio.over(t).value();
            if x.abs() < 1.0 {
                self.row.share_times(i, log_ratio * exp_slope(x))
            } else {
                plain(i)
            }
        };
        (0..n).map(one).collect()
    }
}

/// What huge logits are scaled by: 2⁻¹⁰.
const UNIT: f64 = 0.000_976_562_5;

/// Whether differences of the finite logits could overflow.
fn is_huge(row: &[f64]) -> bool {
    row.iter().any(|x| x.abs() > 1e300 && x.is_finite())
}

fn scaled(row: &[f64]) -> Vec<f64> {
    row.iter().map(|x| UNIT * x).collect()
}
// ANCHOR_END: pair

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 400 digits.

    #[test]
    fn a_class_that_the_teacher_excludes_costs_without_bound_at_high_temperature()
     {
        for t in [1e160, INFINITY] {
            assert_eq!(
                distillation(&[1.0, 2.0], &[3.0, -INFINITY], t),
                INFINITY
            );
        }
        let grad =
            distillation_grad(&[1.0, 2.0], &[3.0, -INFINITY], INFINITY);
        assert_eq!(grad, [-INFINITY, INFINITY]);
        assert!(distillation_grad(&[f64::NAN], &[0.0], 1.0)[0].is_nan());
    }

    #[test]
    fn at_a_temperature_of_nearly_0_only_the_largest_lead_counts() {
        let found = distillation(&[0.0, 1e9], &[1e9, 0.0], 1e-300);
        assert_ulps_eq!(found, 1e-291, epsilon = 0.0, max_ulps = 2);
    }

    #[track_caller]
    fn check(
        student: &[f64],
        teacher: &[f64],
        temperature: f64,
        value: f64,
        first: f64,
    ) {
        let found = distillation(student, teacher, temperature);
        assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 4);
        let found = distillation_grad(student, teacher, temperature)[0];
        assert_ulps_eq!(found, first, epsilon = 0.0, max_ulps = 4);
    }

    #[test]
    fn nearly_equal_logits_keep_their_difference() {
        check(
            &[3.0, 1.000_000_000_931_322_6, 0.25],
            &[3.0, 1.0, 0.25],
            2.0,
            7.609_494_134_624_636e-20,
            -1.304_338_103_542_632_8e-10,
        );
        check(
            &[1_000_000.0, 1_000_000.000_000_953_7, 999_999.0],
            &[0.0, 0.0, -1.0],
            1.0,
            1.109_427_298_360_832_9e-13,
            -1.700_908_475_584_549_5e-7,
        );
        check(
            &[-700.0, 0.0, 0.25],
            &[-690.0, 0.0, 0.25],
            1.0,
            8.557_585_649_646_06e-300,
            -9.507_948_855_375_121e-301,
        );
    }

    #[test]
    fn sure_teachers_and_far_students_are_no_obstacle() {
        check(
            &[150.0, 0.0],
            &[200.0, 0.0],
            1.0,
            7.175_095_973_164_411e-66,
            -7.175_095_973_164_411e-66,
        );
        check(&[0.0, 800.0], &[800.0, 0.0], 1.0, 800.0, -1.0);
        check(
            &[0.0, 100_000.0],
            &[0.0, 0.0],
            1.0,
            49_999.306_852_819_44,
            -0.5,
        );
        check(&[8e307, -8e307], &[0.0, 0.0], 1.0, 8e307, 0.5);
        check(
            &[0.0, 30.0, 30.0, 30.0, 30.0],
            &[0.0, 0.0, 0.0, 0.0, 0.0],
            1.0,
            5.776_856_448_685_813,
            -0.199_999_999_999_976_6,
        );
        check(
            &[-2.0, 0.0, -1e290],
            &[0.0, -2.0, -900.0],
            1.0,
            1.523_188_311_911_529_7,
            -0.761_594_155_955_764_9,
        );
    }

    #[test]
    fn extreme_temperatures_are_no_obstacle() {
        check(&[0.001, 0.0], &[0.0, 0.001], 1e-6, 1e-9, 1e-6);
        check(
            &[2.0, 1.5, 0.5],
            &[3.0, 1.0, 0.2],
            1e200,
            0.221_111_111_111_111_12,
            -0.311_111_111_111_111_1,
        );
    }

    #[test]
    fn at_infinite_temperature_it_compares_logits() {
        let (student, teacher) = ([2.0, 1.5, -0.5], [4.0, 0.0, -1.0]);
        // Less their means the differences are -2, 1.5 and 0.5.
        assert_eq!(
            distillation(&student, &teacher, INFINITY),
            (4.0 + 2.25 + 0.25) / 6.0
        );
        let grad = distillation_grad(&student, &teacher, INFINITY);
        for (found, d) in grad.iter().zip([-2.0, 1.5, 0.5]) {
            assert_ulps_eq!(*found, d / 3.0, epsilon = 0.0, max_ulps = 1);
        }
    }

    #[test]
    fn masks_cost_nothing_where_both_have_them() {
        let m = -INFINITY;
        let (student, teacher) = ([2.0, m, 1.5, 0.5], [3.0, m, 1.0, 0.2]);
        let plain = distillation(&[2.0, 1.5, 0.5], &[3.0, 1.0, 0.2], 2.0);
        assert_eq!(distillation(&student, &teacher, 2.0), plain);
        assert_eq!(distillation_grad(&student, &teacher, 2.0)[1], 0.0);
        // The teacher's alone is a class that the student should not choose.
        let found = distillation(&[0.0, 0.0], &[5.0, m], 1.0);
        assert_eq!(found, 2_f64.ln());
        assert_eq!(
            distillation_grad(&[0.0, 0.0], &[5.0, m], 1.0),
            [-0.5, 0.5]
        );
        assert_eq!(distillation(&[0.0, m], &[0.0, 0.0], 1.0), INFINITY);
        assert_eq!(distillation(&[m, 0.0], &[0.0, -9.0], 1.0), INFINITY);
        assert_eq!(
            distillation_grad(&[0.0, m], &[0.0, 0.0], 1.0),
            [0.5, -0.5]
        );
        assert_eq!(distillation(&[m, 0.0], &[m, 0.0], 1.0), 0.0);
        assert_eq!(
            distillation(&[INFINITY, 0.0], &[INFINITY, 0.0], 1.0),
            0.0
        );
        assert_eq!(
            distillation(&[0.0, 0.0], &[INFINITY, 0.0], 1.0),
            2_f64.ln()
        );
    }

    #[test]
    fn nan_and_undefined_rows_give_nan() {
        let (nan, m) = (f64::NAN, -INFINITY);
        for (student, teacher) in [
            ([nan, 0.0], [0.0, 0.0]),
            ([0.0, nan], [0.0, m]),
            ([0.0, 0.0], [nan, 0.0]),
            ([0.0, 0.0], [m, m]),
            ([m, m], [0.0, 0.0]),
            ([0.0, 0.0], [INFINITY, INFINITY]),
        ] {
            assert!(distillation(&student, &teacher, 1.0).is_nan());
            let grad = distillation_grad(&student, &teacher, 1.0);
            assert!(grad.iter().any(|g| g.is_nan()));
        }
        assert_eq!(distillation(&[], &[], 1.0), 0.0);
        assert!(distillation_grad(&[], &[], 1.0).is_empty());
        assert_eq!(distillation(&[3.0], &[-7.0], 2.0), 0.0);
        assert_eq!(distillation_grad(&[3.0], &[-7.0], 2.0), [0.0]);
    }

    #[test]
    #[should_panic(
        expected = "distillation: temperature must be positive, got 0"
    )]
    fn distillation_requires_a_positive_temperature() {
        let _ = distillation(&[1.0], &[1.0], 0.0);
    }

    #[test]
    #[should_panic(
        expected = "distillation_grad: temperature must be positive, got 0"
    )]
    fn distillation_grad_requires_a_positive_temperature() {
        let _ = distillation_grad(&[1.0], &[1.0], 0.0);
    }

    #[test]
    #[should_panic(
        expected = "distillation: 1 logits of the student, but 2 of the teacher"
    )]
    fn distillation_requires_equal_lengths() {
        let _ = distillation(&[1.0], &[1.0, 2.0], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "distillation_grad: 1 logits of the student, but 0 of the teacher"
    )]
    fn distillation_grad_requires_equal_lengths() {
        let _ = distillation_grad(&[1.0], &[], 1.0);
    }
}
