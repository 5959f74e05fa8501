//! Where a label goes: beside its point, on nothing that matters.

use crate::geometry::{Point, Rect};
use crate::palette::{PAPER, TEXT};
use crate::svg::{FONT, Num, Svg};

/// Width of `text` in a wide sans-serif face; most faces need less.
pub(crate) fn text_width(text: &str) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.32,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '+' | '=' | '<' | '>' | '\u{2212}' | '≈' | '→' => 0.86,
        'A'..='Z' => 0.7,
        _ => 0.6,
    };
    text.chars().map(em).sum::<f64>() * FONT
}

/// Which point of a line of text its coordinate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A line of text in its place.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    text: String,
    at: Point,
    anchor: Anchor,
    /// From the point labelled, where the label had to stand away from it.
    leader: Option<(Point, Point)>,
    pub rect: Rect,
}

/// What labels should keep clear of.
pub(crate) struct Obstacles {
    /// No label leaves this box.
    pub area: Rect,
    /// Curves.
    pub lines: Vec<Vec<Point>>,
    /// Lines that may be crossed if need be.
    pub faint: Vec<(Point, Point)>,
    /// Dots and labels placed before.
    pub taken: Vec<Rect>,
}

/// Half the height of a label.
const HALF: f64 = 0.55 * FONT;
/// Distances from the point, nearest first.
const REACH: [f64; 9] = [9.0, 16.0, 24.0, 34.0, 46.0, 60.0, 80.0, 105.0, 135.0];
/// A label farther away than this gets a leader.
const NEAR: f64 = 18.0;
/// A leader that rises less than this reads as a minus sign.
const LEVEL: f64 = 5.0;

impl Obstacles {
    /// Puts `text` beside one of the points, where it covers least, and remembers the place.
    pub fn place(&mut self, text: &str, points: &[Point]) -> Label {
        let mut best: Option<(f64, Label)> = None;
        for &point in points {
            for reach in REACH {
                for direction in DIRECTIONS {
                    // A level leader would read as a minus sign.
                    if direction.1 == 0.0 && reach > NEAR {
                        continue;
                    }
                    let label = self.candidate(text, point, direction, reach);
                    // The distance is one part of the cost, and none is negative.
                    let least = best.as_ref().map_or(f64::INFINITY, |(least, _)| *least);
                    if label.rect.nearest(point).distance(point) >= least {
                        continue;
                    }
                    let cost = self.cost(&label, point);
                    if cost < least {
                        best = Some((cost, label));
                    }
                }
            }
        }
        let (_, label) = best.expect("a label has a point");
        self.taken.push(label.rect.grown(4.0));
        label
    }

    fn candidate(&self, text: &str, point: Point, direction: Direction, reach: f64) -> Label {
        let (dx, dy, anchor) = direction;
        let width = text_width(text);
        let mut x = point.x + dx * reach;
        let from = |x: f64| match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        // Shift into the box rather than give up the direction.
        x += (self.area.left - from(x)).max(0.0);
        x -= (from(x) + width - self.area.right).max(0.0);
        let centre = (point.y + dy * reach + dy.round() * HALF)
            .clamp(self.area.top + HALF, self.area.bottom - HALF);
        let rect = Rect {
            left: from(x),
            top: centre - HALF,
            right: from(x) + width,
            bottom: centre + HALF,
        };
        let end = rect.nearest(point);
        let leader = (end.distance(point) > NEAR)
            .then(|| (point.towards(end, 7.0 / end.distance(point)), end));
        Label {
            text: text.to_owned(),
            at: Point::new(x, centre),
            anchor,
            leader,
            rect,
        }
    }

    fn cost(&self, label: &Label, point: Point) -> f64 {
        let rect = label.rect.grown(4.0);
        let segments = || self.lines.iter().flat_map(|line| line.windows(2));
        let covered: f64 = segments().map(|s| rect.length_inside(s[0], s[1])).sum();
        let hidden: f64 = self.taken.iter().map(|r| label.rect.overlap(r)).sum();
        // Letters without descenders do not fill the height.
        let mut ink = label.rect;
        ink.top += 3.0;
        ink.bottom -= 3.0;
        let crossed: f64 = self
            .faint
            .iter()
            .map(|s| ink.length_inside(s.0, s.1))
            .filter(|&length| length > 0.0)
            .map(|length| 30.0 + 0.3 * length)
            .sum();
        let past = |a, b| segments().filter(|s| meet((a, b), (s[0], s[1]))).count() as f64;
        let struck = match label.leader {
            Some((a, b)) => {
                let over = self.taken.iter().map(|r| r.length_inside(a, b));
                // One that the edge of the box has pressed level would read as a minus sign.
                let level = if (a.y - b.y).abs() < LEVEL { 60.0 } else { 0.0 };
                8.0 + level + 20.0 * past(a, b) + over.sum::<f64>()
            }
            // A label beyond another line would be taken for one of that line.
            None => {
                let end = label.rect.nearest(point);
                let start = point.towards(end, (1.0 / end.distance(point)).min(1.0));
                let faint = self.faint.iter().filter(|s| meet((start, end), **s));
                20.0 * past(start, end) + 10.0 * faint.count() as f64
            }
        };
        let outside = rect.width() * rect.height() - rect.overlap(&self.area.grown(4.0));
        10.0 * covered
            + crossed
            + 10.0 * hidden
            + 10.0 * outside
            + struck
            + label.rect.nearest(point).distance(point)
    }
}

type Direction = (f64, f64, Anchor);

/// Above and below first: of equal places the first is taken.
const DIRECTIONS: [Direction; 12] = [
    (0.0, -1.0, Anchor::Middle),
    (0.0, 1.0, Anchor::Middle),
    (1.3, 0.0, Anchor::Start),
    (-1.3, 0.0, Anchor::End),
    (0.75, -0.75, Anchor::Start),
    (-0.75, -0.75, Anchor::End),
    (0.75, 0.75, Anchor::Start),
    (-0.75, 0.75, Anchor::End),
    (-0.3, -1.0, Anchor::Start),
    (0.3, -1.0, Anchor::End),
    (-0.3, 1.0, Anchor::Start),
    (0.3, 1.0, Anchor::End),
];

/// Whether two segments cross.
fn meet(a: (Point, Point), b: (Point, Point)) -> bool {
    let side = |s: (Point, Point), p: Point| {
        (s.1.x - s.0.x) * (p.y - s.0.y) - (s.1.y - s.0.y) * (p.x - s.0.x) > 0.0
    };
    side(a, b.0) != side(a, b.1) && side(b, a.0) != side(b, a.1)
}

/// Draws labels with a rim of paper, so that they can be read on a line.
pub(crate) fn draw(svg: &mut Svg, labels: &[Label]) {
    if labels.is_empty() {
        return;
    }
    svg.open(
        "g",
        &[
            ("class", &"figure-label"),
            ("stroke", &PAPER),
            ("stroke-width", &"5"),
            ("stroke-linejoin", &"round"),
            ("paint-order", &"stroke"),
        ],
    );
    for label in labels {
        if let Some((a, b)) = label.leader {
            let d = format!("M{} {}L{} {}", Num(a.x), Num(a.y), Num(b.x), Num(b.y));
            svg.leaf(
                "path",
                &[("d", &d), ("stroke", &TEXT), ("stroke-width", &"1.2")],
            );
        }
        svg.text(
            &[
                ("x", &Num(label.at.x)),
                ("y", &Num(label.at.y)),
                ("text-anchor", &label.anchor.name()),
            ],
            &label.text,
        );
    }
    svg.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Obstacles {
        Obstacles {
            area: Rect {
                left: 50.0,
                top: 50.0,
                right: 600.0,
                bottom: 350.0,
            },
            lines: Vec::new(),
            faint: Vec::new(),
            taken: Vec::new(),
        }
    }

    #[test]
    fn with_room_a_label_stands_above_its_point() {
        let point = Point::new(300.0, 200.0);
        let label = empty().place("minimum", &[point]);
        assert_eq!(label.anchor, Anchor::Middle);
        assert!(label.rect.bottom < point.y && label.leader.is_none());
    }

    #[test]
    fn every_label_stays_inside_the_box() {
        for x in [50.0, 55.0, 200.0, 400.0, 600.0] {
            for y in [50.0, 60.0, 200.0, 350.0] {
                let mut obstacles = empty();
                for text in ["minimum −0.170 at −0.752", &"wide".repeat(11)] {
                    let label = obstacles.place(text, &[Point::new(x, y)]);
                    let kept = label.rect.overlap(&obstacles.area);
                    let whole = label.rect.width() * label.rect.height();
                    assert!((kept - whole).abs() < 1e-6, "{label:?}");
                }
            }
        }
    }

    #[test]
    fn a_label_avoids_a_curve_and_other_labels() {
        let mut obstacles = empty();
        obstacles.lines = vec![vec![Point::new(50.0, 290.0), Point::new(600.0, 70.0)]];
        let point = Point::new(300.0, 190.0);
        let first = obstacles.place("first", &[point]);
        let second = obstacles.place("second", &[point]);
        let line = &obstacles.lines[0];
        for label in [&first, &second] {
            assert_eq!(label.rect.length_inside(line[0], line[1]), 0.0);
        }
        assert_eq!(first.rect.overlap(&second.rect), 0.0);
    }

    #[test]
    fn a_label_steps_aside_from_a_faint_line() {
        let mut obstacles = empty();
        obstacles.faint = vec![(Point::new(300.0, 50.0), Point::new(300.0, 350.0))];
        let label = obstacles.place("minimum", &[Point::new(300.0, 200.0)]);
        assert!(label.rect.left > 300.0 && label.leader.is_none());
    }

    #[test]
    fn a_leader_across_a_curve_costs() {
        let mut obstacles = empty();
        let point = Point::new(300.0, 200.0);
        let label = obstacles.candidate("far", point, DIRECTIONS[0], 60.0);
        let free = obstacles.cost(&label, point);
        obstacles.lines = vec![vec![Point::new(250.0, 170.0), Point::new(350.0, 170.0)]];
        assert!(obstacles.cost(&label, point) > free);
    }

    #[test]
    fn a_label_moves_into_a_gap_under_the_edge() {
        let mut obstacles = empty();
        let line = |y: f64| vec![Point::new(50.0, y), Point::new(600.0, y)];
        obstacles.lines = (0..25).map(|i| line(78.0 + 11.0 * f64::from(i))).collect();
        let label = obstacles.place("gap", &[Point::new(300.0, 78.0)]);
        assert_eq!(label.rect.top, obstacles.area.top);
        assert!(label.rect.bottom < 78.0);
    }

    #[test]
    fn ten_labels_of_one_point_do_not_overlap() {
        let mut obstacles = empty();
        let point = Point::new(300.0, 200.0);
        let labels: Vec<Label> = (0..10)
            .map(|_| obstacles.place("maximum", &[point]))
            .collect();
        for (i, a) in labels.iter().enumerate() {
            for b in &labels[..i] {
                assert_eq!(a.rect.overlap(&b.rect), 0.0);
            }
        }
        let leaders: Vec<(Point, Point)> = labels.iter().filter_map(|l| l.leader).collect();
        assert!(!leaders.is_empty());
        assert!(leaders.iter().all(|(a, b)| a.y != b.y), "one is level");
    }

    #[test]
    fn segments_that_cross_meet() {
        let p = Point::new;
        assert!(meet((p(0.0, 0.0), p(2.0, 2.0)), (p(0.0, 2.0), p(2.0, 0.0))));
        assert!(!meet(
            (p(0.0, 0.0), p(2.0, 2.0)),
            (p(3.0, 0.0), p(5.0, 1.0))
        ));
    }
}
