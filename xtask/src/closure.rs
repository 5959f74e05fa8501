//! The sources that some results rest on: a package, all packages of the project below it, and what
//! all are compiled by. The build script reads this file too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use notebook::{files, memory};

/// Results that rest on a package and not on the whole tool.
pub struct Kept {
    /// As the memory calls them.
    pub kinds: &'static [&'static str],
    /// The package that computes them.
    pub package: &'static str,
    /// What else has a part in them: who asks for them, and how they are written down.
    pub files: &'static [&'static str],
}

/// What takes longest to compute again.
pub const KEPT: [Kept; 2] = [
    Kept {
        kinds: &["outcomes", "formulas", "mutants"],
        package: "verification",
        files: &[
            "crates/chapters/src/gather.rs",
            "crates/chapters/src/formulas.rs",
            "crates/chapters/src/remembered.rs",
        ],
    },
    Kept {
        kinds: &["trials"],
        package: "training",
        files: &["crates/chapters/src/trials/kept.rs"],
    },
];

/// What everything is compiled by, beside the compiler.
const COMMON: [&str; 3] = ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"];

/// The packages of the project as the manifests name them: the folder of each, and what it stands on.
struct Packages {
    folders: BTreeMap<String, String>,
    below: BTreeMap<String, Vec<String>>,
}

impl Packages {
    /// From the workspace's manifest, in which each has a line `name = { path = "folder" .. }`, and
    /// from their own, in which a line `name.workspace = true` names what it stands on.
    fn read(root: &Path) -> io::Result<Packages> {
        let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
        let named = |line: &str| {
            let (name, rest) = line.split_once(" = { path = \"")?;
            Some((name.to_owned(), rest.split('"').next()?.to_owned()))
        };
        let folders: BTreeMap<String, String> = manifest.lines().filter_map(named).collect();
        let mut below = BTreeMap::new();
        for (name, folder) in &folders {
            let manifest = fs::read_to_string(root.join(folder).join("Cargo.toml"))?;
            let named = manifest
                .lines()
                .filter_map(|line| line.split(['.', ' ']).next());
            let own = named.filter(|named| folders.contains_key(*named));
            below.insert(name.clone(), own.map(str::to_owned).collect());
        }
        Ok(Packages { folders, below })
    }

    /// A package and all below it.
    fn closure(&self, package: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut left = vec![package.to_owned()];
        while let Some(one) = left.pop() {
            if all.insert(one.clone()) {
                left.extend(self.below.get(&one).into_iter().flatten().cloned());
            }
        }
        all
    }
}

/// A package and all packages of the project below it, by their names.
///
/// # Errors
/// If a manifest cannot be read.
#[cfg(test)]
pub fn packages(root: &Path, package: &str) -> io::Result<BTreeSet<String>> {
    Ok(Packages::read(root)?.closure(package))
}

/// Where the sources lie: folders, then files.
///
/// # Errors
/// If a manifest cannot be read, or there is no such package.
pub fn places(root: &Path, kept: &Kept) -> io::Result<(BTreeSet<String>, BTreeSet<String>)> {
    let packages = Packages::read(root)?;
    let folder = |name: &String| {
        let unknown = || io::Error::other(format!("no package `{name}` in the workspace"));
        packages.folders.get(name).cloned().ok_or_else(unknown)
    };
    let folders: io::Result<BTreeSet<String>> =
        packages.closure(kept.package).iter().map(folder).collect();
    // Packages that are compiled together share the features of what they depend on.
    let manifests = packages
        .folders
        .values()
        .map(|folder| format!("{folder}/Cargo.toml"));
    let files = kept
        .files
        .iter()
        .chain(&COMMON)
        .map(|file| (*file).to_owned());
    Ok((folders?, files.chain(manifests).collect()))
}

/// The names and the contents of all of them.
///
/// # Errors
/// If one of them cannot be read.
pub fn digest(root: &Path, kept: &Kept) -> io::Result<u128> {
    let (folders, single) = places(root, kept)?;
    let mut all = vec![];
    for folder in folders {
        for file in files(&root.join(&folder))? {
            let content = memory::contents(&root.join(&folder).join(&file))?;
            all.push((folder.clone(), file.display().to_string(), content));
        }
    }
    for file in single {
        let content = memory::contents(&root.join(&file))?;
        all.push((file, String::new(), content));
    }
    Ok(memory::digest(&(kept.kinds, all)))
}
