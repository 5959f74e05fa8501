//! Formulas of the book with one thing wrong: each must be refused.

use std::collections::BTreeMap;

use formula::mutate::{Mutant, mutants};
use notebook::Page;

use super::checked;
use super::read::{self, Everywhere, Instead};
use super::same;
use super::subject::Subject;
use super::task::{Claim, Task};
use crate::outcome::Problem;

/// What became of the mutants of all checked formulas.
#[derive(Debug, Default)]
pub struct Score {
    /// Mutants that are formulas.
    pub made: usize,
    /// Beside them, changes that do not read as a formula any more: refused at their place, too.
    pub unread: usize,
    /// Those of them by what was changed.
    pub unread_by_change: BTreeMap<&'static str, usize>,
    /// Of them, those that were refused.
    pub refused: usize,
    /// Those that mean the same as their formula: equal to it wherever they are compared.
    pub same: usize,
    /// Those that passed and must not.
    pub survivors: Vec<Problem>,
}

/// Applies every mutation to every checked formula.
#[must_use]
pub fn score(pages: &[Page]) -> Score {
    score_of(pages, |_| true)
}

/// The same for the formulas of some of the pages and for what these use of the notation.
#[must_use]
pub fn score_of(pages: &[Page], wanted: impl Fn(&str) -> bool) -> Score {
    let baseline = read::tasks(pages, None);
    let (everywhere, _) = read::notation(pages, None);
    let all = candidates(pages, &everywhere, &baseline, &wanted);
    let fates = notebook::run::each(&all, |(page, number, mutant)| {
        fate(pages, &everywhere, &baseline, page, *number, mutant)
    });
    let mut score = Score::default();
    for ((page, number, mutant), fate) in all.iter().zip(fates) {
        match fate {
            Fate::NoFormula => {
                score.unread += 1;
                *score.unread_by_change.entry(mutant.change).or_default() += 1;
            }
            Fate::Refused => {
                score.made += 1;
                score.refused += 1;
            }
            Fate::Same => {
                score.made += 1;
                score.same += 1;
            }
            Fate::Passed(where_it_differs) => {
                score.made += 1;
                let latex: Vec<&str> = mutant.latex.split_whitespace().collect();
                let message = format!(
                    "a wrong formula passes ({}): {}; it differs from the right one {where_it_differs}, where the check in tests/src/formulas/points does not look: add such a point",
                    mutant.change,
                    latex.join(" ")
                );
                let line = page.formulas[*number].line;
                score
                    .survivors
                    .push(Problem::new(&page.name, line, message));
            }
        }
    }
    score
}

/// The mutants to be tried: the page, the formula's place on it, the change.
fn candidates<'a>(
    pages: &'a [Page],
    everywhere: &Everywhere,
    baseline: &[Task],
    wanted: impl Fn(&str) -> bool,
) -> Vec<(&'a Page, usize, Mutant)> {
    let mut all = vec![];
    for page in pages {
        let is_notation = page.name == read::NOTATION;
        if !wanted(&page.name) && !is_notation {
            continue;
        }
        for (number, formula) in page.formulas.iter().enumerate() {
            let task = baseline
                .iter()
                .find(|t| t.page == page.name && t.latex == formula.latex);
            let Some(subject) = task.and_then(subject) else {
                continue;
            };
            let arguments = subject.function.arguments().into_iter();
            let mut symbols: Vec<String> = arguments.map(|a| a.symbol.to_owned()).collect();
            symbols.extend(defined_on(page));
            let symbols: Vec<&str> = symbols
                .iter()
                .map(String::as_str)
                .filter(|s| !s.contains(' '))
                .collect();
            let latex = &page.text[formula.latex.clone()];
            let defines = task.is_some_and(|task| task.defines);
            let made = mutants(latex, &symbols, defines);
            if is_notation && !wanted(&page.name) {
                let users = everywhere.users(page, number, pages);
                if !users.iter().any(|user| wanted(&user.name)) {
                    continue;
                }
            }
            all.extend(made.into_iter().map(|mutant| (page, number, mutant)));
        }
    }
    all
}

/// The names of one letter that a page defines.
fn defined_on(page: &Page) -> impl Iterator<Item = String> + '_ {
    page.formulas.iter().filter_map(|formula| {
        let is_let = formula.mark.as_ref()?.text.starts_with("let ");
        let latex = page.text[formula.latex.clone()].trim_start();
        let letter = latex.chars().next().filter(char::is_ascii_alphabetic)?;
        is_let.then(|| letter.to_string())
    })
}

fn subject(task: &Task) -> Option<&Subject> {
    match task.claim.as_ref().ok()? {
        Claim::Code { subject, .. }
        | Claim::Identity { subject, .. }
        | Claim::Definition { subject } => Some(subject),
        Claim::Unchecked(_) => None,
    }
}

enum Fate {
    /// It does not read as a formula at all.
    NoFormula,
    Refused,
    /// It passes, and means the same.
    Same,
    /// It passes, and does not; where it differs.
    Passed(String),
}

/// Checks the book with one formula changed, as far as that changes anything.
fn fate(
    pages: &[Page],
    everywhere: &Everywhere,
    baseline: &[Task],
    page: &Page,
    number: usize,
    mutant: &Mutant,
) -> Fate {
    let instead = Instead {
        page: &page.name,
        formula: number,
        latex: &mutant.latex,
    };
    let own = &page.formulas[number].latex;
    // What a page defines holds on that page only, but for the notation.
    let again = if page.name == read::NOTATION {
        let (changed, mut tasks) = read::notation(pages, Some(&instead));
        for user in everywhere.users(page, number, pages) {
            tasks.extend(read::of_page(user, &changed, None));
        }
        tasks
    } else {
        read::of_page(page, everywhere, Some(&instead))
    };
    let changed: Vec<Task> = again
        .into_iter()
        .filter(|task| {
            let before = baseline
                .iter()
                .find(|b| b.page == task.page && b.latex == task.latex);
            before.is_none_or(|before| before.claim != task.claim)
        })
        .collect();
    // What is not read at the formula's own place was never a formula.
    if changed
        .iter()
        .any(|task| task.page == page.name && task.latex == *own && task.claim.is_err())
    {
        return Fate::NoFormula;
    }
    let refused = |task: &Task| {
        let hasty = Task {
            hasty: true,
            ..task.clone()
        };
        !checked(&hasty).outcome.problems.is_empty()
    };
    if changed.iter().any(refused) {
        return Fate::Refused;
    }
    let differs = changed.iter().find_map(|task| {
        let before = baseline
            .iter()
            .find(|b| b.page == task.page && b.latex == task.latex);
        match before {
            Some(before) => same::difference(&before.claim, &task.claim),
            None => Some("in what it is".to_owned()),
        }
    });
    differs.map_or(Fate::Same, Fate::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_tried_by_itself_with_what_it_uses_of_the_notation() {
        let book = records::source::root().join("book");
        let pages = notebook::pages::read(&book).expect("the pages");
        let baseline = read::tasks(&pages, None);
        let (everywhere, _) = read::notation(&pages, None);
        let tried = |name: &str| -> Vec<&str> {
            let found = candidates(&pages, &everywhere, &baseline, |page| page == name);
            let mut names: Vec<&str> = found.iter().map(|(page, ..)| page.name.as_str()).collect();
            names.dedup();
            names
        };
        let (relu, gelu) = ("book/activations/relu.md", "book/activations/gelu.md");
        assert_eq!(tried(relu), [relu]);
        // GELU is made of Φ and φ, which the notation defines.
        assert_eq!(tried(gelu), [gelu, read::NOTATION]);
        // What cannot be distinguished from the right formula on one page is reported there as well, and nothing else.
        let score = score_of(&pages, |page| page == gelu);
        assert!(score.refused > 50 && score.same > 0, "{score:?}");
        assert_eq!(score.survivors, []);
    }
}
