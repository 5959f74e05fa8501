//! One function, one name, in every room: library, catalogue, golden file, chapter.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{About, FUNCTIONS};

use crate::outcome::Problem;
use crate::{Outcome, constants, source};
use records::items::public_functions;

/// Functions that only reduce what others give, or compare rewards with each other: they have no gradient, no chapter and no curve.
const REDUCTIONS: [&str; 4] = [
    "mean",
    "sum",
    "group_advantages",
    "leave_one_out_advantages",
];

/// This file.
const HERE: &str = "tests/src/complete/rooms.rs";

/// Functions that are verified before their chapter is written; an entry that is no longer needed fails.
#[rustfmt::skip] // An entry a line: `cargo xtask new` adds one.
const WITHOUT_CHAPTER: &[&str] = &[
];

/// What is there.
struct Found {
    /// Public functions of the library: name, file and line.
    library: Vec<(String, String, usize)>,
    /// Names of golden files.
    golden: BTreeSet<String>,
    /// Chapters under the folders of functions: `activations/gelu`.
    chapters: BTreeSet<String>,
}

/// What should be there.
struct Wanted {
    about: &'static About,
    /// The function and its derivatives.
    names: Vec<String>,
}

pub fn outcome() -> Outcome {
    let mut library = vec![];
    for (file, text) in constants::sources() {
        let functions = public_functions(&text);
        library.extend(
            functions
                .into_iter()
                .map(|(name, line)| (name, file.clone(), line)),
        );
    }
    let found = Found {
        library,
        // Folders hold what is recorded of all functions.
        golden: stems("tests/golden", "json")
            .into_iter()
            .filter(|stem| !stem.contains('/'))
            .collect(),
        chapters: ["activations", "losses"]
            .iter()
            .flat_map(|part| {
                stems(&format!("book/{part}"), "md")
                    .into_iter()
                    .map(move |stem| format!("{part}/{stem}"))
            })
            .collect(),
    };
    let wanted: Vec<Wanted> = FUNCTIONS
        .iter()
        .map(|function| Wanted {
            about: function.about(),
            names: function.names(),
        })
        .collect();
    let mut outcome = Outcome::new("", "rooms", "");
    outcome.points = wanted.len() + found.library.len() + found.golden.len() + found.chapters.len();
    outcome.problems = compare(&wanted, &found, WITHOUT_CHAPTER);
    outcome
}

/// Files below a folder of the project, without folder and ending.
pub(super) fn stems(folder: &str, ending: &str) -> BTreeSet<String> {
    fn walk(folder: &std::path::Path, name: &str, ending: &str, out: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let own = format!("{name}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{own}/"), ending, out);
            } else if let Some(stem) = own.strip_suffix(&format!(".{ending}")) {
                out.insert(stem.to_owned());
            }
        }
    }
    let mut out = BTreeSet::new();
    walk(&source::root().join(folder), "", ending, &mut out);
    out
}

fn compare(wanted: &[Wanted], found: &Found, without_chapter: &[&str]) -> Vec<Problem> {
    let mut problems = vec![];
    let mut missing = |file: String, what: String| problems.push(Problem::new(&file, 1, what));
    let mut library: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, file, _) in &found.library {
        library.entry(name).or_default().push(file);
    }
    for Wanted { about, names } in wanted {
        let name = about.name;
        let file = format!("crates/nnfn/src/{}", about.source);
        for function in names {
            let places = library.get(function.as_str()).cloned().unwrap_or_default();
            if !places.contains(&file.as_str()) {
                let elsewhere = match places.first() {
                    Some(place) => format!(", but {place} does"),
                    None => String::new(),
                };
                let what = format!(
                    "expected `pub fn {function}(`: the catalogue says that {name} is here{elsewhere}"
                );
                missing(file.clone(), what);
            }
        }
        if !found.golden.contains(name) {
            let what = format!(
                "the golden values of {name} are missing: run tests/golden/generate.py --only {name}"
            );
            missing(format!("tests/golden/{name}.json"), what);
        }
        match (
            found.chapters.contains(about.chapter),
            without_chapter.contains(&name),
        ) {
            (true, true) => {
                let what = format!("{name} has its chapter: take it out of WITHOUT_CHAPTER");
                missing(HERE.to_owned(), what);
            }
            (false, false) => {
                let what = format!("the chapter of {name} is missing");
                missing(format!("book/{}.md", about.chapter), what);
            }
            _ => {}
        }
    }
    for name in without_chapter {
        if !wanted.iter().any(|w| w.about.name == *name) {
            let what = format!("WITHOUT_CHAPTER names {name}, which the catalogue does not know");
            missing(HERE.to_owned(), what);
        }
    }
    let known: BTreeSet<&str> = (wanted.iter())
        .flat_map(|w| w.names.iter().map(String::as_str))
        .collect();
    for (name, file, line) in &found.library {
        // Conversions are no functions of the catalogue: crates/nnfn/tests/tables.rs asks for their way back.
        let is_conversion = file.starts_with("crates/nnfn/src/convert/");
        let is_known = known.contains(name.as_str()) || REDUCTIONS.contains(&name.as_str());
        if !is_known && !is_conversion {
            let what = format!("the library's function {name} is not in the catalogue");
            problems.push(Problem::new(file, *line, what));
        }
    }
    for name in &found.golden {
        if name != "constants" && !wanted.iter().any(|w| w.about.name == name) {
            let what = format!("golden values of {name}, which the catalogue does not know");
            problems.push(Problem::new(&format!("tests/golden/{name}.json"), 1, what));
        }
    }
    for chapter in &found.chapters {
        // An overview declares no function.
        let overview = chapter.ends_with("/overview");
        if !overview && !wanted.iter().any(|w| w.about.chapter == chapter) {
            let what =
                "no function of the catalogue has this chapter: only `overview.md` declares none";
            problems.push(Problem::new(&format!("book/{chapter}.md"), 1, what));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(change: impl Fn(&mut Found)) -> String {
        reported_of(change, &[])
    }

    fn reported_of(change: impl Fn(&mut Found), without_chapter: &[&str]) -> String {
        let about = catalog::find("gelu")
            .expect("it is in the catalogue")
            .about();
        let names = ["gelu", "gelu_grad"].map(str::to_owned).to_vec();
        let file = "crates/nnfn/src/activations/gelu.rs".to_owned();
        let mut found = Found {
            library: names
                .iter()
                .map(|name| (name.clone(), file.clone(), 7))
                .collect(),
            golden: ["gelu", "constants"].map(str::to_owned).into(),
            chapters: ["activations/gelu", "losses/overview"]
                .map(str::to_owned)
                .into(),
        };
        change(&mut found);
        let problems = compare(&[Wanted { about, names }], &found, without_chapter);
        let one = |p: &Problem| format!("{}:{}: {}", p.file, p.line, p.message);
        problems.iter().map(one).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn whatever_is_missing_or_superfluous_is_reported() {
        assert_eq!(reported(|_| {}), "");
        let gone = reported(|found| drop(found.library.pop()));
        assert_eq!(
            gone,
            "crates/nnfn/src/activations/gelu.rs:1: expected `pub fn gelu_grad(`: the catalogue says that gelu is here"
        );
        let moved = reported(|found| found.library[1].1 = "crates/nnfn/src/other.rs".to_owned());
        assert!(
            moved.ends_with("gelu is here, but crates/nnfn/src/other.rs does"),
            "{moved}"
        );
        let conversion = "crates/nnfn/src/convert/units.rs";
        let converted = |found: &mut Found| {
            (found.library).push(("bits_from_nats".into(), conversion.into(), 9));
        };
        assert_eq!(reported(converted), "");
        let more = reported(|found| found.library.push(("gelu_slope".into(), "f.rs".into(), 9)));
        assert_eq!(
            more,
            "f.rs:9: the library's function gelu_slope is not in the catalogue"
        );
        let page = reported(|found| _ = found.chapters.insert("activations/glue".into()));
        assert!(
            page.starts_with("book/activations/glue.md:1: no function"),
            "{page}"
        );
        let page = reported(|found| _ = found.chapters.remove("activations/gelu"));
        assert_eq!(
            page,
            "book/activations/gelu.md:1: the chapter of gelu is missing"
        );
        let waiting = |found: &mut Found| _ = found.chapters.remove("activations/gelu");
        assert_eq!(reported_of(waiting, &["gelu"]), "");
        let written = reported_of(|_| {}, &["gelu"]);
        assert!(written.ends_with("gelu has its chapter: take it out of WITHOUT_CHAPTER"));
        let unknown = reported_of(|_| {}, &["glue"]);
        assert!(unknown.contains("WITHOUT_CHAPTER names glue"), "{unknown}");
        let golden = reported(|found| _ = found.golden.insert("glue".into()));
        assert!(
            golden.starts_with("tests/golden/glue.json:1: golden values of glue"),
            "{golden}"
        );
    }
}
