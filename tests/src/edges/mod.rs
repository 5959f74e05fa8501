//! What functions give at their edges, beside what other libraries were recorded to give there: ±0, ±∞, NaN, nothing,
//! all equal, no positives, everything masked.

mod asked;
mod compared;
mod differences;
mod points;
mod returned;

use catalog::Function;

use crate::Functions;
use crate::golden;
use crate::guard::each;
use crate::outcome::{Outcome, Problem};

pub use compared::{Differs, differs, ours, same, with};
pub use differences::{Differences, Listed, Reason, listed};
pub use points::{EDGES, Edge, Point, points};
pub use returned::{Answer, Call, Results, Returned, read};

/// One outcome for each function.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    let read = read().and_then(|returned| Ok((returned, listed()?)));
    match read {
        Err(problem) => vec![Outcome::failed("", "edges", problem)],
        Ok((returned, known)) => each("edges", functions, |function| {
            vec![of(function, &returned, &known)]
        }),
    }
}

/// What is recorded of one function against ours: every point answered by every library of which there are records, at
/// the same version; every difference listed, and every line that lists one needed.
#[must_use]
pub fn of(function: &Function, returned: &Returned, known: &Differences) -> Outcome {
    let name = function.about().name;
    let mut outcome = Outcome::new(name, "edges", "");
    let mut needed = vec![];
    for point in points(function) {
        match returned.at(function, &point) {
            Err(problem) => outcome.problems.push(problem),
            Ok((line, answers)) => {
                outcome
                    .problems
                    .extend(unanswered(name, &point, answers, returned, line));
                for answer in answers {
                    let place = || (returned::FILE.to_owned(), line);
                    let ours = ours(function, &with(function, &point.args, answer));
                    let differs = differs(function, answer, &ours);
                    let edge = point.edge.name();
                    let reason =
                        differs.map(|d| known.reason(name, edge, &point.place, &answer.library, d));
                    needed.extend(
                        differs.map(|d| (edge, point.place.clone(), d, answer.library.clone())),
                    );
                    let right = !matches!(reason, Some(None));
                    let at = || format!("{edge} {}", point.place);
                    outcome.point(if right { 0.0 } else { f64::INFINITY }, 0.0, at, place, || {
                        let kind = differs.map_or("", Differs::name);
                        format!(
                            "{name} at `{edge}` `{}`: {} gives {:?}, this library {ours:?}: a difference that is not listed; if it is right, add `{name} | {edge} | {} | {kind} | {}` with its reason to {}",
                            point.place, answer.library, answer.result, point.place, answer.library, differences::FILE
                        )
                    });
                }
            }
        }
    }
    for line in known.all.iter().filter(|line| line.function == name) {
        let is_needed = |library: &String| {
            needed.iter().any(|(edge, place, differs, other)| {
                (*edge, place, *differs, other)
                    == (line.edge.as_str(), &line.place, line.differs, library)
            })
        };
        if let Some(library) = line.libraries.iter().find(|library| !is_needed(library)) {
            let message = format!(
                "{library} does not differ in this way from {name} at `{}` `{}`: take it out",
                line.edge, line.place
            );
            outcome
                .problems
                .push(Problem::new(differences::FILE, line.line, message));
        }
    }
    outcome
}

/// TRL's head multiplies hidden states by a matrix: an infinite logit cannot be given to it.
const THROUGH_A_MATRIX: &[&str] = &["sft", "dft"];

/// Libraries of which the golden file has a call, and this file no answer at that version.
fn unanswered(
    function: &str,
    point: &Point,
    answers: &[Answer],
    returned: &Returned,
    line: usize,
) -> Option<Problem> {
    let infinite = matches!(point.edge, Edge::MinusInfinity | Edge::Infinity);
    let missing = |peer: &golden::Peer<'_>| {
        let excepted = peer.library == "TRL" && infinite && THROUGH_A_MATRIX.contains(&function);
        let answered = answers.iter().any(|answer| answer.library == peer.library);
        let same = returned.call(function, peer.library).is_some_and(|call| {
            (call.version.as_str(), call.call.as_str()) == (peer.version, peer.call)
        });
        answered == excepted || !same
    };
    let peer = golden::peers(function).into_iter().find(missing)?;
    let message = format!(
        "{function} at `{}` `{}`: no answer of {} {} to `{}`; tests/golden/generate.py --edges records it",
        point.edge.name(),
        point.place,
        peer.library,
        peer.version,
        peer.call
    );
    Some(Problem::new(returned::FILE, line, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(name: &str) -> &'static Function {
        catalog::find(name).expect("it is in the catalogue")
    }

    #[track_caller]
    fn reports(function: &Function, returned: &Returned, known: &Differences, expected: &str) {
        let problems = of(function, returned, known).problems;
        let found: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        assert!(found.iter().any(|m| m.contains(expected)), "{found:#?}");
    }

    #[test]
    fn a_difference_that_is_not_listed_fails_and_so_does_one_that_is_none() {
        let (returned, known) = (read().expect("the records"), listed().expect("the list"));
        let gelu = function("gelu");
        assert_eq!(of(gelu, &returned, &known).problems, []);
        let mut less = known.clone();
        less.all.retain(|line| line.function != "gelu");
        reports(gelu, &returned, &less, "gelu at `-inf` ``: PyTorch gives");
        let mut more = known.clone();
        let line = more
            .all
            .iter_mut()
            .find(|line| line.function == "gelu")
            .expect("a line");
        line.libraries.push("NumPy".to_owned());
        reports(
            gelu,
            &returned,
            &more,
            "NumPy does not differ in this way from gelu",
        );
    }

    #[test]
    fn a_record_of_other_arguments_or_of_another_version_fails() {
        let known = listed().expect("the list");
        let path = crate::source::root().join(returned::FILE);
        let text = std::fs::read_to_string(path).expect("the records");
        let changed = |from: &str, to: &str| {
            let text = text.replace(from, to);
            returned::parse(&text).expect("it is well formed")
        };
        let version = golden::peers("tanh")[0].version;
        let other = changed(
            &format!("\"version\": \"{version}\""),
            "\"version\": \"0.1\"",
        );
        reports(function("tanh"), &other, &known, "no answer of PyTorch");
        let other = changed("{\"x\": \"-inf\"}", "{\"x\": \"inf\"}");
        reports(
            function("tanh"),
            &other,
            &known,
            "was asked with other arguments",
        );
        let other = changed(
            "\"function\": \"tanh\", \"edge\": \"nan\"",
            "\"function\": \"tanh\", \"edge\": \"none\"",
        );
        reports(
            function("tanh"),
            &other,
            &known,
            "nothing is recorded of tanh at `nan`",
        );
    }

    #[test]
    fn the_edges_of_a_function_follow_from_its_arguments() {
        let edges = |name: &str| {
            let mut all: Vec<&str> = points(function(name))
                .iter()
                .map(|p| p.edge.name())
                .collect();
            all.dedup();
            all.join(" ")
        };
        assert_eq!(edges("relu"), "-inf -0 +0 +inf nan");
        assert_eq!(
            edges("softmax"),
            "-inf +inf nan empty all equal everything masked"
        );
        assert_eq!(edges("mse"), "-inf -0 +0 +inf nan all equal");
        assert_eq!(edges("kl_divergence"), "+0 nan empty all equal");
        assert_eq!(
            edges("sup_con"),
            "-inf +inf nan empty all equal no positives"
        );
        assert_eq!(
            edges("token_mean"),
            "-inf +inf nan empty all equal everything masked"
        );
        assert_eq!(edges("kl_k3"), "-inf -0 +0 nan all equal");
    }
}
