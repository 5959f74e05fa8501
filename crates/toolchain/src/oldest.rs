//! Tests the library, packed as it would be published, with the oldest Rust version that it declares,
//! if that compiler is installed.

mod compiler;
mod said;
mod workspace;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use chapters::project::root;
use compiler::{Compiler, Missing};
use notebook::Complaint;
use workspace::Workspace;

/// The package that declares an older Rust than the rest of the project.
const PACKAGE: &str = "nnfn";
/// Its manifest, relative to the project.
const MANIFEST: &str = "crates/nnfn/Cargo.toml";

/// The oldest Rust that the package declares.
#[derive(Debug, PartialEq)]
struct Declared {
    /// As written: `1.63`.
    version: String,
    /// Its line in the manifest.
    line: usize,
}

/// Tests the package with its oldest Rust version; gives the number of passed tests, a remark and the
/// complaints.
pub fn check() -> (usize, String, Vec<Complaint>) {
    let text = fs::read_to_string(root().join(MANIFEST)).unwrap_or_default();
    let Some(declared) = declared(&text) else {
        let words = "no `rust-version = \"..\"`: write the oldest Rust that compiles this package";
        return (0, String::new(), vec![Complaint::new(MANIFEST, 1, words)]);
    };
    let compiler = match compiler::find(&declared.version) {
        Ok(compiler) => compiler,
        Err(Missing::None) => return (0, not_tried(&declared.version), vec![]),
        Err(Missing::Refused(why)) => {
            let complaint = Complaint::new(MANIFEST, declared.line, why);
            return (0, String::new(), vec![complaint]);
        }
    };
    match tried(&declared, &compiler) {
        Ok((tests, again)) => {
            let again = if again { ", unchanged" } else { "" };
            let remark = format!("{PACKAGE} with Rust {}{again}", declared.version);
            (tests, remark, vec![])
        }
        Err(complaint) => (0, String::new(), vec![complaint]),
    }
}

/// The number of tests that passed, and whether they passed in an earlier run.
fn tried(declared: &Declared, compiler: &Compiler) -> Result<(usize, bool), Complaint> {
    let here = |why: String| Complaint::new(MANIFEST, declared.line, why);
    let workspace = Workspace::unpack(PACKAGE, &compiler.host).map_err(here)?;
    let key = workspace.key(&compiler.versions);
    let file = workspace.folder.join("passed.txt");
    if let Some(tests) = passed(&fs::read_to_string(&file).unwrap_or_default(), key) {
        return Ok((tests, true));
    }
    workspace.vendor().map_err(here)?;
    let output = test(compiler, &workspace.folder)
        .output()
        .map_err(|error| here(format!("cannot run {}: {error}", compiler.cargo.display())))?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(said::failure(declared, &stdout, &stderr));
    }
    let tests = said::tests(&stdout);
    if tests == 0 {
        return Err(here(format!(
            "no test ran with Rust {}: `cargo package --list -p {PACKAGE}` shows what is packed",
            declared.version
        )));
    }
    // Only a shortcut: if it cannot be written, the next run tests again.
    let _ = fs::write(file, format!("{key:016x} {tests}\n"));
    Ok((tests, false))
}

/// Unit tests, integration tests and doctests of all that is below `folder`.
fn test(compiler: &Compiler, folder: &Path) -> Command {
    let mut command = Command::new(&compiler.cargo);
    // Variables that cargo, rustup or the user set for the project's own Rust do not apply here.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if ["CARGO", "RUST"].iter().any(|own| name.starts_with(own)) || name == "LD_LIBRARY_PATH" {
            command.env_remove(&*name);
        }
    }
    command
        .args([
            "test",
            "--offline",
            "--no-fail-fast",
            "--message-format=json",
        ])
        .current_dir(folder)
        .env("CARGO_HOME", folder.join("home"))
        .env("RUSTC", &compiler.rustc)
        .env("RUSTDOC", &compiler.rustdoc)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null());
    command
}

/// The version in a manifest.
fn declared(manifest: &str) -> Option<Declared> {
    manifest.lines().enumerate().find_map(|(i, line)| {
        let value = line
            .strip_prefix("rust-version")?
            .trim_start()
            .strip_prefix('=')?;
        let version = value.trim_start().strip_prefix('"')?.split('"').next()?;
        Some(Declared {
            version: version.to_owned(),
            line: i + 1,
        })
    })
}

/// The remark of the step if the compiler is not installed.
fn not_tried(version: &str) -> String {
    format!("{PACKAGE} not tried with Rust {version}: none here")
}

/// The number of tests that passed in an earlier run, if that run has this key.
fn passed(text: &str, key: u64) -> Option<usize> {
    let (of, tests) = text.trim().split_once(' ')?;
    (of == format!("{key:016x}")).then(|| tests.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_manifest() {
        let text =
            "[package]\nname = \"x\"\n# rust-version = \"1.0\"\nrust-version=\"1.70.1\" # y\n";
        let expected = Declared {
            version: "1.70.1".to_owned(),
            line: 4,
        };
        assert_eq!(declared(text), Some(expected));
        assert_eq!(declared("rust-version.workspace = true\n"), None);
        let own = fs::read_to_string(root().join(MANIFEST)).expect("the manifest is there");
        let own = declared(&own).expect("the package declares its oldest Rust");
        assert!(own.version.starts_with("1.") && own.line > 1, "{own:?}");
        let readme = fs::read_to_string(root().join(MANIFEST).with_file_name("README.md"));
        let promised = format!("Rust {} or newer", own.version);
        assert!(
            readme.is_ok_and(|text| text.contains(&promised)),
            "{promised}"
        );
    }

    #[test]
    fn a_missing_compiler_is_named() {
        assert_eq!(
            not_tried("1.70"),
            "nnfn not tried with Rust 1.70: none here"
        );
    }

    #[test]
    fn only_what_passed_unchanged_counts_as_passed() {
        let text = format!("{:016x} 12\n", 5);
        assert_eq!(passed(&text, 5), Some(12));
        assert_eq!(passed(&text, 6), None);
        assert_eq!(passed("", 5), None);
    }
}
