use crate::decimal::{exp10, rounded};

/// A parameter of a function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name as in the paper, spelt out: `delta`.
    pub name: &'static str,
    /// What a page calls it, in LaTeX: `\delta`.
    pub symbol: &'static str,
    /// The value that the book uses unless it states another.
    pub default: f64,
    /// Values that the checks use, the default among them; all are valid.
    pub tried: &'static [f64],
    /// Which values are valid; the function panics on others, with a message that names the parameter.
    pub valid: fn(f64) -> bool,
    /// The range of its slider.
    pub span: Span,
}

/// The range of a slider, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// In even steps.
    Even(f64, f64),
    /// In even factors; both ends are positive.
    Times(f64, f64),
}

/// Steps of [`Span::Times`] for a factor of ten.
const STEPS: f64 = 100.0;

/// A step of [`Span::Even`].
const STEP: f64 = 0.01;

impl Span {
    /// The slider's position for a value; with even steps the value itself.
    #[must_use]
    pub fn step_of(self, value: f64) -> f64 {
        match self {
            Span::Even(..) => value,
            Span::Times(..) => libm::rint(libm::log10(value) * STEPS),
        }
    }

    /// The value at a position of the slider, with even factors to three digits: the number that is shown
    /// is the one that is used.
    #[must_use]
    pub fn value_at(self, step: f64) -> f64 {
        match self {
            Span::Even(..) => step,
            Span::Times(..) => rounded(exp10(step / STEPS), 3),
        }
    }

    /// How far apart the steps of a slider are.
    #[must_use]
    pub fn step(self) -> f64 {
        match self {
            Span::Even(..) => STEP,
            Span::Times(..) => 1.0,
        }
    }

    /// The value of the slider's position that is nearest to a value.
    #[must_use]
    pub fn rest(self, value: f64) -> f64 {
        match self {
            Span::Even(from, to) => {
                let steps = libm::rint((value - from) / STEP);
                let near = from + steps * STEP;
                // A difference that is only rounding does not count.
                let same = (near - value).abs() < 1e-9 * STEP.max(value.abs());
                let rest = if same { value } else { near };
                rest.clamp(from, to)
            }
            Span::Times(from, to) => self.value_at(self.step_of(value.clamp(from, to))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_even_factors_is_a_number_of_three_digits() {
        for step in -600..=600 {
            let value = Span::Times(1e-6, 1e6).value_at(f64::from(step));
            let exact = libm::exp10(f64::from(step) / 100.0);
            assert_eq!(value, format!("{exact:.2e}").parse().unwrap(), "{step}");
        }
    }

    #[test]
    fn a_slider_rests_at_its_steps_only() {
        for (span, value, rest) in [
            (Span::Times(0.05, 10.0), 1.0, 1.0),
            (Span::Times(0.05, 3.0), 0.5, 0.501),
            (Span::Times(0.05, 3.0), 7.0, 3.02),
            (Span::Even(0.05, 0.5), 0.2, 0.2),
            (Span::Even(0.0, 3.0), 0.125, 0.12),
        ] {
            assert!(
                (span.rest(value) - rest).abs() < 1e-12,
                "{span:?}: {}",
                span.rest(value)
            );
        }
        assert_eq!(Span::Times(0.05, 10.0).rest(1.0), 1.0);
        assert_eq!(Span::Even(0.05, 0.5).rest(0.2), 0.2);
    }
}
