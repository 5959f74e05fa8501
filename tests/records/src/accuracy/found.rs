//! Where a library returns another number than the true one, beyond what rounding explains: for each result the
//! smallest input at which that happens, with both numbers.

use catalog::{Args, Function, Role, Value};

use super::losses::{References, columns, entries, is_finite, jumps, key, references};
use crate::golden::{self, Of, Peer};
use crate::measure::ulp32;
use crate::outcome::or_panic;
use crate::tolerance::ulp;

/// Results of a library that are wrong.
#[derive(Clone, Debug)]
pub struct Found {
    /// `PyTorch`
    pub library: String,
    /// As the library states it.
    pub version: String,
    /// The call of which they are recorded.
    pub call: String,
    /// The value, or the derivative by an argument.
    pub of: Of<'static>,
    /// `float64` or `float32`.
    pub dtype: &'static str,
    /// At how many recorded points, entries of rows counted one by one.
    pub wrong: usize,
    /// Of how many.
    pub points: usize,
    /// The smallest input among them, in which the largest number is smallest.
    pub at: Args,
    /// Which entry of the result.
    pub entry: usize,
    /// What the library returned.
    pub gave: f64,
    /// What is true.
    pub exact: f64,
}

/// How many units in the last place are half of the digits of the type, which no rounding of a stable form costs.
#[must_use]
pub fn half(dtype: &str) -> f64 {
    if is_single(dtype) {
        4096.0
    } else {
        67_108_864.0
    }
}

fn is_single(dtype: &str) -> bool {
    dtype == "float32"
}

/// What is wrong of a function, in each library, result and type.
///
/// # Panics
/// If a golden file is damaged.
#[must_use]
pub fn found(function: &'static Function) -> Vec<Found> {
    let golden = or_panic(golden::of(function.about().name));
    let mut all = vec![];
    for of in columns(function) {
        // Products with a Jacobian cancel: their entries say little.
        if function.gives_a_row() && of != Of::Value {
            continue;
        }
        let truth = references(function, &golden.cases, &of);
        for peer in golden.peers() {
            for dtype in ["float64", "float32"] {
                all.extend(of_block(function, &peer, &of, dtype, &truth));
            }
        }
    }
    all
}

fn of_block(
    function: &Function,
    peer: &Peer<'_>,
    of: &Of<'static>,
    dtype: &'static str,
    truth: &References,
) -> Option<Found> {
    let golden = or_panic(golden::of(function.about().name));
    let block = golden.record(peer.library, peer.call, dtype)?;
    let (mut wrong, mut points) = (0, 0);
    let mut smallest: Option<(f64, Found)> = None;
    for case in block.cases.iter().filter(|case| case.has(of)) {
        let args = or_panic(case.args(function));
        for (args, recorded) in args.iter().zip(entries(case, of, false)) {
            for (entry, gave, _) in recorded {
                let Some((exact, scale)) = truth.get(&(key(args), entry)) else {
                    continue;
                };
                points += 1;
                let choice = is_finite(args) && jumps(function, of, args, entry);
                if !is_wrong(*exact, gave, *scale, dtype) || choice {
                    continue;
                }
                wrong += 1;
                let size = size(function, args);
                if smallest.as_ref().is_none_or(|(least, _)| size < *least) {
                    let found = Found {
                        library: peer.library.to_owned(),
                        version: peer.version.to_owned(),
                        call: peer.call.to_owned(),
                        of: of.clone(),
                        dtype,
                        wrong: 0,
                        points: 0,
                        at: args.clone(),
                        entry,
                        gave,
                        exact: *exact,
                    };
                    smallest = Some((size, found));
                }
            }
        }
    }
    smallest.map(|(_, found)| Found {
        wrong,
        points,
        ..found
    })
}

/// Whether half of the digits are wrong, or what is given is no number where there is one.
fn is_wrong(exact: f64, gave: f64, scale: f64, dtype: &str) -> bool {
    if exact.is_nan() || !scale.is_finite() {
        return false; // There is no limit.
    }
    let single = is_single(dtype);
    let (least, largest) = match single {
        true => (f64::from(f32::MIN_POSITIVE), f64::from(f32::MAX)),
        false => (f64::MIN_POSITIVE, f64::MAX),
    };
    if exact.abs() > largest {
        return gave.is_nan() || gave.abs() < largest || gave.signum() != exact.signum();
    }
    if !gave.is_finite() {
        return true;
    }
    let epsilon = f64::from(f32::EPSILON);
    let unit = match single {
        true => ulp32(exact) + 0.5 * epsilon * scale,
        false => ulp(exact) + 0.5 * f64::EPSILON * scale,
    };
    // Below the normal numbers there are fewer digits to lose, and 0 is no failure.
    (gave - exact).abs() > (half(dtype) * unit).max(least)
}

/// The largest number of an input, parameters and upstream gradients aside.
fn size(function: &Function, args: &Args) -> f64 {
    let arguments = function.arguments();
    let given = arguments.iter().zip(&args.0);
    let given =
        given.filter(|(argument, _)| !matches!(argument.role, Role::Parameter(_) | Role::Upstream));
    let entries = given.flat_map(|(_, value): (_, &Value)| value.entries());
    entries.map(f64::abs).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rounding_explains_is_no_discrepancy() {
        let one = 1.0_f64;
        for (gave, wrong) in [
            (one, false),
            (one + 1e-12, false),
            (one + 1e-6, true),
            (f64::NAN, true),
            (f64::INFINITY, true),
            (0.0, true),
        ] {
            assert_eq!(is_wrong(1.0, gave, 0.0, "float64"), wrong, "{gave}");
        }
        assert!(!is_wrong(1.0, 1.0 + 1e-6, 0.0, "float32"));
        // Terms that cancel by definition may cost what their rounding costs.
        assert!(!is_wrong(1e-10, 0.0, 1e6, "float64"));
        assert!(!is_wrong(1e-310, 0.0, 0.0, "float64"));
        assert!(is_wrong(f64::INFINITY, f64::NAN, 0.0, "float64"));
        assert!(is_wrong(f64::INFINITY, 16.1, 0.0, "float64"));
        assert!(!is_wrong(1e39, f64::INFINITY, 0.0, "float32"));
    }
}
