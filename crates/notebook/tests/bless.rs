//! `bless` writes outputs and numbers, touches nothing else, and is done after once.

use notebook::number::Number;
use notebook::{Page, bless, check, run};
use proptest::prelude::*;

fn blessed(text: &str, stdout: &[&str], numbers: &[f64]) -> String {
    let page = Page::scan("page.md", text);
    let outputs: Vec<_> = page.cells.iter().zip(stdout.iter().copied()).collect();
    let numbers: Vec<_> = page
        .values
        .iter()
        .zip(numbers.iter().map(|&x| Number::Float(x)))
        .collect();
    bless::page(&page, &outputs, &numbers, &[])
}

#[test]
fn records_changes_and_removes_outputs() {
    let text = "a\n\n```rust\nx\n```\n\nb\n\n```rust\ny\n```\n\n```output\nold\n```\n\n```rust\nz\n```\n```output\nold\n```\nc";
    assert_eq!(
        blessed(text, &["1\n", "2\n3", ""], &[]),
        "a\n\n```rust\nx\n```\n```output\n1\n```\n\nb\n\n```rust\ny\n```\n\n```output\n2\n3\n```\n\n```rust\nz\n```\nc"
    );
}

#[test]
fn numbers_keep_their_form() {
    assert_eq!(
        blessed(
            "at −0.1<!--= a -->, **2.50**<!--= b -->, 1e-3<!--= c -->",
            &[],
            &[-0.26, 2.5, 0.0123]
        ),
        "at −0.3<!--= a -->, **2.50**<!--= b -->, 1e-2<!--= c -->"
    );
}

#[test]
fn a_number_without_decimals_is_not_made_to_say_less() {
    let text = "12<!--= a --> and 12<!--= b --> and 0.000<!--= a -->";
    assert_eq!(
        blessed(text, &[], &[13.4, 13.0, 13.4]),
        "12<!--= a --> and 13<!--= b --> and 13.400<!--= a -->"
    );
}

#[test]
fn a_wrong_value_is_reported_with_its_column() {
    let page = Page::scan("page.md", "a\né is 0.3<!--= x -->.\n");
    let reported = |computed| {
        check::value(&page, &page.values[0], &computed)
            .unwrap()
            .to_string()
    };
    assert_eq!(
        reported(Ok(Number::Float(0.25))),
        "page.md:2: at column 6, the page says 0.3, `x` is 0.2; if the code is right, run `cargo xtask bless` and read the diff"
    );
    assert_eq!(
        reported(Err("panicked: no".to_owned())),
        "page.md:2: at column 6, `x` panicked: no"
    );
}

#[test]
fn an_output_with_fences_gets_a_longer_fence() {
    let out = blessed("```rust\nx\n```\n", &["```\n"], &[]);
    assert_eq!(out, "```rust\nx\n```\n````output\n```\n````\n");
    assert_eq!(blessed(&out, &["```\n"], &[]), out);
}

#[test]
fn replace_leaves_no_file_behind() {
    let dir = std::env::temp_dir().join(format!("bless-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let path = dir.join("page.md");
    std::fs::write(&path, "old").unwrap();
    bless::replace(&path, "new").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1);
    assert!(bless::replace(&dir.join("no/such/page.md"), "x").is_err());
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn what_a_killed_bless_left_is_no_page_and_is_removed() {
    let dir = std::env::temp_dir().join(format!("leftovers-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("deep")).unwrap();
    for file in ["a.md", ".a.md.blessed", "deep/.b.md.blessed", "deep/.b.md"] {
        std::fs::write(dir.join(file), "text").unwrap();
    }
    let names = notebook::pages::names(&dir).unwrap();
    assert_eq!(names, ["book/a.md"]);
    bless::remove_leftovers(&dir).unwrap();
    assert!(!dir.join(".a.md.blessed").exists() && !dir.join("deep/.b.md.blessed").exists());
    assert!(dir.join("a.md").exists() && dir.join("deep/.b.md").exists());
    std::fs::remove_dir_all(&dir).unwrap();
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let path = std::env::temp_dir().join(format!("mode-{}.md", std::process::id()));
    std::fs::write(&path, "old").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    bless::replace(&path, "new").unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_long_line_is_cut_in_a_message() {
    let page = Page::scan("page.md", "```rust\nx\n```\n```output\na\n```\n");
    let run = run::Run {
        stdout: "é".repeat(1000) + "\n",
        stderr: String::new(),
        end: run::End::Success,
    };
    let reported = check::output(&page, &page.cells[0], &run).unwrap();
    assert!(
        reported.message.contains("ééé..`; if the code is"),
        "{reported}"
    );
    assert!(reported.message.chars().count() < 320, "{reported}");
}

proptest! {
    #[test]
    fn blessing_twice_changes_nothing(prints in prop::collection::vec("[ -~\n`]{0,20}", 3), numbers in prop::collection::vec(-1e3..1e3f64, 2)) {
        let text = "# t\n\n0.25<!--= a --> and 1.5e2<!--= b -->.\n\n```rust\nx\n```\n\ntext\n\n```rust\ny\n```\n```output\nold\n```\n\n```rust\nz\n```\n";
        let prints: Vec<&str> = prints.iter().map(String::as_str).collect();
        let once = blessed(text, &prints, &numbers);
        prop_assert_eq!(&blessed(&once, &prints, &numbers), &once);
        // And what was blessed is what the check accepts.
        let page = Page::scan("page.md", &once);
        for (cell, stdout) in page.cells.iter().zip(prints) {
            let run = run::Run { stdout: stdout.to_owned(), stderr: String::new(), end: run::End::Success };
            prop_assert_eq!(check::output(&page, cell, &run), None);
        }
        for (value, number) in page.values.iter().zip(numbers) {
            prop_assert_eq!(check::value(&page, value, &Ok(Number::Float(number))), None);
        }
    }

    #[test]
    fn any_changed_character_of_an_output_is_seen(at in 0..11usize, c in "[!-~]") {
        let recorded = "0.5 -1\nabc\n";
        let mut changed: Vec<char> = recorded.chars().collect();
        let c = c.chars().next().unwrap();
        prop_assume!(changed[at] != c && changed[at] != '\n');
        changed[at] = c;
        let changed: String = changed.into_iter().collect();
        let text = format!("```rust\nx\n```\n\n```output\n{changed}```\n");
        let page = Page::scan("page.md", &text);
        let run = run::Run { stdout: recorded.to_owned(), stderr: String::new(), end: run::End::Success };
        let problem = check::output(&page, &page.cells[0], &run).unwrap();
        prop_assert_eq!(problem.line, if at < 7 { 6 } else { 7 });
    }
}
