//! Marked points and lines.

use crate::axis::Scale;
use crate::geometry::{Point, Rect};
use crate::label::{self, Label, Obstacles};
use crate::palette::{AXIS, MARK, PAPER};
use crate::role::Role;
use crate::svg::{Num, Svg};

/// A marked point or line; one that lies outside the box is not drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A minimum, maximum or saddle: a full dot.
    Extremum {
        /// Where.
        x: f64,
        /// The value there.
        y: f64,
        /// Label beside it; empty for none.
        label: String,
    },
    /// A kink or the end of a jump: an open dot.
    Kink {
        /// Where.
        x: f64,
        /// The value there.
        y: f64,
        /// Label beside it; empty for none.
        label: String,
    },
    /// A line across at a height, such as an asymptote.
    Across {
        /// The height.
        y: f64,
        /// Label beside it; empty for none.
        label: String,
    },
    /// A line from top to bottom, such as a pole.
    Upright {
        /// Where.
        x: f64,
        /// Label beside it; empty for none.
        label: String,
    },
    /// A line from the top to zero where a curve is least, with the stroke of that curve: the key names
    /// it, and the label stands in the table only.
    Best {
        /// Where.
        x: f64,
        /// What the table says of the place.
        label: String,
        /// The curve.
        role: Role,
    },
    /// The name of a line, beside one of its points; nothing else is drawn.
    Name {
        /// Points that it may stand beside.
        beside: Vec<(f64, f64)>,
        /// The name.
        label: String,
    },
}

impl Mark {
    /// A line from top to bottom without words.
    pub(crate) fn upright(x: f64) -> Mark {
        Mark::Upright {
            x,
            label: String::new(),
        }
    }
}

/// Radius of a dot with its rim.
const DOT: f64 = 7.0;

/// The marks within the box, where they lie on the page.
pub(crate) struct Marks<'a> {
    dots: Vec<(Point, bool)>,
    guides: Vec<(Point, Point)>,
    /// Lines with the stroke of a curve.
    strokes: Vec<(Point, Point, Role)>,
    /// A label and the points it may stand beside.
    labels: Vec<(&'a str, Vec<Point>)>,
}

impl<'a> Marks<'a> {
    pub fn new(marks: &'a [Mark], x: &Scale, y: &Scale) -> Self {
        let mut found = Self {
            dots: Vec::new(),
            guides: Vec::new(),
            strokes: Vec::new(),
            labels: Vec::new(),
        };
        let at = |a: f64, b: f64| Point::new(x.at(a), y.at(b));
        for mark in marks {
            let (label, points) = match mark {
                Mark::Extremum { x: a, y: b, label } | Mark::Kink { x: a, y: b, label } => {
                    if !x.contains(*a) || !y.contains(*b) {
                        continue;
                    }
                    let full = matches!(mark, Mark::Extremum { .. });
                    let point = at(*a, *b);
                    // Two dots that touch are one, with the words of the first.
                    let touches = |dot: &(Point, bool)| dot.0.distance(point) < DOT;
                    if full && found.dots.iter().any(touches) {
                        continue;
                    }
                    found.dots.push((point, full));
                    (label, vec![point])
                }
                Mark::Across { y: b, .. } if !y.contains(*b) => continue,
                Mark::Upright { x: a, .. } | Mark::Best { x: a, .. } if !x.contains(*a) => continue,
                Mark::Best { x: a, role, .. } => {
                    found
                        .strokes
                        .push((at(*a, y.to), at(*a, y.from.max(0.0)), *role));
                    continue;
                }
                Mark::Across { y: b, label } => (label, found.guide(at(x.from, *b), at(x.to, *b))),
                Mark::Upright { x: a, label } => (label, found.guide(at(*a, y.to), at(*a, y.from))),
                Mark::Name { beside, label } => {
                    let within = |p: &&(f64, f64)| x.contains(p.0) && y.contains(p.1);
                    let points: Vec<Point> = (beside.iter().filter(within))
                        .map(|p| at(p.0, p.1))
                        .collect();
                    if points.is_empty() {
                        continue;
                    }
                    (label, points)
                }
            };
            if !label.is_empty() {
                found.labels.push((label, points));
            }
        }
        found
    }

    /// Keeps a guide and names the points of it that a label may stand beside.
    fn guide(&mut self, a: Point, b: Point) -> Vec<Point> {
        self.guides.push((a, b));
        (0..=8).map(|i| a.towards(b, f64::from(i) / 8.0)).collect()
    }

    /// Lines that lie below the curves.
    pub fn draw_guides(&self, svg: &mut Svg) {
        for (a, b, role) in &self.strokes {
            role.draw(svg, &format!("M{} {}V{}", Num(a.x), Num(a.y), Num(b.y)));
        }
        let line = |(a, b): &(Point, Point)| {
            format!("M{} {}L{} {}", Num(a.x), Num(a.y), Num(b.x), Num(b.y))
        };
        let d: String = self.guides.iter().map(line).collect();
        if !d.is_empty() {
            svg.leaf(
                "path",
                &[
                    ("class", &"figure-guide"),
                    ("stroke", &AXIS),
                    ("stroke-width", &"1.8"),
                    ("stroke-dasharray", &"3 5"),
                    ("d", &d),
                ],
            );
        }
    }

    /// Dots, and labels where they cover least of `lines` and of the lines through `zero`.
    pub fn draw_points(
        &self,
        svg: &mut Svg,
        area: Rect,
        lines: Vec<Vec<Point>>,
        zero: impl Iterator<Item = (Point, Point)>,
    ) {
        if !self.dots.is_empty() {
            svg.open("g", &[("class", &"figure-mark"), ("stroke-width", &"2")]);
            for (p, full) in &self.dots {
                let (fill, stroke) = if *full { (MARK, PAPER) } else { (PAPER, MARK) };
                svg.leaf(
                    "circle",
                    &[
                        ("cx", &Num(p.x)),
                        ("cy", &Num(p.y)),
                        ("r", &if *full { 6 } else { 5 }),
                        ("fill", &fill),
                        ("stroke", &stroke),
                    ],
                );
            }
            svg.close();
        }
        let dot = |p: &(Point, bool)| Rect {
            left: p.0.x - DOT,
            top: p.0.y - DOT,
            right: p.0.x + DOT,
            bottom: p.0.y + DOT,
        };
        let mut obstacles = Obstacles {
            area,
            lines,
            faint: zero.chain(self.guides.iter().copied()).collect(),
            taken: self.dots.iter().map(dot).collect(),
        };
        let place = |(text, points): &(&str, Vec<Point>)| obstacles.place(text, points);
        let labels: Vec<Label> = self.labels.iter().map(place).collect();
        label::draw(svg, &labels);
    }
}
