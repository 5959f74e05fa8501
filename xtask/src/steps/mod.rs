//! The steps of `verify`, one entry each: its name, what it checks about a single page, its function.

mod beside;
mod choice;
mod fresh;
mod pages;
mod run;
mod site;

use std::sync::LazyLock;

use notebook::{Memory, Page};

use crate::report::Done;
pub use choice::Choice;
pub use fresh::Fresh;
pub use run::Run;

/// A step of `verify`.
pub struct Step {
    /// As it is typed and reported.
    pub name: &'static str,
    pub about_a_page: AboutAPage,
    pub work: Work,
}

/// How a step runs.
pub enum Work {
    /// In its turn, with what the steps before it found.
    InTurn(Box<dyn Fn(&mut Run<'_>) -> Done + Send + Sync>),
    /// Beside the steps that follow: nothing is handed over, in neither direction.
    Beside(fn(&Memory) -> Done),
}

/// What a step checks about a single page.
pub enum AboutAPage {
    /// Something, whatever the page contains.
    Always,
    /// Something, unless this says why not.
    Unless(fn(&Page) -> Option<&'static str>),
    /// Nothing, for this reason, but it is quick enough to run with a page anyway.
    Nothing(&'static str),
    /// Nothing, for this reason, and it is too slow to run with a page.
    LeftOut(&'static str),
}

use AboutAPage::{Always, LeftOut, Nothing, Unless};

/// All steps in the order in which they run: the quickest first, except where one needs another.
pub static STEPS: LazyLock<Vec<Step>> = LazyLock::new(|| {
    let mut steps = vec![step("style", Always, pages::style)];
    steps.extend(verification::STEPS.iter().map(|own| {
        let about_a_page = match own.by_function {
            true => Unless(no_chapter),
            false => Nothing("it belongs to no page"),
        };
        step(own.name, about_a_page, |run| run.functions(own))
    }));
    steps.extend([
        step("formulas", Always, pages::formulas),
        step("mutants", Always, pages::mutants),
        step("cells", Unless(no_cell), pages::cells),
        step("values", Unless(no_value), pages::values),
        step("programs", Unless(no_program), pages::programs),
        Step {
            name: "library",
            about_a_page: LeftOut("it belongs to no page"),
            work: Work::Beside(beside::library),
        },
        step("book", Always, site::book),
        step("browser", Always, site::browser),
    ]);
    steps
});

fn step(
    name: &'static str,
    about_a_page: AboutAPage,
    run: impl Fn(&mut Run<'_>) -> Done + Send + Sync + 'static,
) -> Step {
    Step {
        name,
        about_a_page,
        work: Work::InTurn(Box::new(run)),
    }
}

/// The names of all steps, in their order.
pub fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

fn no_chapter(page: &Page) -> Option<&'static str> {
    let is_chapter = chapters::project::is_chapter(page);
    (!is_chapter).then_some("the page is no function's chapter")
}

fn no_cell(page: &Page) -> Option<&'static str> {
    (page.cells.is_empty()).then_some("the page has no cell")
}

fn no_value(page: &Page) -> Option<&'static str> {
    (page.values.is_empty()).then_some("the page has no inline value")
}

fn no_program(page: &Page) -> Option<&'static str> {
    (page.cells.is_empty() && page.listings.is_empty())
        .then_some("the page has no cell and no listing")
}

impl Step {
    /// Why it finds nothing to check on any of these pages.
    pub fn idle_on(&self, pages: &[Page]) -> Option<&'static str> {
        match self.about_a_page {
            Always => None,
            Unless(why) => {
                let reasons: Option<Vec<&str>> = pages.iter().map(why).collect();
                reasons?.first().copied()
            }
            Nothing(why) | LeftOut(why) => Some(why),
        }
    }

    /// Whether it runs when a single page is verified.
    pub fn is_of_a_page(&self) -> bool {
        !matches!(self.about_a_page, LeftOut(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_page_lists_the_steps_in_their_order() {
        let readme = include_str!("../../../README.md");
        let (_, table) = readme
            .split_once("| Step | What it does |")
            .expect("a table");
        let rows = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'));
        let listed: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
        assert_eq!(listed, names());
    }

    #[test]
    fn a_step_without_anything_to_check_says_so() {
        let front = [Page::scan(
            "book/README.md",
            "# Front\n\n1.5<!--= 1.5 -->\n",
        )];
        let why = |name: &str, pages: &[Page]| {
            let step = STEPS.iter().find(|step| step.name == name);
            step.expect("a step").idle_on(pages)
        };
        for (step, reason) in [
            ("golden", Some("the page is no function's chapter")),
            ("cells", Some("the page has no cell")),
            ("constants", Some("it belongs to no page")),
            ("library", Some("it belongs to no page")),
            ("values", None),
            ("style", None),
            ("book", None),
            ("browser", None),
        ] {
            assert_eq!(why(step, &front), reason, "{step}");
        }
        // One page with something to check is enough.
        let chapter = Page::scan("book/activations/gelu.md", "# GELU\n");
        let [front] = front;
        assert_eq!(why("golden", &[front, chapter]), None);
    }
}
