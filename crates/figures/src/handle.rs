//! Something in a figure that a pointer can drag.

use crate::geometry::Point;
use crate::palette::{PAPER, VALUE};
use crate::svg::{Num, Svg};

/// A ring that sets a control by its `x` or its `y`: `ends` are the coordinates where the control has its least and its
/// largest value.
pub(crate) fn draw(svg: &mut Svg, at: Point, control: &str, along: char, ends: (f64, f64)) {
    svg.leaf(
        "circle",
        &[
            ("class", &"figure-handle"),
            ("cx", &Num(at.x)),
            ("cy", &Num(at.y)),
            ("r", &"10"),
            ("fill", &PAPER),
            ("stroke", &VALUE),
            ("stroke-width", &"4"),
            ("data-drag", &control),
            (
                "data-along",
                &format_args!("{along} {} {}", Num(ends.0), Num(ends.1)),
            ),
        ],
    );
}
