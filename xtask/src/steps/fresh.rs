//! The pages whose cells and values are run: not those that were in order in an earlier run.

use chapters::cells::Mode;
use chapters::concerns::dependents;
use chapters::in_order;
use notebook::{Memory, Page};

use super::Choice;

/// The pages to run, and what was in order before.
pub struct Fresh {
    /// Run twice, alone and among others.
    pub pages: Vec<Page>,
    /// Pages that say something with the functions of a page that is verified by itself: run once.
    pub others: Vec<Page>,
    /// Of the pages, those that are not run again.
    known: Vec<Page>,
    /// Of the others, those that are not run again.
    known_others: Vec<Page>,
}

impl Fresh {
    /// What a run has to look at.
    pub fn of(choice: &Choice, memory: &Memory, all: &[Page], pages: &[Page]) -> Fresh {
        let is_known = |mode| move |page: &Page| in_order::cells(memory, page, mode);
        let (known, pages_to_run) = pages.iter().cloned().partition(is_known(Mode::Alone));
        let others = match choice.is_alone() {
            true => dependents(all, pages),
            false => vec![],
        };
        let (known_others, others) = others.into_iter().partition(is_known(Mode::Together));
        Fresh {
            pages: pages_to_run,
            others,
            known,
            known_others,
        }
    }

    /// Whether nothing has to be compiled.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.others.is_empty()
    }

    /// How many pages the others are, those that are not run again among them.
    pub fn other_pages(&self) -> usize {
        self.others.len() + self.known_others.len()
    }

    /// How many cells of the pages, and of the others, are not run again.
    pub fn known_cells(&self) -> (usize, usize) {
        let cells = |pages: &[Page]| pages.iter().map(|page| page.cells.len()).sum();
        (cells(&self.known), cells(&self.known_others))
    }

    /// How many values of the pages, and of the others, are not computed again.
    pub fn known_values(&self) -> (usize, usize) {
        let values = |pages: &[Page]| pages.iter().map(|page| page.values.len()).sum();
        (values(&self.known), values(&self.known_others))
    }
}
