//! Named properties that are no claim of a single catalogue entry: how functions relate.
//!
//! Each draws its inputs at random (proptest, with a fixed seed: the same in every run). A page
//! names one in `<!--@ property gelu reflection -->`.

mod cross_entropy;
mod cross_entropy_soft;
mod elu;
mod geglu;
mod gelu;
mod glu;
mod huber;
mod leaky_relu;
mod log_softmax;
mod mish;
mod prelu;
mod relu;
mod selu;
mod sigmoid;
mod softmax;
mod softplus;
mod swiglu;
mod swish;
mod tanh;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::guard::caught;
use crate::outcome::{Problem, function_place};
use crate::tolerance::ulps;
use crate::{Functions, Outcome, source};

/// A relation, the function whose page states it, and its check.
struct Property {
    function: &'static str,
    name: &'static str,
    check: fn() -> Result<usize, String>,
}

const CASES: u32 = 1024;

/// Runs `test` on `CASES` draws; the message of a failure holds the smallest counterexample.
fn forall<S: Strategy + 'static>(
    strategy: S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) -> Result<usize, String>
where
    S::Value: std::fmt::Debug,
{
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    // One runner for each type of input, and not for each property: that compiles much faster.
    let test: &dyn Fn(S::Value) -> Result<(), TestCaseError> = &test;
    match TestRunner::new_with_rng(config, rng).run(&strategy.boxed(), test) {
        Ok(()) => Ok(CASES as usize),
        Err(TestError::Fail(why, input)) => Err(format!("{why} for {input:?}")),
        Err(TestError::Abort(why)) => Err(format!("too few cases: {why}")),
    }
}

fn near(found: f64, expected: f64, bound: f64) -> Result<(), TestCaseError> {
    let error = ulps(found, expected);
    if error <= bound {
        Ok(())
    } else {
        Err(TestCaseError::fail(format!(
            "{found:e} is not {expected:e}: {error:.1} ulp"
        )))
    }
}

fn within(found: f64, expected: f64, slack: f64) -> Result<(), TestCaseError> {
    if (found - expected).abs() <= slack {
        Ok(())
    } else {
        Err(TestCaseError::fail(format!(
            "{found:e} is not {expected:e}"
        )))
    }
}

fn row() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-30.0..30.0, 1..8)
}

/// The properties of all chapters, in the order of the book.
fn all() -> impl Iterator<Item = &'static Property> {
    [
        sigmoid::PROPERTIES,
        tanh::PROPERTIES,
        relu::PROPERTIES,
        leaky_relu::PROPERTIES,
        prelu::PROPERTIES,
        elu::PROPERTIES,
        selu::PROPERTIES,
        softplus::PROPERTIES,
        gelu::PROPERTIES,
        swish::PROPERTIES,
        mish::PROPERTIES,
        softmax::PROPERTIES,
        log_softmax::PROPERTIES,
        glu::PROPERTIES,
        swiglu::PROPERTIES,
        geglu::PROPERTIES,
        huber::PROPERTIES,
        cross_entropy::PROPERTIES,
        cross_entropy_soft::PROPERTIES,
    ]
    .into_iter()
    .flatten()
}

/// Function and name of every property.
pub(crate) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    all().map(|property| (property.function, property.name))
}

/// Where a property stands: the last one of that name, if there are several.
pub(crate) fn place(function: &str, name: &str) -> (String, usize) {
    let folder = "tests/src/properties";
    let files = std::fs::read_dir(source::root().join(folder));
    for entry in files.into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let here = lines.windows(2).rposition(|pair| {
            pair[0] == format!("function: \"{function}\",")
                && pair[1] == format!("name: \"{name}\",")
        });
        if let Some(at) = here {
            let file = entry.file_name();
            return (format!("{folder}/{}", file.to_string_lossy()), at + 2);
        }
    }
    (format!("{folder}/mod.rs"), 1)
}

/// One outcome a property.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    let run = |property: &&Property| {
        let mut outcome = Outcome::new(property.function, property.name, "");
        match caught(property.check).unwrap_or_else(|why| Err(format!("it panicked: {why}"))) {
            Ok(points) => outcome.points = points,
            Err(why) => {
                let source =
                    catalog::find(property.function).map_or("lib.rs", |f| f.about().source);
                let (file, line) = function_place(source, property.function);
                let message = format!(
                    "the property {}::{} does not hold: {why}",
                    property.function, property.name
                );
                outcome.points = 1;
                outcome.problems.push(Problem {
                    file,
                    line,
                    message,
                });
            }
        }
        outcome
    };
    let asked = |property: &&Property| {
        (functions.iter()).any(|function| function.about().name == property.function)
    };
    let asked: Vec<&Property> = all().filter(asked).collect();
    notebook::run::each(&asked, run)
}
