//! Pages to tasks: each formula with what it claims, names resolved.

mod page;
mod tree;

use formula::Definition;
use notebook::Page;

use super::spelling::latex_names;
use super::task::Task;
use crate::outcome::Problem;
use page::Reader;

/// Another source in place of a formula's own: the page, the formula's place among its formulas.
pub struct Instead<'a> {
    pub page: &'a str,
    pub formula: usize,
    pub latex: &'a str,
}

/// The page whose definitions hold everywhere.
pub const NOTATION: &str = "book/notation.md";

/// What the page of the notation defines, for all others, and what of it was used so far.
#[derive(Clone, Default)]
pub struct Everywhere(Vec<Defined>);

/// All formulas that are to be checked, in the order of the pages, those of the notation first.
pub fn tasks(pages: &[Page], instead: Option<&Instead<'_>>) -> Vec<Task> {
    let (mut everywhere, mut tasks) = notation(pages, instead);
    for page in pages.iter().filter(|page| page.name != NOTATION) {
        let mut reader = Reader::new(page, &everywhere, instead);
        reader.read(&mut tasks);
        let own = reader.defined.split_off(everywhere.0.len());
        tasks.extend(unused(&own));
        // What one page uses of the notation stays used.
        everywhere = Everywhere(reader.defined);
    }
    tasks.extend(unused(&everywhere.0));
    tasks
}

/// The formulas of the notation, and what they define.
pub fn notation(pages: &[Page], instead: Option<&Instead<'_>>) -> (Everywhere, Vec<Task>) {
    let (mut everywhere, mut tasks) = (Everywhere::default(), vec![]);
    for page in pages.iter().filter(|page| page.name == NOTATION) {
        let mut reader = Reader::new(page, &everywhere, instead);
        reader.read(&mut tasks);
        everywhere = Everywhere(reader.defined);
    }
    (everywhere, tasks)
}

/// The formulas of another page.
pub fn of_page(page: &Page, everywhere: &Everywhere, instead: Option<&Instead<'_>>) -> Vec<Task> {
    let mut tasks = vec![];
    let mut reader = Reader::new(page, everywhere, instead);
    reader.read(&mut tasks);
    tasks.extend(unused(&reader.defined[everywhere.0.len()..]));
    tasks
}

/// Definitions that nothing uses: they would be true of anything.
fn unused(defined: &[Defined]) -> Vec<Task> {
    let lost = defined.iter().filter(|defined| !defined.used);
    lost.filter_map(|defined| {
        let task = defined.task.clone()?;
        let message = format!(
            "`{}` is defined and not used: nothing checks it",
            defined.definition.name
        );
        Some(Task {
            claim: Err(Problem::new(&task.page, task.line, message)),
            ..task
        })
    })
    .collect()
}

/// A definition and where it was made.
#[derive(Clone)]
pub struct Defined {
    definition: Definition,
    task: Option<Task>,
    used: bool,
    /// The place of its formula among those of its page.
    formula: usize,
}

impl Everywhere {
    /// The pages that say something else when a formula of the notation does: that name what it defines, or what is
    /// defined by that.
    pub fn users<'a>(&self, notation: &Page, formula: usize, pages: &'a [Page]) -> Vec<&'a Page> {
        let mut names: Vec<&str> = vec![];
        for defined in &self.0 {
            let latex = &notation.text[notation.formulas[defined.formula].latex.clone()];
            let made_of = names.iter().any(|name| latex_names(latex, name));
            if defined.formula == formula || made_of {
                names.push(&defined.definition.name);
            }
        }
        let uses = |page: &&Page| {
            page.formulas.iter().any(|formula| {
                let latex = &page.text[formula.latex.clone()];
                names.iter().any(|name| latex_names(latex, name))
            })
        };
        let others = pages.iter().filter(|page| page.name != NOTATION);
        others.filter(uses).collect()
    }
}
