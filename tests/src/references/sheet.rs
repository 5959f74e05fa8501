//! One result against its reference.

use catalog::Function;

use super::columns;
use crate::Outcome;
use crate::golden::{Case, Golden};
use crate::outcome::function_place;
use crate::tolerance::{ULPS, ulp};

/// A golden case and the outcomes that it is entered in.
pub struct Sheet<'a> {
    pub function: &'a Function,
    pub golden: &'a Golden,
    pub case: &'a Case,
    pub outcomes: &'a mut [Outcome],
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
    pub fn exactly(found: f64, exact: f64) -> Entry {
        Entry {
            found,
            exact,
            condition: 1.0,
            scale: 0.0,
        }
    }

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
    /// Enters a result: of the value (`column` 0), the gradient (1), another derivative (2).
    pub fn enter(&mut self, column: usize, entry: &Entry, input: impl Fn() -> String) {
        let about = self.function.about();
        let suffix = &columns(self.function)[column].suffix;
        let name = format!("{}{suffix}", about.name);
        let error = entry.error();
        let (file, line) = &self.case.place;
        let note = &self.case.note;
        let place = || function_place(about.source, &name);
        self.outcomes[column].point(error, ULPS, &input, place, || {
            format!(
                "{name}({}) is {:e}, the library gives {:e}: {error:.1} ulp off, {ULPS} are allowed ({file}:{line}, `{note}`)",
                input(),
                entry.exact,
                entry.found
            )
        });
    }
}
