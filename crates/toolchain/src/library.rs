//! Steps that call cargo on the project's own sources: format, lints, tests.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use verification::workspace::{self, Package};

use crate::cargo;
use crate::oldest;
use crate::packages;
use chapters::project::root;
use notebook::{Complaint, Memory};

/// Runs rustfmt and clippy over the workspace; gives the number of checks and the complaints.
pub fn style() -> (usize, Vec<Complaint>) {
    let mut complaints = format();
    let clippy = cargo::run(&mut cargo::command(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--message-format=json",
        "--",
        "-D",
        "warnings",
    ]));
    complaints.extend(clippy.complaints);
    (2, complaints)
}

/// Runs rustfmt over the workspace.
pub fn format() -> Vec<Complaint> {
    let format = cargo::command(&["fmt", "--all", "--check"])
        .stdin(Stdio::null())
        .output();
    match format {
        Ok(output) if output.status.success() => vec![],
        Ok(output) => unformatted(&String::from_utf8_lossy(&output.stdout)),
        Err(error) => {
            let words = format!(
                "cannot run cargo fmt: {error}; `rustup component add rustfmt` installs it"
            );
            vec![Complaint::new("Cargo.toml", 1, words)]
        }
    }
}

/// Runs [`format`], unless an earlier run found the same sources formatted with the same rustfmt;
/// also whether that was so. The basis of `memory` covers every source file.
pub fn format_if_changed(memory: &Memory) -> (Vec<Complaint>, bool) {
    const KIND: &str = "formats";
    let version = cargo::command(&["fmt", "--version"])
        .stdin(Stdio::null())
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    if !version.is_empty() && memory.recall(KIND, &version).is_some() {
        return (vec![], true);
    }
    let complaints = format();
    if complaints.is_empty() {
        memory.keep(KIND, &version, "");
    }
    (complaints, false)
}

/// Reads rustfmt's lines `Diff in /path/to/file.rs:12:`.
fn unformatted(text: &str) -> Vec<Complaint> {
    let root = chapters::project::root();
    let place = |line: &str| {
        let (file, number) = line
            .strip_prefix("Diff in ")?
            .trim_end_matches(':')
            .rsplit_once(':')?;
        let file = std::path::Path::new(file);
        let file = file.strip_prefix(&root).unwrap_or(file);
        Some(Complaint::new(
            file,
            number.parse().ok()?,
            "not formatted: run `cargo fmt`",
        ))
    };
    let found: Vec<Complaint> = text.lines().filter_map(place).collect();
    if found.is_empty() {
        vec![Complaint::new(
            "Cargo.toml",
            1,
            format!("cargo fmt failed: {}", text.trim()),
        )]
    } else {
        found
    }
}

/// This package's tests are the steps `cells` and `values`.
const CELLS: &str = "cells";

/// The tests of a package that repeat other steps: the checks of functions, formulas and mutants.
const REPEATED: (&str, [&str; 2]) = ("verification", ["all", "book"]);

/// What the tests of the project said.
#[derive(Default)]
pub struct Tested {
    /// How many tests passed, and checks of packages were made.
    pub checks: usize,
    /// Of them, those that passed in an earlier run.
    pub remembered: usize,
    pub remark: String,
    pub complaints: Vec<Complaint>,
}

/// Unit tests, integration tests and doctests of all packages of the project; rustdoc and the files
/// of the published ones; and the library's tests with the oldest Rust version that it declares.
///
/// A test may read any file of the project: what passed counts as passed only with the same `tree`,
/// a hash of them all, and with the same compiler.
pub fn tests(memory: &Memory, tree: Option<u128>) -> Tested {
    const KIND: &str = "project-tests";
    let key = tree.map(|tree| (tree, versions()));
    let known = key.as_ref().and_then(|key| memory.recall(KIND, key));
    let known = known.and_then(|text| read(text.split_once(' ')?));
    let mut tested = match known {
        Some((checks, programs)) => Tested {
            checks,
            remembered: checks,
            remark: remark(programs),
            complaints: vec![],
        },
        None => {
            let (checks, programs, complaints) = of_this_rust();
            if let Some(key) = key.filter(|_| complaints.is_empty()) {
                memory.keep(KIND, &key, format!("{checks} {programs}"));
            }
            Tested {
                checks,
                remembered: 0,
                remark: remark(programs),
                complaints,
            }
        }
    };
    let (old, tried, wrong) = oldest::check();
    tested.checks += old;
    tested.complaints.extend(wrong);
    if !tried.is_empty() {
        tested.remark += &format!("; {tried}");
    }
    tested
}

/// The numbers of checks and of programs, as they were kept.
fn read((checks, programs): (&str, &str)) -> Option<(usize, usize)> {
    Some((checks.parse().ok()?, programs.parse().ok()?))
}

fn remark(programs: usize) -> String {
    format!("{programs} test programs; rustdoc and packing of published packages")
}

/// What cargo and the compiler that it calls say of themselves.
fn versions() -> Vec<Option<Vec<u8>>> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let commands = [cargo::command(&[]), Command::new(compiler)];
    let said = |mut command: Command| {
        let output = command.arg("-vV").stdin(Stdio::null()).output();
        output.ok().map(|output| output.stdout)
    };
    commands.map(said).to_vec()
}

/// The tests with the project's own Rust, and the checks of packages: how many passed, how many
/// programs ran, what is wrong.
fn of_this_rust() -> (usize, usize, Vec<Complaint>) {
    let packages = match workspace::packages() {
        Ok(packages) => packages,
        Err(problem) => {
            let complaint = Complaint::new(problem.file, problem.line, problem.message);
            return (0, 0, vec![complaint]);
        }
    };
    let (mut passed, mut programs, mut complaints) = (0, 0, vec![]);
    for arguments in calls(&packages) {
        let (more, ran, wrong) = test(&arguments);
        passed += more;
        programs += ran;
        complaints.extend(wrong);
    }
    let (checks, wrong) = packages::check();
    complaints.extend(wrong);
    (passed + checks, programs, complaints)
}

/// The arguments of the `cargo test` calls that together run every test of these packages once.
///
/// All packages at a time: for others cargo would choose other features of what they stand on, and
/// compile that again. That the arrays give the same on all threads is tried with the feature that has them.
fn calls(packages: &[Package]) -> [Vec<String>; 3] {
    let tested = packages.iter().filter(|package| package.name != CELLS);
    let names: Vec<String> = tested
        .clone()
        .flat_map(|package| ["--package".to_owned(), package.name.clone()])
        .collect();
    let tests: BTreeSet<&String> = tested
        .flat_map(|package| &package.tests)
        .filter(|test| !REPEATED.1.contains(&test.as_str()))
        .collect();
    let tests = tests.into_iter().flat_map(|test| ["--test", test]);
    let targets = ["--lib", "--bins", "--examples"].into_iter().chain(tests);
    let programs = names.iter().cloned().chain(targets.map(str::to_owned));
    let in_comments = names.iter().cloned().chain(["--doc".to_owned()]);
    let on_threads = "--package nnfn-ndarray --features rayon --test threads".split(' ');
    [
        programs.collect(),
        in_comments.collect(),
        on_threads.map(str::to_owned).collect(),
    ]
}

/// Calls `cargo test` once; gives the number of passed tests, the number of test programs, and the failures.
fn test(arguments: &[String]) -> (usize, usize, Vec<Complaint>) {
    let output = cargo::command(&["test", "--no-fail-fast", "--quiet"])
        .args(arguments)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            let words = format!("cannot run cargo test: {error}");
            return (0, 0, vec![Complaint::new("Cargo.toml", 1, words)]);
        }
    };
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let closing: Vec<&str> = stdout
        .lines()
        .filter(|line| line.starts_with("test result:"))
        .collect();
    let passed: usize = closing
        .iter()
        .filter_map(|line| {
            line.split_once("ok. ")?
                .1
                .split(' ')
                .next()?
                .parse::<usize>()
                .ok()
        })
        .sum();
    let mut complaints = doctests(&stdout);
    // A doctest panics in a file that rustdoc made; the line above names it.
    complaints.extend(
        panics(&stdout)
            .into_iter()
            .filter(|c| root().join(&c.file).exists()),
    );
    if !output.status.success() && complaints.is_empty() {
        let words = format!("cargo test failed: {}", stderr.trim());
        complaints.push(Complaint::new("Cargo.toml", 1, words));
    }
    (passed, closing.len(), complaints)
}

/// Reads `---- crates/nnfn/src/reduce.rs - log_sum_exp (line 12) stdout ----` and the first error below it.
pub fn doctests(text: &str) -> Vec<Complaint> {
    let lines: Vec<&str> = text.lines().collect();
    let place = |(i, line): (usize, &&str)| {
        let (file, item) = line
            .strip_prefix("---- ")?
            .strip_suffix(" stdout ----")?
            .split_once(" - ")?;
        let (item, number) = item.strip_suffix(')')?.split_once("(line ")?;
        let below = lines.get(i + 1..).unwrap_or_default();
        let why = below
            .iter()
            .take_while(|l| !l.starts_with("---- "))
            .find(|l| l.starts_with("error") || l.contains("assertion") || l.contains("panicked"));
        let words = format!(
            "the doctest {}failed: {}",
            item,
            why.copied().unwrap_or("see `cargo test --doc`")
        );
        Some(Complaint::new(file, number.parse().ok()?, words))
    };
    lines.iter().enumerate().filter_map(place).collect()
}

/// Reads `thread 'name' panicked at file:line:column:` and the message below it.
pub fn panics(text: &str) -> Vec<Complaint> {
    let lines: Vec<&str> = text.lines().collect();
    let place = |(i, line): (usize, &&str)| {
        let (test, place) = line.strip_prefix("thread '")?.split_once(" panicked at ")?;
        let test = test.split('\'').next().unwrap_or(test);
        let mut parts = place.trim_end_matches(':').rsplitn(3, ':');
        let (_, number, file) = (parts.next()?, parts.next()?, parts.next()?);
        let words = lines
            .get(i + 1..)
            .unwrap_or_default()
            .iter()
            .take_while(|l| !l.is_empty() && !l.starts_with("note: "))
            .take(6);
        let words: Vec<&str> = words.copied().collect();
        Some(Complaint::new(
            file,
            number.parse().ok()?,
            format!(
                "the test {test} failed: {}; `cargo test {test}` runs it alone",
                words.join(" ")
            ),
        ))
    };
    lines.iter().enumerate().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_tested_and_nothing_twice() {
        let packages = workspace::packages().expect("cargo runs");
        let [programs, in_comments, on_threads] = calls(&packages);
        for call in [&programs, &in_comments] {
            for package in &packages {
                let count = call.iter().filter(|word| **word == package.name).count();
                let expected = usize::from(package.name != CELLS);
                assert_eq!(count, expected, "{}", package.name);
            }
        }
        assert!(on_threads.contains(&"rayon".to_owned()));
        assert!(in_comments.contains(&"--doc".to_owned()));
        for kind in ["--lib", "--bins", "--examples"] {
            assert!(programs.contains(&kind.to_owned()), "{programs:?}");
        }
        // A name stands for the tests of all packages: each once, and none but those that are repeated is left out.
        for package in packages.iter().filter(|package| package.name != CELLS) {
            for test in &package.tests {
                let named = programs.windows(2).filter(|two| *two == ["--test", test]);
                let is_repeated = REPEATED.1.contains(&test.as_str());
                assert_eq!(named.count(), usize::from(!is_repeated), "{test}");
                assert!(!is_repeated || package.name == REPEATED.0, "{test}");
            }
        }
        let of_checks = packages.iter().find(|package| package.name == REPEATED.0);
        let tests = &of_checks.expect("the package of the checks").tests;
        for repeated in REPEATED.1 {
            assert!(tests.contains(&repeated.to_owned()), "{tests:?}");
        }
    }

    #[test]
    fn places_are_read_from_what_cargo_prints() {
        let text = "---- a stdout ----\n\nthread 'tests::a' (12) panicked at crates/x/src/lib.rs:10:5:\nassertion failed: y\nnote: run with\n";
        assert_eq!(
            panics(text)[0].to_string(),
            "crates/x/src/lib.rs:10: the test tests::a failed: assertion failed: y; `cargo test tests::a` runs it alone"
        );
        assert_eq!(
            unformatted("Diff in src/a.rs:3:\n-x\n+y\n")[0].to_string(),
            "src/a.rs:3: not formatted: run `cargo fmt`"
        );
        assert_eq!(unformatted("error: bad")[0].line, 1);
        let text = "---- crates/x/src/lib.rs - gelu (line 12) stdout ----\nerror[E0425]: cannot find `y`\n --> x\n";
        assert_eq!(
            doctests(text)[0].to_string(),
            "crates/x/src/lib.rs:12: the doctest gelu failed: error[E0425]: cannot find `y`"
        );
    }
}
