//! What is folded on a page, so that it is short and loses nothing: reference sections of a chapter,
//! the run of each trap, the code of long cells.

use notebook::{Cell, Page};

use crate::project::is_chapter;
use crate::sections::{Section, sections, title_at};
use crate::template;

/// Code of more lines than this is folded; what it prints is not.
const LINES: usize = 8;

/// How a cell is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Whole,
    /// What it prints, with the code on request.
    Output,
    /// Only on request.
    Folded,
}

/// How the page shows a cell.
pub fn cell(page: &Page, cell: &Cell) -> Shown {
    let sections = sections(page);
    let at = cell.fence.start;
    let title = title_at(&sections, at);
    let chapter = is_chapter(page);
    let before = &page.text[..at];
    let in_details = before.matches("<details").count() > before.matches("</details>").count();
    if in_details || (chapter && template::FOLDED.contains(&title)) {
        Shown::Whole
    } else if chapter && title == template::TRAPS {
        Shown::Folded
    } else if cell.visible(page).trim_end().lines().count() > LINES {
        Shown::Output
    } else {
        Shown::Whole
    }
}

/// The sections that stand there as their headings only, until somebody asks.
pub fn folded(page: &Page) -> Vec<Section<'_>> {
    let mut all = sections(page);
    all.retain(|section| is_chapter(page) && template::FOLDED.contains(&section.title));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, text: &str) -> Vec<Shown> {
        let page = Page::scan(name, text);
        page.cells.iter().map(|c| cell(&page, c)).collect()
    }

    #[test]
    fn a_long_program_shows_what_it_prints() {
        let long = format!("```rust\n{}```\n", "let _x = 1;\n".repeat(LINES + 1));
        let short = "```rust\nlet _x = 1;\n```\n";
        let text = format!(
            "# A\n\n{short}\n{long}\n## Where it breaks\n\n{short}\n## Numbers\n\n{long}\n## Exercises\n\n<details><summary>Answer</summary>\n\n{long}\n</details>\n"
        );
        use Shown::{Folded, Output, Whole};
        assert_eq!(
            shown("book/activations/gelu.md", &text),
            [Whole, Output, Folded, Whole, Whole]
        );
        assert_eq!(
            shown("book/foundations/numerics.md", &text),
            [Whole, Output, Whole, Output, Whole]
        );
    }
}
