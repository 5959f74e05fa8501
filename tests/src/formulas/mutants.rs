//! Formulas of the book with one thing wrong: each must be refused.

use std::collections::BTreeMap;

use formula::mutate::{Mutant, mutants};
use notebook::Page;

use super::checked;
use super::read::{self, Everywhere, Instead};
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
    /// Those that mean the same as their formula, each proven so.
    pub equivalent: usize,
    /// Those that passed and must not.
    pub survivors: Vec<Problem>,
}

/// A mutant that means the same as its formula.
struct Equivalent {
    page: &'static str,
    /// The changed LaTeX; white space does not count.
    latex: &'static str,
    /// Why it means the same.
    proof: &'static str,
}

/// Mutants that mean the same as their formula. One that is not met is told: it has no place here.
const EQUIVALENT: &[Equivalent] = &[
    Equivalent {
        page: "book/activations/mish.md",
        latex: r"\operatorname{Mish}(x) = x \tanh \ln\left( 1 + e^x \right) = x\,\frac{e^{2x} + 2 e^x}{e^{2x} + 2 e^x + 2}",
        proof: "a function without brackets takes the one factor behind it: the logarithm",
    },
    Equivalent {
        page: "book/activations/mish.md",
        latex: r"\omega = \tanh \ln\left( 1 + e^x \right)",
        proof: "a function without brackets takes the one factor behind it: the logarithm",
    },
    Equivalent {
        page: "book/activations/prelu.md",
        latex: r"\frac{\partial \operatorname{PReLU}_ {a+1} (x)}{\partial a} = \min(x, 0)",
        proof: "PReLU is linear in its slope: the derivative is the same at a + 1",
    },
    Equivalent {
        page: "book/activations/sigmoid.md",
        latex: r"\operatorname{hardsigmoid}' (- x) = \begin{cases} \frac{1}{6} & \text{if } |x| < 3 \\ 0 & \text{otherwise} \end{cases}",
        proof: "the slope is even",
    },
    Equivalent {
        page: "book/activations/swish.md",
        latex: r"\frac{\partial \operatorname{Swish}_\beta (- x)}{\partial \beta} = x^2\,\sigma(v)\,\sigma(-v)",
        proof: "x²·σ(v)·σ(-v) is even in x",
    },
    Equivalent {
        page: "book/activations/tanh.md",
        latex: r"\operatorname{softsign}' (- x) = \frac{1}{\left(1 + |x|\right)^2}",
        proof: "the slope is even",
    },
    Equivalent {
        page: "book/notation.md",
        latex: r"\Phi'(x) = \varphi (- x)",
        proof: "φ is even: φ(-x) = e^(-(-x)²/2)/√(2π) = φ(x)",
    },
    Equivalent {
        page: "book/activations/selu.md",
        latex: r"\operatorname{SELU}(x) = \begin{cases} \lambda x & \text{if } x \ge 0 \\ \lambda \alpha \cdot \left( e^x - 1 \right) & \text{otherwise} \end{cases}",
        proof: "at x = 0 both cases are 0, and the slope there is the gradient's to choose",
    },
    Equivalent {
        page: "book/activations/sigmoid.md",
        latex: r"\operatorname{hardsigmoid}(x) = \begin{cases} 0 & \text{if } x < -3 \\ 1 & \text{if } x \ge 3 \\ \frac{x}{6} + \frac{1}{2} & \text{otherwise} \end{cases}",
        proof: "at x = -3 both cases are 0, and the slope there is the gradient's to choose",
    },
    Equivalent {
        page: "book/activations/sigmoid.md",
        latex: r"\operatorname{hardsigmoid}(x) = \begin{cases} 0 & \text{if } x \le -3 \\ 1 & \text{if } x > 3 \\ \frac{x}{6} + \frac{1}{2} & \text{otherwise} \end{cases}",
        proof: "at x = 3 both cases are 1, and the slope there is the gradient's to choose",
    },
    Equivalent {
        page: "book/activations/elu.md",
        latex: r"\operatorname{ELU}_\alpha(x) = \begin{cases} x & \text{if } x \ge 0 \\ \alpha \left( e^x - 1 \right) & \text{otherwise} \end{cases}",
        proof: "at x = 0 both cases are 0, and the slope there is the gradient's to choose",
    },
    Equivalent {
        page: "book/activations/elu.md",
        latex: r"\operatorname{CELU}_\alpha(x) = \begin{cases} x & \text{if } x \ge 0 \\ \alpha \left( e^{x / \alpha} - 1 \right) & \text{otherwise} \end{cases}",
        proof: "at x = 0 both cases are 0, and both slopes are 1",
    },
    Equivalent {
        page: "book/activations/elu.md",
        latex: r"\operatorname{CELU}_\alpha'(x) = \begin{cases} 1 & \text{if } x \ge 0 \\ e^{x / \alpha} & \text{otherwise} \end{cases}",
        proof: "at x = 0 both cases are 1",
    },
    Equivalent {
        page: "book/activations/relu.md",
        latex: r"\operatorname{SquaredReLU}(x) = \left(- \max(x, 0)\right)^2",
        proof: "the square of -v is the square of v",
    },
    Equivalent {
        page: "book/activations/leaky-relu.md",
        latex: r"\operatorname{LeakyReLU}_a(x) = \begin{cases} x & \text{if } x \ge 0 \\ a\,x & \text{otherwise} \end{cases}",
        proof: "at x = 0 both cases are 0, and the slope there is the gradient's to choose",
    },
    Equivalent {
        page: "book/notation.md",
        latex: r"\Phi' (- x) = \varphi(x)",
        proof: "φ is even, and Φ' is φ",
    },
    Equivalent {
        page: "book/activations/sigmoid.md",
        latex: r"\sigma' (- x) = \sigma(x)\,\sigma(-x) = \sigma(x)\,\bigl(1 - \sigma(x)\bigr)",
        proof: "σ' is even: σ'(-x) = σ(-x) σ(x)",
    },
    Equivalent {
        page: "book/activations/gelu.md",
        latex: r"\operatorname{GELU}'(x) = \Phi(x) + x\,\varphi (- x)",
        proof: "φ is even",
    },
    Equivalent {
        page: "book/activations/glu.md",
        latex: r"\operatorname{ReGLU}(a, b) = a\,\max (- 0, b)",
        proof: "-0 is 0",
    },
    Equivalent {
        page: "book/activations/glu.md",
        latex: r"\frac{\partial}{\partial a} \operatorname{ReGLU}(a, b) = \max (- 0, b)",
        proof: "-0 is 0",
    },
    Equivalent {
        page: "book/activations/geglu.md",
        latex: r"\frac{\partial}{\partial b} \operatorname{GEGLU}(a, b) = a\,\bigl(\Phi(b) + b\,\varphi (- b)\bigr)",
        proof: "φ is even",
    },
    Equivalent {
        page: "book/activations/swish.md",
        latex: r"\operatorname{HardSwish}(x) = \frac{x}{6} \min\left( 6, \max\left (- 0, x + 3 \right) \right)",
        proof: "-0 is 0",
    },
    Equivalent {
        page: "book/losses/regression/huber.md",
        latex: r"\operatorname{Huber}_\delta(r) = \begin{cases} \frac{1}{2} r^2 & \text{if } |r| < \delta \\ \delta \left( |r| - \frac{1}{2} \delta \right) & \text{otherwise} \end{cases}",
        proof: "at |r| = δ both cases are δ²/2, and both slopes are δ",
    },
    Equivalent {
        page: "book/losses/regression/huber.md",
        latex: r"\operatorname{SmoothL1}_\beta(r) = \begin{cases} \frac{r^2}{2 \beta} & \text{if } |r| \le \beta \\ |r| - \frac{1}{2} \beta & \text{otherwise} \end{cases}",
        proof: "at |r| = β both cases are β/2, and both slopes are 1",
    },
    Equivalent {
        page: "book/losses/classification/categorical-cross-entropy.md",
        latex: r"\frac{\partial L(z, y)}{\partial z_i} = \begin{cases} \operatorname{softmax}(z)_ {y} - 1 & \text{if } i = y \\ \operatorname{softmax}(z)_i & \text{otherwise} \end{cases}",
        proof: "in this case i = y",
    },
];

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
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let mut met = vec![false; EQUIVALENT.len()];
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
            Fate::Passed => {
                score.made += 1;
                let known = EQUIVALENT.iter().position(|e| {
                    e.page == page.name && squeezed(e.latex) == squeezed(&mutant.latex)
                });
                if let Some(at) = known {
                    met[at] = true;
                    score.equivalent += 1;
                } else {
                    let message = format!(
                        "a wrong formula passes ({}): {}; if it means the same, add it to EQUIVALENT in tests/src/formulas/mutants.rs with the proof, else compare it at more points",
                        mutant.change,
                        mutant
                            .latex
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join(" ")
                    );
                    score.survivors.push(Problem::new(
                        &page.name,
                        page.formulas[*number].line,
                        message,
                    ));
                }
            }
        }
    }
    // A page of which nothing, or not everything, was tried is not asked for.
    let read = |e: &&Equivalent| wanted(e.page) && pages.iter().any(|page| page.name == e.page);
    for (one, _) in EQUIVALENT
        .iter()
        .zip(&met)
        .filter(|(e, met)| !**met && read(e))
    {
        let message = format!(
            "no mutant is `{}` any more ({}): take it out of EQUIVALENT",
            one.latex, one.proof
        );
        score
            .survivors
            .push(Problem::new("tests/src/formulas/mutants.rs", 1, message));
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
            let of_others = is_notation && !wanted(&page.name);
            if of_others && !is_used(pages, everywhere, number, &made, &wanted) {
                continue;
            }
            all.extend(made.into_iter().map(|mutant| (page, number, mutant)));
        }
    }
    all
}

/// Whether one of the wanted pages says something else when that formula of the notation does.
fn is_used(
    pages: &[Page],
    everywhere: &Everywhere,
    number: usize,
    made: &[Mutant],
    wanted: impl Fn(&str) -> bool,
) -> bool {
    let others: Vec<&Page> = (pages.iter())
        .filter(|page| page.name != read::NOTATION && wanted(&page.name))
        .collect();
    let claims = |everywhere: &Everywhere| -> Vec<Task> {
        let tasks = others
            .iter()
            .map(|page| read::of_page(page, everywhere, None));
        tasks.flatten().collect()
    };
    let before = claims(everywhere);
    made.iter().take(READ).any(|mutant| {
        let instead = Instead {
            page: read::NOTATION,
            formula: number,
            latex: &mutant.latex,
        };
        let after = claims(&read::notation(pages, Some(&instead)).0);
        let changed = |(a, b): (&Task, &Task)| a.claim != b.claim;
        before.len() != after.len() || before.iter().zip(&after).any(changed)
    })
}

/// So many mutants of a definition are looked at to see who uses it: any that is read, or that is no
/// formula, shows it.
const READ: usize = 3;

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
    Passed,
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
        read::tasks(pages, Some(&instead))
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
    let refused = changed.into_iter().any(|task| {
        !checked(&Task {
            hasty: true,
            ..task
        })
        .outcome
        .problems
        .is_empty()
    });
    if refused { Fate::Refused } else { Fate::Passed }
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
        // What cannot be told from right on one page is told there as well, and nothing else.
        let score = score_of(&pages, |page| page == gelu);
        assert!(score.refused > 50 && score.equivalent > 0, "{score:?}");
        assert_eq!(score.survivors, []);
    }
}
