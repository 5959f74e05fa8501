//! Something to hold in a picture: it moves a control of the figure along one axis.

use crate::axis::Scale;
use crate::geometry::Point;
use crate::palette::{MARK, PAPER};
use crate::svg::{Num, Svg};

/// A knob at a place of a plot, to be moved to the left and right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handle {
    /// The control that it moves.
    pub control: String,
    /// Where it is.
    pub x: f64,
    /// Where it is.
    pub y: f64,
    /// The values of `x` at which the control has its ends.
    pub reach: (f64, f64),
}

/// Of a knob: wide enough for a finger on a phone.
const RADIUS: f64 = 12.0;
/// Of the area around it that takes hold: 24 px across on a phone.
const HIT: f64 = 23.0;
/// Half the length of the arrow in it, and the size of its heads.
const ARROW: f64 = 7.0;
const HEAD: f64 = 3.5;

impl Handle {
    /// What labels should keep clear of.
    pub(crate) fn outline(&self, x: &Scale, y: &Scale) -> Vec<Point> {
        let (left, top) = (x.at(self.x) - RADIUS, y.at(self.y) - RADIUS);
        let corner =
            |(a, b): (f64, f64)| Point::new(left + a * 2.0 * RADIUS, top + b * 2.0 * RADIUS);
        let around = [
            (0.0, 0.0),
            (1.0, 0.0),
            (1.0, 1.0),
            (0.0, 1.0),
            (0.0, 0.0),
            (1.0, 1.0),
        ];
        around.map(corner).to_vec()
    }

    /// Draws the knob, if it is in the picture.
    pub(crate) fn draw(&self, svg: &mut Svg, x: &Scale, y: &Scale) {
        if !x.contains(self.x) || !y.contains(self.y) {
            return;
        }
        let at = Point::new(x.at(self.x), y.at(self.y));
        let (from, to) = self.reach;
        knob(svg, at, &self.control, 'x', (x.at(from), x.at(to)));
    }
}

/// A knob for a control, at a place of the page, that goes from one coordinate to another.
pub(crate) fn knob(svg: &mut Svg, at: Point, control: &str, along: char, (from, to): (f64, f64)) {
    let along = format!("{along} {} {}", Num(from), Num(to));
    svg.open(
        "g",
        &[
            ("class", &"figure-handle"),
            ("data-drag", &control),
            ("data-along", &along),
            ("stroke", &MARK),
            ("stroke-linecap", &"round"),
            ("stroke-linejoin", &"round"),
        ],
    );
    // What a finger hits is wider than what is seen.
    svg.leaf(
        "circle",
        &[
            ("cx", &Num(at.x)),
            ("cy", &Num(at.y)),
            ("r", &HIT),
            ("fill", &"transparent"),
            ("stroke", &"none"),
        ],
    );
    svg.leaf(
        "circle",
        &[
            ("cx", &Num(at.x)),
            ("cy", &Num(at.y)),
            ("r", &RADIUS),
            ("fill", &PAPER),
            ("stroke-width", &"2.6"),
        ],
    );
    let arrow = if along.starts_with('y') {
        format!(
            "M{} {}v{}M{} {}l{HEAD} -{HEAD}l{HEAD} {HEAD}M{} {}l{HEAD} {HEAD}l{HEAD} -{HEAD}",
            Num(at.x),
            Num(at.y - ARROW),
            2.0 * ARROW,
            Num(at.x - HEAD),
            Num(at.y - ARROW + HEAD),
            Num(at.x - HEAD),
            Num(at.y + ARROW - HEAD),
        )
    } else {
        format!(
            "M{} {}h{}M{} {}l-{HEAD} {HEAD}l{HEAD} {HEAD}M{} {}l{HEAD} {HEAD}l-{HEAD} {HEAD}",
            Num(at.x - ARROW),
            Num(at.y),
            2.0 * ARROW,
            Num(at.x - ARROW + HEAD),
            Num(at.y - HEAD),
            Num(at.x + ARROW - HEAD),
            Num(at.y - HEAD),
        )
    };
    svg.leaf(
        "path",
        &[("fill", &"none"), ("stroke-width", &"1.8"), ("d", &arrow)],
    );
    svg.close();
}
