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
        let unit = ulp(exact) * self.condition + f64::EPSILON / 2.0 * self.scale;
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
