//! `cargo xtask bench FOLDER`: a copy of the project in which every chapter stands three times, to
//! measure what a book of that size costs.
//!
//! What is not representative: functions are bound to one chapter by their names, so the copies are
//! pages without a function. They keep cells, numbers, formulas, figures and recorded calls, and lose
//! what only a function's own chapter may hold, its listings and its tested properties, and the tables
//! of functions; and there are
//! no more functions than before, so the steps that check functions take as long as they do today.

use std::fs;
use std::path::{Component, Path, PathBuf};

use chapters::project::root;

use crate::copy_all;

/// How often each chapter stands in the copy.
const TIMES: usize = 3;

/// Writes the copy into a folder that is empty or not there yet; how many pages it has.
///
/// # Errors
/// If there is something in the folder already, or a file cannot be copied.
pub fn write(tree: &[&str], folder: &Path) -> Result<usize, String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(said)?;
    if fs::read_dir(folder).map_err(said)?.next().is_some() {
        return Err(format!(
            "{} is not empty: name a new folder",
            folder.display()
        ));
    }
    // Everything that belongs to the project, with what `.ci/run` and the tests read.
    let also = [
        ".ci",
        ".github",
        ".gitattributes",
        ".gitignore",
        "README.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
    ];
    for part in tree.iter().copied().chain(also) {
        copy_all(&root().join(part), &folder.join(part))?;
    }
    let book = folder.join("book");
    let files: Vec<PathBuf> = notebook::files(&book)
        .map_err(said)?
        .into_iter()
        .filter(|file| file.extension().is_some_and(|e| e == "md"))
        .collect();
    let chapters: Vec<&PathBuf> = files.iter().filter(|file| is_chapter(file)).collect();
    let mut pages = files.len();
    let front = book.join("README.md");
    let mut descriptions = String::new();
    let summary = book.join("SUMMARY.md");
    let mut contents = fs::read_to_string(&summary).map_err(said)?;
    for number in 2..=TIMES {
        let mut part = None;
        for chapter in &chapters {
            // As large as the parts of the book, which have a budget.
            let folder = chapter.parent();
            if part != folder {
                part = folder;
                let name = folder.map_or_else(String::new, |folder| folder.display().to_string());
                contents += &format!("\n# Copy {number} of {name}\n\n");
            }
            let text = fs::read_to_string(book.join(chapter)).map_err(said)?;
            let place = Path::new(&format!("copy-{number}")).join(chapter);
            let path = book.join(&place);
            fs::create_dir_all(path.parent().expect("a file stands in a folder")).map_err(said)?;
            let text = copied(&text, chapter, number);
            let title = text.lines().next().unwrap_or("").trim_start_matches("# ");
            contents += &format!("- [{title}]({})\n", place.display());
            fs::write(path, text).map_err(said)?;
            let name = place.with_extension("");
            descriptions += &format!("<!--@ chapter {} a copy -->\n", name.display());
            pages += 1;
        }
    }
    fs::write(&summary, contents).map_err(said)?;
    // A page without a function says on the front page what it is.
    let text = fs::read_to_string(&front).map_err(said)?;
    let table = "\n<!--@ table chapters -->";
    let text = text.replacen(table, &format!("{descriptions}{table}"), 1);
    fs::write(&front, text).map_err(said)?;
    Ok(pages)
}

/// A page in a folder of the book; those beside `SUMMARY.md` stand for the book as a whole.
fn is_chapter(file: &Path) -> bool {
    file.components().count() > 1
}

/// The text of a chapter as its copy has it, one folder deeper.
fn copied(text: &str, chapter: &Path, number: usize) -> String {
    let mut out = String::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((i, line)) = lines.next() {
        let listing = lines
            .peek()
            .is_some_and(|(_, next)| next.starts_with("{{#"));
        if line == "```rust" && listing {
            // The fence, the include and the closing fence.
            lines.next();
            lines.next();
            continue;
        }
        if i == 0 && line.starts_with("# ") {
            out += &format!("{line} (copy {number})\n");
            continue;
        }
        let line = without(line, "<!--@ property ");
        // Its filter has an id, which only one page of those that are printed together may have.
        let line = without(&line, "<!--@ table activations ");
        let line = without(&line, "<!--@ table losses ");
        out += &links(&line, chapter);
        out.push('\n');
        // Another text, so that no copy is taken for a program that passed before.
        if line.starts_with("```rust") {
            out += &format!("# // Copy {number}.\n");
        }
    }
    out
}

/// The line without the comments that begin so.
fn without(line: &str, comment: &str) -> String {
    let mut line = line.to_owned();
    while let Some(start) = line.find(comment) {
        let Some(length) = line[start..].find("-->") else {
            break;
        };
        line.replace_range(start..start + length + 3, "");
    }
    line.trim_end().to_owned()
}

/// The line with its links to what is not copied led one folder further up.
fn links(line: &str, chapter: &Path) -> String {
    let mut parts = line.split("](");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += "](";
        let target = part.split([')', '#', ' ']).next().unwrap_or_default();
        let is_own = !target.is_empty() && !target.contains("://");
        if is_own && !leads_to_a_chapter(target, chapter) {
            out += "../";
        }
        out += part;
    }
    out
}

/// Whether a target leads to a page in a folder of the book, which is copied as well.
fn leads_to_a_chapter(target: &str, chapter: &Path) -> bool {
    if !target.ends_with(".md") {
        return target.starts_with('#');
    }
    let folder = chapter.parent().unwrap_or(Path::new(""));
    let mut depth = folder.components().count();
    for component in Path::new(target).components() {
        match component {
            Component::ParentDir => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
    }
    depth > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_its_own_name_and_leads_where_the_chapter_led() {
        let text = "# GELU\n\nSee [notation](../notation.md#x) and [relu](relu.md), [numerics](../foundations/numerics.md), [facts](../functions.json), [above](#gelu), [paper](https://a.b/c).\n\n```rust\n{{#include ../../crates/nnfn/src/activations/gelu.rs:value}}\n```\n\n- It dips. <!--@ property gelu minimum -->\n\n```rust\nlet x = 1;\n```\n";
        assert_eq!(
            copied(text, Path::new("activations/gelu.md"), 2),
            "# GELU (copy 2)\n\nSee [notation](../../notation.md#x) and [relu](relu.md), [numerics](../foundations/numerics.md), [facts](../../functions.json), [above](#gelu), [paper](https://a.b/c).\n\n\n- It dips.\n\n```rust\n# // Copy 2.\nlet x = 1;\n```\n"
        );
    }
}
