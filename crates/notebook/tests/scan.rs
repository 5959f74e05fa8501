//! What the scanner finds, what it refuses and where, and that no text makes it panic.

use notebook::{Expect, Page, tangle};
use proptest::prelude::*;

fn scan(text: &str) -> Page {
    Page::scan("book/page.md", text)
}

#[track_caller]
fn problem(text: &str, line: usize, message: &str) {
    let page = scan(text);
    let found: Vec<String> = page.problems.iter().map(ToString::to_string).collect();
    assert!(
        found
            .iter()
            .any(|p| p.starts_with(&format!("book/page.md:{line}: ")) && p.contains(message)),
        "expected line {line}, `{message}`; found {found:#?}"
    );
}

const GOOD: &str = "\
# Page

The slope is 0.25<!--= sigmoid_grad(0.0) --> at most.

```rust
# use nnfn::activations::sigmoid;
println!(\"{}\", sigmoid(0.0));
##[derive(Debug)] struct S;
```

```output
0.5
```

```rust,should_panic
panic!(\"so\");
```

```rust,compile_fail,E0308
let x: f64 = 1;
```

```rust
{{#include ../src/gelu.rs:value}}
```

<!--@ figure gelu -->
";

#[test]
fn finds_everything_on_a_good_page() {
    let page = scan(GOOD);
    assert_eq!(page.problems, []);
    assert_eq!(page.cells.len(), 3);
    assert_eq!(page.cells[0].line, 5);
    assert_eq!(page.cells[0].recorded(&page), "0.5\n");
    assert_eq!(
        page.cells[0].visible(&page),
        "println!(\"{}\", sigmoid(0.0));\n#[derive(Debug)] struct S;\n"
    );
    assert_eq!(page.cells[1].expect, Expect::Panic);
    assert_eq!(
        page.cells[2].expect,
        Expect::CompileError("E0308".to_owned())
    );
    assert_eq!(
        (
            page.listings[0].file.as_str(),
            page.listings[0].anchor.as_str()
        ),
        ("../src/gelu.rs", "value")
    );
    assert_eq!(
        (page.values[0].line, page.values[0].shown.text()),
        (3, "0.25")
    );
    assert_eq!(page.values[0].expression, "sigmoid_grad(0.0)");
    assert_eq!(
        (
            page.directives[0].name.as_str(),
            page.directives[0].argument.as_str()
        ),
        ("figure", "gelu")
    );
}

#[test]
fn tangled_code_stands_on_its_own_lines() {
    let page = scan(GOOD);
    let tangled = tangle::tangle(&page);
    let lines: Vec<&str> = tangled.lines().collect();
    assert!(lines[2].contains("sigmoid_grad(0.0)"));
    assert_eq!(
        lines[2].find("sigmoid_grad").map(|c| c + 1),
        Some(
            page.values[0]
                .column
                .max(lines[2].find("sigmoid_grad").unwrap() + 1)
        )
    );
    assert_eq!(lines[5], "  use nnfn::activations::sigmoid;");
    assert_eq!(lines[6], "println!(\"{}\", sigmoid(0.0));");
    assert_eq!(lines[7], " #[derive(Debug)] struct S;".trim_start());
}

#[test]
fn no_two_pages_share_a_module() {
    let module = |name: &str| Page::scan(name, "").module();
    assert_eq!(module("book/activations/gelu.md"), "book_activations_gelu");
    let names = [
        "a-b", "a_b", "a/b", "a--b", "a__b", "A-b", "a.b", "a b", "a-/b", "a/-b", "é", "ü", "ab",
        "a-b-", "-a-b",
    ];
    let modules: std::collections::BTreeSet<String> = (names.iter())
        .map(|name| module(&format!("book/{name}.md")))
        .collect();
    assert_eq!(modules.len(), names.len(), "{modules:?}");
    for module in modules {
        assert!(
            module
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_'),
            "{module}"
        );
    }
}

#[test]
fn malformed_pages_are_named_with_their_line() {
    problem("a\n\n```output\n1\n```\n", 3, "output without a cell");
    problem(
        "```rust\nlet x = 1;\n```\n\ntext\n\n```output\n1\n```\n",
        7,
        "output without a cell",
    );
    problem(
        "```rust\n{{#include a.rs:value}}\n```\n```output\n1\n```\n",
        4,
        "output without a cell",
    );
    problem("text\n\n```rust\nlet x = 1;\n", 3, "unclosed fence");
    problem("```rust\nlet x = 1;\n````x\n", 1, "unclosed fence");
    problem("```", 1, "unclosed fence");
    problem(
        "- item\n\n  ```rust\n  let x = 1;\n  ```\n",
        3,
        "indented `rust` fence",
    );
    problem(
        "> ```rust\n> let x = 1;\n> ```\n",
        1,
        "indented `rust` fence",
    );
    problem("about<!--= 1.0 -->\n", 1, "not a number: found `about`");
    problem("0.5 <!--= 1.0 -->\n", 1, "not a number");
    problem("<!--= 1.0 -->\n", 1, "not a number");
    problem(
        "a\n1 is 0.5%<!--= 1.0 -->\n",
        2,
        "at column 10, a per cent sign",
    );
    problem("0.5<!--= 1.0 -->e5\n", 1, "at column 4, `e` right behind");
    problem("0.5<!--= -->\n", 1, "without an expression");
    problem("0.5<!--= 1.0\n2.0 -->\n", 1, "stands on one line");
    problem("a\n0.5<!--= 1.0\n + 2.0 -->\n", 2, "does not end");
    problem("0.5<!--= 1.0", 1, "does not end");
    problem("<!--@ figure", 1, "does not end");
    problem("x <!--@ -->\n", 1, "without a name");
    problem("```rust,ignore\nx\n```\n", 1, "every cell runs");
    problem("```rust,no_run\nx\n```\n", 1, "every cell runs");
    problem("```rust,compile_fail\nx\n```\n", 1, "names the error");
    problem("```rust,should_painc\nx\n```\n", 1, "unknown attribute");
    problem("```rust\n\n```\n", 1, "empty cell");
    problem("```rs\nx\n```\n", 1, "write `rust`");
    problem("```python\nx\n```\n", 1, "nothing here runs");
    problem("```\nx\n```\n", 1, "without a language");
    problem("text\n\n    indented\n", 3, "indented code block");
    problem(
        "```rust\n{{#include a.rs:value}}\nlet x = 1;\n```\n",
        1,
        "a listing holds one line",
    );
    problem("a\r\nb\n", 1, "line ends");
}

#[test]
fn code_that_nobody_runs_has_no_way_onto_a_page() {
    for (text, line, message) in [
        ("a {{#include b.rs}}\n", 1, "`{{#` outside of a listing"),
        ("a {{ #include b.rs}}\n", 1, "`{{#` outside"),
        ("a\nb {{{\n#include b.rs}}\n", 2, "`{{#` outside"),
        ("a\n\n`{{#playground b.rs}}`\n", 3, "`{{#` outside"),
        ("```text\n{{#rustdoc_include b.rs}}\n```\n", 2, "`{{#`"),
        ("<b>\n{{#include b.rs:a}}\n</b>\n", 2, "`{{#` outside"),
        ("<!-- {{#title A}} -->\n", 1, "`{{#` outside"),
        (
            "```rust\nlet x = 1;\n```\n```output\n{{#include b.rs}}\n```\n",
            5,
            "`{{#` outside",
        ),
        (
            "<details><summary>A</summary>\n```rust\nlet x = 1;\n```\n\n</details>\n",
            2,
            "a fence within HTML",
        ),
        (
            "<div>\n  ~~~rust\nlet x = 1;\n~~~\n</div>\n",
            2,
            "a fence within HTML",
        ),
        ("a\n\n<pre>\nlet x = 1;\n</pre>\n", 3, "the tag `<pre>`"),
        (
            "a <CODE class=\"b\">let x = 1;</CODE>\n",
            1,
            "the tag `<code>`",
        ),
        ("<script>f()</script>\n", 1, "the tag `<script>`"),
        (
            "<div>\n<iframe src=\"a\"></iframe></div>\n",
            2,
            "the tag `<iframe>`",
        ),
        (
            "a <!-- b --> <textarea>c</textarea>\n",
            1,
            "the tag `<textarea>`",
        ),
        (
            "<b onclick=\"f()\">a</b>\n",
            1,
            "`onclick` in the tag `<b>`",
        ),
        (
            "> ~~~rust\n> let x = 1;\n> ~~~\n",
            1,
            "indented `rust` fence",
        ),
        ("- a\n\n  ~~~rust\n  x\n  ~~~\n", 3, "indented `rust` fence"),
        (
            "<div title=\">\"\nonClick = \"f()\">a</div>\n",
            1,
            "`onClick` in",
        ),
        ("a\n\n<!-- b\n--> <pre>c</pre>\n", 4, "the tag `<pre>`"),
        ("<!--> <pre>x</pre> -->\n", 1, "ends at once"),
        ("```text,rust\nx\n```\n", 1, "takes no attribute"),
    ] {
        problem(text, line, message);
    }
}

#[test]
fn markup_that_means_nothing_to_the_book_is_refused() {
    for (text, line, message) in [
        ("a\n\n<!+-@ live collapse -->\n", 3, "`<!` in the text"),
        ("a\n\n<--@ live collapse -->\n", 3, "`<--` in the text"),
        (
            "<!-- @ live collapse -->\n",
            1,
            "without a space before the sign",
        ),
        ("a <!-- later --> b\n", 1, "a comment that says nothing"),
        ("<!--\nlater\n-->\n", 1, "`<!` in the text"),
        ("a <b>c</b>\n", 1, "the tag `<b>` is no Markdown"),
        (
            "<div>\n\na\n\n</div>\n",
            1,
            "of HTML a page has `<details>` and `<summary>` only",
        ),
        ("a <!DOCTYPE html> b\n", 1, "`<!` in markup"),
    ] {
        problem(text, line, message);
    }
}

#[test]
fn html_that_shows_no_code_may_stand_on_a_page() {
    let page = scan(
        "<details><summary>A</summary>\n\n```rust\nlet x = 1;\n```\n\n</details>\n\n`<pre>`, `-->` and `<!+-`, 1 < 2.\n",
    );
    assert_eq!(page.problems, []);
    assert_eq!(page.cells.len(), 1);
}

#[test]
fn code_is_no_place_for_values() {
    let page = scan("`0.5<!--= 1 -->`\n\n```text\n0.5<!--= 1 -->\n```\n");
    assert!(
        page.values.is_empty() && page.problems.is_empty(),
        "{:?}",
        page.problems
    );
}

#[test]
fn a_pipe_in_a_table_is_escaped() {
    let page = scan("| a |\n|---|\n| 0.5<!--= f(\\|x\\| x) --> |\n");
    assert_eq!(page.values[0].expression, "f(|x| x)");
}

#[test]
fn a_displayed_formula_stands_where_it_is_typeset_as_it_is_read() {
    let clean = |text: &str| assert_eq!(scan(text).problems, [], "{text}");
    clean("# A\n\n$$\nx = 2\n$$ <!--= gelu(x) -->\n");
    clean("Text before.\n$$\nx = 2\n$$ <!--= gelu(x) -->\n");
    clean("With $x = 2$ in it.\n\n- $x = 2$\n");
    for (text, line) in [
        ("- a\n\n  $$\n  x\n  $$\n", 3),
        ("> $$\n> x\n> = 2\n> $$\n", 1),
        ("| a |\n|---|\n| $$\\|x\\|$$ |\n", 3),
        ("a[^1]\n\n[^1]: $$x$$\n", 3),
        ("# $$x$$\n", 1),
        ("Text and $$x$$ in it.\n", 1),
    ] {
        problem(text, line, "a displayed formula begins its line");
    }
    problem(
        "As $\\displaystyle x = 2$ says.\n",
        1,
        "`\\displaystyle` in a sentence",
    );
    problem(
        "As $f = \\begin{cases} 1 \\end{cases}$ says.\n",
        1,
        "`\\begin` in a sentence",
    );
    problem(
        "A\n\n$f(x) = x^2$.\n\nB\n",
        3,
        "an equation in a paragraph of its own",
    );
    problem(
        "| a |\n|---|\n| $x = \\|y\\|$<!--= let gelu --> |\n",
        3,
        "a formula with a mark stands in a paragraph",
    );
}

/// Text made of the pieces that matter to the scanner, in any order.
fn fragments() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("```rust\n"),
        Just("```output\n"),
        Just("```\n"),
        Just("````\n"),
        Just("~~~"),
        Just("{{#include a:b}}\n"),
        Just("<!--= "),
        Just("<!--@ "),
        Just("-->"),
        Just("<!--"),
        Just("<pre"),
        Just("{{#"),
        Just("0.5"),
        Just("−∞"),
        Just("\n"),
        Just("> "),
        Just("- "),
        Just("    "),
        Just("| a |\n|---|\n"),
        Just("$$"),
        Just("é"),
        Just("\r"),
        Just("\t"),
        Just("# "),
        Just("`"),
        Just("\\"),
        Just("\u{0}"),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn never_panics_on_fragments(text in fragments()) {
        let page = scan(&text);
        prop_assert_eq!(tangle::tangle(&page).lines().count() <= text.lines().count() + 1, true);
    }

    #[test]
    fn never_panics_on_any_text(text in any::<String>()) {
        let page = scan(&text);
        for cell in &page.cells {
            let _ = (cell.code(&page), cell.visible(&page), cell.recorded(&page));
        }
    }
}
