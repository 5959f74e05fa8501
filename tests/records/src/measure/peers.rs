//! What other libraries returned, for arguments of any kind.

use catalog::{Args, Argument, Function, Role, Value};

use crate::golden::{self, Case, Of, Recorded};
use crate::outcome::or_panic;
use crate::tolerance;

/// What is asked for.
struct Asked<'a> {
    function: &'static Function,
    library: &'a str,
    dtype: &'a str,
    /// Its arguments but the parameters.
    given: Vec<Value>,
    /// The value of the parameter; the one of the library's first call if there is none.
    with: Option<f64>,
    /// A part of the call's text; the library's first call if there is none.
    call: Option<&'a str>,
}

/// Whether `recorded` is the input `given`, as the library got it.
fn is_input(recorded: f64, given: f64, dtype: &str) -> bool {
    recorded == given || (dtype == "float32" && recorded == f64::from(given as f32))
}

fn same(recorded: &Value, given: &Value, dtype: &str) -> bool {
    let (found, wanted) = (recorded.entries(), given.entries());
    match (recorded, given) {
        (Value::Index(i), Value::Index(j)) => i == j,
        (Value::Indices(i), Value::Indices(j)) => i == j,
        _ => {
            !found.is_empty()
                && found.len() == wanted.len()
                && found
                    .iter()
                    .zip(&wanted)
                    .all(|(&r, &g)| is_input(r, g, dtype))
        }
    }
}

impl<'a> Asked<'a> {
    fn new(function: &str, library: &'a str, dtype: &'a str, given: impl Into<Args>) -> Asked<'a> {
        let found = catalog::find(function);
        Asked {
            function: found.unwrap_or_else(|| panic!("the catalogue knows no {function}")),
            library,
            dtype,
            given: given.into().0,
            with: None,
            call: None,
        }
    }

    fn name(&self) -> &'static str {
        self.function.about().name
    }

    /// The records of the library: of its first call, or of all where a parameter is asked for.
    fn records(&self) -> Vec<&'static Recorded> {
        let golden = or_panic(golden::of(self.name()));
        let Some(peer) = golden
            .peers()
            .into_iter()
            .find(|peer| peer.library == self.library)
        else {
            panic!(
                "{}: no record of {} ({})",
                golden.file,
                self.name(),
                self.library
            )
        };
        let wanted = |block: &&Recorded| {
            block.library == self.library
                && block.dtype == self.dtype
                && match self.call {
                    Some(part) => block.call.contains(part),
                    None => self.with.is_some() || block.call == peer.call,
                }
        };
        golden.recorded.iter().filter(wanted).collect()
    }

    fn is_wanted(&self, arguments: &[Argument], args: &Args) -> bool {
        let all = arguments.iter().zip(&args.0);
        let mut given = self.given.iter();
        let fits = all
            .into_iter()
            .all(|(argument, value)| match argument.role {
                Role::Parameter(_) => self
                    .with
                    .is_none_or(|with| same(value, &with.into(), self.dtype)),
                Role::Upstream => true,
                _ => given
                    .next()
                    .is_some_and(|given| same(value, given, self.dtype)),
            });
        fits && given.next().is_none()
    }

    /// The result at the point that was asked for.
    fn result(&self, of: &Of<'_>) -> Vec<f64> {
        let arguments = self.function.arguments();
        let places = arguments
            .iter()
            .filter(|argument| !matches!(argument.role, Role::Parameter(_) | Role::Upstream))
            .map(|argument| argument.name)
            .collect::<Vec<_>>();
        assert!(
            places.len() == self.given.len(),
            "{} is asked for by {}, a parameter with peer_value_with or peer_grad_with; got {:?}",
            self.name(),
            places.join(", "),
            self.given
        );
        let mut notes = vec![];
        for case in self.records().iter().flat_map(|block| &block.cases) {
            let args = or_panic(case.args(self.function));
            if let Some(i) = args
                .iter()
                .position(|args| self.is_wanted(&arguments, args))
            {
                return or_panic(case.results(of)).swap_remove(i);
            }
            notes.extend(args.iter().map(|args| first(args, &case.note)));
        }
        notes.dedup();
        let with = self
            .with
            .map_or(String::new(), |with| format!(" with parameter {with}"));
        panic!(
            "{} of {} ({}) is not recorded at {:?}{with}; recorded: {}",
            self.name(),
            self.library,
            self.dtype,
            self.given,
            notes.join(", ")
        )
    }

    fn by(&self, argument: &str) -> Vec<f64> {
        self.result(&Of::Grad(argument))
    }

    fn first_argument(&self) -> &'static str {
        self.function.arguments()[0].name
    }
}

/// A point in few words.
fn first(args: &Args, note: &str) -> String {
    match args.0.first() {
        Some(Value::Number(x)) => x.to_string(),
        _ => note.to_owned(),
    }
}

fn one(results: Vec<f64>) -> f64 {
    match results[..] {
        [only] => only,
        _ => panic!(
            "a row of {}: ask for it with peer_row_value or peer_row_grad",
            results.len()
        ),
    }
}

/// The value that a library returned at its first recorded call. `dtype` is `float32` or `float64`;
/// several arguments stand in brackets: `peer_value("huber", "PyTorch", "float64", (10.0, 0.0))`.
/// Parameters are not among them: [`peer_value_with`] takes one.
#[must_use]
pub fn peer_value(function: &str, library: &str, dtype: &str, at: impl Into<Args>) -> f64 {
    one(Asked::new(function, library, dtype, at).result(&Of::Value))
}

/// The derivative by the first argument that a library returned.
#[must_use]
pub fn peer_grad(function: &str, library: &str, dtype: &str, at: impl Into<Args>) -> f64 {
    let asked = Asked::new(function, library, dtype, at);
    one(asked.by(asked.first_argument()))
}

/// The derivative by the argument of this name.
#[must_use]
pub fn peer_grad_by(
    function: &str,
    library: &str,
    dtype: &str,
    by: &str,
    at: impl Into<Args>,
) -> f64 {
    one(Asked::new(function, library, dtype, at).by(by))
}

/// The row that a library returned; a row of one of a function with one result.
#[must_use]
pub fn peer_row_value(function: &str, library: &str, dtype: &str, at: impl Into<Args>) -> Vec<f64> {
    Asked::new(function, library, dtype, at).result(&Of::Value)
}

/// The derivative by a row, the first argument, that a library returned: of a map of rows pulled back from
/// the recorded `upstream` gradient.
#[must_use]
pub fn peer_row_grad(function: &str, library: &str, dtype: &str, at: impl Into<Args>) -> Vec<f64> {
    let asked = Asked::new(function, library, dtype, at);
    asked.by(asked.first_argument())
}

/// The value that a library returned by the call that this is a part of: others than its first have other settings.
#[must_use]
pub fn peer_value_by(
    function: &str,
    library: &str,
    call: &str,
    dtype: &str,
    at: impl Into<Args>,
) -> f64 {
    let asked = Asked::new(function, library, dtype, at);
    one(Asked {
        call: Some(call),
        ..asked
    }
    .result(&Of::Value))
}

/// The value that a library returned with this parameter, at any of its calls.
#[must_use]
pub fn peer_value_with(
    function: &str,
    library: &str,
    dtype: &str,
    parameter: f64,
    at: impl Into<Args>,
) -> f64 {
    let asked = Asked::new(function, library, dtype, at);
    one(Asked {
        with: Some(parameter),
        ..asked
    }
    .result(&Of::Value))
}

/// The derivative by the first argument that a library returned with this parameter.
#[must_use]
pub fn peer_grad_with(
    function: &str,
    library: &str,
    dtype: &str,
    parameter: f64,
    at: impl Into<Args>,
) -> f64 {
    let asked = Asked::new(function, library, dtype, at);
    let asked = Asked {
        with: Some(parameter),
        ..asked
    };
    one(asked.by(asked.first_argument()))
}

/// Distance of adjacent 32-bit numbers at `x`.
pub(crate) fn ulp32(x: f64) -> f64 {
    let x = (x as f32).abs();
    f64::from(x.next_up()) - f64::from(x)
}

/// The largest error of a library's values, in units in the last place of its type, where the true
/// value is a normal number and the first argument lies in this range; against our values, which are right to a
/// few units in 64 bit.
#[must_use]
pub fn peer_worst_ulp(function: &str, library: &str, dtype: &str, low: f64, high: f64) -> f64 {
    let asked = Asked::new(function, library, dtype, 0.0);
    let single = dtype == "float32";
    let smallest = if single {
        f64::from(f32::MIN_POSITIVE)
    } else {
        f64::MIN_POSITIVE
    };
    let error = |exact: f64, value: f64| {
        let unit = if single {
            ulp32(exact)
        } else {
            tolerance::ulp(exact)
        };
        (value - exact).abs() / unit
    };
    let mut worst = 0.0_f64;
    for case in asked.records().iter().flat_map(|block| &block.cases) {
        for (args, values) in points(asked.function, case) {
            let inside = (args.0[0].entries().iter()).all(|x| (low..=high).contains(x));
            for (exact, value) in asked.function.value(&args).into_iter().zip(values) {
                if inside && exact.abs() >= smallest {
                    worst = worst.max(error(exact, value));
                }
            }
        }
    }
    worst
}

fn points(function: &Function, case: &Case) -> impl Iterator<Item = (Args, Vec<f64>)> {
    (or_panic(case.args(function)).into_iter()).zip(or_panic(case.results(&Of::Value)))
}

#[cfg(test)]
mod tests {
    use nnfn::activations::{elu, glu, sigmoid, softmax};
    use nnfn::losses::{
        cross_entropy, cross_entropy_grad, cross_entropy_soft, huber, huber_grad, smooth_l1,
    };

    use super::*;

    const ROW: [f64; 3] = [2.0, 1.0, 0.1];

    #[test]
    fn finds_the_record_of_a_parameter() {
        for alpha in [0.5, 1.0] {
            for dtype in ["float32", "float64"] {
                let found = peer_value_with("elu", "PyTorch", dtype, alpha, -3.0);
                assert!((found - elu(-3.0, alpha)).abs() < 1e-7, "{found}");
                assert_eq!(peer_grad_with("elu", "JAX", dtype, alpha, 0.0), alpha);
            }
        }
    }

    #[test]
    fn finds_the_record_of_value_and_gate() {
        let found = peer_value("glu", "PyTorch", "float64", (3.0, 2.0));
        assert!((found - glu(3.0, 2.0)).abs() < 1e-15, "{found}");
        let found = peer_grad("glu", "JAX", "float32", (-2.5, 0.1));
        assert!((found - sigmoid(0.1)).abs() < 1e-7, "{found}");
        assert_eq!(
            peer_grad_by("reglu", "Keras", "float64", "b", (-2.5, 3.0)),
            -2.5
        );
    }

    #[test]
    fn finds_the_record_of_prediction_and_target() {
        for at in [(1.5, 0.25), (-0.25, 1.5)] {
            let found = peer_value("huber", "Optax", "float64", at);
            assert_eq!(found, huber(at.0, at.1, 1.0));
            let found = peer_grad("huber", "PyTorch", "float32", at);
            assert_eq!(found, huber_grad(at.0, at.1, 1.0));
        }
        let found = peer_value("smooth_l1", "PyTorch", "float32", (0.3, 0.0));
        assert!((found - smooth_l1(0.3, 0.0, 1.0)).abs() < 1e-8, "{found}");
    }

    #[test]
    fn finds_the_record_of_row_class_and_target() {
        for class in [0, 2] {
            let found = peer_value("cross_entropy", "PyTorch", "float64", (&ROW, class));
            assert!(
                (found - cross_entropy(&ROW, class)).abs() < 1e-15,
                "{found}"
            );
            let found = peer_row_grad("cross_entropy", "Optax", "float32", (&ROW, class));
            for (found, ours) in found.iter().zip(cross_entropy_grad(&ROW, class)) {
                assert!((found - ours).abs() < 1e-7, "{found}");
            }
        }
        for target in [[1.0, 0.0, 0.0], [0.5, 0.25, 0.25]] {
            let found = peer_value("cross_entropy_soft", "Keras", "float32", (&ROW, &target));
            assert!(
                (found - cross_entropy_soft(&ROW, &target)).abs() < 1e-7,
                "{found}"
            );
        }
    }

    #[test]
    fn finds_the_record_of_a_row() {
        let expected = softmax(&ROW, 1.0);
        let found = peer_row_value("softmax", "JAX", "float32", &ROW);
        assert_eq!(found.len(), 3);
        for (found, ours) in found.iter().zip(&expected) {
            assert!((found - ours).abs() < 1e-7, "{found}");
        }
        let found = peer_row_value("log_sum_exp", "Keras", "float64", &ROW);
        assert_eq!(found, [nnfn::log_sum_exp(&ROW)]);
        // Of log-sum-exp the gradient, which is the softmax; of softmax a vjp, which sums to 0.
        let found = peer_row_grad("log_sum_exp", "JAX", "float64", &ROW);
        assert!((found[0] - expected[0]).abs() < 1e-15, "{found:?}");
        let found = peer_row_grad("softmax", "JAX", "float64", &ROW);
        assert!(found.iter().sum::<f64>().abs() < 1e-15, "{found:?}");
    }

    #[test]
    fn finds_the_record_of_student_and_teacher() {
        let (student, teacher) = ([3.0, 0.99999999, 0.25], [3.0, 1.0, 0.25]);
        let by_default = peer_value("distillation", "PyTorch", "float64", (&student, &teacher));
        for temperature in [2.0, 1.0] {
            let found = peer_value_with(
                "distillation",
                "PyTorch",
                "float64",
                temperature,
                (&student, &teacher),
            );
            assert!(found.abs() < 1e-15, "{found}");
            assert_eq!(found == by_default, temperature == 2.0);
        }
    }

    #[test]
    #[should_panic(expected = "huber is asked for by prediction, target, a parameter with")]
    fn says_that_a_parameter_is_no_argument() {
        let _ = peer_value("huber", "Keras", "float64", catalog::args![0.0, 10.0, 1.0]);
    }

    #[test]
    #[should_panic(
        expected = "elu of Keras (float64) is not recorded at [Number(1.0)] with parameter 3"
    )]
    fn says_which_parameter_is_not_recorded() {
        let _ = peer_value_with("elu", "Keras", "float64", 3.0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "huber of Keras (float64) is not recorded at [Number(0.25), Number(1.5)]"
    )]
    fn says_what_is_not_recorded() {
        let _ = peer_value("huber", "Keras", "float64", (0.25, 1.5));
    }

    #[test]
    #[should_panic(expected = "a row of 3: ask for it with peer_row_value")]
    fn a_row_is_no_number() {
        let _ = peer_value("softmax", "JAX", "float32", &ROW);
    }
}
