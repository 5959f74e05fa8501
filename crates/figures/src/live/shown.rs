//! What a figure shows: a picture, words, and its values as a table.

use super::control::{Control, State};
use crate::svg::escape;

/// What a figure shows in a state of its controls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// The picture.
    pub svg: String,
    /// What can be read off, in a line.
    pub words: String,
    /// What controls say of their values, by name, where the number alone would not do.
    pub says: Vec<(String, String)>,
    /// The values of the picture, for those who do not see it.
    pub table: Table,
}

/// A small table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Shown {
    /// What a control says of its value.
    pub(super) fn says(&self, control: &Control, state: &State) -> String {
        let own = self.says.iter().find(|(name, _)| *name == control.name);
        own.map_or_else(|| state.says(control), |(_, says)| says.clone())
    }
}

impl Table {
    /// A table of these columns.
    #[must_use]
    pub fn new<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Table {
        Table {
            head: head.into_iter().map(Into::into).collect(),
            rows: vec![],
        }
    }

    /// As HTML on one line.
    #[must_use]
    pub fn html(&self) -> String {
        let cells = |tag: &str, cells: &[String]| -> String {
            let cell = |text: &String| format!("<{tag}>{}</{tag}>", escape(text));
            cells.iter().map(cell).collect()
        };
        let rows = self.rows.iter();
        let rows: String = (rows.map(|row| format!("<tr>{}</tr>", cells("td", row)))).collect();
        format!(
            "<table><thead><tr>{}</tr></thead><tbody>{rows}</tbody></table>",
            cells("th", &self.head)
        )
    }
}
