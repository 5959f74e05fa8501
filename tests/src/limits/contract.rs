//! The parameters that a function takes, and that it refuses the others by name.

use catalog::Parameter;

use super::Sheet;
use crate::guard::caught;
use crate::outcome::function_place;

/// What a parameter could be.
const PROBES: [f64; 10] = [
    f64::NAN,
    f64::NEG_INFINITY,
    -1e300,
    -1.0,
    -0.0,
    0.0,
    1e-300,
    1.0,
    1e300,
    f64::INFINITY,
];

/// Calls a function of the library with every kind of parameter. It must return for those that the
/// catalogue calls valid, and panic for the others with its name, the parameter's and its value.
pub fn check(sheet: &mut Sheet<'_>, parameter: &Parameter, suffix: &str, call: impl Fn(f64)) {
    let about = sheet.function.about();
    let name = format!("{}{suffix}", about.name);
    for probe in PROBES.iter().chain(parameter.tried) {
        let called = caught(|| call(*probe));
        let starts = format!("{name}: {} must", parameter.name);
        let ends = format!("got {probe}");
        let (right, expected) = if (parameter.valid)(*probe) {
            (called.is_ok(), "that it returns".to_owned())
        } else {
            let refused = |why: &String| why.starts_with(&starts) && why.contains(&ends);
            let words = format!("a panic `{starts} .., {ends}`");
            (called.as_ref().is_err_and(refused), words)
        };
        let found = called.err().unwrap_or_else(|| "it returns".to_owned());
        let error = if right { 0.0 } else { f64::INFINITY };
        let at = || format!("{} = {probe}", parameter.name);
        let place = || function_place(about.source, &name);
        sheet.outcome.point(error, 0.0, at, place, || {
            format!("{name} with {}: {found}, expected {expected}", at())
        });
    }
}
