//! Bars from left to right, with their words.

use super::Part;
use crate::axes::Axes;
use crate::numeral::significant;
use crate::palette::{PAPER, RIVAL, VALUE};
use crate::role::Role;
use crate::svg::{Num, Svg};

/// Bars one below the other, from the left edge, in a panel whose upright axis counts them.
pub(crate) struct Strips {
    /// The heads of the table's columns.
    pub head: [&'static str; 4],
    pub strips: Vec<Strip>,
}

/// One of them.
pub(crate) struct Strip {
    pub name: &'static str,
    /// Said after the name.
    pub more: String,
    /// Said within, before the value.
    pub amount: String,
    pub value: f64,
    pub role: Role,
}

impl Strips {
    /// The values in words.
    pub fn part(&self) -> Part {
        let row = |strip: &Strip| {
            let value = significant(strip.value, 5);
            vec![
                strip.name.to_owned(),
                strip.more.clone(),
                strip.amount.clone(),
                value,
            ]
        };
        Part {
            caption: String::new(),
            head: self.head.map(str::to_owned).to_vec(),
            rows: self.strips.iter().map(row).collect(),
            lit: vec![],
        }
    }

    /// Each bar below its name.
    pub fn draw(&self, svg: &mut Svg, axes: &Axes) {
        let left = axes.area.left;
        for (i, strip) in self.strips.iter().enumerate() {
            let row = axes.y.at(axes.y.to - i as f64);
            let words = format!("{}: {} {}", strip.name, self.head[1], strip.more);
            svg.text(
                &[
                    ("x", &Num(left + 4.0)),
                    ("y", &Num(row + 16.0)),
                    ("stroke", &PAPER),
                    ("stroke-width", &"5"),
                    ("paint-order", &"stroke"),
                ],
                &words,
            );
            let d = format!(
                "M{} {}H{}v38H{}z",
                Num(left),
                Num(row + 32.0),
                Num(axes.x.at(strip.value)),
                Num(left)
            );
            let (class, colour) = match strip.role {
                Role::Value => ("figure-value", VALUE),
                _ => ("figure-rival", RIVAL),
            };
            svg.leaf("path", &[("class", &class), ("fill", &colour), ("d", &d)]);
            svg.text(
                &[
                    ("x", &Num(left + 10.0)),
                    ("y", &Num(row + 51.0)),
                    ("fill", &PAPER),
                ],
                &format!("{} = {} ×", strip.amount, significant(strip.value, 4)),
            );
        }
    }
}
