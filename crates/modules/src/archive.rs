//! The archive that all modules are linked of: built by cargo, or why it is not.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use figures::live::{Reached, entry_points};

use chapters::project::root;
use toolchain::cargo;

const TARGET: &str = "wasm32-unknown-unknown";
/// What a reader without the target has to type.
const HINT: &str = "rustup target add wasm32-unknown-unknown";

/// The archive, or why there is none.
pub enum Archive {
    /// Its bytes, and what links it.
    Built(Built),
    /// This machine cannot build it, for this reason: figures stand still.
    Missing(String),
    /// It does not compile.
    Broken(String),
}

/// An archive of one compilation, optimised as a whole, with an entry point for each figure.
pub struct Built {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    pub linker: PathBuf,
}

/// The archive, built once in a run.
pub fn archive() -> &'static Archive {
    static BUILT: OnceLock<Archive> = OnceLock::new();
    BUILT.get_or_init(build)
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(named)
}

/// Writes the entry points as Rust, for `crates/live` to include.
fn write_entry_points() -> std::io::Result<PathBuf> {
    let path = target().join("live/entry_points.rs");
    let text = source();
    // An untouched file keeps its date, and cargo has nothing to do.
    if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
        std::fs::create_dir_all(target().join("live"))?;
        std::fs::write(&path, text)?;
    }
    Ok(path)
}

/// A line for each entry point.
fn source() -> String {
    let line = |name: &str, reached| match reached {
        Reached::Figure(i) => {
            format!("figure!({name:?}, figures::live::answer_function::<{i}>);\n")
        }
        Reached::Kind(group, i) => {
            format!("figure!({name:?}, figures::live::answer_kind::<{group}, {i}>);\n")
        }
        Reached::Own(i) => format!("figure!({name:?}, figures::live::answer_own::<{i}>);\n"),
        Reached::Value(i) => format!("number!({name:?}, figures::live::value::<{i}>);\n"),
        Reached::Slope(i) => format!("number!({name:?}, figures::live::slope::<{i}>);\n"),
    };
    let points = entry_points();
    points.iter().map(|p| line(&p.name, p.reached)).collect()
}

fn build() -> Archive {
    let entry_points = match write_entry_points() {
        Ok(path) => path,
        Err(error) => return Archive::Broken(format!("the entry points: {error}")),
    };
    // A crate that is a library for Rust as well would not be optimised as a whole.
    let mut command = cargo::command(&[
        "rustc",
        "--quiet",
        "--package",
        "live",
        "--lib",
        "--crate-type",
        "staticlib",
        "--target",
        TARGET,
        "--profile",
        "module",
    ]);
    command.env("LIVE_ENTRY_POINTS", entry_points);
    let mut linker = own_linker();
    if !has_target() {
        // Once: a machine that has the network has it from now on.
        eprintln!("{HINT} ..");
        let added = Command::new("rustup")
            .args(["target", "add", TARGET])
            .stdin(Stdio::null())
            .output()
            .is_ok_and(|output| output.status.success());
        if !(added && has_target()) {
            match from_source(&mut command) {
                Ok(found) => linker = Some(found),
                Err(why) => return Archive::Missing(why),
            }
        }
    }
    let Some(linker) = linker else {
        return Archive::Missing("no rust-lld beside the compiler, and no wasm-ld".to_owned());
    };
    let output = match command.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => return Archive::Broken(format!("cannot run cargo: {error}")),
    };
    if !output.status.success() {
        return Archive::Broken(format!(
            "crates/live does not compile for {TARGET}:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let path = target().join(TARGET).join("module/liblive.a");
    match std::fs::read(&path) {
        Ok(bytes) => Archive::Built(Built {
            path,
            bytes,
            linker,
        }),
        Err(error) => Archive::Broken(format!("{}: {error}", path.display())),
    }
}

/// Whether the compiler that cargo calls has the target's standard library.
fn has_target() -> bool {
    libraries(&["--target", TARGET]).is_some_and(|folder| folder.is_dir())
}

/// Where the compiler that cargo calls has the standard library of a target, of its own by default.
fn libraries(target: &[&str]) -> Option<PathBuf> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(compiler);
    said(command.args(["--print", "target-libdir"]).args(target)).map(PathBuf::from)
}

/// The linker that comes with the compiler, or one that is installed.
fn own_linker() -> Option<PathBuf> {
    let own = libraries(&[]).map(|folder| folder.with_file_name("bin").join("rust-lld"));
    own.filter(|path| path.is_file()).or_else(wasm_ld)
}

fn wasm_ld() -> Option<PathBuf> {
    ["wasm-ld-19", "wasm-ld"]
        .into_iter()
        .find(|name| said(Command::new(name).arg("--version")).is_some())
        .map(PathBuf::from)
}

/// Debian has no standard library for the target, but its source and a linker: cargo can build it.
/// Hands over the linker.
fn from_source(command: &mut Command) -> Result<PathBuf, String> {
    let missing = |what: &str| {
        format!("no {what}; `{HINT}`, or Debian's packages rustc-web, rust-web-src and lld-19")
    };
    let compiler = Path::new("/usr/bin/rustc");
    let version = said(Command::new(compiler).arg("--version")).ok_or(missing("target"))?;
    let own = minor(&version);
    let least = minor(env!("CARGO_PKG_RUST_VERSION"));
    if own < least {
        return Err(missing(&format!(
            "compiler with the target ({version} is too old)"
        )));
    }
    let library = std::fs::read_dir("/usr/src")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("library"))
        .find(|library| library.join("std/Cargo.toml").is_file())
        .ok_or(missing("source of the standard library in /usr/src"))?;
    let linker = wasm_ld().ok_or(missing("wasm-ld"))?;
    command
        .args(["-Z", "build-std=core,alloc,std,panic_abort"])
        .env("RUSTC", compiler)
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            format!("-C linker={} -C linker-flavor=wasm-ld", linker.display()),
        )
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
    Ok(linker)
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The second number of the first version in a text: 95 of `rustc 1.95.0`.
fn minor(text: &str) -> Option<u32> {
    let version = text
        .split_whitespace()
        .find(|word| word.starts_with("1."))?;
    version.split('.').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_point_is_a_line_of_rust() {
        let source = source();
        assert_eq!(source.lines().count(), entry_points().len());
        assert!(source.starts_with("figure!(\"curve "), "{source}");
        assert!(source.contains("number!(\"slope gelu\", figures::live::slope::<"));
    }

    #[test]
    fn a_version_is_read_in_any_form() {
        assert_eq!(minor("rustc 1.95.0 (59807616e 2026-04-14)"), Some(95));
        assert_eq!(minor("1.95"), Some(95));
        assert_eq!(minor("rustc 1.85.0 (Debian)"), Some(85));
        assert_eq!(minor("none"), None);
    }
}
