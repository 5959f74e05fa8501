//! How the layers look that are neither lines nor marks.

use super::{Bars, Cross, Dots, Panel, Stripes, Stroke, Style, Text};
use crate::axes::Axes;
use crate::geometry::{Point, Rect};
use crate::palette::{AXIS, MARK, PAPER, VALUE};
use crate::path::path;
use crate::svg::{Num, Svg};

impl Panel {
    /// Where a pair of values is drawn that must not leave the box.
    pub(super) fn at_edge(&self, axes: &Axes, (x, y): (f64, f64)) -> Point {
        axes.within(self.x.place(x), self.y.place(y))
    }

    pub(super) fn draw_stroke(&self, svg: &mut Svg, axes: &Axes, stroke: &Stroke) {
        let place = |&(x, y): &(f64, f64)| (self.x.place(x), self.y.place(y));
        let d = path(&axes.runs(&stroke.at.iter().map(place).collect::<Vec<_>>()));
        if d.is_empty() {
            return;
        }
        let (class, colour, width, dashes) = match stroke.style {
            Style::Guide => ("figure-guide", AXIS, "1.8", "3 5"),
            Style::Strong => ("figure-guide", MARK, "2", "6 4"),
            Style::Edge => ("figure-guide", AXIS, "1.8", "none"),
            Style::Measure => ("figure-measure", MARK, "4", "none"),
        };
        svg.leaf(
            "path",
            &[
                ("class", &class),
                ("fill", &"none"),
                ("stroke", &colour),
                ("stroke-width", &width),
                ("stroke-dasharray", &dashes),
                ("d", &d),
            ],
        );
    }

    pub(super) fn draw_dots(&self, svg: &mut Svg, axes: &Axes, dots: &Dots) {
        let (radius, fill, stroke) = match dots.is_full {
            true => ("6", MARK, PAPER),
            false => ("5", PAPER, MARK),
        };
        svg.open(
            "g",
            &[("fill", &fill), ("stroke", &stroke), ("stroke-width", &"2")],
        );
        for dot in &dots.at {
            let at = self.at_edge(axes, *dot);
            svg.leaf(
                "circle",
                &[("cx", &Num(at.x)), ("cy", &Num(at.y)), ("r", &radius)],
            );
        }
        svg.close();
    }

    pub(super) fn draw_text(&self, svg: &mut Svg, axes: &Axes, text: &Text) {
        let (at, anchor) = match text.at {
            Some((x, y)) => {
                let (x, y) = (self.x.place(x), self.y.place(y));
                if !axes.x.contains(x) || !axes.y.contains(y) {
                    return;
                }
                (Point::new(axes.x.at(x), axes.y.at(y)), "middle")
            }
            None => (
                Point::new(axes.area.left + 6.0, axes.area.top + 14.0),
                "start",
            ),
        };
        svg.text(
            &[
                ("x", &Num(at.x)),
                ("y", &Num(at.y)),
                ("text-anchor", &anchor),
                ("stroke", &PAPER),
                ("stroke-width", &"6"),
                ("paint-order", &"stroke"),
            ],
            &text.text,
        );
    }

    pub(super) fn draw_cross(&self, svg: &mut Svg, axes: &Axes, Cross(x, y): &Cross) {
        let at = self.at_edge(axes, (*x, *y));
        let Rect {
            left,
            top,
            right,
            bottom,
        } = axes.area;
        let (x, y) = (Num(at.x), Num(at.y));
        let d = format!(
            "M{x} {}V{}M{} {y}H{}",
            Num(top),
            Num(bottom),
            Num(left),
            Num(right)
        );
        svg.leaf(
            "path",
            &[
                ("class", &"figure-cursor"),
                ("stroke", &MARK),
                ("stroke-width", &"1.6"),
                ("d", &d),
            ],
        );
        svg.leaf(
            "circle",
            &[("cx", &x), ("cy", &y), ("r", &"5"), ("fill", &MARK)],
        );
    }
}

pub(super) fn draw_stripes(svg: &mut Svg, axes: &Axes, Stripes(to): &Stripes) {
    let mut d = String::new();
    let mut x = axes.area.left + 12.0;
    while x < axes.x.at(*to) {
        d += &format!(
            "M{} {}V{}",
            Num(x),
            Num(axes.area.top),
            Num(axes.area.bottom)
        );
        x += 12.0;
    }
    svg.leaf(
        "path",
        &[
            ("stroke", &AXIS),
            ("stroke-width", &"1"),
            ("stroke-opacity", &"0.5"),
            ("d", &d),
        ],
    );
}

pub(super) fn draw_bars(svg: &mut Svg, axes: &Axes, Bars(heights): &Bars) {
    let width = axes.area.width() / heights.len() as f64;
    let mut d = String::new();
    for (i, height) in heights
        .iter()
        .enumerate()
        .filter(|(_, height)| **height != 0.0)
    {
        let left = axes.area.left + i as f64 * width;
        d += &format!(
            "M{} {}V{}h{}V{}z",
            Num(left + 0.5),
            Num(axes.y.at(0.0)),
            Num(axes.y.at(*height)),
            Num(width - 1.0),
            Num(axes.y.at(0.0))
        );
    }
    svg.leaf(
        "path",
        &[("class", &"figure-value"), ("fill", &VALUE), ("d", &d)],
    );
}
