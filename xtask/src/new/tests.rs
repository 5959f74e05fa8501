//! Every shape, in memory, against the lists as they stand in the project.

use std::collections::BTreeMap;
use std::fs;

use super::plan::{Edit, plan};
use super::request::Request;
use super::told;
use crate::project::root;

fn request(line: &str) -> Result<Request, String> {
    let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
    Request::parse(&words)
}

/// The edits for a command line, with some files other than they are.
fn edits(line: &str, other: &[(&str, &str)]) -> Result<Vec<Edit>, String> {
    let root = root();
    plan(&request(line)?, &|file| {
        if let Some((_, text)) = other.iter().find(|(name, _)| *name == file) {
            return Some((*text).to_owned());
        }
        fs::read_to_string(root.join(file)).ok()
    })
}

/// What became of each file.
fn written(line: &str) -> BTreeMap<String, String> {
    let edits = edits(line, &[]).unwrap_or_else(|why| panic!("{line}: {why}"));
    edits.into_iter().map(|e| (e.file, e.text)).collect()
}

/// The lines that an edit adds; it takes none away.
fn added(edit: &Edit) -> Vec<String> {
    // A map is named in the list of maps of the plain forms as well, which is one line.
    let before = edit.before.clone().unwrap_or_default();
    let before = before.replace("!(name, \"softmax\"", "!(name, \"sparsemax\" | \"softmax\"");
    let is_map = edit.text.contains("\"sparsemax\" | ");
    let before = if is_map {
        before
    } else {
        edit.before.clone().unwrap_or_default()
    };
    let mut old = before.lines().peekable();
    let is_new = |line: &&str| old.next_if(|old| old == line).is_none();
    let new: Vec<String> = edit
        .text
        .lines()
        .filter(is_new)
        .map(str::to_owned)
        .collect();
    assert_eq!(old.next(), None, "{} lost a line", edit.file);
    new
}

const LINES: [&str; 6] = [
    "scalar hard_tanh",
    "curve softshrink --parameter lambda --chapter activations/shrinkage",
    "gate sinlu",
    "map sparsemax",
    "loss log_cosh --no-chapter",
    "loss log_cosh --parameter scale --parameter type --chapter losses/regression/log-cosh",
];

#[test]
fn a_function_of_each_shape_takes_at_most_nine_files() {
    for line in LINES {
        let edits = edits(line, &[]).unwrap_or_else(|why| panic!("{line}: {why}"));
        // The generator writes one more: the golden values.
        assert!(edits.len() < 9, "{line}: {}", edits.len());
        let name = line.split(' ').nth(1).expect("a name");
        for edit in &edits {
            let new = added(edit);
            assert!(!new.is_empty(), "{line}: {}", edit.file);
            if edit.before.is_none() {
                assert!(
                    edit.text.contains(&format!("TODO({name})")),
                    "{}",
                    edit.file
                );
            }
        }
    }
}

#[test]
fn lists_are_as_sorted_as_before_and_a_neighbour_is_beside_it() {
    let files = written("scalar hard_tanh --before tanh --title hard-tanh");
    let catalogue = &files["crates/catalog/src/activations/mod.rs"];
    assert!(catalogue.contains("mod hard_swish;\nmod hard_tanh;\nmod leaky_relu;\n"));
    assert!(catalogue.contains(
        "    Function::Scalar(&hard_tanh::HARD_TANH),\n    Function::Scalar(&tanh::TANH),\n"
    ));
    let library = &files["crates/nnfn/src/activations/mod.rs"];
    assert!(
        library.contains("pub use hard_tanh::{hard_tanh, hard_tanh_grad};\npub use leaky_relu::")
    );
    assert!(library.contains(
        "//! | [`hard_tanh`] | [`hard_tanh_grad`] | - | Hard-tanh | TODO(hard_tanh) |\n//! | [`tanh`] |"
    ));
    assert!(
        files["book/SUMMARY.md"]
            .contains("- [Hard-tanh](activations/hard-tanh.md)\n- [Tanh](activations/tanh.md)\n")
    );
    assert!(
        files["tests/golden/scalars.py"].contains("    ),\n    Scalar(\n        \"hard_tanh\",\n")
    );
    assert!(files["tests/golden/scalars.py"].ends_with("    ),\n]\n"));
}

#[test]
fn without_a_neighbour_it_is_the_last_of_its_shape() {
    let files = written(LINES[1]);
    assert!(
        files["crates/catalog/src/activations/mod.rs"]
            .contains("(&swish::SWISH),\n    Function::Curve(&softshrink::SOFTSHRINK),\n")
    );
    // Beside swish, the last curve, and not at the end of the part.
    assert!(
        files["book/SUMMARY.md"].contains("swish.md)\n- [Shrinkage](activations/shrinkage.md)\n")
    );
    let files = written(LINES[3]);
    assert!(
        files["crates/catalog/src/activations/mod.rs"]
            .contains("LOG_SOFTMAX),\n    Function::Map(&sparsemax::SPARSEMAX),\n")
    );
    let plain = &files["tests/records/src/accuracy/plain.rs"];
    assert!(plain.contains("matches!(name, \"sparsemax\" | \"softmax\""));
}

#[test]
fn a_page_that_is_there_gets_nothing_and_gives_its_title() {
    let files = written("scalar hard_mish --chapter activations/mish");
    let book = |file: &&String| file.starts_with("book/");
    assert_eq!(files.keys().find(book), None);
    assert!(files["crates/nnfn/src/activations/mod.rs"].contains("| - | Mish | TODO(hard_mish) |"));
    assert!(
        files["crates/catalog/src/activations/hard_mish.rs"]
            .contains("chapter: \"activations/mish\"")
    );
}

#[test]
fn a_loss_without_a_chapter_is_on_the_list_of_those() {
    let files = written("loss log_cosh --no-chapter --after huber");
    assert!(files["tests/src/complete/rooms.rs"].contains("    \"log_cosh\",\n];"));
    assert!(!files.contains_key("book/SUMMARY.md"));
    assert!(
        files["crates/catalog/src/losses/log_cosh.rs"]
            .contains("chapter: \"losses/regression/log-cosh\"")
    );
    let files = written("loss log_cosh --no-chapter");
    assert!(
        files["crates/catalog/src/losses/log_cosh.rs"].contains("losses/TODO(log_cosh)/log-cosh")
    );
}

#[test]
fn a_new_folder_of_losses_is_a_part_of_the_summary() {
    let files = written("loss margin_ranking --parameter margin --chapter losses/ranking/margin");
    assert!(
        files["book/SUMMARY.md"].contains(
            "\n# Ranking losses\n\n- [Margin](losses/ranking/margin.md)\n\n# Reference\n"
        )
    );
}

#[test]
fn a_parameter_may_have_a_name_that_a_language_reserves() {
    let files = written(LINES[1]);
    let row = &files["tests/golden/curves.py"];
    assert!(
        row.contains("\"lambda\",") && row.contains("lambda lambda_: Scalar("),
        "{row}"
    );
    assert!(files["crates/nnfn/src/activations/softshrink.rs"].contains("(x: f64, lambda: f64)"));
    assert!(
        files["crates/catalog/src/activations/softshrink.rs"].contains(r#"symbol: r"\lambda""#)
    );
    let files = written(LINES[5]);
    assert!(files["crates/nnfn/src/losses/log_cosh.rs"].contains("r#type: f64"));
    assert!(files["crates/catalog/src/losses/log_cosh.rs"].contains("name: \"type\""));
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    for (line, why) in [
        ("", "expected a shape and a name"),
        ("scalar", "expected a shape and a name"),
        (
            "scaler hard_tanh",
            "unknown shape `scaler`: did you mean `scalar`?",
        ),
        ("scalar HardTanh", "`HardTanh` is no name of a function"),
        ("scalar hard__tanh", "`hard__tanh` is no name of a function"),
        ("scalar 2tanh", "`2tanh` is no name of a function"),
        ("scalar match", "`match` is reserved in Rust"),
        (
            "scalar hard_tanh_grad",
            "`hard_tanh_grad` looks like a derivative",
        ),
        (
            "scalar gelu",
            "`gelu` exists: crates/nnfn/src/activations/mod.rs",
        ),
        (
            "scalar huber",
            "`huber` exists: crates/nnfn/src/losses/mod.rs",
        ),
        (
            "loss mean --no-chapter",
            "`mean` exists: crates/nnfn/src/losses/mod.rs",
        ),
        (
            "loss shared --no-chapter",
            "`shared` exists: crates/catalog/src/losses/mod.rs",
        ),
        (
            "loss info --no-chapter",
            "`info` exists: tests/golden/losses.py has a row",
        ),
        (
            "scalar f --after gleu",
            "no function `gleu` among the activations: did you mean `gelu`?",
        ),
        (
            "scalar f --after huber",
            "no function `huber` among the activations",
        ),
        (
            "scalar f --after relu --before elu",
            "give one of --before and --after",
        ),
        ("scalar f --after", "--after needs a value"),
        ("scalar f --title a --title b", "--title is given twice"),
        ("scalar f --title a|b", "the title `a|b` has a character"),
        (
            "scalar f --chaptre x",
            "unknown option `--chaptre`: did you mean `--chapter`?",
        ),
        (
            "scalar f --chapter losses/f",
            "`losses/f` is no place for its chapter: expected a page below activations/",
        ),
        (
            "scalar f --chapter activations/../f",
            "`activations/../f` is no place",
        ),
        (
            "scalar f --chapter activations/mish --no-chapter",
            "book/activations/mish.md exists: leave out --no-chapter",
        ),
        (
            "scalar f --parameter alpha",
            "a function of this shape has no parameter, found `alpha`",
        ),
        ("curve f", "a curve has a parameter"),
        (
            "curve f --parameter a --parameter b",
            "a second parameter, `b`",
        ),
        (
            "curve f --parameter x",
            "the parameter `x` has a name that is taken",
        ),
        (
            "curve f --parameter self",
            "`self` is no name of a parameter",
        ),
        (
            "loss f --parameter d --parameter d --no-chapter",
            "the parameter `d` has a name that is taken",
        ),
        ("loss f", "where does its chapter go?"),
    ] {
        let row = (
            "tests/golden/losses.py",
            "ROWS = [\n    Loss(\n        \"info\",\n    ),\n]\n",
        );
        let error = edits(line, &[row]).err().unwrap_or_default();
        assert!(error.starts_with(why), "{line}: {error}");
        assert!(!error.contains('\n'), "{line}: {error}");
    }
}

#[test]
fn a_list_that_is_not_as_expected_is_refused_by_its_file() {
    for (line, file, text, why) in [
        (
            LINES[0],
            "tests/golden/scalars.py",
            "ROWS = []\n",
            "expected a list `ROWS = [`",
        ),
        (
            LINES[0],
            "book/SUMMARY.md",
            "# Summary\n",
            "expected a list of pages",
        ),
        (
            LINES[0],
            "tests/records/src/accuracy/plain.rs",
            "fn x() {}\n",
            "expected the arm `_ => {`",
        ),
        (
            LINES[4],
            "tests/src/complete/rooms.rs",
            "fn x() {}\n",
            "expected a list `WITHOUT_CHAPTER`",
        ),
        (
            LINES[0],
            "crates/nnfn/src/activations/mod.rs",
            "mod a;\n",
            "expected `mod`, `pub use`",
        ),
        (
            LINES[0],
            "book/activations/hard-tanh.md",
            "# Hard tanh\n",
            "",
        ),
        (
            LINES[0],
            "crates/nnfn/src/activations/hard_tanh.rs",
            "",
            " exists",
        ),
    ] {
        let found = edits(line, &[(file, text)]);
        match (why, found) {
            ("", found) => assert!(found.is_ok(), "{file}: {found:?}"),
            (why, found) => {
                let error = found.err().unwrap_or_default();
                assert!(
                    error.starts_with(file) && error.contains(why),
                    "{file}: {error}"
                );
            }
        }
    }
}

#[test]
fn what_is_told_names_the_files_and_the_commands() {
    let edits = edits(LINES[1], &[]).expect("it is in order");
    let told = told(&request(LINES[1]).expect("it is in order"), &edits);
    for part in [
        "8 files, ",
        "  crates/nnfn/src/activations/softshrink.rs  (",
        "  book/SUMMARY.md  (done)\n",
        "generate.py --only softshrink\n",
        "cargo xtask bless --page activations/shrinkage\n",
        "cargo xtask verify --page activations/shrinkage\n",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

/// The crates that the command writes into, with one function of each shape, in a folder of their own.
#[test]
fn skeletons_of_all_shapes_compile_at_once_and_are_formatted() {
    let root = root();
    let own = std::env::temp_dir().join(format!("new-{}", std::process::id()));
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for folder in ["crates/nnfn", "crates/catalog"] {
        for file in crate::site::files(&root.join(folder)).expect("files") {
            let file = format!("{folder}/{}", file.display());
            let text = fs::read_to_string(root.join(&file)).expect("a text");
            files.insert(file, text);
        }
    }
    let names = [
        "hard_tanh",
        "softshrink",
        "sinlu",
        "sparsemax",
        "log_cosh",
        "pinball",
    ];
    for (line, name) in LINES.iter().zip(names) {
        let line = line.replace("log_cosh", name);
        let read = |file: &str| {
            let there = files.get(file).cloned();
            there.or_else(|| fs::read_to_string(root.join(file)).ok())
        };
        let edits = plan(&request(&line).expect("in order"), &read);
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
