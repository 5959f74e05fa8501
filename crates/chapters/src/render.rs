//! Pages to what mdBook gets: cells, listings, values and directives become HTML, piece by piece.

mod pieces;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use notebook::{Complaint, Directive, Memory, Page};

use crate::directives;
use crate::evidence::Evidence;
use crate::names;
use crate::own;
use crate::picture;
use crate::program::{self, Program};
use crate::project::to_root;
use crate::published;
use pieces::{first_screen, folds, replacement};

/// What moves the figures of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its name on the site.
    pub name: String,
    /// Its WebAssembly.
    pub bytes: Vec<u8>,
}

/// The modules of pages, by the names of the pages: `book/activations/gelu.md`.
pub type Modules = BTreeMap<String, Module>;

/// The pages of the book with the evidence for what they say.
pub struct Book<'a> {
    pages: &'a [Page],
    evidence: Evidence,
    programs: Vec<Program>,
    /// The modules of the live figures, if they could be built.
    modules: Option<Modules>,
    /// What the site offers to programs.
    published: Vec<(PathBuf, Vec<u8>)>,
    /// The pages for whose sake it is built; `None` for all.
    only: Option<BTreeSet<String>>,
    /// For the other pages.
    nothing: Evidence,
}

impl<'a> Book<'a> {
    /// The book, with what was found out about it.
    pub fn new(
        pages: &'a [Page],
        evidence: Evidence,
        modules: Option<Modules>,
    ) -> Result<Book<'a>, Vec<Complaint>> {
        let book = Book::of_pages(pages, pages, evidence, modules)?;
        Ok(Book { only: None, ..book })
    }

    /// The book, with what was found out about some of its pages: on the others formulas are not
    /// typeset, and what a directive would take from the evidence is missing.
    pub fn of_pages(
        all: &'a [Page],
        pages: &[Page],
        evidence: Evidence,
        modules: Option<Modules>,
    ) -> Result<Book<'a>, Vec<Complaint>> {
        let pictures = picture::all(pages, &evidence.memory)?;
        let published = [published::files(&evidence.memory)?, pictures].concat();
        Ok(Book {
            pages: all,
            evidence,
            programs: program::all(all)?,
            modules,
            published,
            only: Some(pages.iter().map(|page| page.name.clone()).collect()),
            nothing: Evidence::default(),
        })
    }

    fn is_about(&self, page: &str) -> bool {
        (self.only.as_ref()).is_none_or(|only| only.contains(page))
    }

    /// What was found out that a page may state: of the others nothing.
    fn evidence_for(&self, page: &Page) -> &Evidence {
        match self.is_about(&page.name) {
            true => &self.evidence,
            false => &self.nothing,
        }
    }

    /// The same book, which finds nothing of earlier runs.
    pub fn without_memory(mut self) -> Book<'a> {
        self.evidence.memory = Memory::none();
        self
    }

    /// The same book for a site that has no place for further files: no Run button, nothing to copy
    /// whole, no live figures.
    pub fn without_files(self) -> Book<'a> {
        Book {
            programs: vec![],
            modules: None,
            published: vec![],
            ..self
        }
    }
}

/// A part of the page and what stands there in the end.
struct Edit {
    range: Range<usize>,
    html: String,
}

/// What the site asks of a book.
impl Book<'_> {
    /// The page of that name, as it was scanned.
    pub fn scanned(&self, name: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.name == name)
    }

    /// The address of what moves the figures of a page, if it has any and a module could be built.
    fn module(&self, page: &Page) -> Option<String> {
        let module = self.modules.as_ref()?.get(&page.name)?;
        Some(to_root(page) + &module.name)
    }

    /// The forms for a reader's own numbers, on the page that is a function's chapter.
    fn own(&self, page: &Page) -> String {
        let module = (self.modules.as_ref()).and_then(|all| all.get(&own::module_of(&page.name)));
        let address = module.map(|module| to_root(page) + &module.name);
        address.map_or_else(String::new, |address| own::html(page, &address))
    }

    /// Modules, and what each is of: a page, or [`own::module_of`] one.
    pub fn modules(&self) -> impl Iterator<Item = (&str, &Module)> {
        let all = self.modules.iter().flatten();
        all.map(|(page, module)| (page.as_str(), module))
    }

    /// The page with its cells, values, listings and directives as HTML, and with its evidence.
    pub fn render(&self, page: &Page) -> Result<String, Vec<Complaint>> {
        if !page.problems.is_empty() {
            let problems = page.problems.iter().cloned();
            return Err(problems.map(Complaint::from).collect());
        }
        let markdown = &page.text;
        let mut complaints = vec![];
        let mut edits: Vec<Edit> = vec![];
        edits.extend(page.cells.iter().map(|cell| self.cell(page, cell)));
        let mut before = 0;
        for value in &page.values {
            let is_first = before == 0 || markdown[before..value.number.start].contains("\n\n");
            edits.extend(self.value(value, is_first));
            before = value.comment.end;
        }
        for formula in &page.formulas {
            edits.extend(self.formula(page, formula));
        }
        for listing in &page.listings {
            match self.listing(page, listing) {
                Ok(edit) => edits.push(edit),
                Err(complaint) => complaints.push(complaint),
            }
        }
        let has_evidence = self.is_about(&page.name);
        let mut ids = BTreeMap::new();
        for directive in &page.directives {
            let module = self.module(page);
            let html =
                directives::html(page, directive, self.evidence_for(page), module.as_deref());
            let html = html.map(|html| match directive.name.as_str() {
                "card" => own::beside(html, &self.own(page)),
                _ => html,
            });
            match html.and_then(|html| with_own_ids(directive, html, &mut ids)) {
                Ok(html) => edits.push(replacement(directive, first_screen(page, directive, html))),
                Err(_) if !has_evidence => edits.push(replacement(directive, String::new())),
                Err(message) => {
                    complaints.push(Complaint::new(&page.name, directive.line, message))
                }
            }
        }
        if !complaints.is_empty() {
            return Err(complaints);
        }
        edits.extend(folds(page));
        edits.sort_by_key(|edit| edit.range.start);
        let mut out = String::with_capacity(2 * markdown.len());
        let mut done = 0;
        for edit in edits {
            out.push_str(&markdown[done..edit.range.start]);
            out.push_str(&edit.html);
            done = edit.range.end;
        }
        out.push_str(&markdown[done..]);
        if let Some(verified) = self.evidence_for(page).verified_box(page) {
            out.push_str("\n\n");
            out.push_str(&verified);
            out.push('\n');
        }
        Ok(out)
    }

    /// Whether the formulas of a page are typeset.
    pub fn typesets(&self, page: &Path) -> bool {
        self.is_about(&format!("book/{}", page.display()))
    }

    /// What a page is made of besides its text and the sources: of one that is not looked at, its
    /// module alone.
    pub fn made_of(&self, page: &Path) -> Option<String> {
        let name = format!("book/{}", page.display());
        let module = self.modules.as_ref().and_then(|all| all.get(&name));
        (!self.typesets(page)).then(|| module.map_or_else(String::new, |m| m.name.clone()))
    }

    /// The picture that stands for a page where its address is shared.
    pub fn picture(&self, page: &Path) -> Option<PathBuf> {
        let name = match page.with_extension("").to_str()? {
            "index" => "README".to_owned(),
            name => name.to_owned(),
        };
        let place = picture::place(&name);
        let is_there = self.published.iter().any(|(file, _)| *file == place);
        is_there.then_some(place)
    }

    /// By which names of functions a page is found.
    pub fn names(&self, page: &Path) -> Vec<String> {
        let chapter = page.with_extension("");
        chapter.to_str().map(names::of_chapter).unwrap_or_default()
    }

    /// What pages refer to: the path from the site's root, and the contents.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let programs = self.programs.iter();
        let mut files: Vec<(PathBuf, Vec<u8>)> = programs
            .map(|program| (program.path.clone(), program.text.clone().into_bytes()))
            .collect();
        files.extend(
            self.modules
                .iter()
                .flat_map(BTreeMap::values)
                .map(|module| (PathBuf::from(&module.name), module.bytes.clone())),
        );
        files.extend(self.published.iter().cloned());
        // Pages with the same figures have the same module.
        files.sort_by(|a, b| a.0.cmp(&b.0));
        files.dedup();
        files
    }
}

/// The HTML of a directive, if no other on the page has the same ids: a screen reader would read
/// the name of the first figure for the second.
fn with_own_ids(
    directive: &Directive,
    html: String,
    ids: &mut BTreeMap<String, usize>,
) -> Result<String, String> {
    for id in html.split(" id=\"").skip(1) {
        let id = id.split('"').next().unwrap_or("");
        if let Some(line) = ids.insert(id.to_owned(), directive.line) {
            return Err(format!(
                "`{} {}` stands in line {line} already, with the id `{id}`: expected it once on a page",
                directive.name, directive.argument
            ));
        }
    }
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_other_pages_nothing_is_said_that_nobody_checked() {
        let book = |only: Option<&str>| Book {
            pages: &[],
            evidence: Evidence::default(),
            programs: vec![],
            modules: None,
            published: vec![],
            only: only.map(|page| BTreeSet::from([page.to_owned()])),
            nothing: Evidence::default(),
        };
        let gelu = Path::new("activations/gelu.md");
        let text = "# GELU\n\n- It dips. <!--@ property gelu minimum -->\n";
        let page = Page::scan("book/activations/gelu.md", text);
        for only in [None, Some("book/activations/gelu.md")] {
            let complaints = book(only).render(&page).expect_err("no evidence");
            assert!(
                complaints[0]
                    .message
                    .contains("no claim or property `minimum`")
            );
            assert!(book(only).typesets(gelu));
        }
        let other = book(Some("book/notation.md"));
        let html = other.render(&page).expect("it is not looked at");
        assert!(
            html.contains("It dips.") && !html.contains("tested"),
            "{html}"
        );
        assert!(!other.typesets(gelu));
    }

    #[test]
    fn a_figure_stands_once_on_a_page() {
        let book = Book {
            pages: &[],
            evidence: Evidence::default(),
            programs: vec![],
            modules: None,
            published: vec![],
            only: None,
            nothing: Evidence::default(),
        };
        let render = |text: &str| book.render(&Page::scan("book/a.md", text));
        let two = "# A\n\n<!--@ figure gelu -->\n\n<!--@ live softmax -->\n\n";
        assert!(render(two).is_ok());
        for (again, name) in [
            ("figure gelu", "figure-gelu"),
            ("live softmax", "live-softmax"),
        ] {
            let refused = render(&format!("{two}<!--@ {again} -->\n"));
            let complaints = refused.expect_err("it stands twice");
            let complaint = complaints[0].to_string();
            assert!(
                complaint.starts_with(&format!("book/a.md:7: `{again}` stands in line")),
                "{complaint}"
            );
            assert!(complaint.contains(&format!("`{name}`")), "{complaint}");
        }
    }
}
