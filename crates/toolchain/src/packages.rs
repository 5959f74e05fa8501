//! Checks the published packages: no broken link in their documentation, no missing file in the
//! packed archive.

use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::cargo;
use chapters::project::root;
use notebook::Complaint;

/// A package that may be published.
#[derive(Debug, PartialEq)]
struct Published {
    name: String,
    /// Relative to the project.
    manifest: String,
}

/// Documents and packs every published package; gives the number of checks and the complaints.
pub fn check() -> (usize, Vec<Complaint>) {
    let packages = match published() {
        Ok(packages) => packages,
        Err(why) => return (0, vec![Complaint::new("Cargo.toml", 1, why)]),
    };
    let mut complaints = documented(&packages);
    let licences = licences();
    for package in &packages {
        complaints.extend(packed(package, &licences));
    }
    (2 * packages.len(), complaints)
}

fn published() -> Result<Vec<Published>, String> {
    let arguments = [
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ];
    let output = cargo::command(&arguments).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cannot run cargo metadata: {error}"))?;
    let json: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let found = of_metadata(&json);
    if found.is_empty() {
        return Err("no package is published: expected `publish = true` in a manifest".to_owned());
    }
    Ok(found)
}

/// `publish` is null without a limit, and an empty list for `publish = false`.
fn of_metadata(json: &Value) -> Vec<Published> {
    let folder = json["workspace_root"].as_str().unwrap_or("");
    let packages = json["packages"].as_array().into_iter().flatten();
    let may = packages.filter(|package| {
        package["publish"]
            .as_array()
            .is_none_or(|to| !to.is_empty())
    });
    may.filter_map(|package| {
        let manifest = Path::new(package["manifest_path"].as_str()?);
        let manifest = manifest.strip_prefix(folder).unwrap_or(manifest);
        Some(Published {
            name: package["name"].as_str()?.to_owned(),
            manifest: manifest.display().to_string(),
        })
    })
    .collect()
}

/// Runs rustdoc on the packages; every warning becomes a complaint.
fn documented(packages: &[Published]) -> Vec<Complaint> {
    let mut command = cargo::command(&["doc", "--no-deps", "--quiet", "--message-format=json"]);
    for package in packages {
        command.args(["--package", &package.name]);
    }
    cargo::run(command.env("RUSTDOCFLAGS", "-D warnings")).complaints
}

/// The licences of the project.
fn licences() -> Vec<String> {
    let entries = std::fs::read_dir(root()).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut licences: Vec<String> = names.filter(|name| name.starts_with("LICENSE")).collect();
    licences.sort();
    licences
}

fn packed(package: &Published, licences: &[String]) -> Vec<Complaint> {
    let complaint = |words: String| Complaint::new(&package.manifest, 1, words);
    let arguments = [
        "package",
        "--list",
        "--allow-dirty",
        "--offline",
        "--package",
    ];
    let output = cargo::command(&arguments)
        .arg(&package.name)
        .stdin(Stdio::null())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return vec![complaint(format!("cannot run cargo package: {error}"))],
    };
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return vec![complaint(format!("cargo package fails: {}", said.trim()))];
    }
    let files = String::from_utf8_lossy(&output.stdout);
    (lacking(&files, licences).into_iter())
        .chain(warnings(&said))
        .map(complaint)
        .collect()
}

/// The required files that a list of packed files lacks.
fn lacking(files: &str, licences: &[String]) -> Vec<String> {
    let needed = licences.iter().map(String::as_str).chain(["README.md"]);
    needed
        .filter(|name| !files.lines().any(|file| file == *name))
        .map(|name| {
            format!("the package has no {name}: put the file, or a link to the project's own, beside this manifest")
        })
        .collect()
}

/// The warnings of cargo.
fn warnings(said: &str) -> Vec<String> {
    said.lines()
        .filter_map(|line| line.strip_prefix("warning: "))
        .map(|warning| format!("cargo package warns: {warning}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_may_be_published_is_read_from_the_manifests() {
        let names: Vec<String> = (published().expect("cargo runs").into_iter())
            .map(|package| package.name)
            .collect();
        assert!(names.contains(&"nnfn".to_owned()), "{names:?}");
        assert!(!names.contains(&"xtask".to_owned()), "{names:?}");
        let json = json!({"workspace_root": "/p", "packages": [
            {"name": "a", "publish": null, "manifest_path": "/p/crates/a/Cargo.toml"},
            {"name": "b", "publish": [], "manifest_path": "/p/b/Cargo.toml"},
        ]});
        let a = Published {
            name: "a".to_owned(),
            manifest: "crates/a/Cargo.toml".to_owned(),
        };
        assert_eq!(of_metadata(&json), [a]);
    }

    #[test]
    fn a_package_without_its_licences_is_incomplete() {
        assert_eq!(licences(), ["LICENSE-APACHE", "LICENSE-MIT"]);
        let files = "Cargo.toml\nLICENSE-MIT\nREADME.md\nsrc/LICENSE-APACHE\n";
        let found = lacking(files, &licences());
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("the package has no LICENSE-APACHE"));
        assert_eq!(
            lacking("LICENSE-MIT\n", &["LICENSE-MIT".to_owned()]).len(),
            1
        );
    }

    #[test]
    fn every_warning_of_cargo_counts() {
        let said = "warning: manifest has no homepage\n  |\n  = note: see x\n   Packaging a\n";
        assert_eq!(
            warnings(said),
            ["cargo package warns: manifest has no homepage"]
        );
    }
}
