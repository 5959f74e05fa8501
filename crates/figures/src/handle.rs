//! Something to hold in a picture: it moves a control of the figure along one axis.

use crate::geometry::Point;
use crate::palette::{MARK, PAPER};
use crate::svg::{Num, Svg};

/// Of a knob: wide enough for a finger on a phone.
const RADIUS: f64 = 12.0;
/// Of the area around it that takes hold: 24 px across on a phone.
const HIT: f64 = 23.0;
/// Half the length of the arrow in it, and the size of its heads.
const ARROW: f64 = 7.0;
const HEAD: f64 = 3.5;

/// What labels should keep clear of.
pub(crate) fn outline(at: Point) -> Vec<Point> {
    let corner = |(a, b): (f64, f64)| Point::new(at.x + a * RADIUS, at.y + b * RADIUS);
    let around = [
        (-1.0, -1.0),
        (1.0, -1.0),
        (1.0, 1.0),
        (-1.0, 1.0),
        (-1.0, -1.0),
        (1.0, 1.0),
    ];
    around.map(corner).to_vec()
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
