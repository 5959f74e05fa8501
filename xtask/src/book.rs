//! The step `book`: builds the site from the tree alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chapters::evidence::Evidence;
use chapters::own;
use chapters::render::{Book, Module};
use notebook::{Memory, Page, files};
use site::PageSource;

use crate::complaint::Complaint;
use crate::project::root;

/// Where the site is built.
pub const SITE: &str = "target/book";
/// Where it is built to verify a single page.
pub const PAGE_SITE: &str = "target/book-of-a-page";

/// Adapts the book of `chapters` to the interface of `site`.
pub struct Source<'a>(pub Book<'a>, pub Memory);

impl<'a> Source<'a> {
    /// The book of all these pages, with the modules that this machine builds.
    pub fn new(pages: &'a [Page], evidence: Evidence) -> Result<Source<'a>, Vec<Complaint>> {
        let memory = evidence.memory.clone();
        let book = Book::new(pages, evidence, modules::for_site(pages)?)?;
        Ok(Source(book, memory))
    }

    /// The book with the evidence for some of its pages.
    fn of_pages(
        all: &'a [Page],
        pages: &[Page],
        evidence: Evidence,
    ) -> Result<Source<'a>, Vec<Complaint>> {
        let memory = evidence.memory.clone();
        let book = Book::of_pages(all, pages, evidence, modules::for_site(all)?)?;
        Ok(Source(book, memory))
    }

    /// What is wrong with the size of these pages' modules.
    fn over_budget(&self, pages: &[Page]) -> Vec<Complaint> {
        let modules = self.0.modules();
        let of_page = |(of, module): (&str, &Module)| {
            let page = (pages.iter())
                .find(|page| [&page.name, &own::module_of(&page.name)].contains(&&of.to_owned()))?;
            modules::over_budget(page, of, module)
        };
        modules.filter_map(of_page).collect()
    }
}

impl PageSource for Source<'_> {
    fn scanned(&self, name: &str) -> Option<&Page> {
        self.0.scanned(name)
    }

    fn render(&self, page: &Page) -> Result<String, Vec<Complaint>> {
        self.0.render(page)
    }

    fn typesets(&self, page: &Path) -> bool {
        self.0.typesets(page)
    }

    fn memory(&self) -> Memory {
        self.1.clone()
    }

    fn made_of(&self, page: &Path) -> Option<String> {
        self.0.made_of(page)
    }

    fn picture(&self, page: &Path) -> Option<PathBuf> {
        self.0.picture(page)
    }

    fn names(&self, page: &Path) -> Vec<String> {
        self.0.names(page)
    }

    fn also(&self) -> Vec<(String, String)> {
        chapters::names::without_chapter()
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        self.0.files()
    }
}

/// Builds the site twice: both must be the same, byte for byte. The second build renders everything
/// anew, so that what was rendered in an earlier run is compared as well.
pub fn check(pages: &[Page], evidence: Evidence) -> (usize, String, Vec<Complaint>) {
    let book = match Source::new(pages, evidence) {
        Ok(book) => book,
        Err(complaints) => return (0, String::new(), complaints),
    };
    let (first, second) = (root().join(SITE), root().join("target/book-again"));
    let report = match site::build(&root(), &book, &first) {
        Ok(report) => report,
        Err(complaints) => return (0, String::new(), complaints),
    };
    let mut complaints = book.over_budget(pages);
    let book = Source(book.0.without_memory(), Memory::none());
    match site::build(&root(), &book, &second) {
        Ok(_) => complaints.extend(differences(&first, &second)),
        Err(more) => complaints.extend(more),
    }
    let remark = format!(
        "{} pages, {} formulas, {} kB; search index {} kB, {} kB when all pages are written",
        report.pages,
        report.formulas,
        report.bytes / 1000,
        report.index.bytes / 1000,
        report.index.planned() / 1000
    );
    (
        report.references + report.formulas + report.files,
        remark,
        complaints,
    )
}

/// Builds the site once, in another folder than `serve`, to verify some pages: these are complete,
/// the others contain only what needs no evidence.
pub fn of_pages(
    all: &[Page],
    pages: &[Page],
    evidence: Evidence,
) -> (usize, String, Vec<Complaint>) {
    let book = match Source::of_pages(all, pages, evidence) {
        Ok(book) => book,
        Err(complaints) => return (0, String::new(), complaints),
    };
    match site::build(&root(), &book, &root().join(PAGE_SITE)) {
        Ok(report) => (
            report.references + report.formulas + report.files,
            "built once, other pages without the evidence for them".to_owned(),
            book.over_budget(pages),
        ),
        Err(complaints) => (0, String::new(), complaints),
    }
}

/// A complaint for each file that differs between the folders.
fn differences(first: &Path, second: &Path) -> Vec<Complaint> {
    let names: BTreeSet<PathBuf> = [first, second]
        .into_iter()
        .flat_map(|folder| files(folder).unwrap_or_default())
        .collect();
    let same = |name: &PathBuf| {
        std::fs::read(first.join(name)).ok() == std::fs::read(second.join(name)).ok()
    };
    let complaint = |name: &PathBuf| {
        Complaint::new(
            Path::new(SITE).join(name),
            1,
            "two builds of the same tree differ in this file: what is written must not depend on time or on the order of a hash map",
        )
    };
    names
        .iter()
        .filter(|name| !same(name))
        .map(complaint)
        .collect()
}
