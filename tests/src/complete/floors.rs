//! Crates depend on the floors below them and on nothing else in the project.

use crate::outcome::Problem;
use crate::workspace::{self, Package};
use crate::{Outcome, source};

/// Which packages of the project a package may depend on. One that is not listed has no floor.
const FLOORS: &[(&str, &[&str])] = &[
    ("nnfn", &[]),
    ("formula", &[]),
    ("notebook", &[]),
    ("nnfn-ndarray", &["nnfn"]),
    ("catalog", &["nnfn"]),
    ("training", &["nnfn", "catalog"]),
    ("figures", &["nnfn", "catalog"]),
    ("live", &["figures"]),
    ("records", &["nnfn", "catalog", "notebook"]),
    (
        "verification",
        &["nnfn", "catalog", "notebook", "formula", "records"],
    ),
    ("cells", &["nnfn", "nnfn-ndarray", "notebook", "records"]),
    ("site", &["notebook"]),
    (
        "chapters",
        &["notebook", "catalog", "figures", "training", "verification"],
    ),
    ("scaffold", &["notebook", "catalog", "chapters"]),
    ("toolchain", &["notebook", "verification", "chapters"]),
    (
        "browser",
        &["notebook", "catalog", "figures", "verification", "site"],
    ),
    (
        "modules",
        &["notebook", "figures", "chapters", "toolchain", "site"],
    ),
    ("bench", &["notebook", "chapters", "toolchain", "site"]),
    (
        "xtask",
        &[
            "nnfn",
            "formula",
            "notebook",
            "catalog",
            "figures",
            "verification",
            "site",
            "chapters",
            "scaffold",
            "toolchain",
            "browser",
            "modules",
            "bench",
        ],
    ),
];

/// The library is copied and depended on: what it brings along is stated here.
const LIBRARY: (&str, &[&str]) = ("nnfn", &["libm"]);

/// Packages that belong to no workspace: other libraries, built by `cargo xtask bench arrays` alone.
const OUTSIDE: [&str; 1] = ["benches/peers/rust/Cargo.toml"];

pub fn outcome() -> Outcome {
    let mut outcome = Outcome::new("", "floors", "");
    let packages = match workspace::packages() {
        Ok(packages) => packages,
        Err(problem) => return Outcome::failed("", "floors", problem),
    };
    outcome.points = packages.iter().map(|p| 1 + p.dependencies.len()).sum();
    outcome.problems = broken(&packages);
    outcome
        .problems
        .extend(strangers(&packages, &workspace::manifests()));
    outcome
}

fn broken(packages: &[Package]) -> Vec<Problem> {
    let mut problems = vec![];
    for package in packages {
        let Some((name, allowed)) = FLOORS.iter().find(|(name, _)| *name == package.name) else {
            let what = format!(
                "{} has no floor: say in tests/src/complete/floors.rs what it may depend on",
                package.name
            );
            problems.push(Problem::new(&package.manifest, 1, what));
            continue;
        };
        // Tests of a crate may look at whatever they like.
        for dependency in package.dependencies.iter().filter(|d| !d.dev) {
            let own = packages.iter().any(|p| p.name == dependency.name);
            let below: &[&str] = if own {
                allowed
            } else if *name == LIBRARY.0 {
                LIBRARY.1
            } else {
                continue;
            };
            if !below.contains(&dependency.name.as_str()) {
                let kind = if own {
                    "of the project"
                } else {
                    "from outside"
                };
                let alone = if below.is_empty() {
                    "none".to_owned()
                } else {
                    below.join(", ")
                };
                let what = format!(
                    "{name} depends on {}; of crates {kind} it may depend on {alone}",
                    dependency.name
                );
                let line = line_of(&package.manifest, &dependency.alias);
                problems.push(Problem::new(&package.manifest, line, what));
            }
        }
    }
    problems
}

/// Packages in the project's folders that the workspace does not know: nothing would test them.
fn strangers(packages: &[Package], manifests: &[String]) -> Vec<Problem> {
    let known = |manifest: &&String| {
        let outside = OUTSIDE.contains(&manifest.as_str());
        !outside && !packages.iter().any(|p| p.manifest == **manifest)
    };
    let what = "this package is no member of the workspace: nothing would test it";
    (manifests.iter().filter(known))
        .map(|manifest| Problem::new(manifest, 1, what))
        .collect()
}

/// Where a manifest names a dependency.
fn line_of(manifest: &str, alias: &str) -> usize {
    let text = std::fs::read_to_string(source::root().join(manifest)).unwrap_or_default();
    let names = |line: &str| {
        let line = line.trim();
        let key = line
            .split(['=', '.', ' '])
            .next()
            .unwrap_or("")
            .trim_matches('"');
        key == alias || (line.starts_with('[') && line.ends_with(&format!(".{alias}]")))
    };
    text.lines().position(names).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;

    fn package(name: &str, below: &[(&str, bool)]) -> Package {
        Package {
            name: name.to_owned(),
            manifest: format!("crates/{name}/Cargo.toml"),
            dependencies: (below.iter())
                .map(|(name, dev)| Dependency {
                    name: (*name).to_owned(),
                    alias: "another-name".to_owned(),
                    dev: *dev,
                })
                .collect(),
            tests: vec![],
        }
    }

    fn reported(packages: &[Package]) -> String {
        let one = |p: Problem| format!("{}:{}: {}", p.file, p.line, p.message);
        broken(packages)
            .into_iter()
            .map(one)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_crate_on_a_wrong_floor_is_reported_under_any_name() {
        let base = [
            package("nnfn", &[("libm", false), ("approx", true)]),
            package("catalog", &[("nnfn", false)]),
        ];
        assert_eq!(reported(&base), "");
        let all = [&base[..], &[package("notebook", &[("nnfn", false)])]].concat();
        assert_eq!(
            reported(&all),
            "crates/notebook/Cargo.toml:1: notebook depends on nnfn; of crates of the project it may depend on none"
        );
        let all = [&base[1..], &[package("nnfn", &[("serde", false)])]].concat();
        assert!(
            reported(&all)
                .ends_with("nnfn depends on serde; of crates from outside it may depend on libm")
        );
        let all = [&base[..], &[package("extra", &[])]].concat();
        assert!(reported(&all).starts_with("crates/extra/Cargo.toml:1: extra has no floor"));
    }

    #[test]
    fn a_crate_outside_the_workspace_is_reported() {
        let known = [package("nnfn", &[])];
        let files = [
            &["crates/nnfn/Cargo.toml", "crates/extra/Cargo.toml"],
            &OUTSIDE[..],
        ]
        .concat();
        let files: Vec<String> = files.into_iter().map(str::to_owned).collect();
        let found = strangers(&known, &files);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "crates/extra/Cargo.toml");
    }

    #[test]
    fn the_line_of_a_dependency_is_found() {
        assert!(line_of("tests/Cargo.toml", "catalog") > 10);
        assert_eq!(line_of("tests/Cargo.toml", "nothing"), 1);
    }
}
