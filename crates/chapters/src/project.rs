//! Where things are.

use notebook::bundle::Library;
use notebook::{Complaint, did_you_mean};
use notebook::{Page, pages};
use std::path::{Path, PathBuf};

/// The root of the project: the nearest folder with `book.toml` above the package of the cargo that
/// runs this program, or above this crate where it was compiled.
pub fn root() -> PathBuf {
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = Path::new(&here);
    let has_book = |folder: &&Path| folder.join("book.toml").is_file();
    here.ancestors().find(has_book).unwrap_or(here).to_owned()
}

/// All pages, or those whose name is `only`: `gelu`, `activations/gelu`, `book/activations/gelu.md`; or
/// the chapter of the function of that name, `silu`.
pub fn read_pages(only: Option<&str>) -> Result<Vec<Page>, Vec<Complaint>> {
    let all = pages::read(&root().join("book"))
        .map_err(|error| vec![Complaint::new("book", 1, error.to_string())])?;
    let Some(only) = only else { return Ok(all) };
    let names: Vec<String> = all.iter().map(|page| short_name(page).to_owned()).collect();
    let wanted = |page: &Page| {
        let short = short_name(page);
        page.name == only || short == only || short.rsplit('/').next() == Some(only)
    };
    let chapter = catalog::find(only).map(|function| function.about().chapter);
    let is_chapter = |page: &&Page| chapter == Some(short_name(page));
    let named = all.iter().filter(|page| wanted(page));
    let mut found: Vec<Page> = named.cloned().collect();
    if found.is_empty() {
        found.extend(all.iter().filter(is_chapter).cloned());
    }
    if found.is_empty() {
        let stems = names.iter().filter_map(|name| name.rsplit('/').next());
        let hint = did_you_mean(only, stems.chain(names.iter().map(String::as_str)));
        let known = names.join(", ");
        let message = format!("no page `{only}`: {hint}expected one of {known}");
        return Err(vec![Complaint::new("book", 1, message)]);
    }
    Ok(found)
}

/// The steps of those named that find nothing to check on these pages: a table of zeros would look
/// as if all were well.
pub fn nothing_to_check(pages: &[Page], steps: &[String]) -> Vec<Complaint> {
    let is_chapter = |page: &Page| {
        let mut functions = catalog::FUNCTIONS.iter();
        functions.any(|f| f.about().chapter == short_name(page))
    };
    let why_empty = |page: &Page, step: &str| match step {
        "cells" if page.cells.is_empty() => Some("the page has no cell"),
        "values" if page.values.is_empty() => Some("the page has no inline value"),
        "programs" if page.cells.is_empty() && page.listings.is_empty() => {
            Some("the page has no cell and no listing")
        }
        "constants" => Some("constants belong to no page"),
        step if verification::STEPS.iter().any(|(name, _)| *name == step) && !is_chapter(page) => {
            Some("the page is no function's chapter")
        }
        _ => None,
    };
    let complaint = |step: &String| {
        let reasons: Option<Vec<&str>> = pages.iter().map(|page| why_empty(page, step)).collect();
        let (page, why) = (pages.first()?, *reasons?.first()?);
        let message = format!("`{step}` has nothing to check here: {why}");
        Some(Complaint::new(&page.name, 1, message))
    };
    steps.iter().filter_map(complaint).collect()
}

/// `activations/gelu` of `book/activations/gelu.md`.
pub fn short_name(page: &Page) -> &str {
    let name = page.name.strip_prefix("book/").unwrap_or(&page.name);
    name.strip_suffix(".md").unwrap_or(name)
}

/// The library's source, ready to travel with a cell.
pub fn library() -> Result<Library, Complaint> {
    verification::source::library()
        .map_err(|error| Complaint::new("crates/nnfn/src/lib.rs", 1, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_its_name_or_by_a_function_that_it_treats() {
        for (only, page) in [
            ("gelu", "book/activations/gelu.md"),
            ("activations/gelu", "book/activations/gelu.md"),
            ("book/activations/gelu.md", "book/activations/gelu.md"),
            ("silu", "book/activations/swish.md"),
            ("smooth_l1", "book/losses/regression/huber.md"),
        ] {
            let found = read_pages(Some(only)).expect("it is found");
            let names: Vec<&str> = found.iter().map(|page| page.name.as_str()).collect();
            assert_eq!(names, [page], "{only}");
        }
        let why = read_pages(Some("gleu")).expect_err("there is none");
        assert!(
            why[0]
                .message
                .starts_with("no page `gleu`: did you mean `gelu`?")
        );
    }

    #[test]
    fn a_step_without_anything_to_check_says_so() {
        let front = Page::scan("book/README.md", "# Front\n\n1.5<!--= 1.5 -->\n");
        let told = |steps: &[&str]| -> Vec<String> {
            let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
            let found = nothing_to_check(std::slice::from_ref(&front), &steps);
            found.iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            told(&["golden", "cells", "constants"]),
            [
                "book/README.md:1: `golden` has nothing to check here: the page is no function's chapter",
                "book/README.md:1: `cells` has nothing to check here: the page has no cell",
                "book/README.md:1: `constants` has nothing to check here: constants belong to no page",
            ]
        );
        assert_eq!(told(&["values", "style", "book", "browser"]), [""; 0]);
        let chapter = Page::scan("book/activations/gelu.md", "# GELU\n");
        assert_eq!(
            nothing_to_check(&[chapter, front], &["golden".to_owned()]),
            []
        );
    }
}
