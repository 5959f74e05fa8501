//! What the search reads: names at once, words after them, the text of a page for its excerpts.
//!
//! Three kinds of files, all loaded at the first use only (`theme/search.js`):
//!
//! - `search/names.json`: each page with its names and its sections. Small, so that a slow line
//!   shows results within a second.
//! - `search/words.txt`: which word stands in which section, and how often (see [`words`]).
//! - `search/text/<page>.txt`: the text of each section, a line each, for the excerpts of the
//!   results that are shown.
//!
//! Code, outputs, drawings and formulas are left out of all of them, but for the Greek letters of
//! formulas, which readers search for.

mod sections;
mod words;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use notebook::run;
use serde_json::json;

use sections::{Section, sections};

/// The folder of all files for the search.
const FOLDER: &str = "search";
/// The book is planned to have so many pages: the index must stay small until then.
const PLANNED: usize = 90;
/// So many compressed bytes may the names and the words of all planned pages have.
const BUDGET: usize = 300_000;

/// The words of readers, for the search.
const THESAURUS: &str = "theme/thesaurus.txt";

/// A page as the search knows it.
struct Page {
    /// Its place in the site.
    path: PathBuf,
    /// By what other names readers look for it.
    names: Vec<String>,
    /// Its sections, the first of which bears its title.
    sections: Vec<Section>,
}

/// What readers say, and in what words this book says it: `derivative`, `gradient`.
pub type Also = (String, String);

/// The list of what readers say that the theme has: a line for each, `derivative: gradient`; lines
/// that begin with `#` are comments.
fn thesaurus(text: &str) -> Vec<Also> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .map(|(said, meant)| (said.trim().to_owned(), meant.trim().to_owned()))
        .collect()
}

/// The size of an index, as it is transferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pages in it.
    pub pages: usize,
    /// Compressed bytes of names and words.
    pub bytes: usize,
}

impl Size {
    /// Its size once the book has all planned pages, if those to come are like those that exist.
    pub fn planned(self) -> usize {
        self.bytes * PLANNED.max(self.pages) / self.pages.max(1)
    }

    /// What is wrong with it.
    pub fn complaint(self) -> Option<String> {
        let planned = self.planned();
        (planned > BUDGET).then(|| {
            format!(
                "the search index has {} compressed bytes for {} pages, which makes {planned} for {PLANNED}: expected {BUDGET} at most",
                self.bytes, self.pages
            )
        })
    }
}

/// Writes what the search reads of these pages of a book. They still have places where formulas and drawings will be.
pub fn of_book(
    root: &Path,
    site: &Path,
    pages: &[crate::pages::Page],
    kept: &[String],
    source: &dyn crate::PageSource,
) -> io::Result<Size> {
    let page = |page: &crate::pages::Page| {
        let html = fs::read_to_string(site.join(&page.html))?;
        Ok(Page {
            path: page.html.clone(),
            names: source.names(&page.html),
            sections: sections(&html, kept),
        })
    };
    let pages: io::Result<Vec<_>> = run::each(pages, page).into_iter().collect();
    let mut also = thesaurus(&fs::read_to_string(root.join(THESAURUS))?);
    also.extend(source.also());
    write(site, &pages?, &also)
}

/// Writes the index of these pages into the site.
fn write(site: &Path, pages: &[Page], also: &[Also]) -> io::Result<Size> {
    let names = names(pages, also).into_bytes();
    let words = words::index(pages.iter().flat_map(|page| &page.sections)).into_bytes();
    let sizes = run::each(&[&names, &words], |bytes| compressed(bytes));
    let bytes = sizes.into_iter().sum::<io::Result<usize>>()?;
    let folder = site.join(FOLDER);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("names.json"), names)?;
    fs::write(folder.join("words.txt"), words)?;
    for page in pages {
        let file = folder.join("text").join(page.path.with_extension("txt"));
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let lines: String = (page.sections.iter())
            .flat_map(|section| [section.text.as_str(), "\n"])
            .collect();
        fs::write(file, lines)?;
    }
    Ok(Size {
        pages: pages.len(),
        bytes,
    })
}

/// A page a line, and a line for what is looked for as well.
fn names(pages: &[Page], also: &[Also]) -> String {
    let line = |page: &Page| {
        let sections = page.sections.iter().map(|s| json!([s.id, s.heading]));
        json!({
            "page": page.path.display().to_string(),
            "names": page.names,
            "sections": sections.collect::<Vec<_>>(),
        })
        .to_string()
    };
    let lines: Vec<String> = pages.iter().map(line).collect();
    format!(
        "{{\"pages\":[\n{}\n],\"also\":{}}}\n",
        lines.join(",\n"),
        json!(also)
    )
}

/// How many bytes a host transfers for these.
pub fn compressed(bytes: &[u8]) -> io::Result<usize> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes)?;
    Ok(gzip.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thesaurus_has_a_line_for_each_word() {
        let read = thesaurus("# Comment: none\n\nmulti-label: several labels\n");
        assert_eq!(
            read,
            [("multi-label".to_owned(), "several labels".to_owned())]
        );
    }

    #[test]
    fn the_budget_is_that_of_the_planned_book() {
        let size = |pages, bytes| Size { pages, bytes };
        assert_eq!(size(30, 100_000).complaint(), None);
        let complaint = size(30, 100_001).complaint().expect("too large");
        assert!(complaint.contains("300003 for 90"), "{complaint}");
        // A book that has grown beyond the plan is measured as it is.
        assert_eq!(size(100, 300_000).complaint(), None);
    }
}
