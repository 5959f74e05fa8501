//! From the Markdown of a page to the Markdown that mdBook reads.

use super::PageSource;
use super::finished::{Finished, Known};
use super::inert::Inert;
use super::katex::{self, Katex};
use super::pages::{Page, html_path, line_at};
use mdbook_driver::book::{Book, BookItem, Chapter};
use notebook::math::{Formula, Scan, scan};
use notebook::{Complaint, escape};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

/// The pages of a book, prepared.
pub struct Prepared {
    /// Every page with a file.
    pub pages: Vec<Page>,
    /// The number of formulas.
    pub formulas: usize,
    /// What is wrong with the pages.
    pub complaints: Vec<Complaint>,
    /// The pages that need not be built again, and those that will not have to be.
    pub known: Vec<Known>,
}

/// Makes every chapter of `book` ready for mdBook: `source` replaces cells and values, then follow
/// formulas and drawings, which `place` turns into something that Markdown leaves alone.
///
/// A chapter that was finished in an earlier build becomes empty: its page is put in its place.
///
/// Paths of chapters end in `.html` afterwards, so that the theme can write links to them.
pub fn prepare(
    book: &mut Book,
    folder: &Path,
    source: &dyn PageSource,
    finished: Option<&Finished>,
    place: &mut dyn FnMut(Inert) -> String,
) -> Prepared {
    let katex = Katex::new(source.memory());
    let mut prepared = Prepared {
        pages: Vec::new(),
        formulas: 0,
        complaints: Vec::new(),
        known: Vec::new(),
    };
    in_order(&mut book.items, &mut |chapter| {
        let Some(path) = chapter.source_path.clone() else {
            return;
        };
        let page = Page {
            file: folder.join(&path),
            html: html_path(&path),
            markdown: chapter.content.clone(),
        };
        chapter.path = Some(page.html.clone());
        let known =
            finished.and_then(|finished| finished.of(source, &path, &page.html, &page.markdown));
        if known.as_ref().is_some_and(|known| known.html.is_some()) {
            chapter.content.clear();
            prepared.known.extend(known);
            prepared.pages.push(page);
            return;
        }
        let rendering = Rendering {
            katex: source.typesets(&path).then_some(&katex),
            page: &page,
        };
        match rendering.render(source, place) {
            Ok((markdown, formulas)) => {
                chapter.content = markdown;
                prepared.formulas += formulas;
                prepared.known.extend(known);
            }
            Err(complaints) => prepared.complaints.extend(complaints),
        }
        prepared.pages.push(page);
    });
    prepared
}

fn in_order(items: &mut [BookItem], visit: &mut impl FnMut(&mut Chapter)) {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            visit(chapter);
            in_order(&mut chapter.sub_items, visit);
        }
    }
}

struct Rendering<'a> {
    /// None if formulas are left as they are written.
    katex: Option<&'a Katex>,
    page: &'a Page,
}

type Rendered = HashMap<(String, bool), Inert>;

impl Rendering<'_> {
    fn complaint(&self, line: usize, message: impl Into<String>) -> Complaint {
        Complaint::new(&self.page.file, line, message)
    }

    /// The Markdown for mdBook and the number of formulas in it.
    fn render(
        &self,
        source: &dyn PageSource,
        place: &mut dyn FnMut(Inert) -> String,
    ) -> Result<(String, usize), Vec<Complaint>> {
        // The formulas of the file itself are rendered first: only there line numbers are right.
        let mut rendered = Rendered::new();
        let name = self.page.file.to_string_lossy();
        let text = &self.page.markdown;
        let known = source.scanned(&name).filter(|page| page.text == *text);
        let page = known.map_or_else(
            || Cow::Owned(notebook::Page::scan(&name, text)),
            Cow::Borrowed,
        );
        let mut complaints = self.check(&page.math, &mut rendered);
        let markdown = source.render(&page).map_err(|more| complaints.extend(more));
        match markdown {
            Ok(markdown) if complaints.is_empty() => {
                self.substitute(&markdown, &mut rendered, place)
            }
            _ => Err(complaints),
        }
    }

    fn check(&self, scan: &Scan, rendered: &mut Rendered) -> Vec<Complaint> {
        let markdown = &self.page.markdown;
        let misplaced = scan.misplaced.iter();
        let mut complaints: Vec<_> = misplaced
            .map(|&(at, reason)| self.complaint(line_at(markdown, at), reason))
            .collect();
        for formula in &scan.formulas {
            if let Err(error) = self.formula(formula, rendered) {
                let text = &markdown[formula.range.clone()];
                // In a quotation the lines of the formula differ from those of the file.
                let start = text.find(&formula.tex).map_or(0, |i| i + error.position);
                let line = line_at(markdown, formula.range.start + start);
                complaints.push(self.complaint(line, error.message));
            }
        }
        complaints
    }

    fn substitute(
        &self,
        markdown: &str,
        rendered: &mut Rendered,
        place: &mut dyn FnMut(Inert) -> String,
    ) -> Result<(String, usize), Vec<Complaint>> {
        let scan = scan(markdown);
        let count = scan.formulas.len();
        let mut edits = Vec::new();
        for formula in scan.formulas {
            match self.formula(&formula, rendered) {
                Ok(html) => {
                    let after = punctuation(&markdown[formula.range.end..]);
                    let edit =
                        if after.is_empty() || formula.display || may_break(&formula.tex, &html) {
                            (formula.range, place(html))
                        } else {
                            let range = formula.range.start..formula.range.end + after.len();
                            let together =
                                format!("<span class=\"together\">{}{after}</span>", place(html));
                            (range, together)
                        };
                    edits.push(edit);
                }
                Err(error) => {
                    let message = format!(
                        "in what the build writes: `{}`: {}",
                        formula.tex, error.message
                    );
                    return Err(vec![self.complaint(1, message)]);
                }
            }
        }
        for range in scan.drawings {
            let drawing = Inert(markdown[range.clone()].to_owned());
            edits.push((range, place(drawing)));
        }
        edits.extend(
            scan.readmes
                .into_iter()
                .map(|range| (range, "index.md".to_owned())),
        );
        edits.sort_by_key(|(range, _)| range.start);

        let mut out = String::with_capacity(markdown.len());
        let mut done = 0;
        for (range, text) in edits {
            out.push_str(&markdown[done..range.start]);
            out.push_str(&text);
            done = range.end;
        }
        out.push_str(&markdown[done..]);
        Ok((out, count))
    }

    fn formula(&self, formula: &Formula, rendered: &mut Rendered) -> Result<Inert, katex::Error> {
        let Some(katex) = self.katex else {
            let code = format!("<code>{}</code>", escape::text(&formula.tex));
            return Ok(Inert(code));
        };
        let key = (formula.tex.clone(), formula.display);
        if let Some(html) = rendered.get(&key) {
            return Ok(html.clone());
        }
        let html = katex.render(&formula.tex, formula.display)?;
        rendered.insert(key, html.clone());
        Ok(html)
    }
}

/// The punctuation at the start of `text`. A browser may break the line between a formula and a
/// full stop.
fn punctuation(text: &str) -> &str {
    let after = text.trim_start_matches(['.', ',', ';', ':', '?', ')']);
    &text[..text.len() - after.len()]
}

/// Whether a formula is long and has a place to break it, so that it must be allowed to.
fn may_break(tex: &str, html: &Inert) -> bool {
    tex.len() > 20 && html.0.matches("class=\"katex-base\"").count() > 1
}
