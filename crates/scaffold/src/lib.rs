//! `cargo xtask new`: every file and every list entry of a new function.
//!
//! What the author must write is a placeholder that compiles and fails: a `todo!`, a NaN, a text `TODO(NAME)`,
//! none of which `verify` accepts. Everything is checked before anything is written.

mod catalogue;
mod chapter;
mod format;
mod golden;
mod library;
mod list;
mod neighbour;
mod page;
mod plan;
mod request;
#[cfg(test)]
mod tests;
mod words;

use std::fs;
use std::io::Write;
use std::path::Path;

use chapters::project::root;
use notebook::Complaint;
use plan::{Edit, plan};
pub use request::Request;

/// Writes the files of a new function and prints the next steps; `false` if something prevents it.
pub fn new(request: &Request) -> Result<bool, Vec<Complaint>> {
    let root = root();
    let edits = match plan(request, &|file| fs::read_to_string(root.join(file)).ok()) {
        Ok(edits) => edits,
        Err(why) => {
            eprintln!("nothing was written: {why}");
            return Ok(false);
        }
    };
    for edit in &edits {
        write(&root, edit)
            .map_err(|error| vec![Complaint::new(&edit.file, 1, error.to_string())])?;
    }
    print!("{}", report(request, &edits));
    Ok(true)
}

fn write(root: &Path, edit: &Edit) -> std::io::Result<()> {
    let path = root.join(&edit.file);
    if edit.before.is_some() {
        return fs::write(path, &edit.text);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(edit.text.as_bytes())
}

/// The steps of `verify` that look at a function without its chapter.
const OF_A_FUNCTION: &str = "style golden peers gradients claims limits complete";

/// The files in the order in which to fill them, and what to run.
fn report(request: &Request, edits: &[Edit]) -> String {
    let name = &request.name;
    let lines: usize = edits.iter().map(Edit::lines).sum();
    let has_todo = |edit: &&Edit| {
        let all = |text: &str| text.matches("TODO(").count();
        all(&edit.text) > edit.before.as_deref().map_or(0, all)
    };
    let (open, done): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(has_todo);
    let mut out = format!(
        "{} files, {lines} lines. Fill these in this order; `verify style` names every `TODO({name})` that is left:\n\n",
        edits.len()
    );
    for edit in open {
        let how = if edit.before.is_some() { "" } else { ", new" };
        out += &format!("  {}  ({} lines{how})\n", edit.file, edit.lines());
    }
    for edit in done {
        out += &format!("  {}  (done)\n", edit.file);
    }
    let page = (edits.iter()).find_map(|edit| edit.file.strip_prefix("book/")?.strip_suffix(".md"));
    let page = page
        .filter(|page| *page != "SUMMARY")
        .or(request.chapter.as_deref());
    let page = page.filter(|_| !request.without_chapter);
    out += &format!(
        "\nThen:\n\n  python tests/golden/generate.py --only {name}\n  cargo test -p nnfn {name}\n"
    );
    out += &match page {
        Some(page) => {
            format!("  cargo xtask bless --page {page}\n  cargo xtask verify --page {page}\n")
        }
        // Without a page there is nothing to bless.
        None => format!("  cargo xtask verify {OF_A_FUNCTION}\n"),
    };
    out += "\nand `cargo xtask verify` before you push.\n";
    out
}
