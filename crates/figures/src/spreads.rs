//! Measurements side by side: of each row the mean, how far it spreads, and every single one.

use crate::axis::{Axis, Scale, ticks};
use crate::label::text_width;
use crate::numeral::significant;
use crate::palette::{AXIS, GRID, MARK, RIVAL, VALUE};
use crate::svg::{Num, ROW, Svg, WIDTH};

/// A figure of rows, which several panels have in common; each has an axis of its own, which begins at 0.
pub struct Spreads {
    /// Id of the SVG and prefix of the ids in it; no other id of the page may be the same.
    pub id: String,
    /// Short name, read out and shown on hover.
    pub title: String,
    /// Description for readers who cannot see the picture.
    pub description: String,
    /// The names of the rows, from top to bottom.
    pub names: Vec<String>,
    /// Side by side.
    pub panels: Vec<SpreadPanel>,
}

/// One of the panels.
pub struct SpreadPanel {
    /// What it is called.
    pub name: String,
    /// What was measured of every row.
    pub rows: Vec<Spread>,
    /// The row with which the others are compared: a line through its mean goes from top to bottom.
    pub reference: usize,
}

/// What was measured of a row.
#[derive(Clone, Debug)]
pub struct Spread {
    /// The mean, at a dot.
    pub mean: f64,
    /// How far the bar reaches to each side of it.
    pub spread: f64,
    /// The measurements, each a stroke.
    pub each: Vec<f64>,
}

/// From a name to the box, and from a box to the next.
const GAP: f64 = 12.0;
/// From a row to the next.
const STEP: f64 = 22.0;
/// A row whose mean is so many times that in the middle does not widen the axis.
const FAR: f64 = 2.5;

impl Spreads {
    /// The figure as SVG on one line, ready to stand in a page.
    ///
    /// # Panics
    ///
    /// If there are no rows, if a panel has other than one spread for each row, if no mean of it is positive,
    /// or if the id is not a letter followed by letters, digits, `-` or `_`.
    #[must_use]
    pub fn svg(&self) -> String {
        let widest = self.names.iter().map(|name| text_width(name));
        let left = widest.fold(0.0, f64::max) + GAP;
        let (top, rows) = (ROW, self.names.len());
        let bottom = top + STEP * rows as f64 + 4.0;
        let middle = |row: usize| top + STEP * (row as f64 + 0.5) + 2.0;

        let size = (WIDTH, bottom + ROW);
        let mut svg = Svg::with(&self.id, &self.title, &self.description, size, &[]);
        svg.open("g", &[("text-anchor", &"end")]);
        for (i, name) in self.names.iter().enumerate() {
            svg.text(&[("x", &Num(left - GAP)), ("y", &Num(middle(i)))], name);
        }
        svg.close();
        let share = (WIDTH - left) / self.panels.len() as f64;
        for (i, panel) in self.panels.iter().enumerate() {
            let name = &panel.name;
            assert_eq!(panel.rows.len(), rows, "figure: {name} has other rows");
            let from = left + share * i as f64;
            let axis = Axis::new(name.clone(), 0.0..=end(&panel.rows));
            let x = Scale::new(&axis, from + 6.0, from + share - 2.0 * GAP);
            frame(&mut svg, &axis, &x, share, (top, bottom));
            guide(
                &mut svg,
                x.at(panel.rows[panel.reference].mean.min(x.to)),
                (top, bottom),
            );
            for (row, spread) in panel.rows.iter().enumerate() {
                draw(&mut svg, &x, spread, middle(row), row == panel.reference);
            }
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
        let far = |far: f64, x: &f64| far.max(*x);
        row.each.iter().fold(row.mean + row.spread, far)
    };
    let all = rows.iter().filter(|row| row.mean <= near).map(reach);
    // A single seed may have failed altogether.
    1.02 * all.fold(0.0, f64::max).min(near)
}

/// The name of a panel, and its lines with their labels.
fn frame(svg: &mut Svg, axis: &Axis, x: &Scale, share: f64, (top, bottom): (f64, f64)) {
    svg.open("g", &[("text-anchor", &"middle")]);
    let middle = (x.at(x.from) + x.at(x.to)) / 2.0;
    svg.text(&[("x", &Num(middle)), ("y", &Num(ROW / 2.0))], &axis.label);
    for tick in ticks(axis, share / 55.0) {
        let at = x.at(tick.value);
        let d = format!("M{} {}V{}", Num(at), Num(top), Num(bottom));
        svg.leaf(
            "path",
            &[("class", &"figure-grid"), ("stroke", &GRID), ("d", &d)],
        );
        svg.text(
            &[("x", &Num(at)), ("y", &Num(bottom + 0.5 * ROW))],
            &tick.label,
        );
    }
    svg.close();
}

/// The line through the mean of the row of comparison.
fn guide(svg: &mut Svg, at: f64, (top, bottom): (f64, f64)) {
    let d = format!("M{} {}V{}", Num(at), Num(top), Num(bottom));
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
}

/// The strokes, the bar and the dot of a row; of one that lies beyond the axis its mean in words.
fn draw(svg: &mut Svg, x: &Scale, row: &Spread, y: f64, is_reference: bool) {
    if row.mean > x.to {
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
    let stroke = |value: &f64| format!("M{} {}v9", at(*value), Num(y - 4.5));
    let strokes: String = on.map(stroke).collect();
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
            ("r", &"4.5"),
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

    fn spread(each: &[f64]) -> Spread {
        Spread {
            mean: each.iter().sum::<f64>() / each.len() as f64,
            spread: 0.5,
            each: each.to_vec(),
        }
    }

    fn figure(names: &[&str], panels: Vec<(&str, Vec<Spread>)>) -> Spreads {
        Spreads {
            id: "spreads".to_owned(),
            title: "Spreads".to_owned(),
            description: "Some rows".to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            panels: (panels.into_iter())
                .map(|(name, rows)| SpreadPanel {
                    name: name.to_owned(),
                    rows,
                    reference: 1,
                })
                .collect(),
        }
    }

    #[test]
    fn each_row_has_its_dot_at_its_mean_and_one_that_is_far_off_is_said() {
        let rows = vec![spread(&[1.0, 2.0]), spread(&[2.0, 2.0]), spread(&[90.0])];
        let svg = figure(&["a", "b", "c"], vec![("error", rows)]).svg();
        let elements = read(&svg);
        let dots: Vec<f64> = (elements.iter())
            .filter(|e| e.name == "circle")
            .map(|e| e.number("cx"))
            .collect();
        assert_eq!(dots.len(), 2);
        assert!(dots[0] < dots[1]);
        assert!(elements.iter().any(|e| e.text == "90 →"));
        // The line of comparison goes through the second dot.
        let is_guide = |e: &&crate::read::Element| e.get("class") == Some("figure-guide");
        let guide = elements.iter().find(is_guide).unwrap();
        let through = format!("M{} ", Num(dots[1]));
        assert!(guide.get("d").unwrap().starts_with(&through));
    }

    #[test]
    fn all_text_stays_on_the_page_and_panels_stay_apart() {
        let long = "temperature_scaled_cross_entropy";
        for (names, panels) in [(["relu", "hard_sigmoid"], 3), ([long, "hinge"], 1)] {
            let rows = || vec![spread(&[0.1, 0.3]), spread(&[0.2, 0.2])];
            let titles = ["curve", "two classes", "outliers"];
            let all = titles[..panels].iter().map(|title| (*title, rows()));
            let svg = figure(&names, all.collect()).svg();
            let elements = read(&svg);
            for e in elements.iter().filter(|e| e.name == "text") {
                let (x, width) = (e.number("x"), text_width(&e.text));
                let group = &elements[e.parent.unwrap()];
                let left = match e.get("text-anchor").or(group.get("text-anchor")) {
                    Some("end") => x - width,
                    _ => x - width / 2.0,
                };
                assert!(left >= 0.0 && left + width <= WIDTH, "{e:?}");
            }
            let mut dots: Vec<f64> = (elements.iter())
                .filter(|e| e.name == "circle")
                .map(|e| e.number("cx"))
                .collect();
            assert_eq!(dots.len(), 2 * panels);
            dots.dedup_by(|b, a| *b - *a < 10.0);
            assert_eq!(dots.len(), panels);
        }
    }

    #[test]
    fn a_bar_ends_at_the_axis() {
        let mut low = spread(&[0.1]);
        low.spread = 9.0;
        let svg = figure(&["low", "b"], vec![("error", vec![low, spread(&[1.0])])]).svg();
        assert!(!svg.contains("M-") && !svg.contains("H-"));
    }

    #[test]
    #[should_panic(expected = "figure: error has other rows")]
    fn a_panel_with_a_row_too_few_is_refused() {
        let _ = figure(&["a", "b", "c"], vec![("error", vec![spread(&[1.0]); 2])]).svg();
    }
}
