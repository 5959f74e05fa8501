//! Pages that were finished in an earlier build and stand as they would be built again.

use std::fs;
use std::path::{Path, PathBuf};

use notebook::{Memory, files, memory};

use super::{PageSource, head};

/// What every page of the site is made of besides itself.
pub struct Finished {
    memory: Memory,
    basis: u128,
}

/// A page to be finished, or one that is.
pub struct Known {
    /// Its place in the site.
    pub place: PathBuf,
    key: (String, String, String),
    /// The finished page, if there is one.
    pub html: Option<String>,
}

const KIND: &str = "pages";

impl Finished {
    /// The pages of the book at `root`, whose files are in `folder`.
    pub fn new(root: &Path, folder: &Path, source: &dyn PageSource) -> std::io::Result<Finished> {
        let theme = root.join("theme");
        let all = if theme.is_dir() {
            files(&theme)?
        } else {
            Default::default()
        };
        let file = |name: PathBuf| Ok((fs::read(theme.join(&name))?, name));
        let all: std::io::Result<Vec<(Vec<u8>, PathBuf)>> = all.into_iter().map(file).collect();
        let settings = fs::read(root.join("book.toml"))?;
        let summary = fs::read(root.join(folder).join("SUMMARY.md"))?;
        let basis = memory::digest(&(all?, settings, summary, head::site_url()));
        Ok(Finished {
            memory: source.memory(),
            basis,
        })
    }

    /// What is known of a page; `None` if `source` does not say all that it is made of.
    pub fn of(
        &self,
        source: &dyn PageSource,
        path: &Path,
        place: &Path,
        text: &str,
    ) -> Option<Known> {
        let made_of = source.made_of(path)?;
        let key = (path.display().to_string(), text.to_owned(), made_of);
        Some(Known {
            html: self.memory.recall(KIND, &(self.basis, &key)),
            place: place.to_owned(),
            key,
        })
    }

    /// Keeps a page that this build has finished.
    pub fn keep(&self, page: &Known, html: &str) {
        (self.memory).keep(KIND, &(self.basis, &page.key), html);
    }
}
