//! Errors in a book are reported with their line.

use super::*;

#[test]
fn a_formula_that_katex_refuses_is_named_by_its_line() {
    let sample = Sample::new(
        "formula",
        &[(
            "a.md",
            "# A\n\nBefore.\n\n$$\na +\n\\nope\n$$\n\nAnd $é$ too.\n",
        )],
    );
    let complaints = sample.complaints();
    assert_eq!(complaints.len(), 2, "{complaints:?}");
    assert!(
        complaints[0]
            .starts_with("book/a.md:7: KaTeX parse error: Undefined control sequence: \\nope"),
        "{complaints:?}"
    );
    assert!(
        complaints[1].starts_with("book/a.md:10: KaTeX"),
        "{complaints:?}"
    );
}

#[test]
fn a_formula_that_katex_may_not_show_is_named_by_its_line() {
    let text =
        "# C\n\nSee $x$.\n\n$$\na +\n\\href{https://example.org}{b}\n$$\n\nAnd $\\url{a}$.\n";
    let expected = [
        "book/b/c.md:7: KaTeX shows `\\href` in its error colour",
        "book/b/c.md:10: KaTeX shows `\\url` in its error colour",
    ];
    check("untrusted", text, &expected);
}

#[track_caller]
fn check(name: &str, text: &str, expected: &[&str]) {
    let sample = Sample::new(name, &[("a.md", "# A\n\nAll is well.\n"), ("b/c.md", text)]);
    let complaints = sample.complaints();
    assert_eq!(complaints.len(), expected.len(), "{complaints:#?}");
    for (complaint, expected) in complaints.iter().zip(expected) {
        assert!(
            complaint.starts_with(expected),
            "{complaint} does not start with {expected}"
        );
    }
}

#[test]
fn a_link_that_leads_nowhere_is_a_complaint() {
    let text = "# C\n\n[x](d.md)\n\n[y](../a.md#z)\n\n[z](#c) [w](#no)\n\n[u](/a.html)\n";
    let expected = [
        "book/b/c.md:3: `d.html` leads nowhere",
        "book/b/c.md:5: no element of `a.html` has the id `z`",
        "book/b/c.md:7: no element of `b/c.html` has the id `no`",
        "book/b/c.md:9: `/a.html` leads out of the site",
    ];
    check("links", text, &expected);
}

#[test]
fn a_missing_include_is_a_complaint() {
    let text =
        "# C\n\n```rust\n{{#include ../none.rs:value}}\n```\n\n`{{#include ../none.rs:value}}`\n";
    let include = "Error updating \"{{#include ../none.rs:value}}\", Could not read file for link";
    let expected = [4, 7].map(|line| format!("book/b/c.md:{line}: {include}"));
    check("include", text, &expected.each_ref().map(String::as_str));
}

#[test]
fn html_that_is_not_closed_is_a_complaint() {
    let text = "# C\n\nA <b>word</b> and\nan <b>other one.\n\n</em>\n";
    let expected = [
        "book/b/c.md:4: unclosed HTML tag `<b>` found in `book/b/c.md`",
        "book/b/c.md:6: unexpected HTML end tag `</em>` found in `book/b/c.md`",
    ];
    check("html", text, &expected);
}

#[test]
fn what_is_loaded_from_elsewhere_is_a_complaint() {
    let text = "# C\n\n![a](https://example.org/a.png)\n\n<script src=\"//example.org/b.js\"></script>\n\n![b](none.png)\n";
    let expected = [
        "book/b/c.md:3: `https://example.org/a.png` is loaded from another origin",
        "book/b/c.md:5: `//example.org/b.js` is loaded from another origin",
        "book/b/c.md:7: `none.png` leads nowhere",
    ];
    check("elsewhere", text, &expected);
}

#[test]
fn a_page_that_is_missing_is_a_complaint() {
    let sample = Sample::new("missing", &[("a.md", "# A\n")]);
    fs::remove_file(sample.0.join("book/a.md")).unwrap();
    let complaints = sample.complaints();
    assert!(
        complaints[0].starts_with("book/SUMMARY.md:1: failed to read chapter `a.md`"),
        "{complaints:?}"
    );
    assert!(
        !sample.0.join("book/a.md").exists(),
        "mdBook made a page up"
    );
}

#[test]
fn a_page_that_its_source_refuses_is_a_complaint_and_hides_no_other() {
    struct Refusing;
    impl PageSource for Refusing {
        fn render(&self, page: &notebook::Page) -> Result<String, Vec<Complaint>> {
            if page.name == "book/a.md" {
                return Err(vec![Complaint::new("book/a.md", 2, "no")]);
            }
            Ok(page.text.clone())
        }

        fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
            AsWritten.files()
        }
    }
    let sample = Sample::new(
        "refusing",
        &[
            ("a.md", "# A\n\n[x](#cell-1)\n"),
            ("b.md", "# B\n\n[x](#y)\n"),
        ],
    );
    let complaints = build(&sample.0, &Refusing, &sample.0.join("site")).unwrap_err();
    let complaints: Vec<_> = complaints.iter().map(Complaint::to_string).collect();
    assert_eq!(
        complaints,
        [
            "book/a.md:2: no",
            "book/b.md:3: no element of `b.html` has the id `y`"
        ]
    );
}
