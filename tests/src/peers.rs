//! What other libraries returned against ours: the table of names on a page names the same
//! function, and not a cousin.

use catalog::{FUNCTIONS, Function, Peer};

use crate::Outcome;
use crate::golden::{self, Recorded};
use crate::outcome::Problem;
use crate::tolerance::{PEER_F32, PEER_F64};

/// Calls that compute in 32 bit whatever they are given. A 64-bit record of one that is as good as
/// 64 bit fails: then the exception has to go.
const SINGLE: &[(&str, &str)] = &[("Keras", "huber")];

/// One outcome for each function and each of its peers, named by the library.
#[must_use]
pub fn outcomes() -> Vec<Outcome> {
    FUNCTIONS
        .iter()
        .flat_map(|function| {
            function
                .about()
                .peers
                .iter()
                .map(move |peer| of(function, peer))
        })
        .collect()
}

fn of(function: &Function, peer: &Peer) -> Outcome {
    let about = function.about();
    let golden = golden::of(about.name);
    let mut outcome = Outcome::new(about.name, peer.library, "relative");
    for dtype in ["float64", "float32"] {
        let block = golden
            .recorded
            .iter()
            .find(|b| b.library == peer.library && b.call == peer.call && b.dtype == dtype);
        let Some(_) = block else {
            outcome.problems.push(Problem {
                file: golden.file.clone(),
                line: 1,
                message: format!(
                    "no {dtype} record of {}, which the catalogue names for {}",
                    peer.call, about.name
                ),
            });
            continue;
        };
        for block in golden
            .recorded
            .iter()
            .filter(|b| b.library == peer.library && b.call == peer.call && b.dtype == dtype)
        {
            compare(function, block, &golden.file, &mut outcome);
        }
    }
    if is_single(peer.library, about.name) && outcome.worst < PEER_F64 {
        let message = format!(
            "{} computes {} in 64 bit now: take it out of SINGLE",
            peer.library, about.name
        );
        outcome.problems.push(Problem {
            file: "tests/src/peers.rs".to_owned(),
            line: 1,
            message,
        });
    }
    outcome
}

fn is_single(library: &str, function: &str) -> bool {
    SINGLE.contains(&(library, function))
}

/// Compares where no library loses digits: inputs of ordinary size. How far a library is off in
/// its tails is a number for the pages, see `measure::peer_worst_ulp`.
fn compare(function: &Function, block: &Recorded, file: &str, outcome: &mut Outcome) {
    let double = block.dtype == "float64" && !is_single(&block.library, function.about().name);
    let bound = if double { PEER_F64 } else { PEER_F32 };
    let (inputs, ours) = ours(function, block);
    for (i, (found, recorded)) in ours.iter().zip(block.case.result("value")).enumerate() {
        if !inputs[i] || !recorded.is_finite() {
            continue;
        }
        let error = (found - recorded).abs() / found.abs().max(1.0);
        outcome.point(
            error,
            bound,
            || format!("entry {i}"),
            || (file.to_owned(), 1),
            || {
                format!(
                    "{} of {} {} gave {recorded}, {} is {found} (`{}`, entry {i})",
                    block.call,
                    block.library,
                    block.version,
                    function.about().name,
                    block.case.note
                )
            },
        );
    }
}

/// Whether an input is of ordinary size, and our values.
fn ours(function: &Function, block: &Recorded) -> (Vec<bool>, Vec<f64>) {
    let case = &block.case;
    let ordinary = |x: &f64| x.abs() <= 4.0;
    let row_is_ordinary = |logits: &[f64]| logits.iter().all(|z| z.abs() <= 100.0);
    match function {
        Function::Scalar(f) => {
            let x = case.input("x");
            (
                x.iter().map(ordinary).collect(),
                x.into_iter().map(f.value).collect(),
            )
        }
        Function::Pair(f) => {
            let parameter = case.param(f.parameter.name).unwrap_or(f.parameter.default);
            let (p, y) = (case.input("prediction"), case.input("target"));
            let values = p
                .iter()
                .zip(&y)
                .map(|(p, y)| (f.value)(*p, *y, parameter))
                .collect();
            (
                p.iter()
                    .zip(&y)
                    .map(|(p, y)| p.abs() <= 100.0 && y.abs() <= 100.0)
                    .collect(),
                values,
            )
        }
        Function::Row(f) => {
            let logits = case.input("logits");
            let temperature = case.param(f.parameter.name).unwrap_or(f.parameter.default);
            let all = (f.value)(&logits, temperature);
            let values: Vec<f64> = case.index(logits.len()).iter().map(|&i| all[i]).collect();
            (vec![row_is_ordinary(&logits); values.len()], values)
        }
        Function::RowScalar(f) => {
            let logits = case.input("logits");
            (vec![row_is_ordinary(&logits)], vec![(f.value)(&logits)])
        }
        Function::Class(f) => {
            let logits = case.input("logits");
            (
                vec![row_is_ordinary(&logits)],
                vec![(f.value)(&logits, case.class())],
            )
        }
        Function::Soft(f) => {
            let logits = case.input("logits");
            (
                vec![row_is_ordinary(&logits)],
                vec![(f.value)(&logits, &case.input("target"))],
            )
        }
    }
}
