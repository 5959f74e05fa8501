//! A box with axes that takes part of a figure: for figures of several boxes, and for what is no
//! curve.

use crate::axis::{Axis, Scale, Tick, ticks};
use crate::frame::{draw_rules, widest};
use crate::geometry::{Point, Rect};
use crate::palette::AXIS;
use crate::path::path;
use crate::role::Role;
use crate::sample::clip;
use crate::svg::{FONT, Num, ROW, Svg};

/// Distance from a tick's label to the box.
const GAP: f64 = 8.0;

/// What stands at the ticks of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ticks {
    /// The values.
    Shown,
    /// Nothing, and there are no lines.
    None,
}

/// A box in its place.
pub(crate) struct Panel {
    /// Where values are drawn.
    pub area: Rect,
    /// Across.
    pub x: Scale,
    /// Up.
    pub y: Scale,
}

impl Panel {
    /// Draws the axes of a box that takes `outer` with all its labels.
    pub fn new(svg: &mut Svg, outer: Rect, x: (&Axis, Ticks), y: (&Axis, Ticks)) -> Panel {
        let rows = |(axis, kind): (&Axis, Ticks)| {
            let rows = f64::from(u8::from(!axis.label.is_empty()));
            rows + f64::from(u8::from(kind != Ticks::None))
        };
        let title = if y.0.label.is_empty() {
            FONT / 2.0
        } else {
            1.1 * ROW
        };
        let mut area = Rect {
            top: outer.top + title,
            bottom: outer.bottom - rows(x) * ROW - if rows(x) > 0.0 { GAP } else { 2.0 },
            ..outer
        };
        let up = labels(y, area.height() / (2.2 * FONT));
        area.left += widest(&up).max(2.0 - GAP) + GAP + 2.0;
        let mut most = 20.0;
        let mut across = labels(x, most);
        while most > 2.0 && most * (widest(&across) + FONT) > area.width() {
            most -= 1.0;
            across = labels(x, most);
        }
        area.right -= (widest(&across) / 2.0).max(2.0);
        let panel = Panel {
            area,
            x: Scale::new(x.0, area.left, area.right),
            y: Scale::new(y.0, area.bottom, area.top),
        };
        let upright = across.iter().map(|tick| {
            let x = panel.x.at(tick.value);
            (
                tick.is_zero,
                Point::new(x, area.top),
                Point::new(x, area.bottom),
            )
        });
        let level = up.iter().map(|tick| {
            let y = panel.y.at(tick.value);
            (
                tick.is_zero,
                Point::new(area.left, y),
                Point::new(area.right, y),
            )
        });
        draw_rules(svg, &upright.chain(level).collect::<Vec<_>>());
        svg.open("g", &[("text-anchor", &"end")]);
        for tick in &up {
            let (x, y) = (area.left - GAP, panel.y.at(tick.value));
            svg.words("text", &[("x", &Num(x)), ("y", &Num(y))], &tick.label);
        }
        svg.close();
        svg.open("g", &[("text-anchor", &"middle")]);
        let row = |i: f64| area.bottom + GAP + (i + 0.5) * ROW;
        for tick in &across {
            let x = panel.x.at(tick.value);
            svg.words(
                "text",
                &[("x", &Num(x)), ("y", &Num(row(0.0)))],
                &tick.label,
            );
        }
        if !x.0.label.is_empty() {
            let (middle, y) = ((area.left + area.right) / 2.0, row(rows(x) - 1.0));
            svg.words("text", &[("x", &Num(middle)), ("y", &Num(y))], &x.0.label);
        }
        svg.close();
        if !y.0.label.is_empty() {
            let (x, y0) = (outer.left + 2.0, outer.top + ROW / 2.0);
            svg.words("text", &[("x", &Num(x)), ("y", &Num(y0))], &y.0.label);
        }
        panel
    }

    /// The place of a pair of values.
    pub fn at(&self, x: f64, y: f64) -> Point {
        Point::new(self.x.at(x), self.y.at(y))
    }

    /// Draws a line through pairs of values, cut at the box; what is not finite is a gap.
    pub fn line(&self, svg: &mut Svg, role: Role, values: &[(f64, f64)]) {
        let d = self.path(values);
        if !d.is_empty() {
            role.draw(svg, &d);
        }
    }

    /// The same, drawn as a guide.
    pub fn guide(&self, svg: &mut Svg, values: &[(f64, f64)]) {
        let d = self.path(values);
        if !d.is_empty() {
            svg.leaf(
                "path",
                &[
                    ("class", &"figure-guide"),
                    ("fill", &"none"),
                    ("stroke", &AXIS),
                    ("stroke-width", &"1.8"),
                    ("stroke-dasharray", &"3 5"),
                    ("d", &d),
                ],
            );
        }
    }

    fn path(&self, values: &[(f64, f64)]) -> String {
        let runs = values.split(|(x, y)| !x.is_finite() || !y.is_finite());
        let runs = runs.map(|run| -> Vec<Point> {
            // Far outside it is far outside: sums of such places stay finite.
            let at = |&(x, y): &(f64, f64)| self.at(x.clamp(-1e9, 1e9), y.clamp(-1e9, 1e9));
            run.iter().map(at).collect()
        });
        let lines: Vec<Vec<Point>> = runs.flat_map(|run| clip(&run, &self.area)).collect();
        path(&lines)
    }
}

/// The ticks of an axis, at most `most` steps.
fn labels((axis, kind): (&Axis, Ticks), most: f64) -> Vec<Tick> {
    match kind {
        Ticks::None => vec![],
        Ticks::Shown => ticks(axis, most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    #[test]
    fn two_boxes_stay_in_their_places() {
        let mut svg = Svg::new("two", "", "");
        let (axis, powers) = (
            Axis::new("steps", 0.0..=200.0),
            Axis::powers("", -30.0..=0.0),
        );
        for top in [0.0, 210.0] {
            let outer = Rect {
                left: 0.0,
                top,
                right: 640.0,
                bottom: top + 210.0,
            };
            let panel = Panel::new(
                &mut svg,
                outer,
                (&axis, Ticks::Shown),
                (&powers, Ticks::Shown),
            );
            assert_eq!(panel.area.overlap(&outer), {
                panel.area.width() * panel.area.height()
            });
            let beyond = [
                (0.0, -1e300),
                (100.0, f64::NAN),
                (1.0, -1.0),
                (9e99, f64::MAX),
            ];
            panel.line(&mut svg, Role::Value, &beyond);
        }
        let svg = svg.finish();
        assert!(!svg.contains("NaN"));
        for text in read(&svg).iter().filter(|e| e.name == "text") {
            assert!((0.0..=640.0).contains(&text.number("x")), "{text:?}");
            assert!((10.0..=410.0).contains(&text.number("y")), "{text:?}");
        }
    }
}
