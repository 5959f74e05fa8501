//! The pages of a book as Markdown files.

use std::path::{Path, PathBuf};

/// A page of the book, as its file has it.
#[derive(Debug)]
pub struct Page {
    /// The file, relative to the root of the project.
    pub file: PathBuf,
    /// The page, relative to the root of the site.
    pub html: PathBuf,
    /// The text of the file.
    pub markdown: String,
}

impl Page {
    /// The line of the first occurrence of `needle`; 1 if there is none.
    pub fn line_of(&self, needle: &str) -> usize {
        let found = self.markdown.find(needle);
        found.map_or(1, |at| line_at(&self.markdown, at))
    }
}

/// The line, counted from 1, of byte `at`.
pub fn line_at(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|&&byte| byte == b'\n').count()
}

/// Where mdBook puts a page; like mdBook, `README.md` is the index of its folder.
pub fn html_path(source: &Path) -> PathBuf {
    let is_readme = source
        .file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    if is_readme {
        source.with_file_name("index.html")
    } else {
        source.with_extension("html")
    }
}
