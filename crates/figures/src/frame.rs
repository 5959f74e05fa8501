//! The box of a figure with its grid, its ticks and the names of its axes.

use crate::axis::{Axis, Scale, Tick, ticks};
use crate::geometry::{Point, Rect};
use crate::label::text_width;
use crate::palette::{AXIS, GRID};
use crate::svg::{FONT, HEIGHT, Num, ROW, Svg, WIDTH};

/// Distance from a tick's label to the box.
const GAP: f64 = 8.0;

/// The box that values are drawn into, and its vertical axis.
pub(crate) struct Frame {
    pub area: Rect,
    pub y: Scale,
    ticks: Vec<Tick>,
    label: String,
    label_y: f64,
}

impl Frame {
    /// The box `headroom` below a header and the name of the axis, above `rows` rows of text, and
    /// right of the labels of `y`.
    pub fn new(y: &Axis, header: f64, headroom: f64, rows: f64) -> Self {
        let title = if y.label.is_empty() { 0.0 } else { ROW };
        let top = header + title + headroom;
        let bottom = HEIGHT - rows * ROW - GAP;
        let ticks = ticks(y, (bottom - top) / (2.2 * FONT));
        let area = Rect {
            left: widest(&ticks) + GAP + 2.0,
            top,
            right: WIDTH - GAP,
            bottom,
        };
        Self {
            area,
            y: Scale::new(y, bottom, top),
            ticks,
            label: y.label.clone(),
            label_y: header + ROW / 2.0,
        }
    }

    /// Lines at the ticks.
    pub fn rules(&self) -> Vec<Rule> {
        let Rect { left, right, .. } = self.area;
        let rule = |tick: &Tick| {
            let y = self.y.at(tick.value);
            (tick.is_zero, Point::new(left, y), Point::new(right, y))
        };
        self.ticks.iter().map(rule).collect()
    }

    /// Draws the labels of the ticks and the name of the axis.
    pub fn draw(&self, svg: &mut Svg) {
        svg.open("g", &[("text-anchor", &"end")]);
        let x = self.area.left - GAP;
        for tick in &self.ticks {
            let y = self.y.at(tick.value);
            svg.words("text", &[("x", &Num(x)), ("y", &Num(y))], &tick.label);
        }
        svg.close();
        if !self.label.is_empty() {
            let y = Num(self.label_y);
            svg.words("text", &[("x", &"2"), ("y", &y)], &self.label);
        }
    }

    /// Middle of row `i` of the text below the box.
    pub fn row(&self, i: f64) -> f64 {
        self.area.bottom + GAP + (i + 0.5) * ROW
    }
}

/// A horizontal axis in numbers, below a [`Frame`].
pub(crate) struct Across {
    pub x: Scale,
    ticks: Vec<Tick>,
    label: String,
}

impl Across {
    /// Rows of text that the axis takes.
    pub fn rows(x: &Axis) -> f64 {
        if x.label.is_empty() { 1.0 } else { 2.0 }
    }

    /// Chooses ticks whose labels do not touch, and gives the last one room in the frame.
    pub fn new(x: &Axis, frame: &mut Frame) -> Self {
        let mut most = 20.0;
        let mut found = ticks(x, most);
        // Fewer ticks may have shorter labels: take the most that fit.
        while most > 2.0 && most * (widest(&found) + 1.6 * FONT) > frame.area.width() {
            most -= 1.0;
            found = ticks(x, most);
        }
        frame.area.right = WIDTH - (widest(&found) / 2.0).max(GAP);
        Self {
            x: Scale::new(x, frame.area.left, frame.area.right),
            ticks: found,
            label: x.label.clone(),
        }
    }

    /// Lines at the ticks.
    pub fn rules(&self, frame: &Frame) -> Vec<Rule> {
        let rule = |tick: &Tick| {
            let x = self.x.at(tick.value);
            let (top, bottom) = (frame.area.top, frame.area.bottom);
            (tick.is_zero, Point::new(x, top), Point::new(x, bottom))
        };
        self.ticks.iter().map(rule).collect()
    }

    /// Draws the labels of the ticks and the name of the axis.
    pub fn draw(&self, svg: &mut Svg, frame: &Frame) {
        svg.open("g", &[("text-anchor", &"middle")]);
        for tick in &self.ticks {
            let (x, y) = (self.x.at(tick.value), frame.row(0.0));
            svg.words("text", &[("x", &Num(x)), ("y", &Num(y))], &tick.label);
        }
        if !self.label.is_empty() {
            let x = (frame.area.left + frame.area.right) / 2.0;
            let y = frame.row(1.0);
            svg.words("text", &[("x", &Num(x)), ("y", &Num(y))], &self.label);
        }
        svg.close();
    }
}

/// A line at a value, from one side of the box to the other, and whether the value is zero.
pub(crate) type Rule = (bool, Point, Point);

/// Draws faint lines, and stronger ones at zero over them.
pub(crate) fn draw_rules(svg: &mut Svg, rules: &[Rule]) {
    for (zero, class, colour, width) in [
        (false, "figure-grid", GRID, "1.2"),
        (true, "figure-axis", AXIS, "1.6"),
    ] {
        let lines = rules.iter().filter(|rule| rule.0 == zero);
        let d: String = lines
            .map(|(_, a, b)| match a.y == b.y {
                true => format!("M{} {}H{}", Num(a.x), Num(a.y), Num(b.x)),
                false => format!("M{} {}V{}", Num(a.x), Num(a.y), Num(b.y)),
            })
            .collect();
        if !d.is_empty() {
            svg.leaf(
                "path",
                &[
                    ("class", &class),
                    ("stroke", &colour),
                    ("stroke-width", &width),
                    ("d", &d),
                ],
            );
        }
    }
}

pub(crate) fn widest(ticks: &[Tick]) -> f64 {
    let widths = ticks.iter().map(|tick| text_width(&tick.label));
    widths.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranges of every size: labels neither touch each other nor leave the page.
    #[test]
    fn tick_labels_have_room() {
        for (from, to) in [
            (-4.0, 4.0),
            (0.0, 1.0),
            (-1000.0, 1000.0),
            (0.0, 0.003),
            (1e6, 2e6),
        ] {
            let axis = Axis::new("x", from..=to);
            let mut frame = Frame::new(&axis, 27.0, 10.0, 2.0);
            let across = Across::new(&axis, &mut frame);
            assert!(across.ticks.len() >= 2, "{from}..={to}");
            let mut end = 0.0;
            for tick in &across.ticks {
                let half = text_width(&tick.label) / 2.0;
                let x = across.x.at(tick.value);
                assert!(x - half > end, "{} touches the label before", tick.label);
                end = x + half;
            }
            assert!(end <= WIDTH, "{from}..={to} ends at {end}");
            assert!(widest(&frame.ticks) + GAP < frame.area.left);
            let heights: Vec<f64> = frame.ticks.iter().map(|t| frame.y.at(t.value)).collect();
            assert!(heights.windows(2).all(|pair| pair[0] - pair[1] > FONT));
        }
    }
}
