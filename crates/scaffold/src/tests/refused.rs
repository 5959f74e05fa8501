//! Requests that are refused, and the messages.

use super::{LINES, edits};

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    for (line, why) in [
        ("", "expected a shape and a name"),
        ("scalar", "expected a shape and a name"),
        (
            "scaler made_up",
            "unknown shape `scaler`: did you mean `scalar`?",
        ),
        ("scalar MadeUp", "`MadeUp` is no name of a function"),
        ("scalar made__up", "`made__up` is no name of a function"),
        ("scalar 2tanh", "`2tanh` is no name of a function"),
        ("scalar match", "`match` is reserved in Rust"),
        (
            "scalar made_up_grad",
            "`made_up_grad` looks like a derivative",
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
        (LINES[0], "book/activations/made-up.md", "# Made up\n", ""),
        (
            LINES[0],
            "crates/nnfn/src/activations/made_up.rs",
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
