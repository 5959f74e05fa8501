//! How many digits a result has: that of the plain formula, ours, and what other libraries returned,
//! at the points where theirs are recorded, against the references.

pub mod found;
mod losses;
mod plain;

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use catalog::{Args, Function, Role, Seam};

use crate::golden::{self, Case, Of, Recorded};
use crate::measure::ulp32;
use crate::outcome::or_panic;
use crate::tolerance::ulp;

pub use losses::{columns, loss_digits};

/// Who computed a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// The formula as one would write it down, in the number type that is asked for.
    Plain,
    /// This library, rounded to 32 bit if that is asked for: it computes in 64 bit.
    Ours,
    /// A library, by its name.
    Library(&'static str),
}

/// The errors of one kind of result.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Digits {
    /// At how many points there is something to compare.
    pub points: usize,
    /// The largest error in units in the last place of the true value, over the points where this is
    /// a normal number and not all is lost.
    pub worst: f64,
    /// At how many points all digits are lost: the error is as large as the true value, or there is
    /// no number.
    pub lost: usize,
}

impl Digits {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Digits) -> Digits {
        Digits {
            points: self.points + other.points,
            worst: self.worst.max(other.worst),
            lost: self.lost + other.lost,
        }
    }

    fn enter(&mut self, exact: f64, found: f64, single: bool) {
        let (smallest, largest) = if single {
            (f64::from(f32::MIN_POSITIVE), f64::from(f32::MAX))
        } else {
            (f64::MIN_POSITIVE, f64::MAX)
        };
        if !exact.is_finite() || exact.abs() > largest {
            return; // What would be right is no number of this type.
        }
        self.points += 1;
        let error = (found - exact).abs();
        // Below the normal numbers there are fewer digits to lose, and 0 is no failure.
        if error.is_nan() || error >= exact.abs().max(smallest) {
            self.lost += 1;
        } else if exact.abs() >= smallest {
            let unit = if single { ulp32(exact) } else { ulp(exact) };
            self.worst = self.worst.max(error / unit);
        }
    }
}

/// The results of a function that are compared, as the library's names end: `value`, `grad`, `grad_a`.
///
/// Of activations, which have a plain form. Products with a Jacobian are left out: their entries cancel, and what
/// counts is their error against the largest term. So are derivatives by a parameter, which are recorded at other
/// calls.
#[must_use]
pub fn results(function: &Function) -> &'static [&'static str] {
    match function {
        Function::Scalar(_) | Function::Curve(_) => &["value", "grad"],
        Function::Gate(_) => &["value", "grad_a", "grad_b"],
        Function::Map(_) => &["value"],
        Function::Loss(f) if f.about.chapter.starts_with("activations/") => &["value", "grad"],
        Function::Loss(_) => &[],
    }
}

/// What the golden files call a result.
fn golden_name(function: &Function, result: &str) -> Of<'static> {
    let derivatives = function.derivatives();
    let by = derivatives
        .iter()
        .find(|d| d.suffix.strip_prefix('_') == Some(result));
    by.map_or(Of::Value, |derivative| {
        Of::Grad(function.arguments()[derivative.by].name)
    })
}

/// The errors of a result at the recorded finite inputs; `None` if nothing is recorded.
///
/// # Panics
/// If a golden file is damaged.
#[must_use]
pub fn digits(
    function: &'static Function,
    source: Source,
    dtype: &str,
    result: &'static str,
) -> Option<Digits> {
    let block = block(function, source, dtype, result)?;
    let single = dtype == "float32";
    let exact = Exact::of(function, result);
    let mut digits = Digits::default();
    for (point, args, recorded) in recorded(function, block, result) {
        if let Some(exact) = exact.at(&point) {
            let found = match source {
                Source::Library(_) => recorded,
                source => computed(function, source, single, result, &args, point.1),
            };
            let found = if single {
                f64::from(found as f32)
            } else {
                found
            };
            digits.enter(exact, found, single);
        }
    }
    Some(digits)
}

/// What is recorded of a library at its first call; for the plain formula and for ours the same of the first
/// library that has this result.
fn block(
    function: &Function,
    source: Source,
    dtype: &str,
    result: &str,
) -> Option<&'static Recorded> {
    let golden = or_panic(golden::of(function.about().name));
    let of = golden_name(function, result);
    let wanted = |peer: &golden::Peer<'_>| match source {
        Source::Library(name) => peer.library == name,
        _ => true,
    };
    (golden.peers().into_iter().filter(wanted))
        .filter_map(|peer| golden.record(peer.library, peer.call, dtype))
        .find(|block| block.cases.iter().any(|case| case.has(&of)))
}

/// Where a result belongs: the arguments, and which entry of a row.
type Point = (Vec<u64>, usize);

/// The numbers of a call, its upstream gradient aside.
fn flat(function: &Function, args: &Args) -> Vec<f64> {
    let arguments = function.arguments();
    (arguments.iter().zip(&args.0))
        .filter(|(argument, _)| !matches!(argument.role, Role::Upstream))
        .flat_map(|(_, value)| value.entries())
        .collect()
}

/// The results of a case with their points and arguments, those at infinite ones left out.
fn read(function: &Function, case: &Case, result: &str) -> Vec<(Point, Args, f64)> {
    let of = golden_name(function, result);
    let all = or_panic(case.args(function))
        .into_iter()
        .zip(or_panic(case.results(&of)));
    let entries = or_panic(case.entries());
    let mut read = vec![];
    for (args, results) in all {
        let numbers = flat(function, &args);
        if numbers.iter().all(|x| x.is_finite()) {
            let bits: Vec<u64> = numbers.iter().map(|x| x.to_bits()).collect();
            for (k, y) in results.iter().enumerate() {
                let entry = entries
                    .as_ref()
                    .filter(|_| results.len() > 1)
                    .map_or(k, |all| all[k]);
                read.push(((bits.clone(), entry), args.clone(), *y));
            }
        }
    }
    read
}

fn recorded(function: &Function, block: &Recorded, result: &str) -> Vec<(Point, Args, f64)> {
    let cases = block.cases.iter();
    cases
        .flat_map(|case| read(function, case, result))
        .collect()
}

/// The true results by their points.
struct Exact(HashMap<Point, f64>);

impl Exact {
    /// Read once: there are thousands of points, and six sources ask for them.
    fn of(function: &'static Function, result: &'static str) -> &'static Exact {
        type Read = HashMap<(&'static str, &'static str), &'static Exact>;
        static READ: OnceLock<Mutex<Read>> = OnceLock::new();
        let read = READ.get_or_init(Mutex::default);
        let mut read = read.lock().unwrap_or_else(|e| e.into_inner());
        (read.entry((function.about().name, result)))
            .or_insert_with(|| Box::leak(Box::new(Exact::read(function, result))))
    }

    fn read(function: &Function, result: &str) -> Exact {
        let golden = or_panic(golden::of(function.about().name));
        let cases = golden.cases.iter();
        let all = cases.flat_map(|case| read(function, case, result));
        // At a kink the slope is a choice.
        let settled = all.filter(|(_, args, _)| !is_choice(function, args, result));
        Exact(settled.map(|(point, _, y)| (point, y)).collect())
    }

    fn at(&self, point: &Point) -> Option<f64> {
        self.0.get(point).copied()
    }
}

fn is_choice(function: &Function, args: &Args, result: &str) -> bool {
    let kink = |seams: &[Seam], at: f64| {
        (seams.iter()).any(|seam| seam.at == at && seam.left != seam.right)
    };
    match function {
        Function::Scalar(f) => result == "grad" && kink(f.seams, args.number(0)),
        Function::Curve(f) => result == "grad" && kink(&(f.seams)(args.number(1)), args.number(0)),
        Function::Gate(f) => result == "grad_b" && kink(f.seams, args.number(1)),
        Function::Map(_) | Function::Loss(_) => false,
    }
}

/// What the plain formula gives, or the library.
fn computed(
    function: &Function,
    source: Source,
    single: bool,
    result: &str,
    args: &Args,
    entry: usize,
) -> f64 {
    match source {
        Source::Plain if single => plain::single(function, result, &flat(function, args), entry),
        Source::Plain => plain::double(function, result, &flat(function, args), entry),
        _ => {
            let derivatives = function.derivatives();
            let by = derivatives
                .iter()
                .find(|d| d.suffix.strip_prefix('_') == Some(result));
            by.map_or_else(|| function.value(args), |derivative| derivative.at(args))[entry]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DTYPES: [&str; 2] = ["float64", "float32"];

    fn all(source: Source) -> impl Iterator<Item = (String, Digits)> {
        catalog::FUNCTIONS.iter().flat_map(move |function| {
            let name = function.about().name;
            results(function).iter().flat_map(move |result| {
                DTYPES.into_iter().filter_map(move |dtype| {
                    let digits = digits(function, source, dtype, result)?;
                    Some((format!("{name} {result} {dtype}"), digits))
                })
            })
        })
    }

    #[test]
    fn ours_loses_all_digits_at_no_point_but_one() {
        let mut count = 0;
        for (what, digits) in all(Source::Ours) {
            // Two logits of -ln 2 are rounded, and what is left of their log-sum-exp is this rounding.
            let by_rounded_inputs = usize::from(what == "log_sum_exp value float64");
            assert!(digits.points > 0, "{what}: {digits:?}");
            assert_eq!(digits.lost, by_rounded_inputs, "{what}: {digits:?}");
            // The bound grows near zeros of a slope, some of which are recorded points.
            assert!(digits.worst < 10.0, "{what}: {digits:?}");
            count += 1;
        }
        assert!(count > 100, "{count}");
    }

    /// A plain form for each function: none is forgotten, and each is the same function.
    #[test]
    fn the_plain_form_is_the_same_function() {
        for (what, digits) in all(Source::Plain) {
            assert!(10 * digits.lost < 7 * digits.points, "{what}: {digits:?}");
        }
        for function in catalog::FUNCTIONS {
            for result in results(function) {
                let exact = Exact::of(function, result);
                if let Some(block) = block(function, Source::Plain, "float64", result) {
                    for (point, args, _) in recorded(function, block, result) {
                        let found =
                            computed(function, Source::Plain, false, result, &args, point.1);
                        let ordinary = (point.0.iter()).all(|&x| f64::from_bits(x).abs() <= 4.0);
                        if let (true, Some(exact)) = (ordinary, exact.at(&point)) {
                            let error = (found - exact).abs() / exact.abs().max(1.0);
                            let name = function.about().name;
                            assert!(
                                error < 1e-14,
                                "{name} {result} {point:?}: {found} for {exact}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn an_error_is_counted_in_units_or_as_lost() {
        let of = |exact: f64, found: f64, single: bool| {
            let mut digits = Digits::default();
            digits.enter(exact, found, single);
            (digits.points, digits.worst, digits.lost)
        };
        assert_eq!(of(1.5, 1.5, false), (1, 0.0, 0));
        assert_eq!(of(1.5, 1.5 + f64::EPSILON, false), (1, 1.0, 0));
        assert_eq!(of(1.5, 1.5 + f64::from(f32::EPSILON), true), (1, 1.0, 0));
        for found in [0.0, 3.0, -1.5, f64::NAN, f64::INFINITY] {
            assert_eq!(of(1.5, found, false), (1, 0.0, 1), "{found}");
        }
        // Below the normal numbers 0 is no failure, and NaN is one everywhere.
        assert_eq!(of(1e-310, 0.0, false), (1, 0.0, 0));
        assert_eq!(of(1e-40, 0.0, true), (1, 0.0, 0));
        assert_eq!(of(1e-40, 0.0, false), (1, 0.0, 1));
        assert_eq!(of(0.0, f64::NAN, false), (1, 0.0, 1));
        assert_eq!(of(0.0, 1e-300, false), (1, 0.0, 1));
        // 1e300 is no number of 32 bit.
        assert_eq!(of(1e300, f64::INFINITY, true), (0, 0.0, 0));
    }

    #[test]
    fn a_library_is_counted_at_the_finite_recorded_points() {
        let tanh = catalog::find("tanh").expect("it is in the catalogue");
        let found = digits(tanh, Source::Library("PyTorch"), "float64", "grad").expect("recorded");
        assert!(found.lost > 0 && found.lost < found.points, "{found:?}");
        assert_eq!(
            digits(tanh, Source::Library("Optax"), "float64", "grad"),
            None
        );
        // JAX and PyTorch choose different slopes at the kink, which is no error.
        let leaky = catalog::find("leaky_relu").expect("it is in the catalogue");
        let found = digits(leaky, Source::Library("JAX"), "float64", "grad").expect("recorded");
        assert_eq!((found.lost, found.worst), (0, 0.0), "{found:?}");
    }
}
