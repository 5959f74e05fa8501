//! What `cargo test` alone compiles: everything but the site, whose mdBook is 130 packages.

use std::collections::BTreeSet;
use std::process::Stdio;

use toolchain::cargo;

/// The packages that cargo compiles for the tests of those that it is told to, or by default.
fn compiled_for(arguments: &[&str]) -> BTreeSet<String> {
    let format = ["--prefix", "none", "--format", "{p}"];
    let output = cargo::command(&["tree", "--offline", "--edges", "normal,build,dev"])
        .args(format)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn cargo_test_alone_never_builds_mdbook() {
    let is_of_mdbook = |name: &&String| name.starts_with("mdbook");
    let default = compiled_for(&[]);
    assert!(default.contains("nnfn") && default.contains("toolchain"));
    let found: Vec<&String> = default.iter().filter(is_of_mdbook).collect();
    assert!(
        found.is_empty(),
        "a default member stands on {found:?}: take it out of `default-members` in Cargo.toml"
    );
    // What is looked for has this name where it is.
    let site = compiled_for(&["--package", "site"]);
    assert!(site.iter().any(|name| is_of_mdbook(&name)), "{site:?}");
}
