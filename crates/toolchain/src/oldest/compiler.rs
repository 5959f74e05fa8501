//! Finds an installed compiler of a given version; installs nothing.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// This variable names the compiler to use; it must have the declared version.
pub const RUSTC: &str = "OLDEST_RUSTC";
/// This variable names the cargo for it; by default, the one in the compiler's folder.
pub const CARGO: &str = "OLDEST_CARGO";

/// A compiler with what belongs to it.
pub struct Compiler {
    pub rustc: PathBuf,
    pub rustdoc: PathBuf,
    pub cargo: PathBuf,
    /// The host triple: `x86_64-unknown-linux-gnu`.
    pub host: String,
    /// The version output of compiler and cargo.
    pub versions: String,
}

/// Why there is no compiler.
#[derive(Debug, PartialEq)]
pub enum Missing {
    /// No such compiler is installed in the places that are searched.
    None,
    /// A compiler was named, but it is unusable, for this reason.
    Refused(String),
}

/// The compiler of this version: the one named in the environment, otherwise rustup's or Debian's.
pub fn find(version: &str) -> Result<Compiler, Missing> {
    let named = |variable| env::var_os(variable).filter(|value| !value.is_empty());
    let cargo = named(CARGO).map(PathBuf::from);
    if let Some(rustc) = named(RUSTC) {
        return of(Path::new(&rustc), cargo.as_deref(), version).ok_or_else(|| {
            let rustc = Path::new(&rustc).display();
            Missing::Refused(format!(
                "{RUSTC} is {rustc}, expected Rust {version} with rustdoc beside it and cargo, beside it or as {CARGO}: correct or unset the variable"
            ))
        });
    }
    let home = env::var_os("RUSTUP_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".rustup")));
    let mut places = home.map_or(vec![], |home| installed(&home.join("toolchains"), version));
    places.push("/usr/bin/rustc".into());
    let found = places
        .iter()
        .find_map(|rustc| of(rustc, cargo.as_deref(), version));
    found.ok_or(Missing::None)
}

/// rustup's compilers of a version; `rustup which` might install one.
fn installed(toolchains: &Path, version: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(toolchains).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.split('-').next().unwrap_or("");
            is(number, version)
        })
        .map(|entry| entry.path().join("bin/rustc"))
        .collect();
    found.sort();
    found
}

/// This compiler, if it is there, whole and of this version.
fn of(rustc: &Path, cargo: Option<&Path>, version: &str) -> Option<Compiler> {
    let said = said(rustc, "-vV")?;
    if !is(said.split_whitespace().nth(1)?, version) {
        return None;
    }
    let host = said.lines().find_map(|line| line.strip_prefix("host: "))?;
    let beside = |name: &str| rustc.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
    let cargo = cargo.map_or_else(|| beside("cargo"), Path::to_owned);
    let rustdoc = beside("rustdoc");
    self::said(&rustdoc, "-V")?;
    Some(Compiler {
        versions: format!("{said}{}", self::said(&cargo, "-V")?),
        host: host.to_owned(),
        rustc: rustc.to_owned(),
        rustdoc,
        cargo,
    })
}

/// Whether `1.63.0` is of `1.63`.
fn is(number: &str, version: &str) -> bool {
    let rest = number.strip_prefix(version);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn said(program: &Path, argument: &str) -> Option<String> {
    let mut command = Command::new(program);
    // The libraries of the project's Rust, which cargo names for the programs that it runs.
    command.arg(argument).env_remove("LD_LIBRARY_PATH");
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_matched_by_its_numbers() {
        for (number, version, same) in [
            ("1.63.0", "1.63", true),
            ("1.63", "1.63", true),
            ("1.63.1", "1.63.1", true),
            ("1.63.0", "1.6", false),
            ("1.64.0", "1.63", false),
            ("stable", "1.63", false),
        ] {
            assert_eq!(is(number, version), same, "{number} {version}");
        }
    }

    #[test]
    fn rustups_compilers_are_found_by_the_names_of_their_folders() {
        let folder = chapters::project::root().join("target/oldest-toolchains");
        for name in ["1.63-x86_64", "1.63.1-x86_64", "1.6-x86_64", "stable-1.63"] {
            fs::create_dir_all(folder.join(name)).expect("the folder can be made");
        }
        let expected = ["1.63-x86_64", "1.63.1-x86_64"].map(|n| folder.join(n).join("bin/rustc"));
        assert_eq!(installed(&folder, "1.63"), expected);
        assert_eq!(
            installed(&folder.join("none"), "1.63"),
            Vec::<PathBuf>::new()
        );
    }

    #[test]
    fn a_compiler_of_another_version_is_none() {
        // The one that compiles this program.
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let own = said(Path::new(&rustc), "-V").expect("it runs");
        let version = own.split_whitespace().nth(1).expect("a version");
        let sysroot = Command::new(&rustc).args(["--print", "sysroot"]).output();
        let sysroot = String::from_utf8(sysroot.expect("it runs").stdout).expect("a path");
        let rustc = Path::new(sysroot.trim()).join("bin/rustc");
        assert!(of(&rustc, None, version).is_some());
        assert!(of(&rustc, None, "1.0").is_none());
        assert!(of(&rustc, Some(Path::new("/no/cargo")), version).is_none());
        assert!(of(Path::new("/no/rustc"), None, version).is_none());
    }
}
