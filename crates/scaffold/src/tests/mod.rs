//! Every shape, in memory, against the lists as they stand in the project.

mod compiled;
mod refused;

use std::collections::BTreeMap;
use std::fs;

use super::plan::{Edit, plan};
use super::report;
use super::request::Request;
use chapters::project::root;

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

/// The resulting text of each file.
fn written(line: &str) -> BTreeMap<String, String> {
    let edits = edits(line, &[]).unwrap_or_else(|why| panic!("{line}: {why}"));
    edits.into_iter().map(|e| (e.file, e.text)).collect()
}

/// The lines that an edit adds; it takes none away.
fn added(edit: &Edit) -> Vec<String> {
    // A map is named in the list of maps of the plain forms as well, which is one line.
    let before = edit.before.clone().unwrap_or_default();
    let before = before.replace(
        "\"softmax\" | \"log_softmax",
        "\"made_up_map\" | \"softmax\" | \"log_softmax",
    );
    let is_map = edit.text.contains("\"made_up_map\" | ");
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
    "scalar made_up",
    "curve made_up_curve --parameter lambda --chapter activations/made-up-too",
    "gate made_up_gate",
    "map made_up_map",
    "loss made_up_loss --no-chapter",
    "loss made_up_loss --parameter scale --parameter type --chapter losses/regression/made-up-loss",
];

#[test]
fn a_name_that_ends_in_loss_does_not_say_it_twice() {
    for (line, title) in [
        ("loss made_up --no-chapter", "made up loss"),
        ("loss made_up_loss --no-chapter", "made up loss"),
        ("gate made_up", "made up"),
    ] {
        assert_eq!(request(line).expect(line).title(), title);
    }
}

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

/// The lines that begin so are sorted, and this is one of them.
fn is_sorted(text: &str, begin: &str, line: &str) {
    let lines: Vec<&str> = text.lines().filter(|l| l.starts_with(begin)).collect();
    let name = |line: &&str| {
        line[begin.len()..]
            .split([':', ';'])
            .next()
            .map(str::to_owned)
    };
    assert!(lines.is_sorted_by_key(name), "{lines:#?}");
    assert!(lines.contains(&line), "{lines:#?}");
}

#[test]
fn lists_are_as_sorted_as_before_and_a_neighbour_is_beside_it() {
    let files = written("scalar made_up --before tanh --title made-up");
    let catalogue = &files["crates/catalog/src/activations/mod.rs"];
    is_sorted(catalogue, "mod ", "mod made_up;");
    assert!(catalogue.contains(
        "    Function::Scalar(&made_up::MADE_UP),\n    Function::Scalar(&tanh::TANH),\n"
    ));
    let library = &files["crates/nnfn/src/activations/mod.rs"];
    is_sorted(library, "mod ", "mod made_up;");
    is_sorted(
        library,
        "pub use ",
        "pub use made_up::{made_up, made_up_grad};",
    );
    assert!(library.contains(
        "//! | [`made_up`] | [`made_up_grad`] | - | Made-up | TODO(made_up) |\n//! | [`tanh`] |"
    ));
    assert!(
        files["book/SUMMARY.md"]
            .contains("- [Made-up](activations/made-up.md)\n- [Tanh](activations/tanh.md)\n")
    );
    assert!(
        files["tests/golden/scalars.py"].contains("    ),\n    Scalar(\n        \"made_up\",\n")
    );
    assert!(files["tests/golden/scalars.py"].ends_with("    ),\n]\n"));
}

#[test]
fn without_a_neighbour_it_is_the_last_of_its_shape() {
    for (line, variant) in [(LINES[1], "Curve"), (LINES[3], "Map"), (LINES[4], "Loss")] {
        let files = written(line);
        let name = line.split(' ').nth(1).expect("a name");
        let folder = if variant == "Loss" {
            "losses"
        } else {
            "activations"
        };
        let catalogue = &files[&format!("crates/catalog/src/{folder}/mod.rs")];
        let entry = format!("Function::{variant}(");
        let last = catalogue.lines().rfind(|line| line.contains(&entry));
        let last = last.expect("there are some");
        assert!(last.contains(&format!("(&{name}::")), "{last}");
    }
    let files = written(LINES[3]);
    let plain = &files["tests/records/src/accuracy/plain.rs"];
    assert!(plain.contains("\"made_up_map\" | \"softmax\" | \"log_softmax"));
}

#[test]
fn a_page_that_is_there_gets_nothing_and_gives_its_title() {
    let files = written("scalar made_up --chapter activations/mish");
    let book = |file: &&String| file.starts_with("book/");
    assert_eq!(files.keys().find(book), None);
    assert!(files["crates/nnfn/src/activations/mod.rs"].contains("| - | Mish | TODO(made_up) |"));
    assert!(
        files["crates/catalog/src/activations/made_up.rs"]
            .contains("chapter: \"activations/mish\"")
    );
}

#[test]
fn what_is_lowest_of_a_loss_stands_with_its_neighbour() {
    let files = written("loss made_up_loss --no-chapter --after huber");
    let lowest = &files["crates/catalog/src/lowest/regression.rs"];
    assert!(lowest.contains("        \"made_up_loss\",\n        \"TODO(made_up_loss): where"));
    let group = written("loss made_up_loss --no-chapter --after grpo");
    assert!(group.contains_key("crates/catalog/src/lowest/groups.rs"));
    let gate = written(LINES[2]);
    assert!(!gate.keys().any(|file| file.contains("lowest")));
    let why = edits(
        "loss made_up_loss --no-chapter --after huber",
        &[("crates/catalog/src/lowest/regression.rs", "")],
    );
    assert!(
        why.expect_err("huber is in none")
            .contains("how low `huber`")
    );
}

#[test]
fn a_loss_without_a_chapter_is_on_the_list_of_those() {
    let files = written("loss made_up_loss --no-chapter --after huber");
    assert!(files["tests/src/complete/rooms.rs"].contains("\"made_up_loss\""));
    assert!(!files.contains_key("book/SUMMARY.md"));
    assert!(
        files["crates/catalog/src/losses/made_up_loss.rs"]
            .contains("chapter: \"losses/regression/made-up-loss\"")
    );
    for list in ["", "\"a\", \"b\"", "\n    \"a\",\n"] {
        let text = format!("const WITHOUT_CHAPTER: &[&str] = &[{list}];\n");
        let found = edits(LINES[4], &[("tests/src/complete/rooms.rs", &text)]);
        let found = found
            .expect("in order")
            .into_iter()
            .find(|e| e.file.contains("rooms"));
        let text = found.expect("it is edited").text.replace(['\n', ' '], "");
        let list = list.replace(['\n', ' '], "");
        let list = list.trim_end_matches(',');
        let expected = if list.is_empty() {
            String::new()
        } else {
            format!("{list},")
        };
        assert_eq!(
            text,
            format!("constWITHOUT_CHAPTER:&[&str]=&[{expected}\"made_up_loss\"];")
        );
    }
    let files = written("loss made_up_loss --no-chapter");
    assert!(
        files["crates/catalog/src/losses/made_up_loss.rs"]
            .contains("losses/TODO(made_up_loss)/made-up-loss")
    );
}

#[test]
fn a_new_folder_of_losses_is_a_part_of_the_summary() {
    let files = written("loss made_up_loss --parameter margin --chapter losses/made-up/some");
    assert!(
        files["book/SUMMARY.md"]
            .contains("\n# Made up losses\n\n- [Some](losses/made-up/some.md)\n\n# Reference\n")
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
    assert!(
        files["crates/nnfn/src/activations/made_up_curve.rs"].contains("(x: f64, lambda: f64)")
    );
    assert!(
        files["crates/catalog/src/activations/made_up_curve.rs"].contains(r#"symbol: r"\lambda""#)
    );
    let files = written(LINES[5]);
    assert!(files["crates/nnfn/src/losses/made_up_loss.rs"].contains("r#type: f64"));
    assert!(files["crates/catalog/src/losses/made_up_loss.rs"].contains("name: \"type\""));
}

#[test]
fn the_report_names_the_files_and_the_commands() {
    let edits = edits(LINES[1], &[]).expect("it is in order");
    let report = report(&request(LINES[1]).expect("it is in order"), &edits);
    for part in [
        "8 files, ",
        "  crates/nnfn/src/activations/made_up_curve.rs  (",
        "  book/SUMMARY.md  (done)\n",
        "generate.py --only made_up_curve\n",
        "cargo xtask bless --page activations/made-up-too\n",
        "cargo xtask verify --page activations/made-up-too\n",
    ] {
        assert!(report.contains(part), "{report}");
    }
}
