//! A figure of curves: what it shows, and how it is put together.

use crate::axis::{Axis, Scale};
use crate::cursor::Cursor;
use crate::geometry::Point;
use crate::layers::{Line, Panel, View, line};
use crate::mark::Mark;
use crate::role::Role;
use crate::sample::trace;

/// Curves on common axes, and what is marked on them.
pub struct Plot {
    /// Id of the SVG and prefix of the ids in it; no other id of the page may be the same.
    pub id: String,
    /// Short name, read out and shown on hover.
    pub title: String,
    /// Description for readers who cannot see the picture.
    pub description: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis; curves are cut at its ends.
    pub y: Axis,
    /// In the order of the key.
    pub curves: Vec<Curve>,
    /// Labels of earlier marks get the better places.
    pub marks: Vec<Mark>,
    /// The place that is being read off, if any.
    pub cursor: Option<Cursor>,
}

/// A function over the whole horizontal axis.
pub struct Curve {
    /// Name in the key; empty for none.
    pub label: String,
    /// Decides colour, width and dashes.
    pub role: Role,
    /// The function. Where it is not finite, the line has a gap.
    pub f: Box<dyn Fn(f64) -> f64>,
    /// Kinks and branch points, in any order; the line is never smoothed across one.
    pub seams: Vec<f64>,
}

impl Plot {
    /// The figure as SVG on one line, ready to stand in a page.
    ///
    /// # Panics
    ///
    /// If a range is empty or not finite, or if the id is not a letter followed by letters, digits,
    /// `-` or `_`.
    #[must_use]
    pub fn svg(self) -> String {
        let (view, panel) = self.layers();
        view.panel(panel).svg()
    }

    /// The plot as layers: a view without panels, and its one panel.
    pub(crate) fn layers(self) -> (View, Panel) {
        let panel = Panel::new(self.x, self.y)
            .all(self.curves.into_iter().map(Curve::line))
            .all(self.marks)
            .all(self.cursor);
        (View::new(self.id, self.title, self.description), panel)
    }
}

impl Curve {
    /// The curve as a layer.
    pub(crate) fn line(self) -> Line {
        line(self.role, self.label, self.f).seams(self.seams)
    }
}

/// A curve as points in a box: what it is, and its runs of connected points.
pub type Lines = (Role, Vec<Vec<(f64, f64)>>);

impl Plot {
    /// The curves alone, in a box of another size, for a picture in another format than SVG.
    #[must_use]
    pub fn lines(&self, width: f64, height: f64) -> Vec<Lines> {
        let (x, y) = (
            Scale::new(&self.x, 0.0, width),
            Scale::new(&self.y, height, 0.0),
        );
        let points = |line: Vec<Point>| line.iter().map(|p| (p.x, p.y)).collect();
        let mut order: Vec<&Curve> = self.curves.iter().collect();
        order.sort_by_key(|curve| curve.role.depth());
        (order.iter())
            .map(|curve| {
                let runs = trace(&*curve.f, &curve.seams, &x, &y);
                (curve.role, runs.into_iter().map(points).collect())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::text_width;
    use crate::path::tests::points;
    use crate::read::{Element, read};
    use crate::svg::{HEIGHT, WIDTH};

    fn curve(label: &str, role: Role, seams: &[f64], f: fn(f64) -> f64) -> Curve {
        Curve {
            label: label.to_owned(),
            role,
            f: Box::new(f),
            seams: seams.to_vec(),
        }
    }

    fn plot(curves: Vec<Curve>, marks: Vec<Mark>) -> Plot {
        Plot {
            id: "figure-1".to_owned(),
            title: "A & B".to_owned(),
            description: "a < b".to_owned(),
            x: Axis::new("x", -4.0..=4.0),
            y: Axis::new("f(x)", -1.2..=4.0),
            curves,
            marks,
            cursor: None,
        }
    }

    /// A smooth curve, a kink, a pole, a hole, a gap, and nothing at all.
    fn crowded() -> Plot {
        let dot = |x: f64, y: f64| Mark::Extremum {
            x,
            y,
            label: format!("minimum {y} at {x}"),
        };
        plot(
            vec![
                curve("<smooth>", Role::Value, &[], |x| x / (1.0 + (-x).exp())),
                curve("slope", Role::Slope, &[0.0], |x| {
                    if x < 0.0 { 0.0 } else { 1.0 }
                }),
                curve("pole", Role::Rival(0), &[], |x| 1.0 / x),
                curve("hole", Role::Rival(1), &[0.0], |x| x * x / x),
                curve("root", Role::Rival(2), &[], f64::sqrt),
                curve("nothing", Role::Rival(3), &[], |_| f64::NAN),
            ],
            vec![
                dot(-1.278, -0.278),
                dot(4.0, 4.0),
                dot(-4.0, -1.2),
                dot(0.0, 9.0),
                Mark::Kink {
                    x: 0.0,
                    y: 0.0,
                    label: "\"kink\"".to_owned(),
                },
                Mark::Across {
                    y: 3.0,
                    label: "three".to_owned(),
                },
                Mark::Upright {
                    x: 2.0,
                    label: "two".to_owned(),
                },
                Mark::Across {
                    y: f64::NAN,
                    label: "nowhere".to_owned(),
                },
            ],
        )
    }

    fn paths<'a>(elements: &'a [Element], class: &str) -> Vec<&'a Element> {
        let of_class = |e: &&Element| e.get("class") == Some(class);
        elements.iter().filter(of_class).collect()
    }

    #[test]
    fn a_crowded_figure_is_well_formed_on_one_line_and_the_same_each_time() {
        let svg = crowded().svg();
        let elements = read(&svg);
        assert!(!svg.contains(['\n', '\r', '\t']));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        assert_eq!(svg, crowded().svg());
        assert_eq!(elements[0].get("role"), Some("img"));
        assert_eq!(elements[1].text, "A & B");
        assert_eq!(elements[2].text, "a < b");
        assert!(elements.iter().any(|e| e.text == "<smooth>"));
        for class in [
            "figure-value",
            "figure-slope",
            "figure-rival",
            "figure-guide",
        ] {
            assert!(!paths(&elements, class).is_empty(), "no {class}");
        }
    }

    #[test]
    fn every_id_starts_with_that_of_the_plot() {
        let elements = read(&crowded().svg());
        let ids: Vec<&str> = elements.iter().filter_map(|e| e.get("id")).collect();
        assert_eq!(ids, ["figure-1", "figure-1-title", "figure-1-desc"]);
    }

    #[test]
    fn colours_are_variables() {
        for element in read(&crowded().svg()) {
            for name in ["fill", "stroke"] {
                if let Some(value) = element.get(name) {
                    let variable = value.starts_with("var(--figure-") && value.contains(",#");
                    assert!(variable || value == "none", "{name} is {value}");
                }
            }
        }
    }

    #[test]
    fn every_text_stays_on_the_page() {
        let elements = read(&crowded().svg());
        let mut seen = 0;
        for element in elements.iter().filter(|e| e.name == "text") {
            let (x, y) = (element.number("x"), element.number("y"));
            let width = text_width(&element.text);
            let group = &elements[element.parent.unwrap()];
            let anchor = element.get("text-anchor").or(group.get("text-anchor"));
            let left = match anchor {
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                _ => x,
            };
            assert!(left >= 0.0 && left + width <= WIDTH, "{element:?}");
            assert!((10.0..=HEIGHT - 10.0).contains(&y), "{element:?}");
            seen += 1;
        }
        assert!(seen > 20, "{seen} texts");
        for label in [
            "minimum 4 at 4",
            "minimum -1.2 at -4",
            "\"kink\"",
            "three",
            "two",
        ] {
            assert!(elements.iter().any(|e| e.text == label), "no {label}");
        }
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        let elements = read(&crowded().svg());
        let dots = elements.iter().filter(|e| e.name == "circle").count();
        assert_eq!(dots, 4);
        assert!(
            !elements
                .iter()
                .any(|e| e.text.contains("9") || e.text == "nowhere")
        );
    }

    #[test]
    fn path_data_are_the_points_of_the_curve() {
        let svg = plot(
            vec![curve("|x|", Role::Value, &[0.0], f64::abs)],
            Vec::new(),
        )
        .svg();
        let elements = read(&svg);
        // The first path of the class is the sample in the key.
        let d = paths(&elements, "figure-value")[1].get("d").unwrap();
        let lines = points(d);
        assert_eq!(lines.len(), 1);
        let [left, kink, right] = lines[0][..] else {
            panic!("{d} has not three points");
        };
        assert!((left.1 - right.1).abs() < 1e-9);
        assert!((left.0 + right.0 - 2.0 * kink.0).abs() <= 0.02);
        assert!(kink.1 > left.1 && left.1 > 0.0);
    }

    #[test]
    fn a_figure_of_three_curves_is_small() {
        let figure = plot(
            vec![
                curve("value", Role::Value, &[], |x| x / (1.0 + (-x).exp())),
                curve("slope", Role::Slope, &[], |x| 1.0 - x.tanh().powi(2)),
                curve("rival", Role::Rival(0), &[], |x| (1.0 + x.exp()).ln()),
            ],
            vec![Mark::Extremum {
                x: -1.278,
                y: -0.278,
                label: "minimum −0.278 at −1.278".to_owned(),
            }],
        );
        let bytes = figure.svg().len();
        assert!((2_000..6_000).contains(&bytes), "{bytes} bytes");
    }

    #[test]
    #[should_panic(expected = "needs a finite range")]
    fn an_endless_axis_is_refused() {
        let mut figure = plot(Vec::new(), Vec::new());
        figure.x.range = 0.0..=f64::INFINITY;
        let _ = figure.svg();
    }
}
