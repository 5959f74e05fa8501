//! The questions of readers, with the pages that answer them: `questions.txt`.

use std::fmt;

use notebook::Complaint;

use super::search::ask;
use super::tab::Browser;

const FILE: &str = "crates/browser/src/questions.txt";
/// Where several pages are right, each is among the first so many.
const FIRST: usize = 3;

/// A page, and a section of it where that matters.
#[derive(Debug, PartialEq)]
struct Target<'a> {
    page: &'a str,
    section: Option<&'a str>,
}

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.section {
            Some(section) => write!(f, "{}#{section}", self.page),
            None => f.write_str(self.page),
        }
    }
}

impl Target<'_> {
    /// Whether a result leads there.
    fn is(&self, address: &str) -> bool {
        let (page, section) = address.split_once('#').unwrap_or((address, ""));
        page.strip_suffix(".html") == Some(self.page)
            && self.section.is_none_or(|wanted| wanted == section)
    }
}

/// A question and the places that answer it.
#[derive(Debug)]
struct Question<'a> {
    line: usize,
    text: &'a str,
    targets: Vec<Target<'a>>,
}

impl Question<'_> {
    /// What is wrong with these results, best first.
    fn complaint(&self, found: &[String]) -> Option<Complaint> {
        let best = found.first();
        let is_best = best.is_some_and(|best| self.targets.iter().any(|target| target.is(best)));
        let mut pages: Vec<&str> = vec![];
        let early = found.iter().take_while(|address| {
            let page = address.split('#').next().unwrap_or("");
            if !pages.contains(&page) {
                pages.push(page);
            }
            pages.len() <= FIRST
        });
        let early: Vec<&String> = early.collect();
        let is_early = |target: &Target| early.iter().any(|address| target.is(address));
        let missing: Vec<&Target> = self.targets.iter().filter(|t| !is_early(t)).collect();
        let wanted = match (is_best, missing.as_slice()) {
            (true, []) => return None,
            (false, _) => format!("expected first: {}", listed(self.targets.iter())),
            (true, missing) => format!(
                "expected on the first {FIRST} pages too: {}",
                listed(missing.iter().copied())
            ),
        };
        let message = format!(
            "the search answers `{}` with {early:?}: {wanted}",
            self.text
        );
        Some(Complaint::new(FILE, self.line, message))
    }
}

fn listed<'a>(targets: impl Iterator<Item = &'a Target<'a>>) -> String {
    let targets: Vec<String> = targets.map(Target::to_string).collect();
    targets.join(" or ")
}

/// Asks each question: how many, and which are not answered as they should be.
pub fn check(browser: &mut Browser) -> Result<(usize, Vec<Complaint>), String> {
    let questions = read(include_str!("questions.txt"))?;
    let answers = ask(browser, questions.iter().map(|question| question.text))?;
    let pairs = questions.iter().zip(&answers);
    let complaints = pairs.filter_map(|(question, found)| question.complaint(found));
    Ok((questions.len(), complaints.collect()))
}

fn read(text: &str) -> Result<Vec<Question<'_>>, String> {
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(i, line)| line_of(i + 1, line)).collect()
}

fn line_of(line: usize, text: &str) -> Result<Question<'_>, String> {
    let (question, targets) = (text.split_once(" = "))
        .ok_or_else(|| format!("{FILE}:{line}: `{text}`: expected `question = page#section`"))?;
    let target = |text| match str::split_once(text, '#') {
        Some((page, section)) => Target {
            page,
            section: Some(section),
        },
        None => Target {
            page: text,
            section: None,
        },
    };
    Ok(Question {
        line,
        text: question,
        targets: targets.split(", ").map(target).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(addresses: &[&str]) -> Vec<String> {
        addresses.iter().map(|a| (*a).to_owned()).collect()
    }

    #[test]
    fn every_line_is_a_question() {
        let questions = read(include_str!("questions.txt")).expect("the file is in order");
        assert!(questions.len() >= 40, "{}", questions.len());
        assert!(read("# none\n\nno page\n").is_err());
    }

    #[test]
    fn one_page_is_the_first_result_with_its_section() {
        let question = &read("a b = p/q#r").expect("a question")[0];
        assert!(
            question
                .complaint(&found(&["p/q.html#r", "x.html"]))
                .is_none()
        );
        let refused = question.complaint(&found(&["p/q.html#s", "p/q.html#r"]));
        assert_eq!(
            refused.map(|complaint| complaint.message).as_deref(),
            Some(
                "the search answers `a b` with [\"p/q.html#s\", \"p/q.html#r\"]: expected first: p/q#r"
            )
        );
        assert!(question.complaint(&[]).is_some());
    }

    #[test]
    fn pages_that_are_equally_right_are_all_on_the_first_three() {
        let question = &read("a = p, q").expect("a question")[0];
        assert!(
            question
                .complaint(&found(&["q.html", "q.html#a", "x.html", "p.html#b"]))
                .is_none()
        );
        assert!(
            question
                .complaint(&found(&["q.html", "x.html", "y.html", "p.html"]))
                .is_some()
        );
        assert!(
            question
                .complaint(&found(&["x.html", "p.html", "q.html"]))
                .is_some()
        );
    }
}
