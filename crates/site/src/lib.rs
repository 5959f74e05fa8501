//! The site: Markdown pages to HTML, by mdBook as a library.
//!
//! `book.toml` names this program as mdBook's preprocessor `notebook`, so the stock `mdbook build`
//! gives the same pages through [`preprocess`]. [`build`] runs the same code in-process and adds
//! what mdBook lacks: mathematics kept out of the search index, files that the theme does not use
//! removed, and every warning, dead link and foreign resource made a [`Complaint`].

mod contents;
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
pub mod server;
pub mod stock;
#[cfg(test)]
mod tests;
mod url;
mod warnings;

pub use pages::html_path;

use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_driver::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use notebook::{Complaint, files};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// What turns the cells, values and figures of a page into HTML.
pub trait PageSource {
    /// A page as it was scanned before, by its name in the project: `book/activations/gelu.md`.
    ///
    /// The site scans a page itself where there is none, or where its text is another one.
    fn scanned(&self, _name: &str) -> Option<&notebook::Page> {
        None
    }

    /// The page with its cells, values and figures replaced by HTML in single lines.
    ///
    /// Formulas are still `$..$`; what is returned may hold more of them, but no other unescaped `$`.
    fn render(&self, page: &notebook::Page) -> Result<String, Vec<Complaint>>;

    /// Whether the formulas of a page are typeset; if not, they stand there as they are written.
    fn typesets(&self, _page: &Path) -> bool {
        true
    }

    /// The picture that stands for a page where its address is shared: its place among the files.
    fn picture(&self, _page: &Path) -> Option<PathBuf> {
        None
    }

    /// Files that pages refer to, written into the site: the path from its root, and the contents.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        Vec::new()
    }
}

/// What a build made.
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

    let loaded = warnings::collect(|| MDBook::load_with_config(root, config));
    let (Ok(mut book), mut messages) = loaded else {
        let error = loaded.0.err().map(|e| format!("{e:#}"));
        return Err(vec![Complaint::new(summary, 1, error.unwrap_or_default())]);
    };

    let mut kept = Vec::new();
    let prepared = prepare::prepare(&mut book.book, &folder, source, &mut |html| {
        kept.push(html.for_page());
        format!("{PLACE}{}{PLACE_END}", kept.len() - 1)
    });
    let failed: BTreeSet<_> = prepared.complaints.iter().map(|c| c.file.clone()).collect();

    book.with_preprocessor(Prepared);
    let (built, more) = warnings::collect(|| book.build());
    messages.extend(more);
    let mut complaints = warnings::complaints(messages, &prepared.pages, &summary);
    if let Err(error) = built {
        complaints.push(Complaint::new(config_file, 1, format!("{error:#}")));
        complaints.extend(prepared.complaints);
        return Err(complaints);
    }

    let finished = finish(destination, &kept, source).and_then(|()| links::check(destination));
    let checked = match finished {
        Ok(checked) => checked,
        Err(error) => return Err(fatal(error.into())),
    };
    let site = destination.strip_prefix(root).unwrap_or(destination);
    complaints.extend(links::complaints(checked.dead, &prepared.pages, site));
    // A page that could not be prepared was built as it is written; what else is wrong with it is
    // seen when that is put right.
    complaints.retain(|c| !failed.contains(&c.file));
    complaints.extend(prepared.complaints);
    // The book on one page repeats what is wrong with its chapters.
    if complaints.iter().any(|c| !c.file.ends_with(PRINT)) {
        complaints.retain(|c| !c.file.ends_with(PRINT));
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
    })
}

/// Formulas and drawings are kept out of mdBook's sight, and so out of its search index. What holds
/// their place is this, their number, and [`PLACE_END`]; the index sees an ellipsis.
const PLACE: &str = "<span data-kept=\"";
const PLACE_END: &str = "\">…</span>";

/// The book on one page, and the page for addresses that do not exist.
pub const PRINT: &str = "print.html";
pub const NOT_FOUND: &str = "404.html";

/// What remains to be done to the files that mdBook wrote.
fn finish(site: &Path, kept: &[String], source: &dyn PageSource) -> std::io::Result<()> {
    leftovers::remove(site)?;
    let url = head::site_url();
    let all: Vec<PathBuf> = files(site)?.into_iter().collect();
    preload::write_scripts(site, &all)?;
    for file in &all {
        if file.extension().is_some_and(|e| e == "html") {
            let path = site.join(file);
            let mut html = put_back(&fs::read_to_string(&path)?, kept);
            if file.as_os_str() == PRINT {
                html = print::whole(&html);
            }
            let html = contents::insert(&html, file);
            let html = preload::module(&preload::fonts(&html, file, &all));
            let picture = source.picture(file);
            fs::write(
                path,
                head::describe(&html, file, picture.as_deref(), url.as_deref()),
            )?;
        }
    }
    if let Some(url) = &url {
        let is_page = |file: &&PathBuf| {
            let name = file.to_string_lossy();
            name.ends_with(".html") && name != NOT_FOUND && name != PRINT
        };
        let pages: Vec<&Path> = all.iter().filter(is_page).map(PathBuf::as_path).collect();
        fs::write(site.join("sitemap.xml"), head::sitemap(url, &pages))?;
    }
    for (path, contents) in source.files() {
        let path = site.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, contents)?;
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

/// Takes the place of the command `notebook` of `book.toml`: the work is done by then.
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
    let prepared = prepare::prepare(&mut book, &folder, source, &mut |html| html.for_markdown());
    if !prepared.complaints.is_empty() {
        return Err(prepared.complaints);
    }
    serde_json::to_writer(output, &book).map_err(|error| fatal(error.into()))
}
