//! An axis, of numbers or of exponents of ten: where a value lies, where the ticks stand, what they
//! say.

use std::ops::RangeInclusive;

use crate::numeral::{number, power_of_ten};

/// What an axis measures, and from where to where it is shown.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Label of the axis; empty for none.
    pub label: String,
    /// Lowest and highest value shown; finite, and the first below the second.
    pub range: RangeInclusive<f64>,
    /// Whether sizes are shown by their powers of ten; the range is then that of the exponent.
    pub powers: bool,
    /// Whether there are ticks, with their lines and labels.
    pub(crate) ticks: bool,
}

impl Axis {
    /// An axis named `label` over `range`.
    pub fn new(label: impl Into<String>, range: RangeInclusive<f64>) -> Self {
        Self {
            label: label.into(),
            range,
            powers: false,
            ticks: true,
        }
    }

    /// An axis of powers of ten; `range` is that of the exponent.
    pub fn powers(label: impl Into<String>, range: RangeInclusive<f64>) -> Self {
        Self {
            powers: true,
            ..Self::new(label, range)
        }
    }

    /// An axis of powers of ten that holds these values and at least those exponents.
    pub(crate) fn fitted_powers(
        label: impl Into<String>,
        values: impl IntoIterator<Item = f64>,
        least: RangeInclusive<f64>,
    ) -> Self {
        let (mut low, mut high) = least.into_inner();
        for value in values {
            // Exponents beyond those of normal numbers are no use to a reader.
            let exponent = libm::log10(value.abs().max(1e-300));
            (low, high) = (low.min(exponent), high.max(exponent));
        }
        // A little more than the values: which end it is hangs on no last digit.
        Self::powers(label, libm::floor(low - 0.07)..=libm::ceil(high + 0.07))
    }

    /// The first of a few ends, in order, that holds all values; so an axis does not move with every
    /// step. The last, if none does.
    pub(crate) fn first_of<const N: usize>(
        ends: [f64; N],
        values: impl IntoIterator<Item = f64>,
    ) -> f64 {
        let largest = values.into_iter().fold(0.0, |far: f64, x| far.max(x.abs()));
        let holds = |end: &f64| largest <= *end;
        ends.into_iter().find(holds).unwrap_or(ends[N - 1])
    }

    /// An axis without ticks.
    pub(crate) fn bare(range: RangeInclusive<f64>) -> Self {
        Self {
            ticks: false,
            ..Self::new("", range)
        }
    }

    /// Where on the axis a value lies: the exponent of its size, on one of powers.
    pub(crate) fn place(&self, value: f64) -> f64 {
        if self.powers {
            libm::log10(value.abs())
        } else {
            value
        }
    }

    /// The value at a place of the axis.
    pub(crate) fn value(&self, place: f64) -> f64 {
        if self.powers {
            catalog::exp10(place)
        } else {
            place
        }
    }

    /// Evenly spaced values from one end to the other, one more than there are steps.
    pub(crate) fn even(&self, steps: u32) -> Vec<f64> {
        let (from, to) = (*self.range.start(), *self.range.end());
        let share = |i: u32| f64::from(i) / f64::from(steps);
        (0..=steps)
            .map(|i| self.value(from + (to - from) * share(i)) + 0.0)
            .collect()
    }
}

/// Maps values to places: `from` to `start`, `to` to `end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub from: f64,
    pub to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    pub fn new(axis: &Axis, start: f64, end: f64) -> Self {
        let (from, to) = (*axis.range.start(), *axis.range.end());
        assert!(
            from < to && (to - from).is_finite(),
            "figure: axis `{}` needs a finite range from low to high, got {from}..={to}",
            axis.label
        );
        Self {
            from,
            to,
            start,
            end,
        }
    }

    /// Place of a value.
    pub fn at(&self, value: f64) -> f64 {
        self.start + (value - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    pub fn contains(&self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

/// A tick: its value and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub value: f64,
    pub label: String,
    /// Whether it stands for the number zero.
    pub is_zero: bool,
}

/// Multiples of 1, 2 or 5 times a power of ten within the axis, at most `most` steps long.
pub(crate) fn ticks(axis: &Axis, most: f64) -> Vec<Tick> {
    let (from, to) = (*axis.range.start(), *axis.range.end());
    // There are no ticks between one power of ten and the next.
    let least = ((to - from) / most.max(1.0)).max(if axis.powers { 1.0 } else { 0.0 });
    let mut power = libm::log10(least).floor() as i32;
    let mut digit = 1;
    // 10^power is within a factor of ten below `least`: at most three moves.
    while f64::from(digit) * catalog::exp10(f64::from(power)) < least * (1.0 - 1e-9) {
        (digit, power) = match digit {
            1 => (2, power),
            2 => (5, power),
            _ => (1, power + 1),
        };
    }
    let step = f64::from(digit) * catalog::exp10(f64::from(power));
    let first = (from / step - 1e-9).ceil() as i64;
    let last = (to / step + 1e-9).floor() as i64;
    let decimals = usize::try_from(-power).unwrap_or(0);
    (first..=last)
        .map(|i| {
            let value = i as f64 * step;
            let label = if axis.powers {
                power_of_ten(value as i64)
            } else {
                number(value, if i == 0 { 0 } else { decimals })
            };
            Tick {
                value,
                label,
                is_zero: i == 0 && !axis.powers,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(range: RangeInclusive<f64>, most: f64, expected: &[&str]) {
        let found: Vec<String> = ticks(&Axis::new("", range), most)
            .into_iter()
            .map(|tick| tick.label)
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn ticks_are_round_numbers() {
        check(-4.0..=4.0, 5.0, &["−4", "−2", "0", "2", "4"]);
        check(-1.2..=4.0, 6.0, &["−1", "0", "1", "2", "3", "4"]);
        check(0.0..=1.0, 5.0, &["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        check(
            -0.3..=0.3,
            6.0,
            &["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"],
        );
        check(0.0..=40.0, 4.0, &["0", "10", "20", "30", "40"]);
        check(990.0..=1010.0, 4.0, &["990", "995", "1000", "1005", "1010"]);
        check(0.0..=0.004, 2.0, &["0", "0.002", "0.004"]);
    }

    #[test]
    fn powers_of_ten_are_whole() {
        let labels = |from: f64, to: f64, most: f64| -> Vec<String> {
            let ticks = ticks(&Axis::powers("", from..=to), most);
            assert!(ticks.iter().all(|tick| !tick.is_zero));
            ticks.into_iter().map(|tick| tick.label).collect()
        };
        assert_eq!(labels(-1.5, 3.2, 20.0), ["0.1", "1", "10", "100", "1000"]);
        assert_eq!(labels(-12.0, 1.0, 5.0), ["10⁻¹⁰", "10⁻⁵", "1"]);
    }

    #[test]
    fn there_are_never_too_many_ticks() {
        for width in [1e-3, 0.7, 1.0, 3.3, 8.0, 1e5] {
            for from in [-7.7, 0.0, 123.4] {
                for most in [2.0, 5.0, 9.0] {
                    let n = ticks(&Axis::new("", from..=from + width), most).len();
                    assert!(n as f64 <= most + 1.0, "{n} ticks on {from} + {width}");
                }
            }
        }
    }

    #[test]
    fn a_scale_maps_ends_to_ends() {
        let scale = Scale::new(&Axis::new("y", -1.0..=3.0), 300.0, 20.0);
        assert_eq!(scale.at(-1.0), 300.0);
        assert_eq!(scale.at(3.0), 20.0);
        assert_eq!(scale.at(1.0), 160.0);
    }

    #[test]
    #[should_panic(expected = "needs a finite range from low to high, got 1..=1")]
    fn an_empty_axis_is_refused() {
        Scale::new(&Axis::new("x", 1.0..=1.0), 0.0, 1.0);
    }
}
