//! Groups failures: one message for all that have the same cause.

use notebook::Complaint;
use std::collections::BTreeMap;

/// The number of places and of pages named in a message; the others are counted.
const NAMED: usize = 4;

/// One failure of a page.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// What several failures share: a figure, a rule of axe-core.
    cause: String,
    /// Where or when: a width and theme, a control at a value. Empty if it does not matter.
    place: String,
    /// What was found there.
    what: String,
}

impl Wrong {
    pub fn new(
        cause: impl Into<String>,
        place: impl Into<String>,
        what: impl Into<String>,
    ) -> Wrong {
        Wrong {
            cause: cause.into(),
            place: place.into(),
            what: what.into(),
        }
    }

    /// `1280 px, light: 12 px`, or the part of it that exists.
    fn detail(&self) -> String {
        let parts = [&self.place, &self.what];
        let said: Vec<&str> = (parts.iter())
            .map(|part| part.as_str())
            .filter(|part| !part.is_empty())
            .collect();
        said.join(": ")
    }
}

/// One message for each cause, in order of appearance.
pub fn messages(wrong: &[Wrong]) -> Vec<String> {
    let mut causes: Vec<&str> = vec![];
    for one in wrong {
        if !causes.contains(&one.cause.as_str()) {
            causes.push(&one.cause);
        }
    }
    let of = |cause: &str| {
        let all: Vec<&Wrong> = wrong.iter().filter(|one| one.cause == cause).collect();
        let first = all[0].detail();
        if all.len() == 1 {
            return match first.as_str() {
                "" => cause.to_owned(),
                detail => format!("{cause}: {detail}"),
            };
        }
        let mut places: Vec<&str> = vec![];
        for one in &all {
            if !one.place.is_empty() && !places.contains(&one.place.as_str()) {
                places.push(&one.place);
            }
        }
        let times = if places.is_empty() { "times" } else { "places" };
        let mut message = format!("{cause}: {} {times}", all.len());
        if !places.is_empty() {
            message += &format!(": {}", listed(&places));
        }
        if !first.is_empty() {
            message += &format!("; first: {first}");
        }
        message
    };
    causes.into_iter().map(of).collect()
}

/// Reports a failure that many pages share once, for the first page, with the names of the others.
pub fn across_pages(complaints: Vec<Complaint>) -> Vec<Complaint> {
    let mut pages: BTreeMap<String, Vec<Complaint>> = BTreeMap::new();
    for complaint in complaints {
        let same = pages.entry(complaint.message.clone()).or_default();
        same.push(complaint);
    }
    let one = |same: Vec<Complaint>| {
        let name = |c: &Complaint| c.file.file_name().map(|n| n.to_string_lossy().into_owned());
        let others: Vec<String> = same.iter().skip(1).filter_map(name).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let mut first = same.into_iter().next()?;
        if !others.is_empty() {
            let count = others.len();
            first.message += &format!(" (and on {count} more: {})", listed(&others));
        }
        Some(first)
    };
    pages.into_values().filter_map(one).collect()
}

/// The first few, and the number of the others.
fn listed(all: &[&str]) -> String {
    let more = all.len().saturating_sub(NAMED);
    let mut named = all[..all.len() - more].join("; ");
    if more > 0 {
        named += &format!("; {more} more");
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_one_figure_are_one_message() {
        let figure = |place: &str| Wrong::new("the figure `curve elu`", place, "is `a`, not `b`");
        let places = [
            "at rest",
            "at rest",
            "alpha=3",
            "x=4",
            "zoom=2",
            "show=slope",
        ];
        let mut wrong: Vec<Wrong> = places.iter().map(|place| figure(place)).collect();
        wrong.insert(2, Wrong::new("the page has no title", "", ""));
        assert_eq!(
            messages(&wrong),
            [
                "the figure `curve elu`: 6 places: at rest; alpha=3; x=4; zoom=2; 1 more; first: at rest: is `a`, not `b`",
                "the page has no title",
            ]
        );
    }

    #[test]
    fn a_failure_by_itself_is_reported_in_full() {
        let one = Wrong::new("the page is too wide", "390 px, dark", "by 12 px");
        let console = Wrong::new("console message: x", "", "");
        assert_eq!(
            messages(&[one, console.clone()]),
            [
                "the page is too wide: 390 px, dark: by 12 px",
                "console message: x"
            ]
        );
        assert_eq!(
            messages(&[console.clone(), console]),
            ["console message: x: 2 times"]
        );
    }

    #[test]
    fn what_all_pages_have_in_common_is_reported_once() {
        let of =
            |page: &str, message: &str| Complaint::new(format!("target/book/{page}"), 1, message);
        let pages = ["a.html", "b.html", "c/d.html"];
        let mut complaints: Vec<Complaint> = pages.iter().map(|page| of(page, "no x")).collect();
        complaints.push(of("b.html", "its own"));
        let reported: Vec<String> = across_pages(complaints)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            reported,
            [
                "target/book/b.html:1: its own",
                "target/book/a.html:1: no x (and on 2 more: b.html; d.html)",
            ]
        );
    }
}
