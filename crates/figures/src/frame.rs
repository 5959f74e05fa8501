//! The box of a figure of columns: its grid, and the ticks and the name of its upright axis.

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
            svg.text(&[("x", &Num(x)), ("y", &Num(y))], &tick.label);
        }
        svg.close();
        if !self.label.is_empty() {
            let y = Num(self.label_y);
            svg.text(&[("x", &"2"), ("y", &y)], &self.label);
        }
    }

    /// Middle of row `i` of the text below the box.
    pub fn row(&self, i: f64) -> f64 {
        self.area.bottom + GAP + (i + 0.5) * ROW
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
