//! Measurements side by side: of each row the mean, how far it spreads, and every single one.

use crate::axis::{Axis, Scale, ticks};
use crate::label::text_width;
use crate::numeral::significant;
use crate::palette::{AXIS, GRID, MARK, PAPER, RIVAL, VALUE};
use crate::svg::{FONT, Num, ROW, Svg, WIDTH};

/// A figure of rows on one horizontal axis that begins at 0.
pub struct Spreads {
    /// Id of the SVG and prefix of the ids in it; no other id of the page may be the same.
    pub id: String,
    /// Short name, read out and shown on hover.
    pub title: String,
    /// Description for readers who cannot see the picture.
    pub description: String,
    /// What is measured.
    pub label: String,
    /// From top to bottom.
    pub rows: Vec<Spread>,
    /// The row with which the others are compared: a line through its mean goes from top to bottom.
    pub reference: usize,
}

/// One row.
pub struct Spread {
    /// Its name.
    pub name: String,
    /// The mean, at a dot.
    pub mean: f64,
    /// How far the bar reaches to each side of it.
    pub spread: f64,
    /// The measurements, each a stroke.
    pub each: Vec<f64>,
}

/// From a name to the box.
const GAP: f64 = 10.0;
/// The share of the width that names beside their rows may take; longer ones stand above.
const NAMES: f64 = 0.4;
/// A row whose mean is so many times that in the middle does not widen the axis.
const FAR: f64 = 2.5;

impl Spreads {
    /// The figure as SVG on one line, ready to stand in a page.
    ///
    /// # Panics
    ///
    /// If there are no rows, if no mean is positive, or if the id is not a letter followed by letters,
    /// digits, `-` or `_`.
    #[must_use]
    pub fn svg(&self) -> String {
        let widest = (self.rows.iter()).map(|row| text_width(&row.name));
        let widest = widest.fold(0.0, f64::max);
        let above = widest > NAMES * WIDTH;
        let (left, step) = if above {
            (2.0, 2.0 * ROW - 8.0)
        } else {
            (widest + GAP, ROW - 2.0)
        };
        let bottom = step * self.rows.len() as f64 + 4.0;
        let height = bottom + 2.0 * ROW + GAP;
        let axis = Axis::new(self.label.clone(), 0.0..=end(&self.rows));
        let x = Scale::new(&axis, left, WIDTH - 24.0);

        let mut svg = Svg::with(
            &self.id,
            &self.title,
            &self.description,
            (WIDTH, height),
            &[],
        );
        svg.open("g", &[("text-anchor", &"middle")]);
        for tick in ticks(&axis, (WIDTH - left) / 90.0) {
            let at = x.at(tick.value);
            let d = format!("M{} 0V{}", Num(at), Num(bottom));
            svg.leaf(
                "path",
                &[("class", &"figure-grid"), ("stroke", &GRID), ("d", &d)],
            );
            svg.text(
                &[("x", &Num(at)), ("y", &Num(bottom + GAP + 0.5 * ROW))],
                &tick.label,
            );
        }
        let middle = Num((left + WIDTH) / 2.0);
        svg.text(
            &[("x", &middle), ("y", &Num(bottom + GAP + 1.5 * ROW))],
            &self.label,
        );
        svg.close();
        let usual = x.at(self.rows[self.reference].mean.min(x.to));
        let d = format!("M{} 0V{}", Num(usual), Num(bottom));
        svg.leaf(
            "path",
            &[
                ("class", &"figure-guide"),
                ("stroke", &RIVAL),
                ("stroke-width", &"1.6"),
                ("stroke-dasharray", &"6 4"),
                ("d", &d),
            ],
        );
        for (i, row) in self.rows.iter().enumerate() {
            let top = step * i as f64 + 2.0;
            let middle = if above {
                top + step - 12.0
            } else {
                top + step / 2.0
            };
            let (at, anchor) = if above {
                (left, "start")
            } else {
                (left - GAP, "end")
            };
            let named = if above {
                top + 0.5 * FONT + 2.0
            } else {
                middle
            };
            svg.text(
                &[
                    ("x", &Num(at)),
                    ("y", &Num(named)),
                    ("text-anchor", &anchor),
                    ("stroke", &PAPER),
                    ("stroke-width", &"4"),
                    ("paint-order", &"stroke"),
                ],
                &row.name,
            );
            draw(&mut svg, &x, row, middle, i == self.reference);
        }
        svg.finish()
    }
}

/// Where the axis ends: all rows are on it that are not far from the one in the middle.
fn end(rows: &[Spread]) -> f64 {
    let mut means: Vec<f64> = rows.iter().map(|row| row.mean).collect();
    means.sort_by(f64::total_cmp);
    let near = FAR * means[means.len() / 2];
    let reach = |row: &Spread| {
        row.each
            .iter()
            .fold(row.mean + row.spread, |far, x| far.max(*x))
    };
    let all = rows.iter().filter(|row| row.mean <= near).map(reach);
    // A single seed may have failed altogether.
    1.02 * all.fold(0.0, f64::max).min(2.0 * near)
}

/// The strokes, the bar and the dot of a row; what lies beyond the axis is said at its end.
fn draw(svg: &mut Svg, x: &Scale, row: &Spread, y: f64, is_reference: bool) {
    if !(row.mean <= x.to) {
        let text = format!("{} →", significant(row.mean, 3));
        let place: [(&str, &dyn std::fmt::Display); 3] = [
            ("x", &Num(x.at(x.to))),
            ("y", &Num(y)),
            ("text-anchor", &"end"),
        ];
        svg.text(&place, &text);
        return;
    }
    let colour = if is_reference { RIVAL } else { VALUE };
    let at = |value: f64| Num(x.at(value.clamp(x.from, x.to)));
    let on = row.each.iter().filter(|value| x.contains(**value));
    let strokes: String = on
        .map(|value| format!("M{} {}v10", at(*value), Num(y - 5.0)))
        .collect();
    if !strokes.is_empty() {
        svg.leaf(
            "path",
            &[
                ("class", &"figure-mark"),
                ("stroke", &AXIS),
                ("stroke-width", &"1.4"),
                ("d", &strokes),
            ],
        );
    }
    let (from, to) = (at(row.mean - row.spread), at(row.mean + row.spread));
    let bar = format!("M{from} {}H{to}", Num(y));
    svg.leaf(
        "path",
        &[
            ("class", &"figure-value"),
            ("stroke", &colour),
            ("stroke-width", &"3.6"),
            ("d", &bar),
        ],
    );
    svg.leaf(
        "circle",
        &[
            ("cx", &at(row.mean)),
            ("cy", &Num(y)),
            ("r", &"5"),
            ("fill", &colour),
            ("stroke", &MARK),
            ("stroke-width", &"1.2"),
        ],
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn row(name: &str, each: &[f64]) -> Spread {
        let mean = each.iter().sum::<f64>() / each.len() as f64;
        Spread {
            name: name.to_owned(),
            mean,
            spread: 0.5,
            each: each.to_vec(),
        }
    }

    fn figure(rows: Vec<Spread>) -> Spreads {
        Spreads {
            id: "spreads".to_owned(),
            title: "Spreads".to_owned(),
            description: "Three rows".to_owned(),
            label: "error".to_owned(),
            rows,
            reference: 1,
        }
    }

    #[test]
    fn each_row_has_its_dot_at_its_mean_and_one_that_is_far_off_is_said() {
        let svg = figure(vec![
            row("a", &[1.0, 2.0]),
            row("b", &[2.0, 2.0]),
            row("c", &[90.0]),
        ])
        .svg();
        let elements = read(&svg);
        let dots: Vec<f64> = (elements.iter())
            .filter(|e| e.name == "circle")
            .map(|e| e.number("cx"))
            .collect();
        assert_eq!(dots.len(), 2);
        assert!(dots[0] < dots[1]);
        assert!(elements.iter().any(|e| e.text == "90.0 →"));
        // The line of comparison goes through the second dot.
        let guide = elements
            .iter()
            .find(|e| e.get("class") == Some("figure-guide"))
            .unwrap();
        assert!(
            guide
                .get("d")
                .unwrap()
                .starts_with(&format!("M{} ", Num(dots[1])))
        );
    }

    #[test]
    fn long_names_stand_above_their_rows_and_all_text_stays_on_the_page() {
        let long = "temperature_scaled_cross_entropy";
        for names in [["relu", "tanh"], [long, "hinge"]] {
            let rows = names.map(|name| row(name, &[1.0, 3.0]));
            for e in read(&figure(rows.into()).svg())
                .iter()
                .filter(|e| e.name == "text")
            {
                let (x, width) = (e.number("x"), text_width(&e.text));
                let left = match e.get("text-anchor") {
                    Some("end") => x - width,
                    Some("start") => x,
                    _ => x - width / 2.0,
                };
                assert!(left >= 0.0 && left + width <= WIDTH, "{e:?}");
            }
        }
    }

    #[test]
    fn a_bar_ends_at_the_axis() {
        let mut low = row("low", &[0.1]);
        low.spread = 9.0;
        let svg = figure(vec![low, row("b", &[1.0])]).svg();
        assert!(!svg.contains("M-") && !svg.contains("H-"));
    }
}
