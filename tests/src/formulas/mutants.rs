//! Formulas of the book with one thing wrong: each must be refused.

use formula::mutate::{Mutant, mutants};
use notebook::Page;

use super::read::{self, Claim, Instead, Task};
use super::subject::{Subject, arguments};
use super::checked;
use crate::outcome::Problem;

/// What became of the mutants of all checked formulas.
#[derive(Debug, Default)]
pub struct Score {
    /// Mutants that are formulas.
    pub made: usize,
    /// Of them, those that were refused.
    pub refused: usize,
    /// Those that mean the same, each with its proof in `EQUIVALENT`.
    pub equivalent: usize,
    /// Those that passed and must not.
    pub survivors: Vec<Problem>,
}

/// Mutants that mean the same as their formula: page, changed LaTeX, proof.
///
/// The LaTeX is compared without white space.
const EQUIVALENT: &[(&str, &str, &str)] = &[];

/// Applies every mutation to every checked formula.
#[must_use]
pub fn score(pages: &[Page]) -> Score {
    let baseline = read::tasks(pages, None);
    let mut all: Vec<(&Page, usize, Mutant)> = vec![];
    for page in pages {
        for (number, formula) in page.formulas.iter().enumerate() {
            let task = baseline.iter().find(|t| t.page == page.name && t.latex == formula.latex);
            let Some(subject) = task.and_then(subject) else { continue };
            let symbols: Vec<String> = arguments(subject.function).into_iter().map(|a| a.symbol).collect();
            let symbols: Vec<&str> = symbols.iter().map(String::as_str).filter(|s| !s.contains(' ')).collect();
            let latex = &page.text[formula.latex.clone()];
            all.extend(mutants(latex, &symbols).into_iter().map(|mutant| (page, number, mutant)));
        }
    }
    let fates = notebook::run::each(&all, |(page, number, mutant)| fate(pages, &baseline, page, *number, mutant));
    let mut score = Score::default();
    for ((page, number, mutant), fate) in all.iter().zip(fates) {
        match fate {
            Fate::NoFormula => {}
            Fate::Refused => {
                score.made += 1;
                score.refused += 1;
            }
            Fate::Passed => {
                score.made += 1;
                let squeezed = |text: &str| text.split_whitespace().collect::<String>();
                let known = EQUIVALENT
                    .iter()
                    .any(|(file, latex, _)| *file == page.name && squeezed(latex) == squeezed(&mutant.latex));
                if known {
                    score.equivalent += 1;
                } else {
                    let message = format!(
                        "a wrong formula passes ({}): {}",
                        mutant.change,
                        mutant.latex.split_whitespace().collect::<Vec<_>>().join(" ")
                    );
                    score.survivors.push(Problem::new(&page.name, page.formulas[*number].line, message));
                }
            }
        }
    }
    score
}

fn subject(task: &Task) -> Option<&Subject> {
    match task.claim.as_ref().ok()? {
        Claim::Code { subject, .. } | Claim::Identity { subject, .. } | Claim::Definition { subject } => Some(subject),
        Claim::Unchecked(_) => None,
    }
}

enum Fate {
    /// It does not read as a formula at all.
    NoFormula,
    Refused,
    Passed,
}

/// Checks the book with one formula changed, as far as that changes anything.
fn fate(pages: &[Page], baseline: &[Task], page: &Page, number: usize, mutant: &Mutant) -> Fate {
    let instead = Instead { page: &page.name, formula: number, latex: &mutant.latex };
    let own = &page.formulas[number].latex;
    let changed: Vec<Task> = read::tasks(pages, Some(&instead))
        .into_iter()
        .filter(|task| {
            let before = baseline.iter().find(|b| b.page == task.page && b.latex == task.latex);
            before.is_none_or(|before| before.claim != task.claim)
        })
        .collect();
    // What is not read at the formula's own place was never a formula.
    if changed.iter().any(|task| task.page == page.name && task.latex == *own && task.claim.is_err()) {
        return Fate::NoFormula;
    }
    let refused = changed.into_iter().any(|task| !checked(&Task { hasty: true, ..task }).outcome.problems.is_empty());
    if refused { Fate::Refused } else { Fate::Passed }
}
