//! The sections of a page, by their headings of the second level.

use std::ops::Range;

use notebook::Page;

use crate::prose::prose;

/// A section of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// The line of its heading.
    pub line: usize,
    pub title: &'a str,
    /// Bytes of the heading's line, without the line break.
    pub heading: Range<usize>,
    /// Where the next section begins, or the page ends.
    pub end: usize,
}

/// All sections, in order; what stands before the first belongs to none.
pub fn sections(page: &Page) -> Vec<Section<'_>> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(page.text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let mut all: Vec<Section<'_>> = prose(page)
        .filter_map(|(line, text)| {
            let title = text.strip_prefix("## ")?;
            let start = starts[line - 1];
            Some(Section {
                line,
                title,
                heading: start..start + text.len(),
                end: page.text.len(),
            })
        })
        .collect();
    for i in 1..all.len() {
        all[i - 1].end = all[i].heading.start;
    }
    all
}

/// The title of the section that holds a byte; empty before the first.
pub fn title_at<'a>(sections: &[Section<'a>], at: usize) -> &'a str {
    let before = sections.iter().take_while(|s| s.heading.start <= at);
    before.last().map_or("", |section| section.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_goes_to_the_next_heading() {
        let text = "# A\n\nx\n\n## B\n\n```text\n## no\n```\n\n### C\n\n## D\n\ny\n";
        let page = Page::scan("book/a.md", text);
        let all = sections(&page);
        let found: Vec<(usize, &str, &str)> = all
            .iter()
            .map(|s| (s.line, s.title, &text[s.heading.start..s.end]))
            .collect();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].0, found[0].1), (5, "B"));
        assert!(found[0].2.starts_with("## B\n") && found[0].2.ends_with("### C\n\n"));
        assert_eq!(found[1], (13, "D", "## D\n\ny\n"));
        assert_eq!(title_at(&all, 5), "");
        assert_eq!(title_at(&all, found[0].2.len()), "B");
    }
}
