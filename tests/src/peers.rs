//! What other libraries returned against ours: the table of names on a page names the same
//! function, and not a cousin.

use catalog::{Function, Parameter, Peer};

use crate::golden::{self, Case, Golden, Recorded};
use crate::guard::each;
use crate::outcome::Problem;
use crate::tolerance::{PEER_F32, PEER_F64};
use crate::{Functions, Outcome};

/// Calls that compute in 32 bit whatever they are given. A 64-bit record of one that is as good as
/// 64 bit fails: then the exception has to go.
const SINGLE: &[(&str, &str)] = &[("Keras", "tanh"), ("Keras", "huber")];

/// One outcome for each function and each of its peers, named by the library.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    each("peers", functions, |function| {
        let peers = function.about().peers;
        peers.iter().map(|peer| of(function, peer)).collect()
    })
}

fn of(function: &Function, peer: &Peer) -> Outcome {
    let name = function.about().name;
    match golden::of(name) {
        Ok(golden) => against(function, peer, golden),
        Err(problem) => Outcome::failed(name, peer.library, problem),
    }
}

/// What one library returned, of these records.
#[must_use]
pub fn against(function: &Function, peer: &Peer, golden: &Golden) -> Outcome {
    let about = function.about();
    let mut outcome = Outcome::new(about.name, peer.library, "relative");
    for dtype in ["float64", "float32"] {
        let blocks: Vec<&Recorded> = (golden.recorded.iter())
            .filter(|b| b.library == peer.library && b.call == peer.call && b.dtype == dtype)
            .collect();
        if blocks.is_empty() {
            let message = format!(
                "no {dtype} record of {}, which the catalogue names for {}",
                peer.call, about.name
            );
            let problem = Problem::new(&golden.file, 1, message);
            outcome.problems.push(problem);
        }
        let before = outcome.points;
        for block in &blocks {
            if let Err(problem) = compare(function, block, &mut outcome) {
                outcome.problems.push(problem);
            }
        }
        if let Some(block) = blocks.first()
            && outcome.points == before
        {
            let what = format!("no {dtype} value is recorded at an input of ordinary size");
            outcome.problems.push(block.case.problem(&what));
        }
    }
    if is_single(peer.library, about.name) && outcome.worst < PEER_F64 {
        let message = format!(
            "{} computes {} in 64 bit now: take it out of SINGLE",
            peer.library, about.name
        );
        let line = include_str!("peers.rs")
            .lines()
            .position(|line| line.starts_with("const SINGLE"));
        let problem = Problem::new("tests/src/peers.rs", line.map_or(1, |i| i + 1), message);
        outcome.problems.push(problem);
    }
    outcome
}

fn is_single(library: &str, function: &str) -> bool {
    SINGLE.contains(&(library, function))
}

/// Compares where no library loses digits: inputs of ordinary size, where a NaN or an infinity is
/// wrong too. How far a library is off in
/// its tails is a number for the pages, see `measure::peer_worst_ulp`.
fn compare(function: &Function, block: &Recorded, outcome: &mut Outcome) -> Result<(), Problem> {
    let double = block.dtype == "float64" && !is_single(&block.library, function.about().name);
    let bound = if double { PEER_F64 } else { PEER_F32 };
    let ours = ours(function, &block.case)?;
    let recorded = block.case.results("value", ours.len())?;
    if recorded.is_empty() {
        return Err(block.case.problem("nothing is recorded in `value`"));
    }
    for (i, (ours, recorded)) in ours.iter().zip(recorded).enumerate() {
        if !ours.ordinary {
            continue;
        }
        let found = ours.value;
        let error = (found - recorded).abs() / found.abs().max(1.0);
        let at = || format!("entry {i}");
        outcome.point(
            error,
            bound,
            at,
            || block.case.place.clone(),
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
    Ok(())
}

/// Our value for an input, and whether the input is of ordinary size.
struct Ours {
    ordinary: bool,
    value: f64,
}

fn ours(function: &Function, case: &Case) -> Result<Vec<Ours>, Problem> {
    let number = |x: f64, value: f64| Ours {
        ordinary: x.abs() <= 4.0,
        value,
    };
    let of_row = |logits: &[f64], values: Vec<f64>| {
        let ordinary = logits.iter().all(|z| z.abs() <= 100.0);
        let one = |value| Ours { ordinary, value };
        values.into_iter().map(one).collect()
    };
    let parameter = |parameter: &Parameter| {
        let found = case.param(parameter.name)?;
        Ok::<f64, Problem>(found.unwrap_or(parameter.default))
    };
    let both = |one: &str, other: &str| {
        let (a, b) = (case.input(one)?, case.input(other)?);
        if a.len() == b.len() {
            Ok(a.into_iter().zip(b))
        } else {
            let what = format!("{} numbers in `{one}`, {} in `{other}`", a.len(), b.len());
            Err(case.problem(&what))
        }
    };
    Ok(match function {
        Function::Scalar(f) => {
            let x = case.input("x")?;
            x.into_iter().map(|x| number(x, (f.value)(x))).collect()
        }
        Function::Curve(f) => {
            let (x, p) = (case.input("x")?, parameter(&f.parameter)?);
            x.into_iter().map(|x| number(x, (f.value)(x, p))).collect()
        }
        Function::Gate(f) => both("a", "b")?
            .map(|(a, b)| number(a.abs().max(b.abs()), (f.value)(a, b)))
            .collect(),
        Function::Pair(f) => {
            let parameter = parameter(&f.parameter)?;
            both("prediction", "target")?
                .map(|(p, y)| Ours {
                    ordinary: p.abs() <= 100.0 && y.abs() <= 100.0,
                    value: (f.value)(p, y, parameter),
                })
                .collect()
        }
        Function::Row(f) => {
            let logits = case.input("logits")?;
            let all = (f.value)(&logits, parameter(&f.parameter)?);
            let index = case.index(logits.len())?;
            of_row(&logits, index.iter().map(|&i| all[i]).collect())
        }
        Function::RowScalar(f) => {
            let logits = case.input("logits")?;
            of_row(&logits, vec![(f.value)(&logits)])
        }
        Function::Class(f) => {
            let (logits, class) = (case.input("logits")?, case.class()?);
            if class >= logits.len() {
                let what = format!("class {class} of {} logits", logits.len());
                return Err(case.problem(&what));
            }
            of_row(&logits, vec![(f.value)(&logits, class)])
        }
        Function::Soft(f) => {
            let pairs: Vec<(f64, f64)> = both("logits", "target")?.collect();
            let (logits, target): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            of_row(&logits, vec![(f.value)(&logits, &target)])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_records(double: &str, single: &str) -> String {
        let record = |dtype: &str, values: &str| {
            format!(
                r#"{{"library": "L", "version": "1", "call": "f(x)", "dtype": "{dtype}", "note": "n",
                "inputs": {{"x": [0.0, 40.0]}}, "value": {values}}}"#
            )
        };
        let records = [record("float64", double), record("float32", single)].join(",\n");
        let text = format!("{{\"cases\": [],\n\"recorded\": [\n{records}]}}");
        let golden = Golden::parse("f.json", &text).expect("it is well formed");
        let peer = Peer {
            library: "L",
            call: "f(x)",
        };
        let sigmoid = catalog::find("sigmoid").expect("it is in the catalogue");
        let problems = against(sigmoid, &peer, &golden).problems;
        let told = |p: &Problem| format!("{}:{}: {}", p.file, p.line, p.message);
        problems.iter().map(told).collect::<Vec<_>>().join("\n")
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
            ("[]", "expected 2 numbers in `value`, found 0"),
            ("[0.5]", "expected 2 numbers in `value`, found 1"),
            ("[\"nan\", \"nan\"]", "gave NaN, sigmoid is 0.5"),
            ("[0.500001, 1.0]", "gave 0.500001, sigmoid is 0.5"),
        ] {
            let found = of_records(values, values);
            assert!(
                found.starts_with("f.json:3: ") && found.contains(why),
                "{found}"
            );
        }
    }
}
