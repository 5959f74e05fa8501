//! What came of a candidate over several seeds, and how two of them differ.

/// What came of a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The learning rate that it got.
    pub rate: f64,
    /// What the task measures, for each seed in turn.
    pub by_seed: Vec<f64>,
    /// The same for other seeds, with the same rate: the experiment once more.
    pub again: Vec<f64>,
}

/// The difference of two candidates, seed by seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Its mean.
    pub mean: f64,
    /// How far the interval reaches to each side that holds the true mean with a probability of 95 %, were the
    /// differences normal.
    pub reach: f64,
    /// For how many seeds it is below 0.
    pub lower: usize,
}

/// The quantile at 0.975 of Student's distribution with nine degrees of freedom: that of ten differences.
const STUDENT_9: f64 = 2.262_157_162_798_205;

impl Score {
    /// The mean over the seeds.
    #[must_use]
    pub fn mean(&self) -> f64 {
        mean(&self.by_seed)
    }

    /// The standard deviation over the seeds.
    #[must_use]
    pub fn spread(&self) -> f64 {
        spread(&self.by_seed)
    }

    /// How much more this one has than another with the same seeds.
    ///
    /// # Panics
    /// If there are not ten seeds.
    #[must_use]
    pub fn minus(&self, other: &Score) -> Difference {
        Difference::of(&self.by_seed, &other.by_seed)
    }

    /// The same, the second time.
    ///
    /// # Panics
    /// If there are not ten seeds.
    #[must_use]
    pub fn minus_again(&self, other: &Score) -> Difference {
        Difference::of(&self.again, &other.again)
    }
}

impl Difference {
    fn of(one: &[f64], other: &[f64]) -> Difference {
        let pairs = one.iter().zip(other);
        let each: Vec<f64> = pairs.map(|(own, other)| own - other).collect();
        assert_eq!(each.len(), 10, "the quantile is that of ten differences");
        Difference {
            mean: mean(&each),
            reach: STUDENT_9 * spread(&each) / (each.len() as f64).sqrt(),
            lower: each.iter().filter(|x| **x < 0.0).count(),
        }
    }

    /// Whether the interval leaves 0 out.
    #[must_use]
    pub fn is_clear(self) -> bool {
        self.mean.abs() > self.reach
    }
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len() as f64
}

fn spread(all: &[f64]) -> f64 {
    let mean = mean(all);
    let squares: f64 = all.iter().map(|x| (x - mean) * (x - mean)).sum();
    (squares / (all.len() as f64 - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(by_seed: [f64; 10]) -> Score {
        Score {
            rate: 0.1,
            by_seed: by_seed.to_vec(),
            again: by_seed.map(|x| 2.0 * x).to_vec(),
        }
    }

    #[test]
    fn a_constant_difference_is_clear_however_far_the_seeds_spread() {
        let one = score([1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0, 5.0, 5.0]);
        let mut other = one.clone();
        other.by_seed.iter_mut().for_each(|x| *x += 0.125);
        let difference = one.minus(&other);
        assert_eq!(
            (difference.mean, difference.reach, difference.lower),
            (-0.125, 0.0, 10)
        );
        assert!(difference.is_clear());
        assert_eq!(one.mean(), 5.0);
        // The squares of 4, 3, 2 and 1, twice each on both sides, over nine.
        assert!((one.spread() - (60.0_f64 / 9.0).sqrt()).abs() < 1e-15);
        assert!(!one.minus(&one).is_clear() && !one.minus_again(&other).is_clear());
    }

    /// Student's density with nine degrees of freedom, by Simpson's rule.
    #[test]
    fn the_quantile_is_students() {
        let density = |t: f64| (1.0 + t * t / 9.0).powi(-5);
        let simpson = |to: f64| {
            let n = 100_000;
            let step = to / f64::from(n);
            let weight = |i: i32| {
                if i == 0 || i == n {
                    1.0
                } else {
                    f64::from(2 + 2 * (i % 2))
                }
            };
            (0..=n)
                .map(|i| weight(i) * density(step * f64::from(i)))
                .sum::<f64>()
                * step
                / 3.0
        };
        let share = simpson(STUDENT_9) / simpson(1e3);
        assert!((share - 0.95).abs() < 1e-9, "{share}");
    }
}
