//! Expectations as sums over all outcomes of a small world.

use catalog::worlds::{answers, language};

use crate::tolerance::{EXPECTATION, SUM};

/// The outcomes of a world, each with its probability.
pub(super) struct World<T> {
    outcomes: Vec<(T, f64)>,
}

impl World<usize> {
    /// One draw by these probabilities; an outcome is the place of its probability.
    ///
    /// # Panics
    /// If they are none: negative, or another sum than 1.
    pub(super) fn of(probabilities: &[f64]) -> World<usize> {
        World::new(probabilities.iter().copied().enumerate().collect())
    }

    /// The four answers, as often as the reference policy gives them.
    pub(super) fn answers() -> World<usize> {
        World::of(&answers::REFERENCE)
    }
}

impl World<Vec<usize>> {
    /// All texts of the flipping language of so many letters.
    pub(super) fn texts(letters: usize) -> World<Vec<usize>> {
        World::new(language::texts(letters))
    }
}

impl<T: Clone> World<T> {
    /// These outcomes.
    ///
    /// # Panics
    /// If their probabilities are none: negative, or another sum than 1.
    pub(super) fn new(outcomes: Vec<(T, f64)>) -> World<T> {
        let sum: f64 = outcomes.iter().map(|(_, p)| p).sum();
        let slack = SUM * outcomes.len().max(1) as f64;
        let negative = outcomes.iter().any(|(_, p)| *p < 0.0);
        assert!(
            (sum - 1.0).abs() <= slack && !negative,
            "a world whose probabilities sum to {sum}, expected 1 and none below 0"
        );
        World { outcomes }
    }

    /// A draw of this world and, whatever it is, one of the other.
    pub(super) fn and<U: Clone>(&self, other: &World<U>) -> World<(T, U)> {
        let outcomes = self.outcomes.iter().flat_map(|(a, p)| {
            let pair = move |(b, q): &(U, f64)| ((a.clone(), b.clone()), p * q);
            other.outcomes.iter().map(pair)
        });
        World::new(outcomes.collect())
    }

    /// `n` independent draws, in their order.
    pub(super) fn draws(&self, n: usize) -> World<Vec<T>> {
        let mut all = World::new(vec![(vec![], 1.0)]);
        for _ in 0..n {
            let longer = all.and(self).outcomes.into_iter();
            let push = |((mut row, last), p): ((Vec<T>, T), f64)| {
                row.push(last);
                (row, p)
            };
            all = World {
                outcomes: longer.map(push).collect(),
            };
        }
        all
    }
}

/// What a property adds up and compares: how many outcomes, and the largest error.
#[derive(Default)]
pub(super) struct Exact {
    summed: usize,
    compared: usize,
    worst: f64,
}

impl Exact {
    /// The mean over all outcomes.
    pub(super) fn mean<T>(&mut self, world: &World<T>, of: impl Fn(&T) -> f64) -> f64 {
        self.means(world, |outcome| vec![of(outcome)])[0]
    }

    /// The mean of each entry of a row over all outcomes.
    pub(super) fn means<T>(&mut self, world: &World<T>, of: impl Fn(&T) -> Vec<f64>) -> Vec<f64> {
        self.summed += world.outcomes.len();
        let mut sums: Vec<f64> = vec![];
        for (outcome, probability) in &world.outcomes {
            let row = of(outcome);
            sums.resize(row.len(), 0.0);
            for (sum, entry) in sums.iter_mut().zip(row) {
                // What never happens does not count, be it infinite.
                if *probability > 0.0 {
                    *sum += probability * entry;
                }
            }
        }
        sums
    }

    /// They are the same, up to the rounding of the sums.
    ///
    /// # Errors
    /// If they are not; NaN is not.
    pub(super) fn equal(&mut self, found: f64, expected: f64) -> Result<(), String> {
        self.within(found, expected, EXPECTATION)
    }

    /// The rows are the same, up to the rounding of the sums.
    ///
    /// # Errors
    /// If they are not.
    pub(super) fn equal_rows(&mut self, found: &[f64], expected: &[f64]) -> Result<(), String> {
        if found.len() != expected.len() {
            return Err(format!("{found:?} is not as long as {expected:?}"));
        }
        (found.iter().zip(expected)).try_for_each(|(f, e)| self.equal(*f, *e))
    }

    /// They are the same up to `slack`, which is set by what computed one of them and is said beside the call.
    ///
    /// # Errors
    /// If they are not; NaN is not.
    pub(super) fn within(&mut self, found: f64, expected: f64, slack: f64) -> Result<(), String> {
        self.compared += 1;
        let error = (found - expected).abs() / expected.abs().max(1.0);
        if error > self.worst || error.is_nan() {
            self.worst = error;
        }
        if error <= slack {
            Ok(())
        } else {
            Err(format!("{found:?} is not {expected:?}"))
        }
    }

    /// They differ by this much at least.
    ///
    /// # Errors
    /// If they do not; NaN does not.
    pub(super) fn differ(&mut self, found: f64, other: f64, by: f64) -> Result<(), String> {
        self.compared += 1;
        if (found - other).abs() >= by {
            Ok(())
        } else {
            Err(format!("{found:?} is nearer than {by} to {other:?}"))
        }
    }

    /// Over how many outcomes it was summed.
    ///
    /// # Errors
    /// If nothing was summed, or nothing compared.
    pub(super) fn summed(&self) -> Result<usize, String> {
        match (self.summed, self.compared) {
            (0, _) => Err("no world was enumerated".to_owned()),
            (_, 0) => Err("nothing was compared".to_owned()),
            (summed, _) => Ok(summed),
        }
    }

    /// The largest error of what is the same.
    pub(super) fn worst(&self) -> f64 {
        self.worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `EXPECTATION`: the eleventh digit of a probability.
    #[test]
    fn a_probability_wrong_in_its_eleventh_digit_is_refused() {
        let with = |shift: f64| {
            let mut exact = Exact::default();
            let world = World::of(&[0.4 + shift, 0.6 - shift]);
            let found = exact.mean(&world, |i| if *i == 0 { 1.0 } else { 0.0 });
            exact.equal(found, 0.4).and_then(|()| exact.summed())
        };
        assert_eq!(with(0.0), Ok(2));
        assert!(with(1e-11).is_err());
    }

    #[test]
    fn draws_are_independent() {
        let mut exact = Exact::default();
        let twice = World::answers().draws(2);
        let both = exact.mean(&twice, |row| f64::from(row[0] == 0 && row[1] == 3));
        exact.equal(both, 0.04).expect("0.4 · 0.1");
        assert_eq!(exact.summed(), Ok(16));
        let three = World::answers().and(&World::texts(2)).draws(1);
        assert_eq!(three.outcomes.len(), 16);
    }

    #[test]
    fn nan_and_empty_checks_fail() {
        let mut exact = Exact::default();
        assert!(exact.summed().is_err());
        assert!(exact.equal(f64::NAN, 0.0).is_err());
        assert!(exact.differ(f64::NAN, 0.0, 1.0).is_err());
        assert!(exact.equal_rows(&[1.0], &[]).is_err());
        assert!(exact.worst().is_nan());
        let mut idle = Exact::default();
        let _ = idle.mean(&World::answers(), |_| 1.0);
        assert!(idle.summed().is_err());
    }

    #[test]
    #[should_panic(expected = "sum to 0.9")]
    fn a_world_is_whole() {
        let _ = World::of(&[0.4, 0.5]);
    }
}
