//! Displayed formulas: checked against the code, mutated, and reported on the page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use notebook::{Complaint, Formula, Memory, Page, escape};
use serde_json::{Value, json};
use verification::formulas::mutants::Score;
use verification::formulas::{Checked, How, check_on, mutants};

use crate::evidence::Evidence;
use crate::numbers::grouped;
use crate::remembered;

/// The page of the shared definitions.
const NOTATION: &str = "book/notation.md";

/// Checks the formulas of these pages; definitions of the notation hold on all of them.
pub fn check(
    evidence: &mut Evidence,
    all: &[Page],
    pages: &[Page],
) -> (usize, String, Vec<Complaint>) {
    let (checked, remembered) = known_or_checked(&evidence.memory, all, pages);
    evidence.remembered += remembered;
    let complaints = checked
        .iter()
        .flat_map(|formula| &formula.outcome.problems)
        .map(|p| Complaint::new(&p.file, p.line, p.message.clone()))
        .collect();
    let points = checked.iter().map(|f| f.outcome.points).sum::<usize>();
    let slowest = checked
        .iter()
        .filter(|f| f.seconds > 0.0)
        .max_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .map_or(String::new(), |f| {
            format!(", the slowest {:.2} s at {}:{}", f.seconds, f.page, f.line)
        });
    let unchecked = checked
        .iter()
        .filter(|f| matches!(f.how, How::Unchecked(_)))
        .count();
    let remark = format!(
        "{} comparisons, {unchecked} not checked{slowest}",
        grouped(points)
    );
    let count = checked.len();
    evidence.formulas = checked;
    (count, remark, complaints)
}

/// What was found of a page, and the texts that it was found of: its own and that of the notation.
type Known = BTreeMap<String, (String, String, Vec<Checked>)>;

/// What the checks read of a page: its formulas with their marks.
fn read_of(page: &Page) -> Vec<(&str, bool, Option<&str>)> {
    let formulas = page.formulas.iter();
    let read = formulas.map(|formula| {
        let latex = &page.text[formula.latex.clone()];
        let mark = formula.mark.as_ref().map(|mark| mark.text.as_str());
        (latex, formula.display, mark)
    });
    read.collect()
}

/// What the memory calls what was found of the formulas of a page, and of wrong ones in their place.
pub const FORMULAS: &str = "formulas";
pub const MUTANTS: &str = "mutants";

/// What was found of a page's formulas depends on them and on those of the notation; that the
/// notation defines nothing in vain depends on all pages.
fn key<'a>(all: &'a [Page], page: &'a Page) -> impl std::hash::Hash + 'a {
    let others = |other: &&Page| page.name == NOTATION || other.name == NOTATION;
    let others = all.iter().filter(others);
    let others: Vec<_> = others.map(|other| (&other.name, read_of(other))).collect();
    (&page.name, read_of(page), others)
}

/// The formulas of these pages, and how many were not checked again: a page that did not change
/// keeps what was found of it.
fn known_or_checked(memory: &Memory, all: &[Page], pages: &[Page]) -> (Vec<Checked>, usize) {
    static KNOWN: Mutex<Known> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(|broken| broken.into_inner());
    let notation = all.iter().find(|page| page.name == NOTATION);
    let notation = notation.map_or("", |page| page.text.as_str());
    // What the notation defines and nobody uses depends on every page.
    let is_known = |page: &Page| {
        let same =
            |(text, defined, _): &(String, String, _)| *text == page.text && defined == notation;
        page.name != NOTATION && known.get(&page.name).is_some_and(same)
    };
    let mut fresh: BTreeSet<&str> = (pages.iter())
        .filter(|page| !is_known(page))
        .map(|page| page.name.as_str())
        .collect();
    let mut again = 0;
    for page in pages {
        if !fresh.contains(page.name.as_str()) {
            continue;
        }
        let kept = memory.recall(FORMULAS, &key(all, page));
        if let Some(kept) = kept.and_then(|text| remembered::formulas(page, &text)) {
            again += kept.len();
            fresh.remove(page.name.as_str());
            let own = (page.text.clone(), notation.to_owned(), kept);
            known.insert(page.name.clone(), own);
        }
    }
    let mut found = check_on(all, |name| fresh.contains(name));
    for page in pages
        .iter()
        .filter(|page| fresh.contains(page.name.as_str()))
    {
        let (own, rest) = found
            .into_iter()
            .partition(|formula| formula.page == page.name);
        found = rest;
        if let Some(text) = remembered::formulas_as_text(page, &own) {
            memory.keep(FORMULAS, &key(all, page), &text);
        }
        known.insert(
            page.name.clone(),
            (page.text.clone(), notation.to_owned(), own),
        );
    }
    let checked = (pages.iter())
        .filter_map(|page| known.get(&page.name))
        .flat_map(|(.., checked)| checked.clone())
        .chain(found);
    (checked.collect(), again)
}

/// The pages whose formulas are checked for these: the notation as well, which may define what they no
/// longer use; all, if the notation is among them, because it holds on all.
pub fn with_notation(all: &[Page], pages: &[Page]) -> Vec<Page> {
    let is_wanted = |name: &str| pages.iter().any(|page| page.name == name);
    let everything = is_wanted(NOTATION);
    let wanted = |page: &&Page| everything || page.name == NOTATION || is_wanted(&page.name);
    all.iter().filter(wanted).cloned().collect()
}

/// Puts wrong formulas in the place of right ones of these pages: each must be refused.
pub fn mutate(
    evidence: &mut Evidence,
    all: &[Page],
    pages: &[Page],
) -> (usize, String, Vec<Complaint>) {
    let wanted = |name: &str| pages.iter().any(|page| page.name == name);
    let formulas: Vec<_> = all.iter().map(|page| (&page.name, read_of(page))).collect();
    let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    let key = (names, formulas);
    let kept = evidence.memory.recall(MUTANTS, &key);
    let score = match kept.and_then(|text| remembered::score(&text)) {
        Some(score) => {
            evidence.remembered += score.made;
            score
        }
        None => {
            let score = mutants::score_of(all, wanted);
            if let Some(text) = remembered::score_as_text(&score) {
                evidence.memory.keep(MUTANTS, &key, &text);
            }
            score
        }
    };
    // A mutant of a formula that is wrong itself may be the right one; and what meant the same as the
    // right one is not met.
    let any_wrong = (evidence.formulas.iter()).any(|c| !c.outcome.problems.is_empty());
    let is_wrong = |file: &str, line: usize| {
        let page = all.iter().find(|page| page.name == file);
        let mut of_line = page.into_iter().flat_map(|page| &page.formulas);
        let latex = of_line
            .find(|formula| formula.line == line)
            .map(|f| &f.latex);
        let mut checked = evidence.formulas.iter();
        checked.any(|c| c.page == file && Some(&c.latex) == latex && !c.outcome.problems.is_empty())
    };
    let complaints = (score.survivors.iter())
        .filter(|p| !is_wrong(&p.file, p.line))
        .filter(|p| !any_wrong || p.file.starts_with("book/"))
        .map(|p| Complaint::new(&p.file, p.line, p.message.clone()))
        .collect();
    let remark = format!(
        "{} refused, {} mean the same; {} more read as no formula",
        score.refused, score.same, score.unread
    );
    let made = score.made;
    // The site states the score of the whole book only.
    evidence.mutants = (pages.len() == all.len()).then_some(score);
    (made, remark, complaints)
}

/// The formulas for `verify.json`: what each claims, how it was checked, what that cost.
pub fn as_json(formulas: &[Checked]) -> Value {
    let one = |f: &Checked| {
        json!({
            "page": f.page, "line": f.line, "mark": f.mark, "how": how(&f.how), "comparisons": f.outcome.points,
            "thorough_points": f.thorough, "left_out": f.left_out, "largest_error_ulp": f.outcome.worst, "seconds": f.seconds,
        })
    };
    formulas.iter().map(one).collect()
}

fn how(how: &How) -> &'static str {
    match how {
        How::Code => "code",
        How::Identity => "identity",
        How::Definition => "definition",
        How::Unchecked(_) => "unchecked",
        How::Unread => "unread",
    }
}

/// What became of a formula of a page, if it was looked at.
fn checked<'a>(page: &Page, formula: &Formula, evidence: &'a Evidence) -> Option<&'a Checked> {
    let is_it = |f: &&Checked| f.page == page.name && f.latex == formula.latex;
    evidence.formulas.iter().find(is_it)
}

/// The sign of a formula and what it says: against what it was checked, how often, with what largest error.
pub fn verdict(page: &Page, formula: &Formula, evidence: &Evidence) -> (&'static str, String) {
    let unseen = ("○", "Not looked at in this build".to_owned());
    let (Some(mark), Some(checked)) = (&formula.mark, checked(page, formula, evidence)) else {
        return unseen;
    };
    let comparisons = grouped(checked.outcome.points);
    match &checked.how {
        _ if !checked.outcome.problems.is_empty() => {
            let tip = "this check failed: the page was built for its author";
            ("✗", tip.to_owned())
        }
        How::Code => {
            let tip = format!(
                "Parsed and compared with {}, value or slope: {comparisons} comparisons, {} points with any precision, largest error {:.1} ulp",
                mark.text, checked.thorough, checked.outcome.worst
            );
            ("✓", tip)
        }
        How::Identity => {
            let free = mark.text.split_once(" with ");
            let tip = format!(
                "Its sides were evaluated at {comparisons} points{} and agree to 45 digits{}",
                free.map_or(String::new(), |(_, free)| format!(", for any {free},")),
                match checked.left_out {
                    0 => String::new(),
                    n => format!("; {n} more need more digits than were tried"),
                }
            );
            ("✓", tip)
        }
        How::Definition => {
            let tip = "True by definition; the formulas below that use it are checked";
            ("✓", tip.to_owned())
        }
        How::Unchecked(reason) => ("○", format!("Not checked: {reason}")),
        How::Unread => unseen,
    }
}

/// The mark beside a formula: its sign, what it was compared with, and the rest on request.
pub fn mark(page: &Page, formula: &Formula, evidence: &Evidence) -> Option<String> {
    let mark = formula.mark.as_ref()?;
    let checked = checked(page, formula, evidence)?;
    let shown = match &checked.how {
        _ if !checked.outcome.problems.is_empty() => mark.text.clone(),
        How::Code => mark.text.clone(),
        How::Identity => "identity".to_owned(),
        How::Definition => "definition".to_owned(),
        How::Unchecked(_) => "not checked".to_owned(),
        How::Unread => return None,
    };
    let (sign, tip) = verdict(page, formula, evidence);
    let class = match sign {
        "✗" => " is-red",
        "○" => " is-open",
        _ => "",
    };
    Some(format!(
        "<span class=\"proof{class}\" tabindex=\"0\" data-tip=\"{}\"><span class=\"sign\">{sign}</span> {}</span>",
        escape::attribute(&tip),
        escape::text(&shown)
    ))
}

/// The formulas of the book that are not checked, each with its reason.
pub fn unchecked(evidence: &Evidence) -> String {
    let rows: String = evidence
        .formulas
        .iter()
        .filter_map(|f| match &f.how {
            How::Unchecked(reason) => Some(format!(
                "<tr><td>{}, line {}</td><td>{}</td></tr>",
                escape::text(f.page.trim_start_matches("book/")),
                f.line,
                escape::text(reason)
            )),
            _ => None,
        })
        .collect();
    format!(
        "<div class=\"table-wrapper\"><table><thead><tr><th>Formula</th><th>Why it is not checked</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
}

/// What became of the wrong formulas.
pub fn score(score: Option<&Score>) -> String {
    match score {
        Some(score) => format!(
            "<strong>{}</strong> wrong formulas were made, <strong>{}</strong> refused; <strong>{}</strong> mean the same as the right one, each with a proof beside it in the source; <strong>{}</strong> more changes left no formula at all and were refused where they stand",
            grouped(score.made),
            grouped(score.refused),
            grouped(score.same),
            grouped(score.unread)
        ),
        None => "in this build they were not counted, only a whole <code>cargo xtask verify</code> does that".to_owned(),
    }
}
