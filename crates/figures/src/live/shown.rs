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
    /// What can be read off, in a line.
    pub words: String,
    /// The values of the picture, for those who do not see it.
    pub table: Table,
    /// What controls say of their values, by name, where the number alone would not do.
    says: Vec<(String, String)>,
}

impl Shown {
    /// A figure, and what can be read off it.
    pub(super) fn of(view: &View, words: String) -> Shown {
        Shown::new(view.svg(), view.table(), words)
    }

    /// The same for columns.
    pub(super) fn columns(columns: &Columns, words: String) -> Shown {
        Shown::new(columns.svg(), columns.table(), words)
    }

    fn new(svg: String, table: Table, words: String) -> Shown {
        Shown {
            svg,
            words,
            table,
            says: vec![],
        }
    }

    /// The same where a control says something else of its value than its number, if it does.
    pub(super) fn says(mut self, control: &dyn Settable, text: Option<String>) -> Shown {
        let name = control.control().name;
        self.says.extend(text.map(|text| (name, text)));
        self
    }

    /// What a control says of its value.
    pub(super) fn said(&self, control: &Control, state: &State) -> String {
        let own = self.says.iter().find(|(name, _)| *name == control.name);
        own.map_or_else(|| state.says(control), |(_, says)| says.clone())
    }
}
