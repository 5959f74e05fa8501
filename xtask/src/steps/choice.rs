//! The steps and pages that a run of `verify` covers.

use super::Step;

/// Which steps and pages to look at.
#[derive(Default)]
pub struct Choice {
    /// Empty for all.
    pub steps: Vec<String>,
    /// A page; the checks of functions are then those of its functions.
    pub page: Option<String>,
}

impl Choice {
    /// Whether a step is to run.
    pub fn wants(&self, step: &Step) -> bool {
        if self.steps.is_empty() {
            self.page.is_none() || step.is_of_a_page()
        } else {
            self.steps.iter().any(|name| name == step.name)
        }
    }

    /// Whether a single page is verified, with everything that concerns it.
    pub fn is_alone(&self) -> bool {
        self.page.is_some() && self.steps.is_empty()
    }

    /// What a successful run for a single page does not cover, for its last line.
    pub fn left_out(&self) -> Option<String> {
        self.is_alone().then(|| LEFT_OUT.to_owned())
    }
}

/// The checks that belong to no page or are too slow for an author to wait for.
const LEFT_OUT: &str = "library (tests of the whole workspace, rustdoc, packages), clippy; \
of other pages: style, formulas, programs, the browser, and cells and numbers that name no function of this page; \
of this page, in the browser: contrast, the sizes of what is pressed, reading in pieces, and in a narrow window \
loading and axe-core (`verify browser --page PAGE` has them); \
search, the bits of the module, a second build of the site";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::STEPS;

    fn choice(steps: &[&str], page: Option<&str>) -> Choice {
        Choice {
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            page: page.map(str::to_owned),
        }
    }

    fn wanted(choice: &Choice) -> Vec<&'static str> {
        let wanted = STEPS.iter().filter(|step| choice.wants(step));
        wanted.map(|step| step.name).collect()
    }

    #[test]
    fn a_page_by_itself_runs_all_but_the_librarys_tests_and_says_so() {
        let page = choice(&[], Some("relu"));
        let mut all = wanted(&choice(&[], None));
        all.retain(|step| *step != "library");
        assert_eq!(wanted(&page), all);
        let left_out = page.left_out().expect("something is left out");
        for what in ["library", "clippy", "of other pages", "search"] {
            assert!(left_out.contains(what), "{left_out}");
        }
    }

    #[test]
    fn a_whole_run_leaves_nothing_out_and_named_steps_are_what_was_asked_for() {
        let whole = choice(&[], None);
        assert_eq!(wanted(&whole).len(), STEPS.len());
        assert_eq!(whole.left_out(), None);
        let named = choice(&["cells"], Some("relu"));
        assert_eq!((wanted(&named), named.left_out()), (vec!["cells"], None));
    }
}
