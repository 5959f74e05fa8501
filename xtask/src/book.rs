//! The step `book`: the site is built, from nothing but the tree.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use notebook::Page;

use crate::complaint::Complaint;
use crate::evidence::Evidence;
use crate::module;
use crate::project::root;
use crate::render::Book;
use crate::site;

/// Where the site is built.
pub const SITE: &str = "target/book";

/// Builds the site twice: both must be the same, byte for byte.
pub fn check(pages: &[Page], evidence: Evidence) -> (usize, String, Vec<Complaint>) {
    let book = match Book::new(pages, evidence) {
        Ok(book) => book,
        Err(complaints) => return (0, String::new(), complaints),
    };
    let (first, second) = (root().join(SITE), root().join("target/book-again"));
    let report = match site::build(&root(), &book, &first) {
        Ok(report) => report,
        Err(complaints) => return (0, String::new(), complaints),
    };
    let mut complaints = vec![];
    match site::build(&root(), &book, &second) {
        Ok(_) => complaints.extend(differences(&first, &second)),
        Err(more) => complaints.extend(more),
    }
    let still = module::note().map_or(String::new(), |note| format!("; {note}"));
    let remark = format!(
        "{} pages, {} formulas, {} kB{still}",
        report.pages,
        report.formulas,
        report.bytes / 1000
    );
    (
        report.references + report.formulas + report.files,
        remark,
        complaints,
    )
}

/// Renders pages by themselves, without a site around them: their cells, numbers, listings, marks
/// and formulas. Links are followed when the whole book is built.
pub fn alone(pages: &[Page], evidence: Evidence) -> (usize, String, Vec<Complaint>) {
    let book = match Book::new(pages, evidence) {
        Ok(book) => book,
        Err(complaints) => return (0, String::new(), complaints),
    };
    let (mut formulas, mut complaints) = (0, vec![]);
    for page in pages {
        let path = Path::new(page.name.strip_prefix("book/").unwrap_or(&page.name));
        match site::alone(Path::new("book"), path, &page.text, &book) {
            Ok(count) => formulas += count,
            Err(more) => complaints.extend(more),
        }
    }
    let remark = "this page by itself; a whole run follows its links".to_owned();
    (formulas, remark, complaints)
}

/// Files that are not the same in both folders.
fn differences(first: &Path, second: &Path) -> Vec<Complaint> {
    let names: BTreeSet<PathBuf> = [first, second]
        .into_iter()
        .flat_map(|folder| site::files(folder).unwrap_or_default())
        .collect();
    let same = |name: &PathBuf| {
        std::fs::read(first.join(name)).ok() == std::fs::read(second.join(name)).ok()
    };
    let complaint = |name: &PathBuf| {
        Complaint::new(
            Path::new(SITE).join(name),
            1,
            "two builds of the same tree differ in this file",
        )
    };
    names
        .iter()
        .filter(|name| !same(name))
        .map(complaint)
        .collect()
}
