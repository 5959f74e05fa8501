//! What other libraries returned against ours: the table of names on a page names the same
//! function, and not a cousin.

use catalog::{Args, Argument, Domain, Function, Role};

use crate::golden::{self, Case, Golden, Of, Peer};
use crate::guard::each;
use crate::outcome::Problem;
use crate::tolerance::{PEER_F32, PEER_F64};
use crate::{Functions, Outcome};

/// Calls that compute in 32 bit whatever they are given. A 64-bit record of one that is as good as
/// 64 bit fails: then the exception has to go.
const SINGLE: &[(&str, &str)] = &[
    ("Keras", "tanh"),
    ("Keras", "huber"),
    ("Keras", "mse"),
    ("Keras", "mae"),
    ("Keras", "log_cosh"),
    ("Keras", "bce_with_logits"),
    ("Keras", "focal"),
    ("Keras", "balanced_focal"),
    ("Keras", "kl_divergence"),
    ("Keras", "hinge"),
    ("Keras", "squared_hinge"),
    ("Keras", "hierarchical_softmax"),
    ("Keras", "js_divergence"),
    ("Keras", "distillation"),
    ("Keras", "diffusion_mse"),
    ("TRL", "orpo"),
    ("TRL", "sft"),
    ("TRL", "dft"),
];

/// Calls that take logits and make clipped probabilities of them, so that digits are lost from some 5 on, and all of
/// them from 16 on. One that agrees at larger logits fails: then the exception has to go.
const BY_PROBABILITY: &[(&str, &str)] = &[
    ("Keras", "focal"),
    ("Keras", "balanced_focal"),
    ("Keras", "softmax_focal"),
];

/// One outcome for each function and each of its peers, named by the library.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    each("peers", functions, |function| {
        let name = function.about().name;
        match golden::of(name) {
            Ok(golden) => (golden.peers().iter())
                .map(|peer| against(function, peer, golden))
                .collect(),
            Err(problem) => vec![Outcome::failed(name, "peers", problem)],
        }
    })
}

/// What one library returned, of these records.
#[must_use]
pub fn against(function: &Function, peer: &Peer<'_>, golden: &Golden) -> Outcome {
    let about = function.about();
    let mut outcome = Outcome::new(about.name, peer.library, "relative");
    for dtype in ["float64", "float32"] {
        let Some(block) = golden.record(peer.library, peer.call, dtype) else {
            let message = format!("no {dtype} record of {} of {}", peer.call, peer.library);
            let problem = Problem::new(&golden.file, 1, message);
            outcome.problems.push(problem);
            continue;
        };
        let before = outcome.points;
        let double = dtype == "float64" && !is_single(peer.library, about.name);
        let bound = if double { PEER_F64 } else { PEER_F32 };
        let by_probability = is_by_probability(peer.library, about.name);
        for case in &block.cases {
            let largest = if by_probability {
                4.0
            } else {
                ordinary(function)
            };
            if let Err(problem) = compare(function, peer, case, bound, largest, &mut outcome) {
                outcome.problems.push(problem);
            }
        }
        if by_probability {
            let mut beyond = Outcome::new(about.name, peer.library, "relative");
            for case in &block.cases {
                let _ = compare(function, peer, case, bound, ordinary(function), &mut beyond);
            }
            if beyond.problems.is_empty() {
                outcome
                    .problems
                    .push(needless("BY_PROBABILITY", peer, about.name));
            }
        }
        if outcome.points == before {
            let (file, line) = &block.place;
            let message = format!(
                "{} `{}`: no {dtype} value is recorded at an input of ordinary size",
                peer.library, peer.call
            );
            outcome.problems.push(Problem::new(file, *line, message));
        }
    }
    if is_single(peer.library, about.name) && outcome.worst < PEER_F64 {
        outcome.problems.push(needless("SINGLE", peer, about.name));
    }
    outcome
}

/// An exception of this list that nothing needs.
fn needless(list: &str, peer: &Peer<'_>, function: &str) -> Problem {
    let message = format!(
        "{} computes {function} as well as others now: take it out of {list}",
        peer.library
    );
    let start = format!("const {list}");
    let line = include_str!("peers.rs")
        .lines()
        .position(|line| line.starts_with(&start));
    Problem::new("tests/src/peers.rs", line.map_or(1, |i| i + 1), message)
}

/// Whether a call computes in 32 bit whatever it is given.
#[must_use]
pub fn is_single(library: &str, function: &str) -> bool {
    SINGLE.contains(&(library, function))
}

/// Whether a call makes clipped probabilities of logits.
#[must_use]
pub fn is_by_probability(library: &str, function: &str) -> bool {
    BY_PROBABILITY.contains(&(library, function))
}

/// Compares where no library loses digits: inputs of ordinary size, where a NaN or an infinity is
/// wrong too. How far a library is off in
/// its tails is a number for the pages, see `measure::peer_worst_ulp`.
fn compare(
    function: &Function,
    peer: &Peer<'_>,
    case: &Case,
    bound: f64,
    largest: f64,
    outcome: &mut Outcome,
) -> Result<(), Problem> {
    let args = case.args(function)?;
    let recorded = case.results(&Of::Value)?;
    if recorded.is_empty() || recorded.iter().any(Vec::is_empty) {
        return Err(case.problem("nothing is recorded in `value`"));
    }
    for (point, (args, recorded)) in args.iter().zip(recorded).enumerate() {
        let ours = case.listed(&function.value(args), recorded.len())?;
        if !is_ordinary(function, args, largest) {
            continue;
        }
        for (entry, (&found, recorded)) in ours.iter().zip(&recorded).enumerate() {
            let error = if found == *recorded {
                0.0 // also of two infinities
            } else {
                (found - recorded).abs() / found.abs().max(1.0)
            };
            let at = || format!("point {point}, entry {entry}");
            outcome.point(
                error,
                bound,
                at,
                || case.place.clone(),
                || {
                    let more = if error > PEER_F64 && error < PEER_F32 {
                        "; if the library computes in 32 bit there, add it to SINGLE in tests/src/peers.rs"
                    } else {
                        ""
                    };
                    format!(
                        "{} of {} {} gave {recorded}, {} is {found} (`{}`, {}){more}",
                        peer.call,
                        peer.library,
                        peer.version,
                        function.about().name,
                        case.note,
                        at()
                    )
                },
            );
        }
    }
    Ok(())
}

/// Up to which size arguments are ordinary: 4 of what an activation is given, 100 elsewhere.
fn ordinary(function: &Function) -> f64 {
    match function {
        Function::Scalar(_) | Function::Curve(_) | Function::Gate(_) => 4.0,
        Function::Map(_) | Function::Loss(_) => 100.0,
    }
}

/// Whether all arguments are of ordinary size. Where a
/// function takes probabilities of a model, libraries keep away from 0 in ways of their own, and normalise or do not.
fn is_ordinary(function: &Function, args: &Args, largest: f64) -> bool {
    let arguments = function.arguments();
    let is_distribution = |argument: &Argument| matches!(argument.domain, Domain::Simplex(_));
    let modelled = (arguments.iter()).any(|a| is_distribution(a) && matches!(a.role, Role::Input));
    (arguments.iter().zip(&args.0)).all(|(argument, value)| {
        let held = matches!(argument.role, Role::Parameter(_) | Role::Upstream);
        let least = if modelled && is_distribution(argument) {
            1e-3
        } else {
            0.0
        };
        let size = |x: &f64| (least..=largest).contains(&x.abs());
        let entries = value.entries();
        let sums = !is_distribution(argument)
            || !modelled
            || (entries.iter().sum::<f64>() - 1.0).abs() < 1e-6;
        held || sums && entries.iter().all(size)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_records(double: &str, single: &str) -> String {
        let record = |dtype: &str, values: &str| {
            format!(
                r#"{{"library": "L", "version": "1", "call": "f(x)", "dtype": "{dtype}", "cases": [
                {{"note": "n", "each": {{"x": [0.0, 40.0]}}, "value": {values}}}]}}"#
            )
        };
        let records = [record("float64", double), record("float32", single)].join(",\n");
        let text = format!("{{\"cases\": [],\n\"recorded\": [\n{records}]}}");
        let golden = Golden::parse("f.json", &text).expect("it is well formed");
        let peer = Peer {
            library: "L",
            version: "1",
            call: "f(x)",
        };
        let sigmoid = catalog::find("sigmoid").expect("it is in the catalogue");
        let problems = against(sigmoid, &peer, &golden).problems;
        let shown = |p: &Problem| format!("{}:{}: {}", p.file, p.line, p.message);
        problems.iter().map(shown).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn records_without_numbers_are_no_records() {
        let good = "[0.5, \"nan\"]";
        assert_eq!(of_records(good, good), "");
        let far = of_records(good, "[0.500005, 1.0]");
        assert!(
            far.contains("gave 0.500005, sigmoid is 0.5"),
            "32 bit: {far}"
        );
        for (values, why) in [
            ("[]", "expected 2 entries in `value`, found 0"),
            ("[0.5]", "expected 2 entries in `value`, found 1"),
            ("[\"nan\", \"nan\"]", "gave NaN, sigmoid is 0.5"),
            ("[0.500001, 1.0]", "gave 0.500001, sigmoid is 0.5"),
        ] {
            let found = of_records(values, values);
            assert!(
                found.starts_with("f.json:4: ") && found.contains(why),
                "{found}"
            );
        }
    }
}
