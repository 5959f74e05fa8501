//! The stock tool for comparison: `mdbook test`.

use mdbook_driver::MDBook;
use std::path::Path;

/// A book whose cells `rustdoc --test` runs, chapter by chapter.
pub struct Stock(MDBook);

impl Stock {
    /// Loads the book at `root`.
    ///
    /// # Errors
    /// If mdBook cannot read it.
    pub fn load(root: &Path) -> Result<Stock, String> {
        MDBook::load(root).map(Stock).map_err(said)
    }

    /// Runs the cells of a chapter, or of all, against the libraries in the folder `deps`.
    ///
    /// # Errors
    /// If a cell fails.
    pub fn test(&mut self, deps: &Path, chapter: Option<&str>) -> Result<(), String> {
        let deps = deps.to_str().ok_or("a path that is not UTF-8")?;
        self.0.test_chapter(vec![deps], chapter).map_err(said)
    }
}

fn said(error: anyhow::Error) -> String {
    format!("{error:#}")
}
