//! A function of two numbers over a square, in shades: full where it is above 0, striped below.

use std::fmt::Display;

use super::Part;
use crate::axes::Axes;
use crate::geometry::Point;
use crate::numeral::significant;
use crate::palette::{SLOPE, VALUE};
use crate::path::path;
use crate::sample::thin;
use crate::svg::{Num, ROW, Svg};

/// Heights at which the edge of a shade is computed.
const HEIGHTS: u32 = 120;
/// From one stripe to the next, and the thickness of each.
const STRIPES: [f64; 2] = [12.0, 6.0];
/// Shades of a colour.
const SHADES: usize = 6;
/// Rows and columns of the table, less one.
const ROWS: u32 = 6;

/// A number times a function of another one, over the square of a panel with equal axes.
pub(crate) struct Map {
    /// Across, and up. A value is the first number times what it is for 1.
    pub names: [&'static str; 2],
    pub value: fn(f64, f64) -> f64,
    /// The square goes this far in all directions.
    pub reach: f64,
    /// Largest size of a value on it.
    pub most: f64,
}

/// The least share of the largest size that has a shade: the shade grows with the root of the size.
fn least(shade: usize) -> f64 {
    let root = (shade as f64 + 0.5) / SHADES as f64;
    root * root
}

/// How opaque a shade is painted over those below it, so that together they are as opaque as the key
/// says.
fn coat(shade: usize) -> f64 {
    match shade {
        0 => opacity(0),
        _ => 1.0 - (1.0 - opacity(shade)) / (1.0 - opacity(shade - 1)),
    }
}

fn opacity(shade: usize) -> f64 {
    0.12 + 0.12 * shade as f64
}

fn fill(svg: &mut Svg, colour: &dyn Display, opacity: f64, d: &str) {
    svg.leaf(
        "path",
        &[
            ("fill", colour),
            ("fill-opacity", &format_args!("{opacity:.2}")),
            ("d", &d),
        ],
    );
}

impl Map {
    /// The value at even places, the upper rows first.
    pub fn part(&self) -> Part {
        let place = |i: u32| self.reach * (2.0 * f64::from(i) / f64::from(ROWS) - 1.0);
        let number = |x: f64| significant(x + 0.0, 4);
        let corner = format!("{} \\ {}", self.names[1], self.names[0]);
        let row = |j: u32| {
            let values = (0..=ROWS).map(|i| number((self.value)(place(i), place(j))));
            std::iter::once(number(place(j))).chain(values).collect()
        };
        Part {
            caption: corner.clone(),
            head: std::iter::once(corner)
                .chain((0..=ROWS).map(|i| number(place(i))))
                .collect(),
            rows: (0..=ROWS).rev().map(row).collect(),
            lit: vec![],
        }
    }

    /// Where values are at least `level`, or at most a negative one: outlines from the bottom to the top.
    fn areas(&self, level: f64) -> Vec<Vec<(f64, f64)>> {
        let share = |b: f64| (self.value)(1.0, b) / level;
        let is_within = |b: f64| (share(b) * self.reach).abs() >= 1.0;
        let height = |i: u32| self.reach * (2.0 * f64::from(i) / f64::from(HEIGHTS) - 1.0);
        // Where the edge leaves the map, between a height within and one outside.
        let leaves = |mut within: f64, mut outside: f64| {
            for _ in 0..12 {
                let middle = 0.5 * (within + outside);
                if is_within(middle) {
                    within = middle;
                } else {
                    outside = middle;
                }
            }
            within
        };
        let mut areas = vec![];
        let mut edge: Vec<(f64, f64)> = vec![];
        for i in 0..=HEIGHTS + 1 {
            let b = height(i);
            let is_on = i <= HEIGHTS && is_within(b);
            if is_on && edge.is_empty() && i > 0 {
                let first = leaves(b, height(i - 1));
                edge.push((1.0 / share(first), first));
            }
            if is_on {
                edge.push((1.0 / share(b), b));
            } else if let Some(&(a, last)) = edge.last() {
                if i <= HEIGHTS {
                    let end = leaves(last, b);
                    edge.push((1.0 / share(end), end));
                }
                // Along the side of the map, back to the first height.
                let side = self.reach.copysign(a);
                edge.extend([(side, edge[edge.len() - 1].1), (side, edge[0].1)]);
                areas.push(std::mem::take(&mut edge));
            }
        }
        areas
    }

    /// A path for each shade that the map has, over those below it.
    pub fn draw(&self, svg: &mut Svg, axes: &Axes, id: &str) {
        let stripes = format!("{id}-stripes");
        let [period, thick] = STRIPES;
        svg.open(
            "pattern",
            &[
                ("id", &stripes),
                ("width", &period),
                ("height", &period),
                ("patternUnits", &"userSpaceOnUse"),
            ],
        );
        let d = format!("M0 0h{period}v{thick}h-{period}z");
        svg.leaf("path", &[("fill", &SLOPE), ("d", &d)]);
        svg.close();
        let striped = format!("url(#{stripes})");
        let point = |&(a, b): &(f64, f64)| Point::new(axes.x.at(a), axes.y.at(b));
        let colours: [(f64, &dyn Display); 2] = [(1.0, &VALUE), (-1.0, &striped)];
        for (sign, colour) in colours {
            for shade in 0..SHADES {
                let areas = self.areas(sign * self.most * least(shade)).into_iter();
                let outline =
                    |area: Vec<(f64, f64)>| thin(&area.iter().map(point).collect::<Vec<_>>());
                let d = path(&areas.map(outline).collect::<Vec<_>>());
                if !d.is_empty() {
                    fill(svg, colour, coat(shade), &d);
                }
            }
        }
    }

    /// What shades and stripes mean, in a row above the panel.
    pub fn key(&self, svg: &mut Svg) {
        let y = ROW / 2.0;
        let mut x = 3.0;
        for (above, colour, name) in [(true, VALUE, "above 0"), (false, SLOPE, "below 0")] {
            for shade in 0..SHADES {
                let rows: &[f64] = if above { &[-8.0] } else { &[-6.0, 2.0] };
                let thick = if above { 16.0 } else { 5.0 };
                let bar = |row: &f64| format!("M{} {}h12v{thick}h-12z", Num(x), Num(y + row));
                let d: String = rows.iter().map(bar).collect();
                fill(svg, &colour, opacity(shade), &d);
                x += 12.0;
            }
            let most = if above { self.most } else { -self.most };
            let text = format!("{name}, to {}", significant(most, 3));
            svg.text(&[("x", &Num(x + 8.0)), ("y", &Num(y))], &text);
            x += 240.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a place lies in an outline: how often a line from it to the right crosses that.
    fn is_in(area: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
        let ends = area.iter().zip(area.iter().cycle().skip(1));
        let crosses = |(a, b): &(&(f64, f64), &(f64, f64))| {
            (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
        };
        ends.filter(crosses).count() % 2 == 1
    }

    #[test]
    fn the_area_of_a_shade_holds_the_values_of_that_size_and_sign() {
        let gate = |a: f64, b: f64| a * b * (1.0 + b.abs());
        let map = Map {
            names: ["a", "b"],
            value: gate,
            reach: 6.0,
            most: 252.0,
        };
        for shade in 0..SHADES {
            for level in [1.0, -1.0].map(|sign| sign * map.most * least(shade)) {
                let areas = map.areas(level);
                let mut seen = [0, 0];
                for (i, j) in (0..40).flat_map(|i| (0..40).map(move |j| (i, j))) {
                    let at = |i: i32| -5.93 + 0.304 * f64::from(i);
                    let (a, b) = (at(i), at(j));
                    let share = gate(a, b) / level;
                    if (share - 1.0).abs() < 0.02 {
                        continue;
                    }
                    let found = areas.iter().any(|area| is_in(area, (a, b)));
                    assert_eq!(found, share > 1.0, "{level} at {a}, {b}");
                    seen[usize::from(found)] += 1;
                }
                assert!(seen.iter().all(|count| *count > 5), "{level}: {seen:?}");
            }
        }
    }

    #[test]
    fn coats_add_up_to_the_shades_of_the_key() {
        let mut through = 1.0;
        for shade in 0..SHADES {
            through *= 1.0 - coat(shade);
            assert!((1.0 - through - opacity(shade)).abs() < 1e-12, "{shade}");
        }
    }
}
