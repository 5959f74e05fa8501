//! The pages of a book: every Markdown file but the summary.

use std::io;
use std::path::Path;

use crate::Page;

/// Reads all pages below `book`, in the order of their names. A page is named `book/..`.
///
/// # Errors
/// If a folder or a file cannot be read.
pub fn read(book: &Path) -> io::Result<Vec<Page>> {
    let page = |name: String| {
        let path = book.join(name.strip_prefix("book/").unwrap_or(&name));
        let text = std::fs::read_to_string(path)
            .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
        Ok(Page::scan(&name, &text))
    };
    names(book)?.into_iter().map(page).collect()
}

/// The names of all pages below `book`: files `*.md` that are neither hidden nor links.
///
/// # Errors
/// If a folder cannot be read.
pub fn names(book: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    walk(book, "book", &mut names)?;
    names.sort();
    Ok(names)
}

fn walk(folder: &Path, name: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{name}/{file}");
        let kind = entry.file_type()?;
        if file.starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), &name, names)?;
        } else if kind.is_file() && file.ends_with(".md") && file != "SUMMARY.md" {
            names.push(name);
        }
    }
    Ok(())
}
