//! The site: Markdown pages to HTML, by mdBook as a library.
//!
//! `book.toml` names this program as mdBook's preprocessor `notebook`, so the stock `mdbook build`
//! gives the same pages through [`preprocess`]. [`build`] runs the same code in-process and adds
//! what mdBook lacks: mathematics kept out of the search index, files that the theme does not use
//! removed, and every warning, dead link and foreign resource made a [`Complaint`].

mod aside;
mod contents;
mod finished;
mod head;
mod inert;
mod katex;
mod leftovers;
mod links;
mod pages;
mod preload;
mod prepare;
mod print;
mod radicand;
mod references;
pub mod search;
pub mod server;
pub mod stock;
#[cfg(test)]
mod tests;
mod url;
mod warnings;

pub use pages::html_path;
pub use print::is_print;

use aside::Aside;
use finished::{Finished, Known};
use inert::Inert;
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_driver::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use notebook::{Complaint, Memory, files};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Turns the cells, values and figures of a page into HTML.
pub trait PageSource: Sync {
    /// A page as it was scanned before, by its name in the project: `book/activations/gelu.md`.
    ///
    /// The site scans a page itself if there is none or if its text differs.
    fn scanned(&self, _name: &str) -> Option<&notebook::Page> {
        None
    }

    /// The page with its cells, values and figures replaced by HTML in single lines.
    ///
    /// Formulas are still `$..$`; what is returned may hold more of them, but no other unescaped `$`.
    fn render(&self, page: &notebook::Page) -> Result<String, Vec<Complaint>>;

    /// Whether the formulas of a page are typeset; if not, their TeX is shown.
    fn typesets(&self, _page: &Path) -> bool {
        true
    }

    /// The picture that stands for a page where its address is shared: its place among the files.
    fn picture(&self, _page: &Path) -> Option<PathBuf> {
        None
    }

    /// Results of earlier builds.
    fn memory(&self) -> Memory {
        Memory::none()
    }

    /// What a page is made of besides its own text, the summary, the theme and what the memory rests
    /// on, if that is all: such a page is not built again.
    fn made_of(&self, _page: &Path) -> Option<String> {
        None
    }

    /// By what a reader may look for a page, besides its headings: its place among the files.
    fn names(&self, _page: &Path) -> Vec<String> {
        Vec::new()
    }

    /// What a reader may look for that no page is about, and in what words pages speak of it.
    fn also(&self) -> Vec<search::Also> {
        Vec::new()
    }

    /// Files that pages refer to, written into the site: the path from its root, and the contents.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        Vec::new()
    }
}

/// What a build produced.
#[derive(Debug)]
pub struct Report {
    /// Pages of the book.
    pub pages: usize,
    /// Formulas rendered.
    pub formulas: usize,
    /// Links and other references followed.
    pub references: usize,
    /// Files of the site.
    pub files: usize,
    /// Their size together.
    pub bytes: u64,
    /// What a reader's first search loads.
    pub index: search::Size,
}

/// Builds the book at `root` into `destination`, whose content is replaced.
///
/// With complaints the site is written as far as possible, for `serve`.
pub fn build(
    root: &Path,
    source: &dyn PageSource,
    destination: &Path,
) -> Result<Report, Vec<Complaint>> {
    let config_file = "book.toml";
    let fatal = |error: anyhow::Error| vec![Complaint::new(config_file, 1, format!("{error:#}"))];
    let config = Config::from_disk(root.join(config_file))
        .and_then(|mut config| {
            config.build.build_dir = std::path::absolute(destination)?;
            config.set("output.html.site-url", head::base_path())?;
            Ok(config)
        })
        .map_err(fatal)?;
    let folder = config.book.src.clone();
    let summary = folder.join("SUMMARY.md");

    let finished = match Finished::new(root, &folder, source) {
        Ok(finished) => finished,
        Err(error) => return Err(fatal(error.into())),
    };
    let loaded = warnings::collect(|| MDBook::load_with_config(root, config));
    let (Ok(mut book), mut messages) = loaded else {
        let error = loaded.0.err().map(|e| format!("{e:#}"));
        return Err(vec![Complaint::new(summary, 1, error.unwrap_or_default())]);
    };

    let mut kept = Vec::new();
    let prepared = prepare::prepare(
        &mut book.book,
        &folder,
        source,
        Some(&finished),
        Inert::for_page,
        &mut |html| {
            kept.push(html);
            format!("{PLACE}{}{PLACE_END}", kept.len() - 1)
        },
    );
    let failed: BTreeSet<_> = prepared.complaints.iter().map(|c| c.file.clone()).collect();

    let parts = print::parts(&book.book.items);
    let own = source.files();
    let aside = match Aside::take(destination, &own) {
        Ok(aside) => aside,
        Err(error) => return Err(fatal(error.into())),
    };
    book.with_preprocessor(Prepared);
    let (built, more) = warnings::collect(|| book.build());
    messages.extend(more);
    let mut complaints = warnings::complaints(messages, &prepared.pages, &summary);
    if let Err(error) = built {
        complaints.push(Complaint::new(config_file, 1, format!("{error:#}")));
        complaints.extend(prepared.complaints);
        return Err(complaints);
    }

    // The parts on one page are not whole where chapters of them were finished before.
    let is_whole = prepared.known.iter().all(|page| page.html.is_none());
    let parts = if is_whole { parts } else { vec![] };
    let done =
        finish(root, destination, &prepared.pages, &parts, &kept, source).and_then(|index| {
            aside.put_back(destination, &own)?;
            put_finished(destination, &finished, &prepared.known)?;
            Ok((index, links::check(destination, is_whole)?))
        });
    let (index, checked) = match done {
        Ok(done) => done,
        Err(error) => return Err(fatal(error.into())),
    };
    let site = destination.strip_prefix(root).unwrap_or(destination);
    complaints.extend(links::complaints(checked.dead, &prepared.pages, site));
    // A page that could not be prepared was built from its Markdown as it is; further complaints
    // about it would be consequences.
    complaints.retain(|c| !failed.contains(&c.file));
    complaints.extend(prepared.complaints);
    let too_large = print::too_large(destination, &parts).map_err(|e| fatal(e.into()))?;
    let too_large = index.complaint().into_iter().chain(too_large);
    complaints.extend(too_large.map(|why| Complaint::new(&summary, 1, why)));
    // The parts on one page repeat what is wrong with their chapters.
    let is_copy = |c: &Complaint| c.file.strip_prefix(site).is_ok_and(is_print);
    if complaints.iter().any(|c| !is_copy(c)) {
        complaints.retain(|c| !is_copy(c));
    }
    if !complaints.is_empty() {
        complaints.sort();
        return Err(complaints);
    }

    let files = files(destination).map_err(|e| fatal(e.into()))?;
    let size = |file: &PathBuf| fs::metadata(destination.join(file)).map_or(0, |m| m.len());
    Ok(Report {
        pages: prepared.pages.len(),
        formulas: prepared.formulas,
        references: checked.references,
        files: files.len(),
        bytes: files.iter().map(size).sum(),
        index,
    })
}

/// Formulas and drawings are kept out of mdBook's sight. What holds their place is this, their
/// number, and [`PLACE_END`]; the search index sees an ellipsis.
const PLACE: &str = "<span data-kept=\"";
const PLACE_END: &str = "\">…</span>";

/// The page for addresses that do not exist.
pub const NOT_FOUND: &str = "404.html";

/// Completes the files that mdBook wrote.
fn finish(
    root: &Path,
    site: &Path,
    pages: &[pages::Page],
    parts: &[print::Part],
    kept: &[String],
    source: &dyn PageSource,
) -> std::io::Result<search::Size> {
    leftovers::remove(site)?;
    let index = search::of_book(root, site, pages, kept, source)?;
    let url = head::site_url();
    let all: Vec<PathBuf> = files(site)?.into_iter().collect();
    preload::write_scripts(site, &all)?;
    let is_html = |file: &&PathBuf| file.extension().is_some_and(|e| e == "html");
    let pages: Vec<&PathBuf> = all.iter().filter(is_html).collect();
    // What mdBook wrote, with the formulas: one page, or the parts of the book.
    let mut pages_to_write = vec![];
    for (file, html) in notebook::run::each(&pages, |file| (*file, read(site, file, kept))) {
        let html = html?;
        match file.as_os_str() == print::LIST && !parts.is_empty() {
            true => {
                let parts = print::pages(&html, parts).map_err(std::io::Error::other)?;
                pages_to_write.extend(parts);
            }
            false => pages_to_write.push((file.clone(), html)),
        }
    }
    let pages: Vec<(PathBuf, String, Option<PathBuf>)> = pages_to_write
        .into_iter()
        .map(|(file, html)| {
            let picture = source.picture(&file);
            (file, html, picture)
        })
        .collect();
    let written = notebook::run::each(&pages, |(file, html, picture)| {
        let html = contents::insert(html, file);
        let html = preload::module(&preload::fonts(&html, file, &all));
        let html = head::describe(&html, file, picture.as_deref(), url.as_deref());
        fs::write(site.join(file), html)
    });
    written.into_iter().collect::<std::io::Result<()>>()?;
    if let Some(url) = &url {
        let is_page = |file: &&PathBuf| {
            let name = file.to_string_lossy();
            name.ends_with(".html") && name != NOT_FOUND && !is_print(file)
        };
        let pages: Vec<&Path> = all.iter().filter(is_page).map(PathBuf::as_path).collect();
        fs::write(site.join("sitemap.xml"), head::sitemap(url, &pages))?;
    }
    Ok(index)
}

/// A page as mdBook wrote it, with what was kept out of its sight.
fn read(site: &Path, file: &Path, kept: &[String]) -> std::io::Result<String> {
    Ok(put_back(&fs::read_to_string(site.join(file))?, kept))
}

/// Writes the pages that were finished before, and keeps those that are finished now.
fn put_finished(site: &Path, finished: &Finished, pages: &[Known]) -> std::io::Result<()> {
    for page in pages {
        let path = site.join(&page.place);
        match &page.html {
            Some(html) => fs::write(path, html)?,
            None => finished.keep(page, &fs::read_to_string(path)?),
        }
    }
    Ok(())
}

fn put_back(html: &str, kept: &[String]) -> String {
    let mut parts = html.split(PLACE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let place = part.split_once(PLACE_END);
        match place.and_then(|(n, after)| Some((kept.get(n.parse::<usize>().ok()?)?, after))) {
            Some((html, after)) => {
                out.push_str(html);
                out.push_str(after);
            }
            // Not one of ours.
            None => {
                out.push_str(PLACE);
                out.push_str(part);
            }
        }
    }
    out
}

/// Stands in for the command `notebook` of `book.toml`, whose work is already done.
struct Prepared;

impl Preprocessor for Prepared {
    fn name(&self) -> &str {
        "notebook"
    }

    fn run(&self, _: &PreprocessorContext, book: Book) -> anyhow::Result<Book> {
        Ok(book)
    }
}

/// Whether the stock mdBook should ask for a renderer's book; answers `preprocess supports html`.
pub fn supports(renderer: &str) -> bool {
    renderer == "html"
}

/// The command of `book.toml`: reads a book from the stock mdBook and writes it back prepared.
pub fn preprocess(
    source: &dyn PageSource,
    input: impl Read,
    output: impl Write,
) -> Result<(), Vec<Complaint>> {
    let fatal = |error: anyhow::Error| vec![Complaint::new("book.toml", 1, format!("{error:#}"))];
    let (context, mut book) = mdbook_preprocessor::parse_input(input).map_err(fatal)?;
    let folder = context.config.book.src;
    let (form, place) = (Inert::for_markdown, &mut |html| html);
    let prepared = prepare::prepare(&mut book, &folder, source, None, form, place);
    if !prepared.complaints.is_empty() {
        return Err(prepared.complaints);
    }
    serde_json::to_writer(output, &book).map_err(|error| fatal(error.into()))
}
