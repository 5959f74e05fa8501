//! What the site gives away, tried as a reader would: the text that a Run button sends, compiled
//! alone by plain `rustc` and run; a listing with what it needs, compiled alone.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use notebook::run::{self, End};
use notebook::{Complaint, Page, check, rustc};

use crate::program::{self, Kind, LISTING_EDITION, Program};
use crate::project::root;

/// Compiles and runs every program of the pages: how many, a remark, what is wrong.
pub fn check(pages: &[Page]) -> (usize, String, Vec<Complaint>) {
    let all = match program::all(pages) {
        Ok(all) => all,
        Err(complaints) => return (0, String::new(), complaints),
    };
    let programs: Vec<&Program> = all.iter().collect();
    let passed = Passed::read();
    let fresh: Vec<&Program> = programs
        .iter()
        .copied()
        .filter(|program| !passed.contains(program))
        .collect();
    let complaints: Vec<Option<Complaint>> = run::each(&fresh, |program| try_out(program));
    let good = fresh
        .iter()
        .zip(&complaints)
        .filter(|(_, complaint)| complaint.is_none())
        .map(|(program, _)| *program);
    passed.write(&programs, good);
    let remark = format!(
        "{} compiled alone, {} unchanged since they passed",
        fresh.len(),
        programs.len() - fresh.len()
    );
    (
        programs.len(),
        remark,
        complaints.into_iter().flatten().collect(),
    )
}

fn try_out(program: &Program) -> Option<Complaint> {
    let complaint = |message: String| Some(Complaint::new(&program.page, program.line, message));
    match &program.kind {
        Kind::Listing => {
            rustc::compiles_as_library(&program.text, LISTING_EDITION).and_then(|why| {
                complaint(format!(
                    "the listing with what it needs does not compile alone (it brings the modules that paths from `crate::` and `super::` name): {}",
                    first_error(&why)
                ))
            })
        }
        Kind::Cell { output } => {
            let run = rustc::compile_and_run(&program.text);
            match run.end {
                End::Success if check::recordable(&run.stdout) == *output => None,
                End::Success => complaint(differs(&run.stdout, output)),
                end => complaint(format!(
                    "the program that Run sends fails alone: {end:?} {}",
                    first_error(&run.stderr)
                )),
            }
        }
    }
}

/// The first line at which a program prints something else than the page shows.
fn differs(printed: &str, shown: &str) -> String {
    let (mut printed, mut shown) = (printed.lines(), shown.lines());
    loop {
        let (theirs, ours) = (printed.next(), shown.next());
        if theirs.is_some() && theirs == ours {
            continue;
        }
        let quoted = |line: Option<&str>| {
            line.map_or("nothing more".to_owned(), |l| {
                format!("`{}`", check::cut(l))
            })
        };
        return format!(
            "the program that Run sends prints {}, the page shows {}",
            quoted(theirs),
            quoted(ours)
        );
    }
}

/// What the compiler or a panic says first.
fn first_error(said: &str) -> &str {
    let is_error = |line: &&str| line.contains("error") || line.contains("panicked");
    let line = said.lines().find(is_error).or(said.lines().next());
    line.unwrap_or("").trim()
}

/// Programs that passed before, by the hash of text, expectation and compiler. A program that
/// changed, or one that failed, is tried again.
struct Passed(BTreeSet<u64>);

impl Passed {
    fn file() -> PathBuf {
        root().join("target/programs-passed.txt")
    }

    fn read() -> Passed {
        let text = std::fs::read_to_string(Passed::file()).unwrap_or_default();
        Passed(
            text.lines()
                .filter_map(|line| u64::from_str_radix(line, 16).ok())
                .collect(),
        )
    }

    fn key(program: &Program) -> u64 {
        let mut hasher = DefaultHasher::new();
        env!("CHAPTERS_RUSTC").hash(&mut hasher);
        program.text.hash(&mut hasher);
        match &program.kind {
            Kind::Cell { output } => output.hash(&mut hasher),
            Kind::Listing => ("listing", LISTING_EDITION).hash(&mut hasher),
        }
        hasher.finish()
    }

    fn contains(&self, program: &Program) -> bool {
        self.0.contains(&Passed::key(program))
    }

    /// Keeps what still exists and adds what passed now. Only a shortcut: if it cannot be written,
    /// the next run tries everything again.
    fn write<'a>(&self, all: &[&Program], good: impl Iterator<Item = &'a Program>) {
        let mut keys: BTreeSet<u64> = all
            .iter()
            .map(|p| Passed::key(p))
            .filter(|key| self.0.contains(key))
            .collect();
        keys.extend(good.map(Passed::key));
        // A run for one page must not forget the others.
        keys.extend(&self.0);
        let text: String = keys.iter().map(|key| format!("{key:016x}\n")).collect();
        let _ = std::fs::write(Passed::file(), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_reported_by_its_first_line() {
        assert_eq!(
            differs("a\nb\nc\n", "a\nx\nc\n"),
            "the program that Run sends prints `b`, the page shows `x`"
        );
        assert_eq!(
            differs("a\n", "a\nb\n"),
            "the program that Run sends prints nothing more, the page shows `b`"
        );
    }

    #[test]
    fn a_compiler_is_quoted_by_its_first_error() {
        let said = "warning: w\nmain.rs:2:1: error[E0425]: no `x`\nerror: aborting\n";
        assert_eq!(first_error(said), "main.rs:2:1: error[E0425]: no `x`");
        assert_eq!(first_error("odd\n"), "odd");
    }
}
