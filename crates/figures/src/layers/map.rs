//! A function of two numbers over a square, in shades: full where it is above 0, striped below.

use super::Part;
use crate::axes::Axes;
use crate::numeral::significant;
use crate::palette::{Colour, SLOPE, VALUE};
use crate::svg::{Num, ROW, Svg};

/// Cells along each side.
const CELLS: usize = 24;
/// Shades of a colour.
const SHADES: usize = 6;
/// Rows and columns of the table, less one.
const ROWS: u32 = 6;

/// A function over the square of a panel with equal axes.
pub(crate) struct Map {
    /// Across and up.
    pub names: [&'static str; 2],
    pub value: fn(f64, f64) -> f64,
    /// The square goes this far in all directions.
    pub reach: f64,
    /// Largest size of a value on it.
    pub most: f64,
}

/// Sign and shade of a cell; none where the value is near 0. The shade grows with the root of the size.
fn shade(value: f64, most: f64) -> Option<(bool, usize)> {
    let share = (value.abs() / most).sqrt() * SHADES as f64;
    let shade = libm::rint(share) as usize;
    (shade > 0).then(|| (value > 0.0, shade - 1))
}

fn opacity(shade: usize) -> f64 {
    0.12 + 0.12 * shade as f64
}

fn fill(svg: &mut Svg, colour: Colour, opacity: f64, d: &str) {
    svg.leaf(
        "path",
        &[
            ("fill", &colour),
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
        }
    }

    /// A path for each shade that the map has.
    pub fn draw(&self, svg: &mut Svg, axes: &Axes) {
        let mut paths = vec![String::new(); 2 * SHADES];
        let height = axes.area.height() / CELLS as f64;
        let middle = |i: usize| self.reach * ((2 * i + 1) as f64 / CELLS as f64 - 1.0);
        let edge = |i: usize| {
            axes.x
                .at(self.reach * (2.0 * i as f64 / CELLS as f64 - 1.0))
        };
        for row in 0..CELLS {
            let up = middle(row);
            let shades: Vec<_> = (0..CELLS)
                .map(|i| shade((self.value)(middle(i), up), self.most))
                .collect();
            let mut from = 0;
            while from < CELLS {
                let run = shades[from..].iter().take_while(|s| **s == shades[from]);
                let to = from + run.count();
                if let Some((above, shade)) = shades[from] {
                    // A cell below 0 is a stripe.
                    let thick = if above { height } else { 0.5 * height };
                    paths[2 * shade + usize::from(above)] += &format!(
                        "M{} {}H{}v{}H{}z",
                        Num(edge(from)),
                        Num(axes.y.at(up) - thick / 2.0),
                        Num(edge(to)),
                        Num(thick),
                        Num(edge(from))
                    );
                }
                from = to;
            }
        }
        for (i, d) in paths.iter().enumerate().filter(|(_, d)| !d.is_empty()) {
            let colour = if i % 2 == 1 { VALUE } else { SLOPE };
            fill(svg, colour, opacity(i / 2), d);
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
                fill(svg, colour, opacity(shade), &d);
                x += 12.0;
            }
            let most = if above { self.most } else { -self.most };
            let text = format!("{name}, to {}", significant(most, 3));
            svg.words("text", &[("x", &Num(x + 8.0)), ("y", &Num(y))], &text);
            x += 240.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_tell_signs_apart_and_grow_with_the_size() {
        assert_eq!(shade(0.0, 36.0), None);
        assert_eq!(shade(-0.2, 36.0), None);
        assert_eq!(shade(-0.3, 36.0), Some((false, 0)));
        assert_eq!(shade(9.1, 36.0), Some((true, 2)));
        assert_eq!(shade(-36.0, 36.0), Some((false, SHADES - 1)));
    }
}
