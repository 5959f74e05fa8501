//! What every remembered result depends on: this program, the sources that it reads while it runs,
//! the machine.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use notebook::memory::{self, contents};
use notebook::{Memory, files};

use crate::closure::{self, KEPT, Kept};
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
    let Some(basis) = basis else {
        return Memory::none();
    };
    let mut memory = Memory::new(root().join(FOLDER), basis);
    static ROOMS: OnceLock<Vec<Option<u128>>> = OnceLock::new();
    let rooms = ROOMS.get_or_init(|| KEPT.iter().map(of_room).collect());
    for (kept, room) in KEPT.iter().zip(rooms) {
        for kind in kept.kinds {
            memory = match room {
                Some(room) => memory.resting(kind, room),
                None => memory,
            };
        }
    }
    memory
}

/// The sources of each room of [`KEPT`] when this program was compiled.
const COMPILED_OF: [&str; KEPT.len()] = [
    env!("COMPILED_OF_VERIFICATION"),
    env!("COMPILED_OF_TRAINING"),
];

/// What the results of a room rest on: its sources, what they were compiled by, the machine. `None` if
/// the sources are no longer those that this program was compiled of.
fn of_room(kept: &Kept) -> Option<u128> {
    let at = KEPT.iter().position(|one| one.package == kept.package)?;
    let sources = format!("{:032x}", closure::digest(&root(), kept).ok()?);
    let machine = machine().ok()?;
    (sources == COMPILED_OF[at]).then(|| memory::digest(&(sources, env!("COMPILED_BY"), machine)))
}

/// Of this program as it runs: itself and the machine.
pub fn program() -> io::Result<u128> {
    static PROGRAM: OnceLock<u128> = OnceLock::new();
    if let Some(known) = PROGRAM.get() {
        return Ok(*known);
    }
    let own = contents(&std::env::current_exe()?)?;
    let program = memory::digest(&(own, machine()?));
    Ok(*PROGRAM.get_or_init(|| program))
}

/// The libraries of the system that this program is linked with, what the processor can do (the C library
/// chooses its code by that), the environment.
fn machine() -> io::Result<u128> {
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let parts: BTreeSet<PathBuf> = maps
        .lines()
        .filter_map(|line| line.find('/').map(|at| line[at..].into()))
        .filter(|file: &PathBuf| file.to_string_lossy().contains(".so"))
        .collect();
    let contents: io::Result<Vec<u128>> = parts.iter().map(|part| contents(part)).collect();
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let abilities = processor.lines().find(|line| line.starts_with("flags"));
    let variables = VARIABLES.map(std::env::var_os);
    Ok(memory::digest(&(contents?, abilities, variables)))
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
    fn a_room_is_its_package_and_all_below_it_as_cargo_knows_them() {
        let all = verification::workspace::packages().expect("cargo runs");
        for kept in &KEPT {
            let mut expected = BTreeSet::new();
            let mut left = vec![kept.package.to_owned()];
            while let Some(name) = left.pop() {
                let package = all.iter().find(|package| package.name == name);
                if let Some(package) = package.filter(|_| expected.insert(name)) {
                    left.extend(package.dependencies.iter().map(|d| d.name.clone()));
                }
            }
            let found = closure::packages(&root(), kept.package).expect("manifests");
            assert_eq!(found, expected, "{}", kept.package);
            assert!(found.contains("nnfn") && !found.contains("chapters"));
        }
    }

    #[test]
    fn a_room_is_another_if_a_source_of_it_is_and_only_then() {
        let copy = std::env::temp_dir().join(format!("rooms-{}", std::process::id()));
        let _ = fs::remove_dir_all(&copy);
        let put = |file: &str, text: &str| {
            let path = copy.join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        put(
            "Cargo.toml",
            "a = { path = \"in/a\" }\nb = { path = \"in/b\" }\nc = { path = \"in/c\" }\n",
        );
        put("in/a/Cargo.toml", "[dependencies]\nb.workspace = true\n");
        for file in [
            "in/b/Cargo.toml",
            "in/c/Cargo.toml",
            "in/c/src/lib.rs",
            "Cargo.lock",
            ".cargo/config.toml",
        ] {
            put(file, "");
        }
        for file in ["in/a/src/lib.rs", "in/b/src/lib.rs", "in/c/src/asks.rs"] {
            put(file, "before");
        }
        let kept = Kept {
            kinds: &[],
            package: "a",
            files: &["in/c/src/asks.rs"],
        };
        let of = || closure::digest(&copy, &kept).expect("all is there");
        let before = of();
        for file in ["in/a/src/lib.rs", "in/b/src/lib.rs", "in/c/src/asks.rs"] {
            put(file, "after");
            assert_ne!(of(), before, "{file}");
            put(file, "before");
            assert_eq!(of(), before, "{file}");
        }
        put("in/c/src/lib.rs", "another");
        assert_eq!(of(), before, "nothing stands on it");
        put("in/c/Cargo.toml", "[features]\n");
        assert_ne!(of(), before, "features are shared");
        fs::remove_dir_all(copy).expect("the folder");
    }

    #[test]
    fn the_kinds_are_those_that_are_asked_for() {
        use chapters::{formulas, gather, trials};
        let named = [gather::OUTCOMES, formulas::FORMULAS, formulas::MUTANTS];
        assert_eq!(KEPT[0].kinds, named);
        assert_eq!(KEPT[1].kinds, [trials::TRIALS]);
    }

    #[test]
    fn this_program_is_compiled_of_the_sources_that_are_there() {
        for kept in &KEPT {
            assert!(of_room(kept).is_some(), "{}", kept.package);
        }
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
