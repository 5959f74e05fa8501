//! Where things are.

use notebook::bundle::Library;
use notebook::{Page, pages};
use std::path::{Path, PathBuf};

use crate::complaint::Complaint;

/// The root of the project: that of the cargo that runs this program, or where it was compiled.
pub fn root() -> PathBuf {
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = Path::new(&here);
    here.parent().unwrap_or(here).to_owned()
}

/// All pages, or those whose name is `only`: `gelu`, `activations/gelu`, `book/activations/gelu.md`.
pub fn read_pages(only: Option<&str>) -> Result<Vec<Page>, Vec<Complaint>> {
    let all = pages::read(&root().join("book"))
        .map_err(|error| vec![Complaint::new("book", 1, error.to_string())])?;
    let Some(only) = only else { return Ok(all) };
    let names: Vec<String> = all.iter().map(|page| short_name(page).to_owned()).collect();
    let wanted = |page: &Page| {
        let short = short_name(page);
        page.name == only || short == only || short.rsplit('/').next() == Some(only)
    };
    let found: Vec<Page> = all.into_iter().filter(wanted).collect();
    if found.is_empty() {
        let message = format!("no page `{only}`: expected one of {}", names.join(", "));
        return Err(vec![Complaint::new("book", 1, message)]);
    }
    Ok(found)
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

impl From<notebook::Problem> for Complaint {
    fn from(problem: notebook::Problem) -> Complaint {
        Complaint::new(problem.page, problem.line, problem.message)
    }
}
