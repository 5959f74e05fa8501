//! The packages of the project, as cargo knows them.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::outcome::Problem;
use crate::source;

/// A package of the project.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its manifest, relative to the project.
    pub manifest: String,
    /// What it depends on, whatever the kind and the target.
    pub dependencies: Vec<Dependency>,
    /// Its integration tests.
    pub tests: Vec<String>,
}

/// A package that another depends on.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The package's own name, even where it is renamed.
    pub name: String,
    /// The name under which it is used.
    pub alias: String,
    /// Whether it serves tests only.
    pub dev: bool,
}

/// All members of the workspace.
///
/// # Errors
/// If cargo cannot be run or does not accept the manifests.
pub fn packages() -> Result<Vec<Package>, Problem> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(source::root())
        .stdin(Stdio::null())
        .output();
    let problem = |why: String| Problem::new("Cargo.toml", 1, format!("cargo metadata: {why}"));
    let output = output.map_err(|error| problem(error.to_string()))?;
    if !output.status.success() {
        return Err(problem(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        ));
    }
    let json = serde_json::from_slice(&output.stdout).map_err(|e| problem(e.to_string()))?;
    Ok(read(&json))
}

/// The packages of what `cargo metadata` prints.
fn read(json: &Value) -> Vec<Package> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let root = text(&json["workspace_root"]);
    let relative = |file: &Value| {
        let file = text(file);
        let inside = Path::new(&file).strip_prefix(&root);
        inside.map_or(file.clone(), |inside| inside.display().to_string())
    };
    let dependency = |value: &Value| {
        let name = text(&value["name"]);
        Dependency {
            alias: value["rename"].as_str().unwrap_or(&name).to_owned(),
            dev: value["kind"] == "dev",
            name,
        }
    };
    let package = |value: &Value| Package {
        name: text(&value["name"]),
        manifest: relative(&value["manifest_path"]),
        dependencies: list(&value["dependencies"])
            .iter()
            .map(dependency)
            .collect(),
        tests: (list(&value["targets"]).iter())
            .filter(|target| list(&target["kind"]).iter().any(|kind| kind == "test"))
            .map(|target| text(&target["name"]))
            .collect(),
    };
    list(&json["packages"]).iter().map(package).collect()
}

/// The manifests in the project's folders, relative to the project; what is built lies elsewhere.
#[must_use]
pub fn manifests() -> Vec<String> {
    fn walk(folder: &Path, name: &str, out: &mut Vec<String>) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.path().is_dir()) {
            let own = entry.file_name().to_string_lossy().into_owned();
            if own.starts_with('.') || own == "target" {
                continue;
            }
            let name = format!("{name}{own}/");
            if entry.path().join("Cargo.toml").exists() {
                out.push(format!("{name}Cargo.toml"));
            }
            walk(&entry.path(), &name, out);
        }
    }
    let mut out = vec![];
    walk(&source::root(), "", &mut out);
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renamed_and_build_dependencies_are_known_by_their_own_name() {
        let json = serde_json::json!({"workspace_root": "/p", "packages": [{
            "name": "x", "manifest_path": "/p/crates/x/Cargo.toml",
            "targets": [{"name": "x", "kind": ["lib"]}, {"name": "all", "kind": ["test"]}],
            "dependencies": [
                {"name": "nnfn", "rename": "functions", "kind": null},
                {"name": "notebook", "rename": null, "kind": "build", "target": "cfg(unix)"},
                {"name": "approx", "rename": null, "kind": "dev"}]}]});
        let package = &read(&json)[0];
        assert_eq!(package.manifest, "crates/x/Cargo.toml");
        assert_eq!(package.tests, ["all"]);
        let shown = |d: &Dependency| (d.name.clone(), d.alias.clone(), d.dev);
        let found: Vec<_> = package.dependencies.iter().map(shown).collect();
        let expected = [
            ("nnfn", "functions", false),
            ("notebook", "notebook", false),
            ("approx", "approx", true),
        ];
        assert_eq!(
            found,
            expected.map(|(a, b, dev)| (a.to_owned(), b.to_owned(), dev))
        );
    }

    #[test]
    fn the_projects_own_packages_are_found() {
        let packages = packages().expect("cargo runs");
        let own = packages
            .iter()
            .find(|p| p.name == "verification")
            .expect("this one");
        assert_eq!(own.manifest, "tests/Cargo.toml");
        assert!(own.tests.iter().any(|test| test == "wrong_variants"));
        assert!(manifests().contains(&"tests/cells/Cargo.toml".to_owned()));
    }
}
