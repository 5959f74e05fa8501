//! Reads the output of an old cargo and finds the lines of the project's files that it refers to.

use serde_json::Value;

use super::workspace::UNPACKED;
use super::{Declared, MANIFEST, PACKAGE};
use crate::{cargo, library};
use chapters::project::root;
use notebook::Complaint;

/// The number of tests that passed.
pub fn tests(stdout: &str) -> usize {
    let passed = |line: &str| {
        line.strip_prefix("test result: ok. ")?
            .split(' ')
            .next()?
            .parse::<usize>()
            .ok()
    };
    stdout.lines().filter_map(passed).sum()
}

/// One complaint: the first compiler error, otherwise the first failed test, otherwise cargo's stderr.
pub fn failure(declared: &Declared, stdout: &str, stderr: &str) -> Complaint {
    let version = &declared.version;
    let remedy =
        format!("write it with what Rust {version} has, or raise `rust-version` in {MANIFEST}");
    if let Some(error) = first_error(stdout) {
        return match own(&error) {
            Some(file) => Complaint::new(
                file,
                error.line,
                format!("Rust {version} refuses: {}; {remedy}", error.message),
            ),
            None => Complaint::new(
                MANIFEST,
                declared.line,
                format!(
                    "Rust {version} refuses a dependency, {error}; keep an older version of it in Cargo.lock, or raise `rust-version`"
                ),
            ),
        };
    }
    // A doctest that panics says so as well, in a file that rustdoc made.
    let failed = library::doctests(stdout).into_iter().next();
    let failed = failed
        .or_else(|| panic(stdout))
        .or_else(|| library::panics(stdout).into_iter().next());
    if let Some((failed, file)) = failed.and_then(|failed| {
        let file = own(&failed)?;
        Some((failed, file))
    }) {
        let words = format!("with Rust {version}, {}; {remedy}", failed.message);
        return Complaint::new(file, failed.line, words);
    }
    let words: Vec<&str> = stderr
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let first = words
        .iter()
        .position(|line| line.starts_with("error"))
        .unwrap_or(0);
    let words = words[first..].join(" ");
    Complaint::new(
        MANIFEST,
        declared.line,
        format!(
            "cargo of Rust {version} cannot test {PACKAGE} as published: {words}; change what it does not understand, or raise `rust-version`"
        ),
    )
}

/// The file of the project that was packed as this one. An old rustdoc names it within the package.
fn own(complaint: &Complaint) -> Option<String> {
    let file = &complaint.file;
    let inside = file.strip_prefix(UNPACKED).unwrap_or(file);
    let folder = MANIFEST.strip_suffix("Cargo.toml")?;
    let own = format!("{folder}{}", inside.display());
    (inside.is_relative() && root().join(&own).exists()).then_some(own)
}

/// The first error in the compiler's messages.
fn first_error(stdout: &str) -> Option<Complaint> {
    let messages = stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["reason"] == "compiler-message")
        .find_map(|message| cargo::complaint(&message["message"]))
}

/// The first `thread 'name' panicked at 'message', file:line:column`, the format before Rust 1.73.
fn panic(stdout: &str) -> Option<Complaint> {
    let at = stdout.find(" panicked at '")?;
    let test = stdout[..at].rsplit('\'').nth(1)?;
    let rest = &stdout[at + " panicked at '".len()..];
    // The message may hold quotes and lines.
    rest.match_indices("', ").find_map(|(end, quote)| {
        let place = rest[end + quote.len()..].lines().next()?;
        let mut parts = place.rsplitn(3, ':');
        let (column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
        column.parse::<usize>().ok()?;
        let message: Vec<&str> = rest[..end].lines().map(str::trim).collect();
        let words = format!("the test {test} failed: {}", message.join(" "));
        Some(Complaint::new(file, line.parse().ok()?, words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(stdout: &str, stderr: &str) -> String {
        let declared = Declared {
            version: "1.70".to_owned(),
            line: 7,
        };
        failure(&declared, stdout, stderr).to_string()
    }

    fn error(file: &str) -> String {
        let message = serde_json::json!({"reason": "compiler-message", "message": {
            "level": "error", "code": {"code": "E0658"}, "message": "`let...else` statements are unstable",
            "spans": [{"is_primary": true, "file_name": file, "line_start": 12, "column_start": 5}]}});
        message.to_string()
    }

    #[test]
    fn the_first_error_is_reported_at_the_projects_own_line() {
        let warning = r#"{"reason": "compiler-message", "message": {"level": "warning", "message": "w", "spans": []}}"#;
        let first = error("package/src/scale.rs");
        let text = format!("{warning}\n{first}\n{}\n", error("package/src/sum.rs"));
        assert_eq!(
            reported(&text, "error: could not compile"),
            "crates/nnfn/src/scale.rs:12: Rust 1.70 refuses: error[E0658] at column 5: `let...else` statements are unstable; write it with what Rust 1.70 has, or raise `rust-version` in crates/nnfn/Cargo.toml"
        );
    }

    #[test]
    fn an_error_in_a_dependency_is_reported_at_the_version() {
        // An old cargo names it in full.
        for file in [
            "/p/target/oldest/vendor/libm-0.2.16/src/lib.rs",
            "vendor/libm-0.2.16/src/lib.rs",
        ] {
            let reported = reported(&error(file), "");
            assert!(
                reported.starts_with("crates/nnfn/Cargo.toml:7: Rust 1.70 refuses a dependency, ")
            );
            assert!(reported.contains("libm-0.2.16/src/lib.rs:12: error[E0658]"));
            assert!(
                reported.ends_with(
                    "keep an older version of it in Cargo.lock, or raise `rust-version`"
                )
            );
        }
    }

    #[test]
    fn a_test_that_fails_is_reported_in_old_words_and_in_new_ones() {
        let old = "---- x::tests::a stdout ----\nthread 'x::tests::a' panicked at 'assertion failed: `(left == right)`\n  left: `'1', 2:3:4`,\n right: `2`', package/src/scale.rs:9:5\nnote: n\n";
        let expected = "crates/nnfn/src/scale.rs:9: with Rust 1.70, the test x::tests::a failed: assertion failed: `(left == right)` left: `'1', 2:3:4`, right: `2`; ";
        assert!(
            reported(old, "").starts_with(expected),
            "{}",
            reported(old, "")
        );
        let new = "thread 'a' (12) panicked at package/tests/tables.rs:3:5:\nm\n\n";
        let expected = "crates/nnfn/tests/tables.rs:3: with Rust 1.70, the test a failed: m; ";
        assert!(
            reported(new, "").starts_with(expected),
            "{}",
            reported(new, "")
        );
        let doctest = "---- src/scale.rs - x::f (line 4) stdout ----\nerror[E0425]: no `y`\n";
        let expected = "crates/nnfn/src/scale.rs:4: with Rust 1.70, the doctest x::f failed: error[E0425]: no `y`; ";
        assert!(
            reported(doctest, "").starts_with(expected),
            "{}",
            reported(doctest, "")
        );
    }

    #[test]
    fn what_cargo_refuses_is_reported_in_its_words() {
        let reported = reported(
            "",
            "   Compiling x\nerror: failed to parse manifest\n\nCaused by:\n  y\n",
        );
        let expected = "crates/nnfn/Cargo.toml:7: cargo of Rust 1.70 cannot test nnfn as published: error: failed to parse manifest Caused by:   y; ";
        assert!(reported.starts_with(expected), "{reported}");
    }

    #[test]
    fn tests_that_passed_are_counted() {
        let text = "test result: ok. 12 passed; 0 failed\n{}\ntest result: FAILED. 3 passed\ntest result: ok. 1 passed; 0 failed\n";
        assert_eq!(tests(text), 13);
    }
}
