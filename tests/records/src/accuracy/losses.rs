//! How many digits a result of a loss has, in 64 bit, at finite inputs: ours at all references, that of other libraries
//! where it is recorded.
//!
//! Where a definition subtracts terms, the golden files give their size, and an error is measured against what
//! rounding these terms alone may cost.

use std::collections::HashMap;

use catalog::{Args, Function, Value};

use super::Digits;
use crate::golden::{self, Case, Of};
use crate::outcome::or_panic;
use crate::tolerance::ulp;

/// From this error on, in units, a slope may be the other one of a kink.
const SUSPECT: f64 = 1e4;

/// The results of a loss: the value, and the derivative by each argument of this name.
#[must_use]
pub fn columns(function: &Function) -> Vec<Of<'static>> {
    let arguments = function.arguments();
    let by = function.derivatives().into_iter();
    let by = by.map(|derivative| Of::Grad(arguments[derivative.by].name));
    std::iter::once(Of::Value).chain(by).collect()
}

/// The errors of a result of this library, or of another one at its first call; `None` if nothing is recorded.
///
/// # Panics
/// If a golden file is damaged.
#[must_use]
pub fn loss_digits(function: &Function, library: Option<&str>, of: &Of<'_>) -> Option<Digits> {
    let golden = or_panic(golden::of(function.about().name));
    let mut digits = Digits::default();
    let Some(library) = library else {
        for case in golden.cases.iter().filter(|case| case.has(of)) {
            let args = or_panic(case.args(function));
            let points = args.iter().zip(entries(case, of, true));
            for (args, exact) in points.filter(|(args, _)| is_finite(args)) {
                let all = result(function, of, args);
                let found = or_panic(case.listed(&all, exact.len()));
                for (found, (_, exact, scale)) in found.iter().zip(exact) {
                    enter(&mut digits, exact, *found, scale);
                }
            }
        }
        return Some(digits);
    };
    let peers = golden.peers();
    let peer = peers.iter().find(|peer| peer.library == library)?;
    let block = golden.record(library, peer.call, "float64")?;
    if !block.cases.iter().any(|case| case.has(of)) {
        return None;
    }
    let references = references(function, &golden.cases, of);
    for case in block.cases.iter().filter(|case| case.has(of)) {
        let args = or_panic(case.args(function));
        let points = args.iter().zip(entries(case, of, false));
        for (args, recorded) in points.filter(|(args, _)| is_finite(args)) {
            for (entry, found, _) in recorded {
                let Some((exact, scale)) = references.get(&(key(args), entry)) else {
                    continue;
                };
                let far = error(*exact, found, *scale) >= SUSPECT || found.is_nan();
                if !(far && jumps(function, of, args, entry)) {
                    enter(&mut digits, *exact, found, *scale);
                }
            }
        }
    }
    Some(digits)
}

/// An entry of a result: which, what it is, and the size of the terms whose difference it is.
pub(super) type Entry = (usize, f64, f64);

pub(super) fn entries(case: &Case, of: &Of<'_>, sized: bool) -> Vec<Vec<Entry>> {
    let results = or_panic(case.results(of));
    let scales = if sized {
        or_panic(case.scales(of))
    } else {
        None
    };
    let listed = or_panic(case.entries());
    let point = |(i, result): (usize, &Vec<f64>)| {
        let one = |(k, y): (usize, &f64)| {
            let entry = listed.as_ref().filter(|_| result.len() > 1);
            let scale = scales.as_ref().map_or(0.0, |all| all[i][k]);
            (entry.map_or(k, |all| all[k]), *y, scale)
        };
        result.iter().enumerate().map(one).collect()
    };
    results.iter().enumerate().map(point).collect()
}

pub(super) fn is_finite(args: &Args) -> bool {
    let mut entries = args.0.iter().flat_map(Value::entries);
    entries.all(f64::is_finite)
}

/// A call by its bits.
pub(super) fn key(args: &Args) -> Vec<u64> {
    let bits = |value: &Value| match value {
        Value::Index(i) => vec![*i as u64],
        Value::Indices(all) => all.iter().map(|i| *i as u64).collect(),
        value => value.entries().iter().map(|x| x.to_bits()).collect(),
    };
    args.0.iter().flat_map(bits).collect()
}

pub(super) type References = HashMap<(Vec<u64>, usize), (f64, f64)>;

pub(super) fn references(function: &Function, cases: &[Case], of: &Of<'_>) -> References {
    let mut all = References::new();
    for case in cases.iter().filter(|case| case.has(of)) {
        let args = or_panic(case.args(function));
        for (args, exact) in args.iter().zip(entries(case, of, true)) {
            let key = key(args);
            all.extend(
                exact
                    .into_iter()
                    .map(|(k, y, scale)| ((key.clone(), k), (y, scale))),
            );
        }
    }
    all
}

fn result(function: &Function, of: &Of<'_>, args: &Args) -> Vec<f64> {
    let Of::Grad(by) = of else {
        return function.value(args);
    };
    let arguments = function.arguments();
    let mut derivatives = function.derivatives().into_iter();
    let derivative = derivatives.find(|d| arguments[d.by].name == *by);
    derivative.map_or_else(Vec::new, |derivative| derivative.at(args))
}

/// Whether a slope jumps at this point, so that which one is given is a choice: it differs on both sides by as much,
/// however near they are.
pub(super) fn jumps(function: &Function, of: &Of<'_>, args: &Args, entry: usize) -> bool {
    let Of::Grad(by) = of else {
        return false;
    };
    let arguments = function.arguments();
    let moved = arguments.iter().position(|argument| argument.name == *by);
    let Some(moved) = moved else {
        return false;
    };
    let Some(at) = args.0[moved].entries().get(entry).copied() else {
        return false;
    };
    let jump = |share: f64| {
        let step = share * at.abs().max(1e-6);
        let side = |step: f64| result(function, of, &args.moved(moved, entry, step))[entry];
        let (left, right) = (side(-step), side(step));
        ((right - left).abs(), left.abs().max(right.abs()))
    };
    let ((wide, largest), (narrow, _)) = (jump(1e-7), jump(1e-9));
    wide > 1e-6 * largest && narrow > 0.5 * wide
}

/// In units of what rounding the result, and the terms whose difference it is, may cost.
fn error(exact: f64, found: f64, scale: f64) -> f64 {
    (found - exact).abs() / (ulp(exact) + 0.5 * f64::EPSILON * scale)
}

fn enter(digits: &mut Digits, exact: f64, found: f64, scale: f64) {
    if !exact.is_finite() || !scale.is_finite() {
        return; // What would be right is no number of this type.
    }
    digits.points += 1;
    let error = error(exact, found, scale);
    let size = exact.abs().max(f64::MIN_POSITIVE).max(scale);
    // Below the normal numbers there are fewer digits to lose, and 0 is no failure.
    if error.is_nan() || (found - exact).abs() >= size {
        digits.lost += 1;
    } else if exact.abs() >= f64::MIN_POSITIVE {
        digits.worst = digits.worst.max(error);
    }
}

#[cfg(test)]
mod tests {
    use catalog::find;

    use super::*;

    fn losses() -> impl Iterator<Item = &'static Function> {
        let all = catalog::FUNCTIONS.iter();
        all.filter(|f| f.about().chapter.starts_with("losses/"))
    }

    #[test]
    fn ours_is_within_what_the_references_allow() {
        for function in losses() {
            for of in columns(function) {
                let what = format!("{} {}", function.about().name, of.name());
                let digits = loss_digits(function, None, &of).expect("references");
                assert!(digits.points >= 50, "{what}: {digits:?}");
                assert_eq!(digits.lost, 0, "{what}: {digits:?}");
            }
        }
    }

    #[test]
    fn the_other_slope_of_a_kink_is_no_error() {
        let mae = find("mae").expect("it is in the catalogue");
        let of = Of::Grad("prediction");
        for library in ["PyTorch", "Keras"] {
            let digits = loss_digits(mae, Some(library), &of).expect("recorded");
            assert!(
                digits.points > 10 && digits.lost == 0,
                "{library}: {digits:?}"
            );
        }
        let args = catalog::args![1.0, 1.0];
        assert!(jumps(mae, &of, &args, 0));
        let mse = find("mse").expect("it is in the catalogue");
        assert!(!jumps(mse, &of, &args, 0));
        assert!(!jumps(mae, &of, &catalog::args![1.0, 2.0], 0));
    }

    #[test]
    fn what_is_not_recorded_has_no_digits() {
        let dpo = find("dpo").expect("it is in the catalogue");
        assert_eq!(loss_digits(dpo, Some("PyTorch"), &Of::Value), None);
        let log_cosh = find("log_cosh").expect("it is in the catalogue");
        let keras = loss_digits(log_cosh, Some("Keras"), &Of::Value).expect("recorded");
        let ours = loss_digits(log_cosh, None, &Of::Value).expect("references");
        assert!(keras.worst > 1e6 && ours.worst < 4.0, "{keras:?} {ours:?}");
    }
}
