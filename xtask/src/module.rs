//! The WebAssembly module of the live figures: built by cargo, or why it is not.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use chapters::render;

use crate::complaint::Complaint;
use crate::project::root;
use toolchain::cargo;

const TARGET: &str = "wasm32-unknown-unknown";
/// What a reader without the target has to type.
const HINT: &str = "rustup target add wasm32-unknown-unknown";

/// The module, or why there is none.
enum Module {
    /// Its bytes.
    Built(Vec<u8>),
    /// This machine cannot build it, for this reason: figures stand still.
    Missing(String),
    /// It does not compile.
    Broken(String),
}

/// The module, built once in a run.
fn module() -> &'static Module {
    static BUILT: OnceLock<Module> = OnceLock::new();
    BUILT.get_or_init(build)
}

/// The module as the site has it; `None` where this machine cannot build one.
pub fn for_site() -> Result<Option<render::Module>, Vec<Complaint>> {
    match module() {
        Module::Built(bytes) => Ok(Some((file_name(bytes), bytes.as_slice()))),
        Module::Missing(_) => Ok(None),
        Module::Broken(why) => Err(vec![Complaint::new("crates/live/src/lib.rs", 1, why)]),
    }
}

/// What is missing from the site where this machine cannot build the module.
pub fn missing() -> Option<String> {
    match module() {
        Module::Missing(why) => Some(format!("figures do not move: {why}")),
        Module::Built(_) | Module::Broken(_) => None,
    }
}

fn build() -> Module {
    let mut command = cargo::command(&[
        "build",
        "--quiet",
        "--package",
        "live",
        "--target",
        TARGET,
        "--profile",
        "module",
    ]);
    if !has_target() {
        // Once: a machine that has the network has it from now on.
        eprintln!("{HINT} ..");
        let added = Command::new("rustup")
            .args(["target", "add", TARGET])
            .stdin(Stdio::null())
            .output()
            .is_ok_and(|output| output.status.success());
        if !(added && has_target())
            && let Err(why) = from_source(&mut command)
        {
            return Module::Missing(why);
        }
    }
    let output = match command.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => return Module::Broken(format!("cannot run cargo: {error}")),
    };
    if !output.status.success() {
        return Module::Broken(format!(
            "crates/live does not compile for {TARGET}:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or(root().join("target"), PathBuf::from);
    let path = folder.join(TARGET).join("module/live.wasm");
    match std::fs::read(&path) {
        Ok(bytes) => Module::Built(bytes),
        Err(error) => Module::Broken(format!("{}: {error}", path.display())),
    }
}

/// Whether the compiler that cargo calls has the target's standard library.
fn has_target() -> bool {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let asked = Command::new(compiler)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    asked.is_ok_and(|output| {
        output.status.success()
            && Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir()
    })
}

/// Debian has no standard library for the target, but its source and a linker: cargo can build it.
fn from_source(command: &mut Command) -> Result<(), String> {
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
    let linker = ["wasm-ld-19", "wasm-ld"]
        .into_iter()
        .find(|name| said(Command::new(name).arg("--version")).is_some())
        .ok_or(missing("wasm-ld"))?;
    command
        .args(["-Z", "build-std=core,alloc,std,panic_abort"])
        .env("RUSTC", compiler)
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            format!("-C linker={linker} -C linker-flavor=wasm-ld"),
        )
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
    Ok(())
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

/// The name of the module on the site: another content, another name, so that nothing old is kept.
fn file_name(bytes: &[u8]) -> String {
    // FNV-1a: the same in every build.
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("live-{:08x}.wasm", hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_in_any_form() {
        assert_eq!(minor("rustc 1.95.0 (59807616e 2026-04-14)"), Some(95));
        assert_eq!(minor("1.95"), Some(95));
        assert_eq!(minor("rustc 1.85.0 (Debian)"), Some(85));
        assert_eq!(minor("none"), None);
    }
}
