//! Tangles every page of the book into a Rust file with the page's own line numbers.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use notebook::{Page, pages, tangle};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let book = book();
    println!("cargo:rerun-if-changed={}", book.display());
    println!("cargo:rerun-if-env-changed=CELLS_BOOK");
    let pages = pages::read(&book)?;
    let place = |page: &Page| out.join("pages").join(&page.name);
    for page in &pages {
        write_if_changed(&place(page), &tangle::tangle(page))?;
    }
    let table = tangle::table(&pages, |page| place(page).display().to_string());
    write_if_changed(&out.join("table.rs"), &table)?;
    write_if_changed(&out.join("tests.rs"), &tests(&pages))
}

/// The book's folder: `CELLS_BOOK` for the benchmark, otherwise the project's own.
fn book() -> PathBuf {
    env::var_os("CELLS_BOOK").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book"),
        PathBuf::from,
    )
}

/// An unchanged file keeps its time, so that rustc compiles what changed and no more.
fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// One test a cell, one for the values of each page: `cargo test -p cells gelu`.
fn tests(pages: &[Page]) -> String {
    let mut out = String::new();
    for page in pages {
        out += &format!("mod {} {{\n", page.module());
        out += &format!(
            "    #[test]\n    fn is_well_formed() {{ super::well_formed({:?}) }}\n",
            page.name
        );
        for cell in &page.cells {
            out += &format!(
                "    #[test]\n    fn {}() {{ super::cell({:?}, {}) }}\n",
                cell.function(),
                page.name,
                cell.number
            );
        }
        if !page.values.is_empty() {
            out += &format!(
                "    #[test]\n    fn values() {{ super::values({:?}) }}\n",
                page.name
            );
        }
        out += "}\n";
    }
    out
}
