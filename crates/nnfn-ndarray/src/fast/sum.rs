//! Reductions of a slice, in several lanes at once.

use super::arithmetic::two_sum;
use crate::float::sealed::Lane;

/// Elements that are added up in lanes before the compensated total takes their sum.
pub(crate) const BLOCK: usize = 1024;
/// Elements that are treated alike, side by side.
pub(crate) const LANES: usize = 16;

/// A compensated total: what rounding takes from it is summed beside it.
#[derive(Default)]
pub(crate) struct Total {
    sum: f64,
    lost: f64,
}

impl Total {
    pub(crate) fn add(&mut self, term: f64) {
        let (sum, lost) = two_sum(self.sum, term);
        self.sum = sum;
        self.lost += lost;
    }

    pub(crate) fn value(&self) -> f64 {
        if self.lost.is_finite() {
            self.sum + self.lost
        } else {
            self.sum
        }
    }
}

/// `Σ wᵢ`.
pub(crate) fn sum<A: Lane>(values: &[A]) -> f64 {
    let mut total = Total::default();
    for block in values.chunks(BLOCK) {
        let mut lanes = [0.0; LANES];
        // Four at a time in their own precision: widening each `f32` would cost more than the addition.
        let (fours, rest) = block.as_chunks::<{ 4 * LANES }>();
        for four in fours {
            for (i, lane) in lanes.iter_mut().enumerate() {
                let (a, b) = (
                    four[i] + four[i + LANES],
                    four[i + 2 * LANES] + four[i + 3 * LANES],
                );
                *lane += (a + b).into();
            }
        }
        let (ones, rest) = rest.as_chunks::<LANES>();
        for one in ones {
            for (lane, &value) in lanes.iter_mut().zip(one) {
                *lane += value.into();
            }
        }
        for (lane, &value) in lanes.iter_mut().zip(rest) {
            *lane += value.into();
        }
        total.add(across(lanes));
    }
    total.value()
}

/// `Σ f(aᵢ, bᵢ)`.
pub(crate) fn sum_of_pairs<A: Lane>(a: &[A], b: &[A], f: impl Fn(f64, f64) -> f64) -> f64 {
    let mut total = Total::default();
    for (a, b) in a.chunks(BLOCK).zip(b.chunks(BLOCK)) {
        let mut lanes = [0.0; LANES];
        let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
        for (a, b) in a.iter().zip(b) {
            for (i, lane) in lanes.iter_mut().enumerate() {
                *lane += f(a[i].into(), b[i].into());
            }
        }
        for ((lane, &a), &b) in lanes.iter_mut().zip(a_rest).zip(b_rest) {
            *lane += f(a.into(), b.into());
        }
        total.add(across(lanes));
    }
    total.value()
}

/// Sum of the lanes, by halves.
fn across(mut lanes: [f64; LANES]) -> f64 {
    let mut n = LANES;
    while n > 1 {
        n /= 2;
        for i in 0..n {
            lanes[i] += lanes[i + n];
        }
    }
    lanes[0]
}

/// Index of the first of the largest values, NaN aside; `None` if none is above `-∞`.
pub(crate) fn largest<A: Lane>(values: &[A]) -> Option<usize> {
    let greater = |a: A, b: A| if b > a { b } else { a };
    let (mut best, mut block_of_best) = (A::neg_infinity(), None);
    for (i, block) in values.chunks(8 * LANES).enumerate() {
        let mut lanes = [A::neg_infinity(); LANES];
        let (parts, rest) = block.as_chunks::<LANES>();
        for part in parts {
            for (lane, &value) in lanes.iter_mut().zip(part) {
                *lane = greater(*lane, value);
            }
        }
        let mut of_block = rest.iter().fold(best, |a, &b| greater(a, b));
        if !parts.is_empty() {
            of_block = lanes.iter().fold(of_block, |a, &b| greater(a, b));
        }
        if of_block > best {
            (best, block_of_best) = (of_block, Some(i));
        }
    }
    let start = block_of_best? * 8 * LANES;
    let offset = values[start..].iter().position(|&value| value == best)?;
    Some(start + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_is_the_first_of_the_largest_wherever_it_stands() {
        for n in [1, 15, 16, 17, 128, 129, 1000] {
            for at in 0..n {
                let mut values = vec![-1.0_f32; n];
                values[at..].fill(2.0);
                assert_eq!(largest(&values), Some(at));
            }
        }
        assert_eq!(largest(&[f64::NAN, 1.0, f64::NAN]), Some(1));
        assert_eq!(largest(&[f64::NEG_INFINITY; 40]), None);
        assert_eq!(largest::<f64>(&[]), None);
    }

    #[test]
    fn sums_count_every_element_once() {
        for n in [0_usize, 1, 15, 16, 63, 64, 65, 1024, 1025, 5000] {
            let values: Vec<f32> = (0..n).map(|i| i as f32).collect();
            let expected = (n * n.saturating_sub(1) / 2) as f64;
            assert_eq!(sum(&values), expected);
            assert_eq!(sum_of_pairs(&values, &values, |a, b| 2.0 * a - b), expected);
        }
    }
}
