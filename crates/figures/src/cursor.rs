//! Where a reader looks in a plot.

use crate::axis::Scale;
use crate::geometry::Point;
use crate::palette::{MARK, PAPER};
use crate::path::path;
use crate::sample::trace;
use crate::svg::{Num, Svg};

/// A place on a curve, with the tangent there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    /// Where.
    pub x: f64,
    /// The value there.
    pub y: f64,
    /// The slope there; NaN for no tangent.
    pub slope: f64,
}

impl Cursor {
    /// A line from top to bottom, the tangent, and a dot on the curve.
    pub(crate) fn draw(&self, svg: &mut Svg, x: &Scale, y: &Scale) {
        if !x.contains(self.x) {
            return;
        }
        let at = x.at(self.x);
        let mut d = format!("M{} {}V{}", Num(at), Num(y.at(y.to)), Num(y.at(y.from)));
        let (from, to) = (
            self.x - 0.12 * (x.to - x.from),
            self.x + 0.12 * (x.to - x.from),
        );
        let tangent = |v: f64| self.y + self.slope * (v - self.x);
        let ends = trace(&tangent, &[], x, y);
        let ends: Vec<Vec<Point>> = (ends.iter())
            .map(|line| within(line, x.at(from), x.at(to)))
            .collect();
        d += &path(&ends);
        svg.open("g", &[("class", &"figure-cursor"), ("stroke", &MARK)]);
        svg.leaf(
            "path",
            &[("fill", &"none"), ("stroke-width", &"1.6"), ("d", &d)],
        );
        if y.contains(self.y) {
            let (cx, cy) = (Num(at), Num(y.at(self.y)));
            svg.leaf(
                "circle",
                &[
                    ("cx", &cx),
                    ("cy", &cy),
                    ("r", &6.5),
                    ("fill", &PAPER),
                    ("stroke-width", &"3"),
                ],
            );
        }
        svg.close();
    }
}

/// The part of a straight line between two upright ones.
fn within(line: &[Point], left: f64, right: f64) -> Vec<Point> {
    let (Some(&a), Some(&b)) = (line.first(), line.last()) else {
        return vec![];
    };
    if b.x <= left || a.x >= right || b.x <= a.x {
        return vec![];
    }
    let at = |x: f64| a.towards(b, (x.clamp(a.x, b.x) - a.x) / (b.x - a.x));
    vec![at(left), at(right)]
}
