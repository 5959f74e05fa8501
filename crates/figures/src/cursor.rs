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
    /// Where; the dot is on the first curve.
    pub x: f64,
    /// The slope there; NaN for no tangent.
    pub slope: f64,
}

impl Cursor {
    /// One without a tangent.
    pub(crate) fn at(x: f64) -> Cursor {
        Cursor { x, slope: f64::NAN }
    }

    /// A line from top to bottom, the tangent, and a dot at a height.
    pub(crate) fn draw(&self, svg: &mut Svg, height: f64, x: &Scale, y: &Scale) {
        if !x.contains(self.x) {
            return;
        }
        let at = x.at(self.x);
        let mut d = format!("M{} {}V{}", Num(at), Num(y.at(y.to)), Num(y.at(y.from)));
        let (from, to) = (
            self.x - 0.12 * (x.to - x.from),
            self.x + 0.12 * (x.to - x.from),
        );
        let tangent = |v: f64| height + self.slope * (v - self.x);
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
        if y.contains(height) {
            let (cx, cy) = (Num(at), Num(y.at(height)));
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
