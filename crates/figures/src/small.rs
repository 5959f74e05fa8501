//! Small multiples: many functions side by side, each with its derivative, on the same axes.

use catalog::Function;

use crate::axis::{Axis, Scale};
use crate::palette::AXIS;
use crate::path::path;
use crate::role::Role;
use crate::sample::trace;
use crate::sketch::Sketch;
use crate::svg::{Num, Svg};

/// Side of every small picture, in units of its `viewBox`.
const SIDE: f64 = 240.0;
/// Both axes of every small picture.
const X: std::ops::RangeInclusive<f64> = -4.0..=4.0;
const Y: std::ops::RangeInclusive<f64> = -2.0..=4.0;

/// A function of one number with its slope, for a picture or a table: parameters at their
/// defaults, a gate as a function of `b` with `a = 1`. `None` for functions of other shapes.
#[must_use]
pub fn line(function: &'static Function) -> Option<Line> {
    let sketch = Sketch::of(*function)?;
    Some(sketch.line(sketch.default()))
}

/// A function of one number with its slope.
pub struct Line {
    /// Its name in prose.
    pub name: String,
    /// The function.
    pub value: Box<dyn Fn(f64) -> f64>,
    /// Its derivative.
    pub slope: Box<dyn Fn(f64) -> f64>,
    /// Kinks and branch points.
    pub seams: Vec<f64>,
}

/// The small picture of a function as SVG on one line; `None` where [`line`] has none.
#[must_use]
pub fn small(function: &'static Function) -> Option<String> {
    let line = line(function)?;
    let id = format!("small-{}", function.about().name);
    let title = format!("{} and its slope", line.name);
    let what = format!(
        "Value solid, slope dashed, from {} to {}.",
        crate::number(*X.start(), 0),
        crate::number(*X.end(), 0)
    );
    let x = Scale::new(&Axis::new("", X), 0.0, SIDE);
    let y = Scale::new(&Axis::new("", Y), SIDE, 0.0);
    let mut svg = Svg::with(&id, &title, &what, (SIDE, SIDE), &[]);
    for (x1, y1, x2, y2) in [
        (x.at(*X.start()), y.at(0.0), x.at(*X.end()), y.at(0.0)),
        (x.at(0.0), y.at(*Y.start()), x.at(0.0), y.at(*Y.end())),
    ] {
        svg.leaf(
            "line",
            &[
                ("x1", &Num(x1)),
                ("y1", &Num(y1)),
                ("x2", &Num(x2)),
                ("y2", &Num(y2)),
                ("stroke", &AXIS),
            ],
        );
    }
    for (role, f) in [(Role::Slope, &line.slope), (Role::Value, &line.value)] {
        let d = path(&trace(&**f, &line.seams, &x, &y));
        if !d.is_empty() {
            role.draw(&mut svg, &d);
        }
    }
    Some(svg.finish())
}
