//! What every remembered result depends on: this program, the sources that it reads while it runs,
//! the machine.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use notebook::memory::{self, contents};
use notebook::{Memory, files};

use crate::inputs::SOURCES;
use crate::project::root;
use crate::report::in_ci;

/// Where results are kept.
const FOLDER: &str = "target/remembered";

/// Variables that change what is computed or compiled.
const VARIABLES: [&str; 6] = [
    "PROPTEST_RNG_SEED",
    "PROPTEST_CASES",
    "RUSTC",
    "RUSTFLAGS",
    "CARGO_TARGET_DIR",
    "SITE_URL",
];

/// What earlier runs found. A build server remembers nothing.
pub fn memory() -> Memory {
    static BASIS: OnceLock<Option<u128>> = OnceLock::new();
    let known = || {
        Some(memory::digest(&(
            program().ok()?,
            tree(&root(), &SOURCES).ok()?,
        )))
    };
    let basis = BASIS.get_or_init(|| if in_ci() { None } else { known() });
    match basis {
        Some(basis) => Memory::new(root().join(FOLDER), basis),
        None => Memory::none(),
    }
}

/// Of this program as it runs: itself, the libraries of the system that it is linked with, what the
/// processor can do (the C library chooses its code by that), the environment.
pub fn program() -> io::Result<u128> {
    static PROGRAM: OnceLock<u128> = OnceLock::new();
    if let Some(known) = PROGRAM.get() {
        return Ok(*known);
    }
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut parts: BTreeSet<PathBuf> = maps
        .lines()
        .filter_map(|line| line.find('/').map(|at| line[at..].into()))
        .filter(|file: &PathBuf| file.to_string_lossy().contains(".so"))
        .collect();
    parts.insert(std::env::current_exe()?);
    let contents: io::Result<Vec<u128>> = parts.iter().map(|part| contents(part)).collect();
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let abilities = processor.lines().find(|line| line.starts_with("flags"));
    let variables = VARIABLES.map(std::env::var_os);
    let program = memory::digest(&(contents?, abilities, variables));
    Ok(*PROGRAM.get_or_init(|| program))
}

/// The names and the contents of all files of the project, but for what is built.
///
/// # Errors
/// If one of them cannot be read.
pub fn project(root: &Path) -> io::Result<u128> {
    let entries = fs::read_dir(root)?;
    let names: io::Result<Vec<String>> = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect();
    let mut names = names?;
    names.retain(|name| name != "target" && name != ".git");
    names.sort();
    let places: Vec<&str> = names.iter().map(String::as_str).collect();
    tree(root, &places)
}

/// The names and the contents of all files in these places.
///
/// # Errors
/// If one of them cannot be read.
pub fn tree(root: &Path, places: &[&str]) -> io::Result<u128> {
    let mut all = vec![];
    for place in places {
        let path = root.join(place);
        if path.is_dir() {
            for file in files(&path)? {
                all.push((contents(&path.join(&file))?, Some(file)));
            }
        } else {
            all.push((contents(&path)?, None));
        }
    }
    Ok(memory::digest(&(places, all)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_names_this_program_and_the_mathematics_of_the_system() {
        let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
        if cfg!(target_os = "linux") {
            assert!(maps.contains("libm.so"), "exp and tanh come from elsewhere");
        }
        assert_eq!(program().expect("it runs"), program().expect("it runs"));
    }

    #[test]
    fn a_tree_is_another_with_another_name_or_content() {
        let root = std::env::temp_dir().join(format!("basis-{}", std::process::id()));
        let of = |files: &[(&str, &str)]| {
            let _ = fs::remove_dir_all(&root);
            fs::create_dir_all(root.join("a")).expect("a folder");
            for (file, text) in files {
                fs::write(root.join(file), text).expect("a file");
            }
            tree(&root, &["a"]).expect("it can be read")
        };
        let before = of(&[("a/x", "1"), ("a/y", "2")]);
        assert_eq!(of(&[("a/y", "2"), ("a/x", "1")]), before);
        for other in [[("a/x", "2"), ("a/y", "1")], [("a/x", "1"), ("a/z", "2")]] {
            assert_ne!(of(&other), before);
        }
        assert_ne!(of(&[("a/x", "1")]), before);
        let all = project(&root).expect("it can be read");
        fs::create_dir_all(root.join("target")).expect("a folder");
        fs::write(root.join("target/built"), "").expect("a file");
        assert_eq!(project(&root).expect("it can be read"), all);
        fs::write(root.join("README.md"), "").expect("a file");
        assert_ne!(project(&root).expect("it can be read"), all);
        fs::remove_dir_all(&root).expect("the folder");
        assert!(tree(&root, &["a"]).is_err());
    }
}
