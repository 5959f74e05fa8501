use crate::Outcome;
use crate::golden::Case;
use crate::outcome::function_place;
use crate::tolerance::{ULPS, ulp};

/// Where a result is entered from.
pub struct Sheet<'a> {
    /// The source of the function.
    pub source: &'static str,
    /// The library's name of what is computed: `huber_grad`.
    pub name: &'a str,
    pub case: &'a Case,
}

/// A result against its reference: at most `ULPS` units in the last place, next to a zero times the
/// condition number, plus the same of `scale` where the definition itself is a difference of that size.
pub struct Entry {
    pub found: f64,
    pub exact: f64,
    pub condition: f64,
    pub scale: f64,
}

impl Entry {
    /// In units of what this entry is allowed to lose once.
    fn error(&self) -> f64 {
        let (found, exact) = (self.found, self.exact);
        if found == exact || (found.is_nan() && exact.is_nan()) {
            return 0.0;
        }
        // Terms beyond all numbers would excuse anything: there the result itself has to be right.
        let scale = if self.scale.is_finite() {
            self.scale
        } else {
            0.0
        };
        let unit = ulp(exact) * self.condition + f64::EPSILON / 2.0 * scale;
        let error = (found - exact).abs() / unit;
        if error.is_nan() { f64::INFINITY } else { error }
    }
}

impl Sheet<'_> {
    /// Enters a result.
    pub fn enter(&self, outcome: &mut Outcome, entry: &Entry, input: impl Fn() -> String) {
        let error = entry.error();
        let (file, line) = &self.case.place;
        let place = || function_place(self.source, self.name);
        outcome.point(error, ULPS, &input, place, || {
            format!(
                "{}({}) is {:e}, the library gives {:e}: {error:.1} ulp off, {ULPS} are allowed ({file}:{line}, `{}`)",
                self.name,
                input(),
                entry.exact,
                entry.found,
                self.case.note
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_terms_excuses_their_rounding_and_no_more() {
        let error = |found: f64, exact: f64, scale: f64| {
            let condition = 1.0;
            Entry {
                found,
                exact,
                condition,
                scale,
            }
            .error()
        };
        assert!(error(1e-16, 2e-16, 1.0) < 1.0);
        assert!(error(1e-16, 2e-16, 0.0) > ULPS);
        assert!(error(1e-15, 2e-15, 1.0) > ULPS);
        assert!(error(1.0, 2.0, f64::INFINITY) > ULPS);
        assert_eq!(error(f64::INFINITY, f64::INFINITY, f64::INFINITY), 0.0);
    }
}
