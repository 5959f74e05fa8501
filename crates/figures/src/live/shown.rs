//! What a figure shows: a picture, words, and its values as a table.

use super::control::{Control, State};
use super::typed::Settable;
use crate::columns::Columns;
use crate::layers::{Table, View};

/// What a figure shows in a state of its controls.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The picture.
    pub svg: String,
    /// What can be read off, in one line of text.
    pub words: String,
    /// The values of the picture, for readers who cannot see it.
    pub table: Table,
    /// Why there is nothing to show for what was typed.
    pub(super) refusal: Option<String>,
    /// Texts beside controls, by name, where the number alone is not enough.
    says: Vec<(String, String)>,
}

impl Shown {
    /// A figure, and what can be read off it.
    pub(super) fn of(view: &View, words: String) -> Shown {
        Shown::new(view.svg(), view.table(), words)
    }

    /// A figure of columns, and what can be read off it.
    pub(super) fn columns(columns: &Columns, words: String) -> Shown {
        Shown::new(columns.svg(), columns.table(), words)
    }

    /// An answer in words and rows, without a picture.
    pub(super) fn answer(words: String, table: Table) -> Shown {
        Shown::new(String::new(), table, words)
    }

    /// Nothing: what was typed makes no sense together. Begins with the label of the control.
    pub(super) fn refused(why: String) -> Shown {
        let nothing = Shown::answer(String::new(), Table::default());
        Shown {
            refusal: Some(why),
            ..nothing
        }
    }

    fn new(svg: String, table: Table, words: String) -> Shown {
        Shown {
            svg,
            words,
            table,
            refusal: None,
            says: vec![],
        }
    }

    /// Sets the text beside a control, where it is not just the number.
    pub(super) fn says(mut self, control: &dyn Settable, text: Option<String>) -> Shown {
        let name = control.control().name;
        self.says.extend(text.map(|text| (name, text)));
        self
    }

    /// The text beside a control.
    pub(super) fn said(&self, control: &Control, state: &State) -> String {
        let own = self.says.iter().find(|(name, _)| *name == control.name);
        own.map_or_else(|| state.says(control), |(_, says)| says.clone())
    }
}
