//! Named properties that are no claim of a single catalogue entry: how functions relate.
//!
//! A [`property`] draws its inputs at random (proptest, with a fixed seed: the same in every run). What is stated
//! [`exactly`] sums over all outcomes of a small world: expectations are computed, and nothing is drawn. A page
//! names either in `<!--@ property gelu reflection -->`. A file here is a list `PROPERTIES` and needs its
//! `mod` line, nothing else.

mod aggregation;
mod asymmetric;
mod balanced_focal;
mod bce_with_logits;
mod best_of_n;
mod contrastive;
mod cross_entropy;
mod cross_entropy_soft;
mod diffusion_mse;
mod distillation;
mod elu;
pub(crate) mod exact;
mod focal;
mod gaussian_nll;
mod geglu;
mod gelu;
mod glu;
mod groups;
mod groups_expected;
mod hierarchical_softmax;
mod hinge;
mod huber;
mod info_nce;
mod js_divergence;
mod kl_divergence;
mod kl_penalty;
mod kto;
mod leaky_relu;
mod log_softmax;
mod logit_adjusted_cross_entropy;
mod mae;
mod masked_lm;
mod mish;
mod mixup_cross_entropy;
mod mse;
mod multi_quantile;
mod next_token_cross_entropy;
mod nt_xent;
mod orpo;
mod perplexity;
mod pinball;
mod ppo;
mod preferences;
mod prelu;
mod pseudo_huber;
mod relu;
mod reward_model;
mod selu;
mod sft;
mod shrinkage;
mod sigmoid;
mod smoothed_cross_entropy;
mod softmax;
mod softplus;
mod swiglu;
mod swish;
mod tanh;
mod temperature_scaled_cross_entropy;
mod triplet;
mod vae_kl;
mod weighted_cross_entropy;
mod z_loss;

use std::panic::Location;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::guard::caught;
use crate::outcome::{ENUMERATED, Problem, function_place};
use crate::tolerance::ulps;
use crate::{Functions, Outcome};
use exact::Exact;

/// A relation, the function whose page states it, its check, and where it stands.
struct Property {
    function: &'static str,
    name: &'static str,
    check: Check,
    place: &'static Location<'static>,
}

/// How a property is checked.
#[derive(Clone, Copy)]
enum Check {
    /// On so many draws.
    Drawn(fn() -> Result<usize, String>),
    /// By sums over all outcomes of a small world.
    Enumerated(fn(&mut Exact) -> Result<(), String>),
}

/// States a property at the caller's line.
#[track_caller]
const fn property(
    function: &'static str,
    name: &'static str,
    check: fn() -> Result<usize, String>,
) -> Property {
    Property {
        function,
        name,
        check: Check::Drawn(check),
        place: Location::caller(),
    }
}

/// States at the caller's line what holds of expectations in a small world.
#[track_caller]
const fn exactly(
    function: &'static str,
    name: &'static str,
    check: fn(&mut Exact) -> Result<(), String>,
) -> Property {
    Property {
        function,
        name,
        check: Check::Enumerated(check),
        place: Location::caller(),
    }
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

/// The properties of all files; the build script lists those that have a `mod` line above.
fn all() -> impl Iterator<Item = &'static Property> {
    let lists: &[&[Property]] = &include!(concat!(env!("OUT_DIR"), "/properties.rs"));
    lists.iter().copied().flatten()
}

/// Function and name of every property, and where it stands.
pub(crate) fn stated()
-> impl Iterator<Item = (&'static str, &'static str, &'static Location<'static>)> {
    all().map(|property| (property.function, property.name, property.place))
}

/// One outcome a property.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    let run = |property: &&Property| {
        let mut outcome = Outcome::new(property.function, property.name, "");
        let checked = match property.check {
            Check::Drawn(check) => caught(check),
            Check::Enumerated(check) => {
                outcome.unit = ENUMERATED;
                let mut exact = Exact::default();
                let checked = caught(|| {
                    check(&mut exact)?;
                    exact.summed()
                });
                outcome.worst = exact.worst();
                checked
            }
        };
        match checked.unwrap_or_else(|why| Err(format!("it panicked: {why}"))) {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_property_knows_its_line() {
        let mut count = 0;
        let mut files: BTreeMap<&str, String> = BTreeMap::new();
        for (function, name, place) in stated() {
            let text = files.entry(place.file()).or_insert_with(|| {
                let file = crate::source::root().join(place.file());
                std::fs::read_to_string(file).expect("its file")
            });
            let here = text.lines().skip(place.line() as usize - 1).take(3);
            let here: String = here.map(str::trim).collect();
            let stated = here.starts_with("property(") || here.starts_with("exactly(");
            assert!(stated, "{place}: {here}");
            assert!(
                here.contains(&format!("\"{function}\"")) && here.contains(&format!("\"{name}\"")),
                "{place}: {here}"
            );
            count += 1;
        }
        assert!(count > 150, "{count}");
    }
}
