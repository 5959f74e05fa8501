//! One function, one name, in every room: library, catalogue, golden file, chapter.

use std::collections::BTreeSet;

use catalog::FUNCTIONS;

use crate::outcome::Problem;
use crate::{Outcome, source};

/// One outcome: every room of every function, and no room without a function.
#[must_use]
pub fn outcomes() -> Vec<Outcome> {
    let mut outcome = Outcome::new("", "rooms", "");
    let root = source::root();
    let mut missing = |file: String, what: String| {
        outcome.points += 1;
        if !root.join(&file).exists() {
            outcome.problems.push(Problem {
                file,
                line: 1,
                message: what,
            });
        }
    };
    for about in FUNCTIONS.iter().map(catalog::Function::about) {
        let name = about.name;
        missing(
            format!("crates/nnfn/src/{}", about.source),
            format!("the source of {name} is missing"),
        );
        missing(
            format!("tests/golden/{name}.json"),
            format!("the golden values of {name} are missing: run tests/golden/generate.py"),
        );
        missing(
            format!("book/{}.md", about.chapter),
            format!("the chapter of {name} is missing"),
        );
    }
    let known: BTreeSet<&str> = FUNCTIONS.iter().map(|f| f.about().name).collect();
    for (file, name) in public_functions() {
        outcome.points += 1;
        let stem = ["_grad", "_vjp"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix))
            .unwrap_or(&name);
        // Reductions are no functions of the book: they have no gradient, no chapter and no curve.
        let reduction = file == "crates/nnfn/src/losses/mod.rs";
        if !known.contains(stem) && !reduction {
            let message = format!("the library's function {name} is not in the catalogue");
            outcome.problems.push(Problem {
                file,
                line: 1,
                message,
            });
        }
    }
    for name in golden_files() {
        outcome.points += 1;
        if name != "constants" && !known.contains(name.as_str()) {
            let message = format!("golden values of {name}, which the catalogue does not know");
            outcome.problems.push(Problem {
                file: format!("tests/golden/{name}.json"),
                line: 1,
                message,
            });
        }
    }
    vec![outcome]
}

fn public_functions() -> Vec<(String, String)> {
    let mut out = vec![];
    for (file, text) in crate::constants::sources() {
        for line in text.lines() {
            if let Some(name) = line
                .strip_prefix("pub fn ")
                .and_then(|rest| rest.split('(').next())
            {
                out.push((file.clone(), name.to_owned()));
            }
        }
    }
    out
}

fn golden_files() -> Vec<String> {
    let folder = source::root().join("tests/golden");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = files
        .filter_map(|f| {
            f.file_name()
                .to_string_lossy()
                .strip_suffix(".json")
                .map(str::to_owned)
        })
        .collect();
    names.sort();
    names
}
