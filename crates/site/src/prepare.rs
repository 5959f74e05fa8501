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
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;

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
/// formulas and drawings. `form` writes them, on all cores; `place` turns what it wrote into something
/// that Markdown leaves alone, in the order of the book.
///
/// A chapter that was finished in an earlier build becomes empty: its page is put in its place.
///
/// Paths of chapters end in `.html` afterwards, so that the theme can write links to them.
pub fn prepare(
    book: &mut Book,
    folder: &Path,
    source: &dyn PageSource,
    finished: Option<&Finished>,
    form: fn(&Inert) -> String,
    place: &mut dyn FnMut(String) -> String,
) -> Prepared {
    let mut chapters = vec![];
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
        chapters.push((path, page));
    });
    let katex = Spare::default();
    let rendered = notebook::run::each(&chapters, |(path, page)| {
        let known =
            finished.and_then(|finished| finished.of(source, path, &page.html, &page.markdown));
        if known.as_ref().is_some_and(|known| known.html.is_some()) {
            return (known, Ok((vec![], 0)));
        }
        let own = source.typesets(path).then(|| katex.take(source));
        let rendering = Rendering {
            katex: own.as_ref(),
            page,
            form,
        };
        let rendered = rendering.render(source);
        katex.put(own);
        (known, rendered)
    });

    let mut prepared = Prepared {
        pages: Vec::new(),
        formulas: 0,
        complaints: Vec::new(),
        known: Vec::new(),
    };
    let mut rendered = chapters.into_iter().zip(rendered);
    in_order(&mut book.items, &mut |chapter| {
        if chapter.source_path.is_none() {
            return;
        }
        let Some(((_, page), (known, result))) = rendered.next() else {
            return;
        };
        match result {
            Ok((parts, formulas)) => {
                chapter.content = (parts.into_iter())
                    .map(|part| match part {
                        Part::Markdown(text) => text,
                        Part::Inert(html) => place(html),
                    })
                    .collect();
                prepared.formulas += formulas;
                prepared.known.extend(known);
            }
            Err(complaints) => prepared.complaints.extend(complaints),
        }
        prepared.pages.push(page);
    });
    prepared
}

/// KaTeX for each thread: its tables take a while to make.
#[derive(Default)]
struct Spare(Mutex<Vec<Katex>>);

impl Spare {
    fn take(&self, source: &dyn PageSource) -> Katex {
        let spare = self.0.lock().ok().and_then(|mut all| all.pop());
        spare.unwrap_or_else(|| Katex::new(source.memory()))
    }

    fn put(&self, katex: Option<Katex>) {
        if let Ok(mut all) = self.0.lock() {
            all.extend(katex);
        }
    }
}

/// A part of a page for mdBook.
enum Part {
    Markdown(String),
    /// What mdBook need not parse, as it was written.
    Inert(String),
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
    form: fn(&Inert) -> String,
}

type Rendered = HashMap<(String, bool), Inert>;

impl Rendering<'_> {
    fn complaint(&self, line: usize, message: impl Into<String>) -> Complaint {
        Complaint::new(&self.page.file, line, message)
    }

    /// The page for mdBook and the number of formulas in it.
    fn render(&self, source: &dyn PageSource) -> Result<(Vec<Part>, usize), Vec<Complaint>> {
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
            Ok(markdown) if complaints.is_empty() => self.substitute(&markdown, &mut rendered),
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
    ) -> Result<(Vec<Part>, usize), Vec<Complaint>> {
        let scan = scan(markdown);
        let count = scan.formulas.len();
        let inert = |html: &Inert| Part::Inert((self.form)(html));
        let mut edits: Vec<(Range<usize>, Vec<Part>)> = Vec::new();
        for formula in scan.formulas {
            match self.formula(&formula, rendered) {
                Ok(html) => {
                    let after = punctuation(&markdown[formula.range.end..]);
                    let may_stand_alone =
                        after.is_empty() || formula.display || may_break(&formula.tex, &html);
                    edits.push(match may_stand_alone {
                        true => (formula.range, vec![inert(&html)]),
                        false => {
                            let range = formula.range.start..formula.range.end + after.len();
                            let before = Part::Markdown("<span class=\"together\">".to_owned());
                            let behind = Part::Markdown(format!("{after}</span>"));
                            (range, vec![before, inert(&html), behind])
                        }
                    });
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
            edits.push((range, vec![inert(&drawing)]));
        }
        let index = || vec![Part::Markdown("index.md".to_owned())];
        edits.extend(scan.readmes.into_iter().map(|range| (range, index())));
        edits.sort_by_key(|(range, _)| range.start);

        let mut out = Vec::with_capacity(2 * edits.len() + 1);
        let mut done = 0;
        for (range, parts) in edits {
            out.push(Part::Markdown(markdown[done..range.start].to_owned()));
            out.extend(parts);
            done = range.end;
        }
        out.push(Part::Markdown(markdown[done..].to_owned()));
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
