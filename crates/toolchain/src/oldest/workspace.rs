//! A folder that holds the package and its dependencies for an old cargo, isolated from the project.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::cargo;

/// The workspace of the package alone: the folders above it have manifests that an old cargo cannot
/// read. Its lock file is made by that cargo, from the only versions there are.
const MANIFEST: &str = "[workspace]\nmembers = [\"package\"]\nresolver = \"2\"\n";
/// Dependencies from the folder beside it, whatever the machine's own settings say.
const CONFIG: &str = "[source.crates-io]\nreplace-with = \"vendored\"\n\n[source.vendored]\ndirectory = \"vendor\"\n";
/// The folder of the package.
pub const UNPACKED: &str = "package";

/// The package as published, and what it stands on.
pub struct Workspace {
    pub folder: PathBuf,
    dependencies: Vec<Dependency>,
}

/// A package that the tests are built with.
#[derive(Debug, Hash, PartialEq)]
struct Dependency {
    name: String,
    version: String,
    folder: PathBuf,
}

impl Workspace {
    /// Packs a package of the project and unpacks it below `target`.
    pub fn unpack(package: &str, host: &str) -> Result<Workspace, String> {
        run(
            cargo::command(&["package", "--no-verify", "--allow-dirty"]).args([
                "--offline",
                "--quiet",
                "--package",
                package,
            ]),
        )?;
        // For one machine: what others need is not downloaded here.
        let metadata = run(cargo::command(&["metadata", "--offline"]).args([
            "--format-version",
            "1",
            "--filter-platform",
            host,
        ]))?;
        let metadata: Value = serde_json::from_slice(&metadata)
            .map_err(|error| format!("cargo metadata: {error}"))?;
        let target = metadata["target_directory"].as_str().unwrap_or("target");
        let (version, dependencies) = needed(&metadata, package)
            .ok_or_else(|| format!("cargo metadata does not say what {package} needs"))?;
        let folder = Path::new(target).join("oldest");
        let archive = Path::new(target).join(format!("package/{package}-{version}.crate"));
        let fresh = || {
            let unpacked = folder.join(UNPACKED);
            clear(&unpacked)?;
            fs::create_dir_all(&unpacked)?;
            fs::create_dir_all(folder.join(".cargo"))?;
            fs::write(folder.join(".cargo/config.toml"), CONFIG)?;
            fs::write(folder.join("Cargo.toml"), MANIFEST)?;
            io::Result::Ok(unpacked)
        };
        let unpacked = fresh().map_err(|error| format!("{}: {error}", folder.display()))?;
        // `m`: files of now. In the archive all are of one day, and cargo would take a changed one
        // for that of the last run.
        run(Command::new("tar")
            .arg("-xzmf")
            .arg(archive)
            .args(["--strip-components=1", "-C"])
            .arg(unpacked))?;
        Ok(Workspace {
            folder,
            dependencies,
        })
    }

    /// A hash of everything that the tests depend on, including the compiler's version output.
    pub fn key(&self, versions: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        (versions, MANIFEST, CONFIG, &self.dependencies).hash(&mut hasher);
        let mut files = files(&self.folder.join(UNPACKED));
        files.sort();
        for file in files {
            // The commit: another one may hold the same sources.
            if !file.ends_with(".cargo_vcs_info.json") {
                (&file, fs::read(&file).unwrap_or_default()).hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// Copies the dependencies from where cargo keeps their sources.
    pub fn vendor(&self) -> Result<(), String> {
        let copies = || {
            // The lock file may name other versions.
            let _ = fs::remove_file(self.folder.join("Cargo.lock"));
            let vendor = self.folder.join("vendor");
            clear(&vendor)?;
            for dependency in &self.dependencies {
                let Dependency { name, version, .. } = dependency;
                let copy = vendor.join(format!("{name}-{version}"));
                for file in files(&dependency.folder) {
                    let inside = file.strip_prefix(&dependency.folder).unwrap_or(&file);
                    let to = copy.join(inside);
                    fs::create_dir_all(to.parent().unwrap_or(&copy))?;
                    fs::copy(&file, to)?;
                }
                // cargo wants one, and it may be empty.
                let sums = json!({"files": {}, "package": null}).to_string();
                fs::write(copy.join(".cargo-checksum.json"), sums)?;
            }
            io::Result::Ok(())
        };
        copies().map_err(|error| format!("the sources of the dependencies: {error}"))
    }
}

/// The version of a package, and what its tests are built with, whatever brings it.
fn needed(metadata: &Value, package: &str) -> Option<(String, Vec<Dependency>)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]);
    let nodes = list(&metadata["resolve"]["nodes"]);
    let own = packages.iter().find(|p| p["name"] == package)?;
    let mut seen = vec![own["id"].clone()];
    let mut at = 0;
    while let Some(id) = seen.get(at) {
        let node = nodes.iter().find(|node| node["id"] == *id)?;
        for next in list(&node["dependencies"]) {
            if !seen.contains(&next) {
                seen.push(next);
            }
        }
        at += 1;
    }
    let dependency = |id: &Value| {
        let package = packages.iter().find(|p| p["id"] == *id)?;
        Some(Dependency {
            name: package["name"].as_str()?.to_owned(),
            version: package["version"].as_str()?.to_owned(),
            folder: Path::new(package["manifest_path"].as_str()?)
                .parent()?
                .to_owned(),
        })
    };
    let mut needed: Vec<Dependency> = seen[1..].iter().map(dependency).collect::<Option<_>>()?;
    needed.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Some((own["version"].as_str()?.to_owned(), needed))
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let below = |path: PathBuf| {
        if path.is_dir() {
            files(&path)
        } else {
            vec![path]
        }
    };
    entries.flat_map(|entry| below(entry.path())).collect()
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A program's stdout, or its stderr if it fails.
fn run(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cannot run {name}: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} fails: {}", words.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_package_needs_is_needed_whole() {
        let package = |name: &str| json!({"id": name, "name": name, "version": "1.0.0", "manifest_path": format!("/r/{name}/Cargo.toml")});
        let node = |id: &str, on: &[&str]| json!({"id": id, "dependencies": on});
        let packages = ["own", "other", "c", "b", "a"].map(package);
        let metadata = json!({
            "packages": packages,
            "resolve": {"nodes": [node("own", &["b"]), node("b", &["a", "c"]), node("a", &["c"]), node("c", &[]), node("other", &["own"])]},
        });
        let (version, found) = needed(&metadata, "own").expect("it is complete");
        let names: Vec<&str> = found.iter().map(|d| d.name.as_str()).collect();
        assert_eq!((version.as_str(), names), ("1.0.0", vec!["a", "b", "c"]));
        assert_eq!(found[0].folder, Path::new("/r/a"));
        assert_eq!(needed(&metadata, "none"), None);
    }
}
