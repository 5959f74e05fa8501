//! One function, one name, in every room: library, catalogue, golden file, chapter.

use std::collections::BTreeSet;

use catalog::FUNCTIONS;

use crate::outcome::Problem;
use crate::{Outcome, source};

/// Functions that only reduce what others give.
const REDUCTIONS: [&str; 2] = ["mean", "sum"];

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
        let stem = name
            .split_once("_grad")
            .map_or_else(|| name.trim_end_matches("_vjp"), |(stem, _)| stem);
        // Reductions are no functions of the book: they have no gradient, no chapter and no curve.
        let reduction = REDUCTIONS.contains(&name.as_str());
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
    vec![outcome, floors()]
}

/// Which crates of the project a crate may stand on. What is not listed stands on the ground.
const FLOORS: &[(&str, &[&str])] = &[
    ("crates/nnfn", &[]),
    ("crates/notebook", &[]),
    ("crates/nnfn-ndarray", &["nnfn"]),
    ("crates/catalog", &["nnfn"]),
    ("crates/figures", &["catalog"]),
    ("tests", &["nnfn", "catalog", "notebook"]),
    ("tests/cells", &["nnfn", "notebook", "verification"]),
];

/// Crates stand on the floors below them and on nothing else of the project.
fn floors() -> Outcome {
    const ALL: [&str; 8] = [
        "nnfn",
        "nnfn-ndarray",
        "catalog",
        "formula",
        "notebook",
        "figures",
        "verification",
        "xtask",
    ];
    let mut outcome = Outcome::new("", "floors", "");
    for (krate, allowed) in FLOORS {
        let file = format!("{krate}/Cargo.toml");
        let text = std::fs::read_to_string(source::root().join(&file)).unwrap_or_default();
        outcome.points += 1;
        if text.is_empty() {
            outcome.problems.push(Problem {
                file: file.clone(),
                line: 1,
                message: format!("{file} is missing"),
            });
        }
        // Tests of a crate may look at whatever they like.
        let runtime = text.split("[dev-dependencies]").next().unwrap_or("");
        for (i, line) in runtime.lines().enumerate() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or("");
            if ALL.contains(&name) && !allowed.contains(&name) {
                let message = format!(
                    "{krate} stands on {name}; it may stand on {}",
                    if allowed.is_empty() {
                        "no other crate of the project".to_owned()
                    } else {
                        allowed.join(", ")
                    }
                );
                outcome.problems.push(Problem {
                    file: file.clone(),
                    line: i + 1,
                    message,
                });
            }
        }
    }
    outcome
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
