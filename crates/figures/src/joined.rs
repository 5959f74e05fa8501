//! A function that is known at evenly spaced places, joined by straight lines: for curves that jump with every
//! rounding.

/// Values at evenly spaced places.
#[derive(Clone)]
pub(crate) struct Joined {
    from: f64,
    step: f64,
    values: Vec<f64>,
}

impl Joined {
    /// `f` at evenly spaced places from one end to the other, one more than there are steps.
    pub fn new(from: f64, to: f64, steps: usize, f: impl Fn(f64) -> f64) -> Joined {
        let step = (to - from) / steps as f64;
        let values = (0..=steps).map(|i| f(from + step * i as f64)).collect();
        Joined { from, step, values }
    }

    /// The value at a place, between the ends or at one.
    pub fn at(&self, x: f64) -> f64 {
        let place = ((x - self.from) / self.step).max(0.0);
        let i = (place as usize).min(self.values.len() - 2);
        let (a, b) = (self.values[i], self.values[i + 1]);
        let share = (place - i as f64).min(1.0);
        match share {
            0.0 => a,
            1.0 => b,
            share => a + share * (b - a),
        }
    }

    /// The places.
    pub fn seams(&self) -> Vec<f64> {
        (0..self.values.len())
            .map(|i| self.from + self.step * i as f64)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_itself_and_the_ends_are_kept() {
        let joined = Joined::new(-1.0, 3.0, 7, |x| 2.0 * x - 1.0);
        for i in 0..=40 {
            let x = -1.0 + 0.1 * f64::from(i);
            assert!((joined.at(x) - (2.0 * x - 1.0)).abs() < 1e-13, "{x}");
        }
        assert_eq!(
            (joined.at(-9.0), joined.at(3.0), joined.seams().len()),
            (-3.0, 5.0, 8)
        );
    }

    #[test]
    fn beside_a_missing_value_there_is_none() {
        let joined = Joined::new(0.0, 4.0, 4, |x| if x > 2.5 { f64::NEG_INFINITY } else { x });
        assert_eq!(joined.at(2.0), 2.0);
        assert!(!joined.at(2.1).is_finite());
    }
}
