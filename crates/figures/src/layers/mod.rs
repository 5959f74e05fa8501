//! A figure as panels of layers: one description, from which the picture, its key and the table of
//! its values are made. So picture and table cannot differ.
//!
//! ```text
//! View ── Panel ── Line, Bars, Dots, Mark, Stroke, Text, Cursor, Knob ..
//!   │       └───── two axes, which say where a value is drawn
//!   ├── svg()      the picture
//!   └── table()    its values in words
//! ```

mod draw;
mod line;
mod map;
mod shapes;
mod strips;
mod table;

use crate::axis::Axis;
use crate::cursor::Cursor;
use crate::mark::Mark;
use crate::role::Role;

pub(crate) use line::{Line, line, points, steps};
pub(crate) use map::Map;
pub(crate) use strips::{Strip, Strips};
pub(crate) use table::Part;
pub use table::Table;

/// A figure.
pub(crate) struct View {
    /// Id of the SVG and prefix of the ids in it; no other id of the page may be the same.
    pub id: String,
    /// Short name, read out and shown on hover.
    pub title: String,
    /// Description for readers who cannot see the picture.
    pub description: String,
    panels: Vec<(Option<(f64, f64)>, Panel)>,
    /// Names that the key keeps room for, whether they are shown or not.
    reserved: Vec<(Role, String)>,
}

/// A box with axes, and what is in it.
pub(crate) struct Panel {
    x: Axis,
    y: Axis,
    layers: Vec<Layer>,
    /// Where the table reads the lines, unless they say so themselves.
    rows: Vec<f64>,
    digits: usize,
    /// Further columns of the table: a name, and a text for each row.
    also: Vec<Also>,
}

type Also = (String, Box<dyn Fn(f64) -> Option<String>>);

/// One thing in a panel; [`Panel::with`] adds it.
pub(crate) enum Layer {
    Line(Line),
    Bars(Bars),
    Dots(Dots),
    Mark(Mark),
    Stroke(Stroke),
    Text(Text),
    Stripes(Stripes),
    Map(Map),
    Strips(Strips),
    Cross(Cross),
    Cursor(Cursor),
    Knob(Knob),
}

/// Upright bars of one width, side by side from the left end of the axis to its right; negative ones hang.
pub(crate) struct Bars(pub Vec<f64>);

/// Dots; one that lies outside the box is drawn at its edge.
pub(crate) struct Dots {
    /// Their name over the table.
    pub label: &'static str,
    pub at: Vec<(f64, f64)>,
    /// Whether their heights are values, and not only keep them apart.
    pub has_heights: bool,
    pub is_full: bool,
}

/// Open dots at pairs of values.
pub(crate) fn dots(label: &'static str, at: impl IntoIterator<Item = (f64, f64)>) -> Dots {
    Dots {
        label,
        at: at.into_iter().collect(),
        has_heights: true,
        is_full: false,
    }
}

/// Full dots for numbers on the horizontal axis, in a row at some height.
pub(crate) fn numbers(label: &'static str, at: impl IntoIterator<Item = (f64, f64)>) -> Dots {
    Dots {
        is_full: true,
        ..hollow(label, at)
    }
}

/// Open dots for numbers on the horizontal axis.
pub(crate) fn hollow(label: &'static str, at: impl IntoIterator<Item = (f64, f64)>) -> Dots {
    Dots {
        has_heights: false,
        ..dots(label, at)
    }
}

/// An auxiliary line, which the table does not list.
pub(crate) struct Stroke {
    pub at: Vec<(f64, f64)>,
    pub style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Faint and dotted, beneath the lines.
    Guide,
    /// Dashed, beneath the lines.
    Strong,
    /// Thin and solid, beneath the lines: the edge of something.
    Edge,
    /// Thick, over the lines: a distance.
    Measure,
}

/// A faint dotted line through pairs of values.
pub(crate) fn guide(at: impl IntoIterator<Item = (f64, f64)>) -> Stroke {
    stroke(Style::Guide, at)
}

/// A line in a style.
pub(crate) fn stroke(style: Style, at: impl IntoIterator<Item = (f64, f64)>) -> Stroke {
    Stroke {
        at: at.into_iter().collect(),
        style,
    }
}

/// Words with a rim of paper: around a pair of values, or in the upper left corner.
pub(crate) struct Text {
    pub text: String,
    pub at: Option<(f64, f64)>,
}

/// Words around a pair of values.
pub(crate) fn text(text: impl Into<String>, at: (f64, f64)) -> Text {
    Text {
        text: text.into(),
        at: Some(at),
    }
}

/// Words in the upper left corner.
pub(crate) fn corner(text: impl Into<String>) -> Text {
    Text {
        text: text.into(),
        at: None,
    }
}

/// Upright stripes over all that lies left of a value.
pub(crate) struct Stripes(pub f64);

/// A line across and one from top to bottom, and a dot where they meet.
pub(crate) struct Cross(pub f64, pub f64);

/// A handle, which moves a control along an axis.
pub(crate) struct Knob {
    pub control: String,
    pub at: (f64, f64),
    /// `x` or `y`.
    pub along: char,
    /// The values at the ends of the control.
    pub ends: (f64, f64),
}

impl Knob {
    /// Sets the values at the ends of the control, where they differ from its own.
    pub fn between(self, from: f64, to: f64) -> Knob {
        Knob {
            ends: (from, to),
            ..self
        }
    }
}

macro_rules! layers {
    ($($layer:ident),*) => {
        $(impl From<$layer> for Layer {
            fn from(layer: $layer) -> Layer {
                Layer::$layer(layer)
            }
        })*
    };
}
layers!(
    Line, Bars, Dots, Mark, Stroke, Text, Stripes, Map, Strips, Cross, Cursor, Knob
);

impl View {
    /// A figure without panels.
    pub fn new(id: impl Into<String>, title: impl Into<String>, description: String) -> View {
        View {
            id: id.into(),
            title: title.into(),
            description,
            panels: vec![],
            reserved: vec![],
        }
    }

    /// Keeps room in the key for all that a figure may show, so that nothing moves when a part of it
    /// is left out.
    pub fn reserve(self, names: Vec<(Role, String)>) -> View {
        View {
            reserved: names,
            ..self
        }
    }

    /// Adds the only panel.
    pub fn panel(mut self, panel: Panel) -> View {
        self.panels.push((None, panel));
        self
    }

    /// Adds a panel between two horizontal coordinates.
    pub fn beside(mut self, from: f64, to: f64, panel: Panel) -> View {
        self.panels.push((Some((from, to)), panel));
        self
    }
}

impl Panel {
    /// An empty box.
    pub fn new(x: Axis, y: Axis) -> Panel {
        let rows = x.even(16);
        Panel {
            x,
            y,
            layers: vec![],
            rows,
            digits: 6,
            also: vec![],
        }
    }

    /// Adds a layer.
    pub fn with(mut self, layer: impl Into<Layer>) -> Panel {
        self.layers.push(layer.into());
        self
    }

    /// Adds several layers of one kind.
    pub fn all<L: Into<Layer>>(mut self, layers: impl IntoIterator<Item = L>) -> Panel {
        self.layers.extend(layers.into_iter().map(Into::into));
        self
    }

    /// Sets the places at which the table lists the values of the lines.
    pub fn rows(self, rows: impl IntoIterator<Item = f64>) -> Panel {
        Panel {
            rows: rows.into_iter().collect(),
            ..self
        }
    }

    /// Sets the number of significant digits in the table.
    pub fn digits(self, digits: usize) -> Panel {
        Panel { digits, ..self }
    }

    /// Adds a column to the table that is not drawn: its name, and its text at a place.
    pub fn also(
        mut self,
        name: impl Into<String>,
        says: impl Fn(f64) -> Option<String> + 'static,
    ) -> Panel {
        self.also.push((name.into(), Box::new(says)));
        self
    }

    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.layers.iter().filter_map(|layer| match layer {
            Layer::Line(line) => Some(line),
            _ => None,
        })
    }
}
