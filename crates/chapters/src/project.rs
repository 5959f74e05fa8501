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
    match only {
        Some(only) => named(&all, only),
        None => Ok(all),
    }
}

/// Those of all pages whose name is `only`, or that are the chapter of the function of that name.
pub fn named(all: &[Page], only: &str) -> Result<Vec<Page>, Vec<Complaint>> {
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

/// `activations/gelu` of `book/activations/gelu.md`.
pub fn short_name(page: &Page) -> &str {
    let name = page.name.strip_prefix("book/").unwrap_or(&page.name);
    name.strip_suffix(".md").unwrap_or(name)
}

/// Whether a page is the chapter of a function.
pub fn is_chapter(page: &Page) -> bool {
    let mut functions = catalog::FUNCTIONS.iter();
    functions.any(|f| f.about().chapter == short_name(page))
}

/// The way from a page back to the site's root: `../` for each folder.
pub fn to_root(page: &Page) -> String {
    "../".repeat(short_name(page).matches('/').count())
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
}
