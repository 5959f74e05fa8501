//! The pages of a book: every Markdown file but the summary.

use std::io;
use std::path::Path;

use crate::Page;

/// Reads all pages below `book`, in the order of their names. A page is named `book/..`.
///
/// # Errors
/// If a folder or a file cannot be read.
pub fn read(book: &Path) -> io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    walk(book, "book", &mut pages)?;
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(pages)
}

fn walk(folder: &Path, name: &str, pages: &mut Vec<Page>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{name}/{file}");
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &name, pages)?;
        } else if file.ends_with(".md") && !file.starts_with('.') && file != "SUMMARY.md" {
            let text = std::fs::read_to_string(entry.path())
                .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
            pages.push(Page::scan(&name, &text));
        }
    }
    Ok(())
}
