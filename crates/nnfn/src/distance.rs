//! Euclidean distances.

use crate::double::Double;
use crate::scale::power_of_two;

// ANCHOR: kernel
/// The difference of two points over a power of two, `unit`, near its largest entry: then no square overflows, and
/// none that counts underflows. `norm` is the Euclidean distance in this unit.
pub(crate) struct Distance {
    entries: Vec<Double>,
    pub(crate) norm: Double,
    pub(crate) unit: f64,
}

impl Distance {
    /// Between `part` of the one point and `part` of the other.
    pub(crate) fn new(from: &[f64], to: &[f64], part: f64) -> Self {
        let pairs = from.iter().zip(to);
        let entries: Vec<Double> =
            pairs.map(|(a, b)| Double::from(part * a) - part * b).collect();
        let larger = |largest: f64, entry: &Double| {
            let size = entry.hi.abs();
            if size > largest || size.is_nan() { size } else { largest }
        };
        let unit = power_of_two(entries.iter().fold(0.0, larger));
        if unit.is_infinite() {
            return Self::infinite(&entries);
        }
        let entries: Vec<Double> =
            entries.iter().map(|entry| entry.over(unit)).collect();
        let square = entries
            .iter()
            .fold(Double::from(0.0), |sum, &entry| sum + entry * entry);
        Self { norm: square.sqrt(), entries, unit }
    }

    /// One infinite entry is the whole direction; of several it depends on the way there.
    fn infinite(entries: &[Double]) -> Self {
        let is_infinite = |entry: &&Double| entry.hi.is_infinite();
        let alone = entries.iter().filter(is_infinite).count() == 1;
        let limit = |entry: &Double| match entry.hi.is_infinite() {
            true if alone => entry.hi.signum(),
            true => f64::NAN,
            false => 0.0,
        };
        Self {
            entries: entries.iter().map(limit).map(Double::from).collect(),
            norm: Double::from(1.0),
            unit: f64::INFINITY,
        }
    }

    /// An entry of the unit vector; 0 between equal points, NaN beside NaN.
    pub(crate) fn direction(&self, i: usize) -> Double {
        if self.norm.hi == 0.0 || self.norm.hi.is_nan() {
            return self.norm;
        }
        self.entries[i].over(self.norm)
    }
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_of_any_size_is_exact_to_double_length() {
        for unit in [2f64.powi(1000), 1.0, 2f64.powi(-1000)] {
            let d = Distance::new(&[unit, 0.0], &[0.0, -unit], 1.0);
            assert_eq!(d.unit, unit);
            assert!((d.norm * d.norm - 2.0).value().abs() < 1e-31);
            assert_eq!(d.direction(0).value(), 0.5f64.sqrt());
        }
    }

    #[test]
    fn between_equal_points_there_is_no_direction() {
        let d = Distance::new(&[1e300], &[1e300], 1.0);
        assert_eq!((d.norm.value(), d.direction(0).value()), (0.0, 0.0));
    }

    #[test]
    fn one_infinite_entry_is_the_direction_and_several_are_none() {
        let infinity = f64::INFINITY;
        let one = Distance::new(&[0.0, 5.0], &[infinity, 1e300], 1.0);
        assert_eq!(one.unit, infinity);
        assert_eq!(one.direction(0).value(), -1.0);
        assert_eq!(one.direction(1).value(), 0.0);
        let two = Distance::new(&[0.0, 5.0], &[infinity; 2], 1.0);
        assert!(two.direction(0).value().is_nan());
        let odd = Distance::new(&[0.0, f64::NAN], &[infinity, 0.0], 1.0);
        assert!(odd.unit.is_nan() && odd.norm.value().is_nan());
    }
}
