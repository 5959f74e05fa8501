//! How many digits a result has: that of the plain formula, ours, and what other libraries returned,
//! at the points where theirs are recorded, against the references.

mod plain;

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use catalog::{Function, Seam};

use crate::golden::{self, Case, Recorded};
use crate::measure::ulp32;
use crate::outcome::or_panic;
use crate::tolerance::ulp;

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

/// The results of a function that are compared, as the golden files name them.
///
/// Products with a Jacobian are left out: their entries cancel, and what counts is their error against
/// the largest term. So are derivatives by a parameter, which are recorded at other calls.
#[must_use]
pub fn results(function: &Function) -> &'static [&'static str] {
    match function {
        Function::Scalar(_) | Function::Curve(_) | Function::RowScalar(_) => &["value", "grad"],
        Function::Gate(_) => &["value", "grad_a", "grad_b"],
        Function::Row(_) => &["value"],
        Function::Pair(_) | Function::Class(_) | Function::Soft(_) => &[],
    }
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
    let blocks = blocks(function, source, dtype, result);
    let single = dtype == "float32";
    let exact = Exact::of(function, result);
    let mut digits = Digits::default();
    for block in &blocks {
        for (point, found) in found(function, source, block, result) {
            if let Some(exact) = exact.at(&point) {
                let found = if single {
                    f64::from(found as f32)
                } else {
                    found
                };
                digits.enter(exact, found, single);
            }
        }
    }
    (!blocks.is_empty()).then_some(digits)
}

/// What is recorded of a library at the call that the catalogue names; for the plain formula and for
/// ours the same of the first library.
fn blocks(
    function: &Function,
    source: Source,
    dtype: &str,
    result: &str,
) -> Vec<&'static Recorded> {
    let golden = or_panic(golden::of(function.about().name));
    let of_peer = |library: &str, call: &str| -> Vec<&Recorded> {
        let all = golden.recorded.iter();
        let wanted = |block: &&Recorded| {
            let has = block.case.data.get(result).is_some();
            block.library == library && block.call == call && block.dtype == dtype && has
        };
        all.filter(wanted).collect()
    };
    let peers = function.about().peers.iter();
    let peers = peers.filter(|peer| match source {
        Source::Library(name) => peer.library == name,
        _ => true,
    });
    peers
        .map(|peer| of_peer(peer.library, peer.call))
        .find(|blocks| !blocks.is_empty())
        .unwrap_or_default()
}

/// Where a result belongs: the inputs, the parameter, and which entry of a row.
type Point = (Vec<u64>, usize);

fn point(inputs: &[f64], entry: usize) -> Point {
    (inputs.iter().map(|x| x.to_bits()).collect(), entry)
}

/// The inputs of a case: of each number, or of the row with all its entries.
struct Inputs {
    rows: Vec<Vec<f64>>,
    entries: Vec<usize>,
}

fn inputs(function: &Function, case: &Case) -> Inputs {
    let numbers = |rows: Vec<Vec<f64>>| Inputs {
        rows,
        entries: vec![0],
    };
    let input = |name: &str| or_panic(case.input(name));
    match function {
        Function::Scalar(_) => numbers(input("x").into_iter().map(|x| vec![x]).collect()),
        Function::Curve(f) => {
            let parameter = or_panic(case.param(f.parameter.name));
            let parameter = parameter.unwrap_or(f.parameter.default);
            numbers(input("x").into_iter().map(|x| vec![x, parameter]).collect())
        }
        Function::Gate(_) => {
            let both = input("a").into_iter().zip(input("b"));
            numbers(both.map(|(a, b)| vec![a, b]).collect())
        }
        _ => {
            let mut row = input("logits");
            let entries = or_panic(case.index(row.len()));
            if let Function::Row(f) = function {
                let temperature = or_panic(case.param(f.parameter.name));
                row.push(temperature.unwrap_or(f.parameter.default));
            }
            Inputs {
                rows: vec![row],
                entries,
            }
        }
    }
}

/// The results of a case with their points.
fn read(function: &Function, case: &Case, result: &str) -> Vec<(Point, f64)> {
    let Inputs { rows, entries } = inputs(function, case);
    let results = or_panic(case.result(result));
    let is_finite = |row: &&Vec<f64>| row.iter().all(|x| x.is_finite());
    if rows.len() == 1 {
        let row = &rows[0];
        let all = entries.iter().zip(results);
        return if is_finite(&row) {
            all.map(|(&entry, y)| (point(row, entry), y)).collect()
        } else {
            vec![]
        };
    }
    let all = rows.iter().zip(results);
    all.filter(|(row, _)| is_finite(row))
        .map(|(row, y)| (point(row, 0), y))
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
        Exact(
            all.filter(|(point, _)| !is_choice(function, point, result))
                .collect(),
        )
    }

    fn at(&self, point: &Point) -> Option<f64> {
        self.0.get(point).copied()
    }
}

fn is_choice(function: &Function, (inputs, _): &Point, result: &str) -> bool {
    let number = |i: usize| f64::from_bits(inputs[i]);
    let kink = |seams: &[Seam], at: f64| {
        (seams.iter()).any(|seam| seam.at == at && seam.left != seam.right)
    };
    match function {
        Function::Scalar(f) => result == "grad" && kink(f.seams, number(0)),
        Function::Curve(f) => result == "grad" && kink(&(f.seams)(number(1)), number(0)),
        Function::Gate(f) => result == "grad_b" && kink(f.seams, number(1)),
        _ => false,
    }
}

/// What a source gives at the points of a record.
fn found(function: &Function, source: Source, block: &Recorded, result: &str) -> Vec<(Point, f64)> {
    let recorded = read(function, &block.case, result);
    if matches!(source, Source::Library(_)) {
        return recorded;
    }
    let single = block.dtype == "float32";
    let of_point = |(point, _): (Point, f64)| {
        let inputs: Vec<f64> = point.0.iter().map(|&bits| f64::from_bits(bits)).collect();
        let found = match source {
            Source::Plain if single => plain::single(function, result, &inputs, point.1),
            Source::Plain => plain::double(function, result, &inputs, point.1),
            _ => ours(function, result, &inputs, point.1),
        };
        (point, found)
    };
    recorded.into_iter().map(of_point).collect()
}

fn ours(function: &Function, result: &str, inputs: &[f64], entry: usize) -> f64 {
    match (function, result, inputs) {
        (Function::Scalar(f), "value", [x]) => (f.value)(*x),
        (Function::Scalar(f), _, [x]) => (f.grad)(*x),
        (Function::Curve(f), "value", [x, p]) => (f.value)(*x, *p),
        (Function::Curve(f), _, [x, p]) => (f.grad)(*x, *p),
        (Function::Gate(f), "value", [a, b]) => (f.value)(*a, *b),
        (Function::Gate(f), "grad_a", [a, b]) => (f.grad_a)(*a, *b),
        (Function::Gate(f), _, [a, b]) => (f.grad_b)(*a, *b),
        (Function::Row(f), _, [logits @ .., temperature]) => (f.value)(logits, *temperature)[entry],
        (Function::RowScalar(f), "value", logits) => (f.value)(logits),
        (Function::RowScalar(f), _, logits) => (f.grad)(logits)[entry],
        _ => unreachable!("`results` has no other"),
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
                for block in blocks(function, Source::Plain, "float64", result) {
                    for (point, found) in found(function, Source::Plain, block, result) {
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
