//! What a directive gives, and what is refused.

use super::*;

const ROW: &str = "| PyTorch 2.15.0 | exact | `torch.nn.functional.gelu(x)` |";

fn evidence() -> Evidence {
    let outcomes = verification::peers::outcomes(&verification::functions());
    Evidence {
        outcomes: outcomes.into_iter().map(|o| ("peers", o)).collect(),
        ..Evidence::default()
    }
}

/// The page with this row, and what its only directive gives.
fn of_row(row: &str) -> Result<String, String> {
    let text = format!(
        "# GELU\n\n## In other libraries\n\n| Library | Form | Call | Checked |\n|---|---|---|---|\n{row}\n"
    );
    let page = Page::scan("book/activations/gelu.md", &text);
    assert!(crate::unrecorded::check(&page).is_empty(), "{row}");
    html(&page, &page.directives[0], &evidence(), None)
}

#[test]
fn a_recorded_row_shows_library_version_and_call_and_nothing_beside() {
    let mark = "<!--@ recorded gelu PyTorch --> |";
    let found = of_row(&format!("{ROW} {mark}"));
    let html = found.expect("it is as recorded");
    assert!(html.contains("values recorded from PyTorch"), "{html}");
    for (from, to, expected) in [
        ("2.15.0", "2.15.01", "no cell of this row is PyTorch 2.15.0"),
        ("2.15.0", "2.15", "no cell of this row is PyTorch 2.15.0"),
        ("PyTorch", "JAX", "no cell of this row is PyTorch 2.15.0"),
        (
            "PyTorch",
            "not PyTorch",
            "no cell of this row is PyTorch 2.15.0",
        ),
        (
            "gelu(x)`",
            "gelu(x) * 2`",
            "no cell of this row is `torch.nn.functional.gelu(x)`",
        ),
        (
            "`torch",
            "`my.torch",
            "no cell of this row is `torch.nn.functional.gelu(x)`",
        ),
    ] {
        let row = format!("{} {mark}", ROW.replace(from, to));
        let error = of_row(&row).expect_err("it is accepted");
        assert!(error.starts_with(expected), "{row}: {error}");
    }
}

#[test]
fn a_property_of_another_chapter_is_refused() {
    let text = "# Sigmoid\n\n- It dips. <!--@ property gelu minimum -->\n";
    let page = Page::scan("book/activations/sigmoid.md", text);
    let error = html(&page, &page.directives[0], &Evidence::default(), None);
    assert_eq!(
        error.expect_err("it is accepted"),
        "gelu belongs to the chapter activations/gelu, not to this page: expected a function of activations/sigmoid"
    );
}

#[test]
fn a_directive_without_its_form_is_refused_with_what_was_expected() {
    let said = |comment: &str| {
        let page = Page::scan("book/x.md", &format!("# X\n\n<!--@ {comment} -->\n"));
        html(&page, &page.directives[0], &Evidence::default(), None)
    };
    for (comment, expected) in [
        ("figure", "`figure`: expected `figure FUNCTION`"),
        (
            "figure relu elu",
            "`figure relu elu`: expected `figure FUNCTION`",
        ),
        (
            "table accuracy float16",
            "`table accuracy float16`: expected `table tasks`, `table recipes`, `table chapters`, `table activations`, `table accuracy float64|float32`",
        ),
        (
            "together relu",
            "`together relu`: expected `together FUNCTION FUNCTION ..`",
        ),
        (
            "figrue relu",
            "`figrue relu`: did you mean `figure`? known directives: `figure FUNCTION`, `card FUNCTION`, `live KIND ..`, ",
        ),
    ] {
        let error = said(comment).expect_err("it is accepted");
        assert!(error.starts_with(expected), "{comment}: {error}");
    }
    for comment in ["table activations", "counts"] {
        assert!(said(comment).is_ok(), "{comment}");
    }
}

#[test]
fn figures_draw_and_tables_do_not() {
    for line in ["<!--@ figure gelu -->", "<!--@ live softmax -->"] {
        assert!(draws(line), "{line}");
    }
    for line in ["<!--@ card gelu -->", "<!--@ figures -->", "figure gelu"] {
        assert!(!draws(line), "{line}");
    }
}
