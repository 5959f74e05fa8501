//! What every remembered result depends on: this program, the sources that it reads while it runs,
//! the machine.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use notebook::{Memory, files, memory};

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
    let basis = BASIS.get_or_init(|| match in_ci() {
        true => None,
        false => Some(memory::digest(&(
            program().ok()?,
            tree(&root(), &SOURCES).ok()?,
        ))),
    });
    match basis {
        Some(basis) => Memory::new(root().join(FOLDER), basis),
        None => Memory::none(),
    }
}

/// Of this program as it runs: itself, the libraries of the system that it is linked with, what the
/// processor can do (the C library chooses its code by that), the environment.
fn program() -> io::Result<u128> {
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut parts: BTreeSet<&str> = maps
        .lines()
        .filter_map(|line| line.find('/').map(|at| &line[at..]))
        .filter(|file| file.contains(".so"))
        .collect();
    let program = std::env::current_exe()?;
    parts.extend(program.to_str());
    let contents: io::Result<Vec<Vec<u8>>> = parts.iter().map(fs::read).collect();
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let abilities = processor.lines().find(|line| line.starts_with("flags"));
    let variables = VARIABLES.map(std::env::var_os);
    Ok(memory::digest(&(contents?, abilities, variables)))
}

/// The names and the contents of all files in these places.
pub fn tree(root: &Path, places: &[&str]) -> io::Result<u128> {
    let all: io::Result<Vec<Contents>> = places
        .iter()
        .map(|place| Contents::of(&root.join(place)))
        .collect();
    Ok(memory::digest(&(places, all?)))
}

/// A file, or the files of a folder with their names.
#[derive(Hash)]
enum Contents {
    File(Vec<u8>),
    Folder(Vec<(String, Vec<u8>)>),
}

impl Contents {
    fn of(path: &Path) -> io::Result<Contents> {
        if !path.is_dir() {
            return fs::read(path).map(Contents::File);
        }
        let file = |name: std::path::PathBuf| {
            Ok((name.display().to_string(), fs::read(path.join(&name))?))
        };
        let all: io::Result<Vec<_>> = files(path)?.into_iter().map(file).collect();
        all.map(Contents::Folder)
    }
}
