//! The mould of a chapter: first screen, what stands open, what is folded, in one order.

use notebook::{Complaint, Page};

use crate::directives::draws;
use crate::prose::prose;
use crate::sections::{Section, sections};

/// The headings that every chapter has, in their order.
pub const HEADINGS: [&str; 11] = [
    "Why",
    "Gradient",
    "When to use it, when not, and what instead",
    TRAPS,
    "In other libraries",
    "Often said, but",
    FOLDED[0],
    FOLDED[1],
    FOLDED[2],
    "Exercises",
    "Sources",
];
/// Where each trap is a heading of the third level with a few lines.
pub const TRAPS: &str = "Where it breaks";
/// Sections for reference, which are folded.
pub const FOLDED: [&str; 3] = ["In Rust", "Properties", "Numbers"];

/// Before these a chapter may have sections of its own.
const OWN_BEFORE: [&str; 2] = [HEADINGS[1], HEADINGS[2]];
/// The most lines of a trap, its run aside.
const TRAP_LINES: usize = 3;

/// What is not as the mould has it.
pub fn check(page: &Page) -> Vec<Complaint> {
    let all = sections(page);
    let mut complaints: Vec<Complaint> = headings(page, &all).into_iter().collect();
    complaints.extend(first_screen(page, &all));
    for section in &all {
        match section.title {
            TRAPS => complaints.extend(traps(page, section)),
            title if title == FOLDED[1] => {
                complaints.extend(properties_are_tested(page, section));
            }
            _ => {}
        }
    }
    complaints
}

/// The headings in their order; the first that is not where it belongs.
fn headings(page: &Page, all: &[Section<'_>]) -> Option<Complaint> {
    let mut expected = HEADINGS.iter().peekable();
    for Section { line, title, .. } in all {
        match expected.peek() {
            Some(wanted) if *wanted == title => {
                expected.next();
            }
            Some(wanted) if OWN_BEFORE.contains(wanted) && !HEADINGS.contains(title) => {}
            Some(wanted) => {
                let message = format!(
                    "found the heading `{title}`, expected `{wanted}`: all chapters have the same headings in the same order, and those of their own before `{}` and `{}`",
                    OWN_BEFORE[0], OWN_BEFORE[1]
                );
                return Some(Complaint::new(&page.name, *line, message));
            }
            None => {
                let last = HEADINGS[HEADINGS.len() - 1];
                let message = format!(
                    "found the heading `{title}`, expected no more: `{last}` is a chapter's last"
                );
                return Some(Complaint::new(&page.name, *line, message));
            }
        }
    }
    let wanted = expected.next()?;
    let line = all.last().map_or(1, |section| section.line);
    let message =
        format!("the heading `{wanted}` is missing: write `## {wanted}` behind this section");
    Some(Complaint::new(&page.name, line, message))
}

/// Title, one sentence, figure, card, two or three traps, and nothing else.
fn first_screen(page: &Page, all: &[Section<'_>]) -> Vec<Complaint> {
    let end = all.first().map_or(usize::MAX, |section| section.line);
    let head: Vec<(usize, &str)> = prose(page)
        .filter(|(line, text)| *line < end && !text.trim().is_empty())
        .collect();
    type Expected<'a> = (&'a str, &'a dyn Fn(&str) -> bool);
    let expected: [Expected<'_>; 4] = [
        ("the title, `# ..`", &|text| text.starts_with("# ")),
        ("one plain sentence", &|text| {
            !text.starts_with(['#', '<', '-', '|', '>'])
        }),
        ("a figure, `<!--@ figure NAME -->`", &draws),
        ("the card, `<!--@ card NAME -->`", &|text| {
            text.starts_with("<!--@ card ")
        }),
    ];
    for (i, (what, is_it)) in expected.iter().enumerate() {
        let found = head.get(i);
        if !found.is_some_and(|(_, text)| is_it(text)) {
            let (line, text) = found.copied().unwrap_or((1, "the first section"));
            let message = format!(
                "expected {what}, found `{}`: a chapter begins with title, sentence, figure, card and two or three traps",
                shortened(text)
            );
            return vec![Complaint::new(&page.name, line, message)];
        }
    }
    let traps = &head[expected.len()..];
    let is_trap = |text: &str| text.starts_with("- [") && text.contains("](#");
    if let Some((line, text)) = traps.iter().find(|(_, text)| !is_trap(text)) {
        let message = format!(
            "expected a trap in one line that begins with a link to where it is explained, `- [..](#..)`, found `{}`",
            shortened(text)
        );
        return vec![Complaint::new(&page.name, *line, message)];
    }
    if !(2..=3).contains(&traps.len()) {
        let line = head.last().map_or(1, |(line, _)| *line);
        let message = format!(
            "expected two or three traps behind the card, `- [..](#..): ..`, found {}",
            traps.len()
        );
        return vec![Complaint::new(&page.name, line, message)];
    }
    vec![]
}

/// The first words of a line.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}..", &text[..at]),
        None => text.to_owned(),
    }
}

/// Each trap has a heading and a few lines.
fn traps(page: &Page, section: &Section<'_>) -> Vec<Complaint> {
    let end = page.line_of(section.end.saturating_sub(1));
    let mut complaints = vec![];
    let mut trap: Option<(usize, usize)> = None;
    let inside = prose(page)
        .filter(|(line, text)| (section.line + 1..=end).contains(line) && !text.trim().is_empty());
    for (line, text) in inside {
        if text.starts_with("### ") {
            trap = Some((line, 0));
        } else if let Some((_, lines)) = &mut trap {
            *lines += 1;
            if *lines == TRAP_LINES + 1 {
                let message = format!(
                    "a trap of more than {TRAP_LINES} lines: say what happens, why, and what to do; the rest is its run, which is folded"
                );
                complaints.push(Complaint::new(&page.name, line, message));
            }
        } else {
            let message = format!("a line of `{TRAPS}` before its first trap: begin with `### ..`");
            complaints.push(Complaint::new(&page.name, line, message));
            return complaints;
        }
    }
    complaints
}

/// Each item of *Properties* names the test that holds it.
fn properties_are_tested(page: &Page, section: &Section<'_>) -> Vec<Complaint> {
    let end = page.line_of(section.end.saturating_sub(1));
    prose(page)
        .filter(|(line, _)| (section.line..=end).contains(line))
        .filter(|(_, text)| is_item(text) && !text.contains("<!--@ property "))
        .map(|(line, _)| {
            let message = "a property without its test: end it with `<!--@ property FUNCTION NAME -->`, a claim of the catalogue or a property in tests/src/properties/";
            Complaint::new(&page.name, line, message)
        })
        .collect()
}

/// An item of a list, of whatever mark.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '+']) && line[1..].starts_with(' ')
        || (number.len() < line.len() && number.starts_with([')', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# T\n\nS.\n\n<!--@ figure gelu -->\n\n<!--@ card gelu -->\n\n- [A](#a): b.\n- [C](#c): d.\n";

    fn chapter() -> String {
        let sections = HEADINGS.map(|heading| format!("\n## {heading}\n"));
        HEAD.to_owned() + &sections.concat()
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let found = check(&Page::scan("book/activations/gelu.md", text));
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(expected), "{}", found[0]);
    }

    #[test]
    fn a_chapter_keeps_the_mould() {
        let text = chapter();
        assert_eq!(check(&Page::scan("book/activations/gelu.md", &text)), []);
        let own = text.replace(
            "\n## Gradient\n",
            "\n## Its own\n\n## Gradient\n\n## More\n",
        );
        assert_eq!(check(&Page::scan("book/activations/gelu.md", &own)), []);
        refused(
            &text.replace("\n## Gradient\n", ""),
            "gelu.md:14: found the heading `When to use it, when not, and what instead`, expected `Gradient`",
        );
        refused(
            &text.replace("\n## Numbers\n", "\n## Own\n\n## Numbers\n"),
            "found the heading `Own`, expected `Numbers`",
        );
        refused(
            &text.replace("\n## Sources\n", ""),
            "the heading `Sources` is missing",
        );
        refused(&(text + "\n## More\n"), "expected no more");
    }

    #[test]
    fn the_first_screen_is_complete() {
        let text = chapter();
        refused(&text.replace("S.\n\n", ""), "expected one plain sentence");
        refused(
            &text.replace("<!--@ figure gelu -->\n\n", ""),
            "expected a figure",
        );
        refused(
            &text.replace("<!--@ card gelu -->\n\n", ""),
            "expected the card",
        );
        refused(
            &text.replace("- [A](#a): b.\n", ""),
            "two or three traps behind the card",
        );
        refused(
            &text.replace("- [A](#a)", "- A"),
            ":9: expected a trap in one line",
        );
    }

    #[test]
    fn a_trap_is_short() {
        let traps = |body: &str| {
            let heading = "## Where it breaks\n";
            chapter().replace(heading, &format!("{heading}\n{body}"))
        };
        let long = "a.\n".repeat(TRAP_LINES);
        let run = "\n```rust\nlet _x = 1;\n```\n";
        let ok = traps(&format!("### T\n\n{long}{run}"));
        assert_eq!(check(&Page::scan("book/activations/gelu.md", &ok)), []);
        refused(
            &traps(&format!("### T\n\n{long}b.\n")),
            "a trap of more than 3 lines",
        );
        refused(&traps("a.\n\n### T\n"), "before its first trap");
    }

    #[test]
    fn a_property_has_its_test() {
        let heading = "## Properties\n";
        let text = chapter().replace(heading, &format!("{heading}\n- Odd.\n"));
        refused(&text, "a property without its test");
    }
}
