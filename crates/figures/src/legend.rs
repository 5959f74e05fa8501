//! The key of a figure: a sample of each line and its name, in rows above the box.

use crate::label::text_width;
use crate::role::Role;
use crate::svg::{Num, ROW, Svg, WIDTH};

/// Length of a sample; shows each pattern of dashes at least once.
const SAMPLE: f64 = 44.0;
const GAP: f64 = 8.0;
/// Between one name and the next sample.
const SPACE: f64 = 22.0;
/// Left end of a row; half a stroke from the edge of the page.
const LEFT: f64 = 3.0;

/// Names with their positions.
pub(crate) struct Legend<'a> {
    entries: Vec<(f64, f64, Role, &'a str)>,
    pub height: f64,
}

/// Width kept for a number behind `=`, so that nothing moves while it is dragged.
const NUMBER: &str = "−0.000";

/// Room for a name, whatever number it ends in.
fn room(name: &str) -> f64 {
    let (before, number) = name.rsplit_once("= ").unwrap_or((name, ""));
    if number.is_empty() {
        return text_width(name);
    }
    text_width(before) + text_width("= ") + text_width(number).max(text_width(NUMBER))
}

impl<'a> Legend<'a> {
    /// Sets the names from left to right, and on as many rows as they need.
    pub fn new(names: impl Iterator<Item = (Role, &'a str)>) -> Self {
        let (mut x, mut row) = (LEFT, 0.0);
        let mut entries = Vec::new();
        for (role, name) in names.filter(|(_, name)| !name.is_empty()) {
            let width = SAMPLE + GAP + room(name);
            if x + width > WIDTH && x > LEFT {
                (x, row) = (LEFT, row + 1.0);
            }
            entries.push((x, (row + 0.5) * ROW, role, name));
            x += width + SPACE;
        }
        let height = if entries.is_empty() {
            0.0
        } else {
            (row + 1.0) * ROW
        };
        Self { entries, height }
    }

    pub fn draw(&self, svg: &mut Svg) {
        for &(x, y, role, name) in &self.entries {
            let d = format!("M{} {}h{SAMPLE}", Num(x), Num(y));
            role.draw(svg, &d);
            svg.text(&[("x", &Num(x + SAMPLE + GAP)), ("y", &Num(y))], name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_on_the_page_and_apart() {
        let names = [
            "cross-entropy",
            "focal loss",
            "slope",
            "a rather long name",
            "hinge",
        ];
        let legend = Legend::new(names.iter().map(|&name| (Role::Value, name)));
        let mut end = (0.0, 0.0);
        for &(x, y, _, name) in &legend.entries {
            assert!((y, x) > end, "{name} begins before the last name ends");
            end = (y, x + SAMPLE + GAP + text_width(name));
            assert!(end.1 <= WIDTH, "{name} ends at {}", end.1);
        }
        assert_eq!(legend.height, 2.0 * ROW);
    }

    #[test]
    fn without_names_there_is_no_legend() {
        assert_eq!(Legend::new([(Role::Value, "")].into_iter()).height, 0.0);
    }
}
