//! The lines of a page that a reader reads as sentences, headings and tables.

use notebook::Page;

/// A line of the page outside of fences and formulas, with its number.
pub fn prose(page: &Page) -> impl Iterator<Item = (usize, &str)> {
    let mut fence: Option<&str> = None;
    let mut formula = false;
    page.text.lines().enumerate().filter_map(move |(i, line)| {
        let start = line.trim_start();
        let mark = if start.starts_with('~') { '~' } else { '`' };
        let run = &start[..start.len() - start.trim_start_matches(mark).len()];
        match fence {
            Some(open) => {
                if run.starts_with(open) && start.trim_end() == run {
                    fence = None;
                }
                return None;
            }
            None if run.len() >= 3 => {
                fence = Some(run);
                return None;
            }
            None => {}
        }
        // The closing line may bear the formula's mark.
        let bare = line.split("<!--=").next().unwrap_or(line);
        if bare.trim() == "$$" {
            formula = !formula;
            return None;
        }
        (!formula).then_some((i + 1, line))
    })
}
