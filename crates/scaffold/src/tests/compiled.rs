//! The skeletons, compiled.

use std::collections::BTreeMap;
use std::fs;

use super::{LINES, plan, request, root};

/// The crates that the command writes into, with one function of each shape, in a folder of their own.
#[test]
fn skeletons_of_all_shapes_compile_at_once_and_are_formatted() {
    let root = root();
    let own = std::env::temp_dir().join(format!("new-{}", std::process::id()));
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for folder in ["crates/nnfn", "crates/catalog"] {
        for file in notebook::files(&root.join(folder)).expect("files") {
            let file = format!("{folder}/{}", file.display());
            let text = fs::read_to_string(root.join(&file)).expect("a text");
            files.insert(file, text);
        }
    }
    for line in [
        &LINES[..4],
        &LINES[5..],
        &[&LINES[4].replace("_loss", "_loss_later")],
    ]
    .concat()
    {
        let read = |file: &str| {
            let there = files.get(file).cloned();
            there.or_else(|| fs::read_to_string(root.join(file)).ok())
        };
        let edits = plan(&request(line).expect("in order"), &read);
        let edits = edits.unwrap_or_else(|why| panic!("{line}: {why}"));
        files.extend(edits.into_iter().map(|e| (e.file, e.text)));
    }
    // The plain forms stand in a crate that knows half of the project; here they are one of their own.
    let plain = files
        .remove("tests/records/src/accuracy/plain.rs")
        .expect("it was edited");
    files.insert("plain/src/lib.rs".to_owned(), plain);
    let manifest = fs::read_to_string(root.join("crates/catalog/Cargo.toml")).expect("a text");
    let manifest =
        manifest.replace("name = \"catalog\"", "name = \"plain\"") + "catalog.workspace = true\n";
    files.insert("plain/Cargo.toml".to_owned(), manifest);
    let workspace = fs::read_to_string(root.join("Cargo.toml")).expect("a text");
    let members = |line: &str| match line.split_once("members = [") {
        Some((start, _)) => {
            format!("{start}members = [\"crates/nnfn\", \"crates/catalog\", \"plain\"]\n")
        }
        None => format!("{line}\n"),
    };
    files.insert(
        "Cargo.toml".to_owned(),
        workspace.lines().map(members).collect(),
    );
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("a text");
    files.insert("Cargo.lock".to_owned(), lock);
    for (file, text) in &files {
        let path = own.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let run = |words: &[&str]| {
        let mut cargo =
            std::process::Command::new(std::env::var_os("CARGO").expect("cargo runs tests"));
        let cargo = cargo
            .args(words)
            .current_dir(&own)
            .env("CARGO_TARGET_DIR", own.join("target"));
        let output = cargo.output().expect("cargo");
        let said =
            [output.stdout, output.stderr].map(|out| String::from_utf8_lossy(&out).into_owned());
        (output.status.success(), said.concat())
    };
    let checked = run(&["check", "--workspace", "--offline", "--quiet"]);
    let formatted = run(&["fmt", "--all", "--check"]);
    let _ = fs::remove_dir_all(&own);
    assert_eq!(checked, (true, String::new()));
    assert_eq!(formatted, (true, String::new()));
}
