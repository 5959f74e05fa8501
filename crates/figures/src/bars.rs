//! A figure of grouped bars: one bar for each item, one group for each situation.

use crate::axis::Axis;
use crate::frame::{Frame, draw_rules};
use crate::label::text_width;
use crate::numeral::number;
use crate::palette::VALUE;
use crate::svg::{FONT, Num, Svg};

/// Bars in groups, all on one vertical axis.
pub struct Bars {
    /// Id of the SVG and prefix of the ids in it; no other id of the page may be the same.
    pub id: String,
    /// Short name, read out and shown on hover.
    pub title: String,
    /// Description for readers who cannot see the picture.
    pub description: String,
    /// The vertical axis; bars start at zero and are cut at its ends.
    pub y: Axis,
    /// Names of the bars of a group, written below each bar.
    pub names: Vec<String>,
    /// Digits after the point of the number on a bar, left out where it would not fit.
    pub decimals: usize,
    /// From left to right.
    pub groups: Vec<Group>,
}

/// Bars that belong together.
pub struct Group {
    /// Written below the bars.
    pub label: String,
    /// One value for each of the names.
    pub values: Vec<f64>,
}

/// Share of a group's width left free beside it.
const APART: f64 = 0.16;
/// Share of a bar's width left free beside it.
const GAP: f64 = 0.14;

impl Bars {
    /// The figure as SVG on one line, ready to stand in a page.
    ///
    /// # Panics
    ///
    /// If there is no group or no name, if a group has not one value for each name, if the axis is
    /// empty or not finite or lacks zero, or if the id is not a letter followed by letters, digits,
    /// `-` or `_`.
    #[must_use]
    pub fn svg(&self) -> String {
        assert!(
            !self.groups.is_empty() && !self.names.is_empty(),
            "figure {}: there is nothing to draw",
            self.id
        );
        assert!(
            self.y.range.contains(&0.0),
            "figure {}: the axis of bars must contain zero",
            self.id
        );
        // Room for the number on a bar that reaches the top.
        let frame = Frame::new(&self.y, 0.0, 1.2 * FONT, 2.0);
        let mut svg = Svg::new(&self.id, &self.title, &self.description);
        draw_rules(&mut svg, &frame.rules());
        frame.draw(&mut svg);

        let slot = frame.area.width() / self.groups.len() as f64;
        let bar = slot * (1.0 - APART) / self.names.len() as f64;
        let width = bar * (1.0 - GAP);
        let mut bars = String::new();
        let mut words: Vec<(f64, f64, String)> = Vec::new();
        for (i, group) in self.groups.iter().enumerate() {
            assert!(
                group.values.len() == self.names.len(),
                "figure {}: group {:?} needs {} values, got {}",
                self.id,
                group.label,
                self.names.len(),
                group.values.len()
            );
            let left = frame.area.left + slot * (i as f64 + APART / 2.0);
            for (j, (&value, name)) in group.values.iter().zip(&self.names).enumerate() {
                let middle = left + bar * (j as f64 + 0.5);
                words.push((middle, frame.row(0.0), name.clone()));
                if value.is_finite() {
                    let end = frame.y.at(value.clamp(frame.y.from, frame.y.to));
                    bars += &format!(
                        "M{} {}V{}h{}V{}z",
                        Num(middle - width / 2.0),
                        Num(frame.y.at(0.0)),
                        Num(end),
                        Num(width),
                        Num(frame.y.at(0.0))
                    );
                    let text = number(value, self.decimals);
                    if text_width(&text) <= bar {
                        let off = if value < 0.0 { 0.6 } else { -0.6 } * FONT;
                        words.push((middle, end + off, text));
                    }
                }
            }
            let middle = frame.area.left + slot * (i as f64 + 0.5);
            words.push((middle, frame.row(1.0), group.label.clone()));
        }
        if !bars.is_empty() {
            let class = "figure-value";
            svg.leaf("path", &[("class", &class), ("fill", &VALUE), ("d", &bars)]);
        }
        svg.open("g", &[("text-anchor", &"middle")]);
        for (x, y, text) in &words {
            svg.text(&[("x", &Num(*x)), ("y", &Num(*y))], text);
        }
        svg.close();
        svg.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn bars(names: &[&str], groups: &[(&str, &[f64])]) -> Bars {
        Bars {
            id: "bars".to_owned(),
            title: "Bars".to_owned(),
            description: "Some bars".to_owned(),
            y: Axis::new("share", -0.5..=1.0),
            names: names.iter().map(|&name| name.to_owned()).collect(),
            decimals: 2,
            groups: groups
                .iter()
                .map(|&(label, values)| Group {
                    label: label.to_owned(),
                    values: values.to_vec(),
                })
                .collect(),
        }
    }

    /// Number of bars.
    fn drawn(svg: &str) -> usize {
        let elements = read(svg);
        let mut bars = elements
            .iter()
            .filter(|e| e.get("class") == Some("figure-value"));
        bars.next().unwrap().get("d").unwrap().matches('z').count()
    }

    #[test]
    fn bars_carry_their_numbers_and_names() {
        let figure = bars(
            &["a<b", "c"],
            &[("T = 1", &[0.25, -0.134]), ("T = 2", &[0.5, 0.75])],
        );
        let svg = figure.svg();
        let elements = read(&svg);
        assert_eq!(svg, figure.svg());
        assert!(!svg.contains('\n'));
        let texts: Vec<&str> = elements.iter().map(|e| e.text.as_str()).collect();
        for text in [
            "a<b", "c", "T = 1", "T = 2", "0.25", "−0.13", "0.50", "0.75", "share",
        ] {
            assert!(texts.contains(&text), "no {text:?} in {texts:?}");
        }
        assert_eq!(drawn(&svg), 4);
    }

    #[test]
    fn values_beyond_the_axis_are_cut_and_missing_ones_left_out() {
        let svg = bars(&["a", "b"], &[("g", &[7.0, f64::NAN])]).svg();
        assert_eq!(drawn(&svg), 1);
        assert!(!svg.contains("NaN"));
        assert!(svg.contains(">7.00<"), "the number is the true one");
    }

    #[test]
    fn the_number_on_a_full_bar_is_below_the_name_of_the_axis() {
        let elements = read(&bars(&["a"], &[("g", &[1.0])]).svg());
        let y = |text: &str| {
            elements
                .iter()
                .find(|e| e.text == text)
                .unwrap()
                .number("y")
        };
        assert!(y("1.00") - y("share") >= FONT);
    }

    #[test]
    fn numbers_that_do_not_fit_are_left_out() {
        let values: Vec<f64> = (0..20).map(|i| f64::from(i) / 20.0).collect();
        let names = vec!["n"; 20];
        let svg = bars(&names, &[("g", &values), ("h", &values)]).svg();
        assert!(!svg.contains(">0.15<"));
        assert_eq!(drawn(&svg), 40);
    }

    #[test]
    #[should_panic(expected = "group \"g\" needs 2 values, got 1")]
    fn a_group_with_a_value_missing_is_refused() {
        let _ = bars(&["a", "b"], &[("g", &[0.5])]).svg();
    }

    #[test]
    #[should_panic(expected = "must contain zero")]
    fn an_axis_without_zero_is_refused() {
        let mut figure = bars(&["a"], &[("g", &[0.5])]);
        figure.y.range = 0.2..=1.0;
        let _ = figure.svg();
    }
}
