//! A box with its axes, which takes a figure or part of one.

use crate::axis::{Axis, Scale, Tick, ticks};
use crate::frame::{Rule, draw_rules, widest};
use crate::geometry::{Point, Rect};
use crate::sample::clip;
use crate::svg::{FONT, HEIGHT, Num, ROW, Svg, WIDTH};

/// Distance from a tick's label to the box.
const GAP: f64 = 8.0;

/// How much room a box leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Room {
    /// Above it, with the name of the upright axis and without.
    above: [f64; 2],
    /// On the right, at least.
    right: f64,
    /// From one label below it to the next.
    apart: f64,
}

/// Of a box that has the figure to itself.
const WHOLE: Room = Room {
    above: [ROW + FONT / 2.0, FONT / 2.0],
    right: GAP,
    apart: 1.6 * FONT,
};
/// Of one among several.
const PART: Room = Room {
    above: [1.1 * ROW, FONT / 2.0],
    right: 2.0,
    apart: FONT,
};

/// A box in its place.
pub(crate) struct Axes {
    /// Where values are drawn.
    pub area: Rect,
    /// Across.
    pub x: Scale,
    /// Up.
    pub y: Scale,
    outer: Rect,
    labels: [String; 2],
    across: Vec<Tick>,
    up: Vec<Tick>,
}

impl Axes {
    /// The axes of the one box of a figure, below a header of some height.
    pub fn whole(header: f64, x: &Axis, y: &Axis) -> Axes {
        let outer = Rect {
            left: 0.0,
            top: header,
            right: WIDTH,
            bottom: HEIGHT,
        };
        Axes::new(WHOLE, outer, x, y)
    }

    /// The axes of a box that takes `outer` with all its labels, beside others.
    pub fn part(outer: Rect, x: &Axis, y: &Axis) -> Axes {
        Axes::new(PART, outer, x, y)
    }

    fn new(room: Room, outer: Rect, x: &Axis, y: &Axis) -> Axes {
        let rows = f64::from(u8::from(!x.label.is_empty())) + f64::from(u8::from(x.ticks));
        let mut area = Rect {
            top: outer.top + room.above[usize::from(y.label.is_empty())],
            bottom: outer.bottom - rows * ROW - if rows > 0.0 { GAP } else { 2.0 },
            ..outer
        };
        let up = labels(y, area.height() / (2.2 * FONT));
        area.left += widest(&up).max(2.0 - GAP) + GAP + 2.0;
        area.right -= room.right;
        // Fewer ticks may have shorter labels: take the most that fit.
        let mut most = 20.0;
        let mut across = labels(x, most);
        while most > 2.0 && most * (widest(&across) + room.apart) > area.width() {
            most -= 1.0;
            across = labels(x, most);
        }
        area.right = outer.right - (widest(&across) / 2.0).max(room.right);
        Axes {
            area,
            x: Scale::new(x, area.left, area.right),
            y: Scale::new(y, area.bottom, area.top),
            outer,
            labels: [x.label.clone(), y.label.clone()],
            across,
            up,
        }
    }

    /// Lines at the ticks.
    fn rules(&self) -> Vec<Rule> {
        let Rect {
            left,
            top,
            right,
            bottom,
        } = self.area;
        let level = self.up.iter().map(|tick| {
            let y = self.y.at(tick.value);
            (tick.is_zero, Point::new(left, y), Point::new(right, y))
        });
        let upright = self.across.iter().map(|tick| {
            let x = self.x.at(tick.value);
            (tick.is_zero, Point::new(x, top), Point::new(x, bottom))
        });
        level.chain(upright).collect()
    }

    /// The lines through zero.
    pub fn zero(&self) -> impl Iterator<Item = (Point, Point)> {
        let rules = self.rules().into_iter();
        rules.filter(|rule| rule.0).map(|(_, a, b)| (a, b))
    }

    /// Draws the lines at the ticks, the labels of the ticks, and the names of the axes.
    pub fn draw(&self, svg: &mut Svg) {
        draw_rules(svg, &self.rules());
        let words = |svg: &mut Svg, x: f64, y: f64, text: &str| {
            svg.text(&[("x", &Num(x)), ("y", &Num(y))], text);
        };
        svg.open("g", &[("text-anchor", &"end")]);
        for tick in &self.up {
            words(
                svg,
                self.area.left - GAP,
                self.y.at(tick.value),
                &tick.label,
            );
        }
        svg.close();
        let [across, up] = &self.labels;
        if !up.is_empty() {
            words(svg, self.outer.left + 2.0, self.outer.top + ROW / 2.0, up);
        }
        let row = |i: f64| self.area.bottom + GAP + (i + 0.5) * ROW;
        svg.open("g", &[("text-anchor", &"middle")]);
        for tick in &self.across {
            words(svg, self.x.at(tick.value), row(0.0), &tick.label);
        }
        if !across.is_empty() {
            let middle = (self.area.left + self.area.right) / 2.0;
            let below = f64::from(u8::from(!self.across.is_empty()));
            words(svg, middle, row(below), across);
        }
        svg.close();
    }

    /// The point at two places, which is at the edge if they lie beyond it.
    pub fn within(&self, x: f64, y: f64) -> Point {
        let clamp = |scale: &Scale, value: f64| scale.at(value.clamp(scale.from, scale.to));
        Point::new(clamp(&self.x, x), clamp(&self.y, y))
    }

    /// Points at pairs of places, cut at the box; what is not finite is a gap.
    pub fn runs(&self, places: &[(f64, f64)]) -> Vec<Vec<Point>> {
        let runs = places.split(|(x, y)| !x.is_finite() || !y.is_finite());
        let runs = runs.map(|run| -> Vec<Point> {
            // Far outside it is far outside: sums of such places stay finite.
            let far = |place: f64| place.clamp(-1e9, 1e9);
            let at = |&(x, y): &(f64, f64)| Point::new(self.x.at(far(x)), self.y.at(far(y)));
            run.iter().map(at).collect()
        });
        runs.flat_map(|run| clip(&run, &self.area)).collect()
    }
}

/// The ticks of an axis, at most `most` steps.
fn labels(axis: &Axis, most: f64) -> Vec<Tick> {
    if axis.ticks {
        ticks(axis, most)
    } else {
        vec![]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::text_width;
    use crate::path::path;
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
            let axes = Axes::part(outer, &axis, &powers);
            let size = axes.area.width() * axes.area.height();
            assert_eq!(axes.area.overlap(&outer), size);
            axes.draw(&mut svg);
            let beyond = [
                (0.0, -1e300),
                (100.0, f64::NAN),
                (1.0, -1.0),
                (9e99, f64::MAX),
            ];
            assert!(!path(&axes.runs(&beyond)).contains("NaN"));
        }
        for text in read(&svg.finish()).iter().filter(|e| e.name == "text") {
            assert!((0.0..=640.0).contains(&text.number("x")), "{text:?}");
            assert!((10.0..=410.0).contains(&text.number("y")), "{text:?}");
        }
    }

    /// Ranges of every size: labels neither touch each other nor leave the page.
    #[test]
    fn tick_labels_have_room() {
        for (from, to) in [
            (-4.0, 4.0),
            (0.0, 1.0),
            (-1000.0, 1000.0),
            (0.0, 0.003),
            (1e6, 2e6),
        ] {
            let axis = Axis::new("x", from..=to);
            let axes = Axes::whole(27.0, &axis, &axis);
            assert!(axes.across.len() >= 2, "{from}..={to}");
            let mut end = 0.0;
            for tick in &axes.across {
                let half = text_width(&tick.label) / 2.0;
                let x = axes.x.at(tick.value);
                assert!(x - half > end, "{} touches the label before", tick.label);
                end = x + half;
            }
            assert!(end <= WIDTH, "{from}..={to} ends at {end}");
            assert!(widest(&axes.up) + GAP < axes.area.left);
            let heights: Vec<f64> = axes.up.iter().map(|t| axes.y.at(t.value)).collect();
            assert!(heights.windows(2).all(|pair| pair[0] - pair[1] > FONT));
        }
    }
}
