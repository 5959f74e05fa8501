//! The picture of a figure, from its panels and their layers.

use super::shapes::{draw_bars, draw_stripes};
use super::{Dots, Knob, Layer, Line, Panel, Stroke, Style, View};
use crate::axes::Axes;
use crate::geometry::{Point, Rect};
use crate::handle;
use crate::legend::Legend;
use crate::mark::{Mark, Marks};
use crate::ordered::ordered;
use crate::path::path;
use crate::role::Role;
use crate::svg::{HEIGHT, Num, ROW, Svg, WIDTH};

impl View {
    /// The figure as SVG on one line, ready to stand in a page.
    ///
    /// # Panics
    ///
    /// If a range is empty or not finite, or if the id is not a letter followed by letters, digits,
    /// `-` or `_`.
    pub fn svg(&self) -> String {
        let panels = || self.panels.iter().map(|(_, panel)| panel);
        let mut names: Vec<_> = (panels().flat_map(Panel::lines))
            .filter(|line| line.in_key)
            .map(|line| (line.role, line.label.as_str()))
            .collect();
        let all = names.clone();
        let mut i = 0;
        names.retain(|name| {
            i += 1;
            !all[..i - 1].contains(name)
        });
        let legend = Legend::new(names.into_iter());
        let map = panels()
            .flat_map(|panel| &panel.layers)
            .find_map(|layer| match layer {
                Layer::Map(map) => Some(map),
                _ => None,
            });
        let reserved = self
            .reserved
            .iter()
            .map(|(role, name)| (*role, name.as_str()));
        let rows = legend.height.max(Legend::new(reserved).height);
        let header = rows + map.map_or(0.0, |_| ROW);
        let placed: Vec<(&Panel, Axes)> = (self.panels.iter())
            .map(|(place, panel)| (panel, panel.axes(*place, header)))
            .collect();

        // From where to where a pointer finds the horizontal axis, what its ends are, and where an
        // arrow key stops on its way.
        let (mut reach, mut ends, mut stops) = (String::new(), String::new(), String::new());
        if let [(panel, Axes { x, .. })] = &placed[..] {
            reach = format!("{} {}", Num(x.at(x.from)), Num(x.at(x.to)));
            ends = format!("{} {}", x.from, x.to);
            let stop = |x: f64| x.to_string();
            stops = panel
                .stops()
                .into_iter()
                .map(stop)
                .collect::<Vec<_>>()
                .join(" ");
        }
        let more: [(&str, &dyn std::fmt::Display); 3] = [
            ("data-x", &reach),
            ("data-ends", &ends),
            ("data-stops", &stops),
        ];
        let count = match (reach.is_empty(), stops.is_empty()) {
            (true, _) => 0,
            (_, true) => 2,
            _ => 3,
        };
        let more = &more[..count];
        let size = (WIDTH, HEIGHT);
        let mut svg = Svg::with(&self.id, &self.title, &self.description, size, more);
        legend.draw(&mut svg);
        if let Some(map) = map {
            map.key(&mut svg);
        }
        for (panel, axes) in &placed {
            panel.draw(&mut svg, axes, &self.id);
        }
        svg.finish()
    }
}

/// Draws the layers of one kind.
macro_rules! each {
    ($panel:ident, $kind:ident, $draw:expr) => {
        for layer in &$panel.layers {
            if let Layer::$kind(layer) = layer {
                $draw(layer);
            }
        }
    };
}

impl Panel {
    fn axes(&self, place: Option<(f64, f64)>, header: f64) -> Axes {
        let Some((left, right)) = place else {
            return Axes::whole(header, &self.x, &self.y);
        };
        let outer = Rect {
            left,
            top: header,
            right,
            bottom: HEIGHT,
        };
        Axes::part(outer, &self.x, &self.y)
    }

    /// From back to front: areas and guides, bars and lines, dots and labels, and what the reader moves.
    fn draw(&self, svg: &mut Svg, axes: &Axes, id: &str) {
        axes.draw(svg);
        each!(self, Map, |map: &super::Map| map.draw(svg, axes, id));
        each!(self, Stripes, |stripes| draw_stripes(svg, axes, stripes));
        let marks: Vec<Mark> = (self.layers.iter())
            .filter_map(|layer| match layer {
                Layer::Mark(mark) => Some(self.placed(mark)),
                _ => None,
            })
            .collect();
        let marks = Marks::new(&marks, &axes.x, &axes.y);
        marks.draw_guides(svg);
        let is_over = |stroke: &Stroke| stroke.style == Style::Measure;
        each!(self, Stroke, |s: &Stroke| if !is_over(s) {
            self.draw_stroke(svg, axes, s);
        });
        each!(self, Bars, |bars| draw_bars(svg, axes, bars));
        each!(self, Strips, |strips: &super::Strips| strips
            .draw(svg, axes));
        let mut lines = self.draw_lines(svg, axes);
        each!(self, Stroke, |s: &Stroke| if is_over(s) {
            self.draw_stroke(svg, axes, s);
        });
        each!(self, Knob, |knob: &Knob| {
            lines.push(handle::outline(self.at_edge(axes, knob.at)));
        });
        each!(self, Dots, |dots: &Dots| {
            self.draw_dots(svg, axes, dots);
            let around = |dot: &(f64, f64)| handle::outline(self.at_edge(axes, *dot));
            lines.extend(dots.at.iter().map(around));
        });
        marks.draw_points(svg, axes.area, lines, axes.zero());
        each!(self, Text, |text| self.draw_text(svg, axes, text));
        each!(self, Cursor, |cursor: &crate::Cursor| {
            let height = |line: &Line| line.at(cursor.x).map(|value| line.height(&self.y, value));
            let height = self.lines().find_map(height).unwrap_or(f64::NAN);
            let place = self.x.place(cursor.x);
            let cursor = crate::Cursor {
                x: place,
                ..*cursor
            };
            cursor.draw(svg, height, &axes.x, &axes.y);
        });
        each!(self, Cross, |cross| self.draw_cross(svg, axes, cross));
        each!(self, Knob, |knob: &Knob| {
            let (scale, axis) = match knob.along {
                'x' => (&axes.x, &self.x),
                _ => (&axes.y, &self.y),
            };
            let end = |value: f64| scale.at(axis.place(value));
            let ends = (end(knob.ends.0), end(knob.ends.1));
            let at = self.at_edge(axes, knob.at);
            handle::knob(svg, at, &knob.control, knob.along, ends);
        });
    }

    /// Kinks of its lines within the window, as places on the axis.
    fn stops(&self) -> Vec<f64> {
        let seams = self.lines().flat_map(|line| line.kinks()).copied();
        let places = seams.map(|seam| self.x.place(seam) + 0.0);
        let mut stops = ordered(places.filter(|place| self.x.range.contains(place)));
        stops.dedup();
        stops
    }

    /// A mark where the axes put it.
    fn placed(&self, mark: &Mark) -> Mark {
        let mut mark = mark.clone();
        match &mut mark {
            Mark::Extremum { x, y, .. } | Mark::Kink { x, y, .. } => {
                (*x, *y) = (self.x.place(*x), self.y.place(*y));
            }
            Mark::Across { y, .. } => *y = self.y.place(*y),
            Mark::Upright { x, .. } | Mark::Best { x, .. } => *x = self.x.place(*x),
            Mark::Name { beside, .. } => {
                for (x, y) in beside {
                    (*x, *y) = (self.x.place(*x), self.y.place(*y));
                }
            }
        }
        mark
    }

    /// Draws the lines, those in front last, and returns their points.
    fn draw_lines(&self, svg: &mut Svg, axes: &Axes) -> Vec<Vec<Point>> {
        // Not by the standard library's sort, which would add four kilobytes to a module.
        let order = (0..=Role::FRONT).flat_map(|depth| {
            let is_here = move |line: &&Line| line.role.depth() == depth;
            self.lines().filter(is_here)
        });
        let mut lines = vec![];
        for line in order {
            let runs = line.runs(&self.x, &self.y, axes);
            let d = path(&runs);
            if !d.is_empty() {
                line.role.draw(svg, &d);
            }
            lines.extend(runs);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Bars, Cross, dots, guide, line, numbers, steps};
    use super::*;
    use crate::axis::Axis;
    use crate::geometry::Point;
    use crate::path::tests::points;
    use crate::read::read;

    /// A number of a table.
    fn number(text: &str) -> Option<f64> {
        text.replace('\u{2212}', "-").parse().ok()
    }

    /// Every cell of every line lies on that line of the picture, if it lies in the box.
    #[track_caller]
    fn check(panel: Panel, ends: Option<(f64, f64)>) {
        let axes = panel.axes(None, 0.0);
        let (x_axis, y_axis) = (panel.x.clone(), panel.y.clone());
        let view = View::new("check", "", String::new()).panel(panel);
        let elements = read(&view.svg());
        let (zero, one) = ends.unwrap_or((0.0, 1.0));
        let mut seen = 0;
        for (i, class) in ["figure-value", "figure-slope"].iter().enumerate() {
            let of_class = |e: &&crate::read::Element| e.get("class") == Some(class);
            let drawn: Vec<&str> = (elements.iter().filter(of_class))
                .filter_map(|e| e.get("d"))
                .collect();
            let runs = points(drawn[0]);
            for row in view.table().rows() {
                let (Some(x), Some(y)) = (number(&row[0]), number(&row[i + 1])) else {
                    continue;
                };
                let up = y_axis.place((y - zero) / (one - zero));
                if !axes.y.contains(up) {
                    continue;
                }
                let at = Point::new(axes.x.at(x_axis.place(x)), axes.y.at(up));
                let point = |p: &(f64, f64)| Point::new(p.0, p.1);
                let pairs = runs.iter().flat_map(|run| run.windows(2));
                let far =
                    pairs.map(|pair| at.distance_to_segment(point(&pair[0]), point(&pair[1])));
                let far = far.fold(f64::INFINITY, f64::min);
                assert!(far < 0.5, "{class} at {x}: {y} is {far} away from its line");
                seen += 1;
            }
        }
        assert!(seen > 12, "{seen} cells");
    }

    #[test]
    fn what_the_table_says_is_what_is_drawn() {
        let wave = |x: f64| libm::sin(3.0 * x);
        check(
            Panel::new(Axis::new("x", -2.0..=2.0), Axis::new("", -1.0..=1.0))
                .with(line(Role::Value, "", wave))
                .with(line(Role::Slope, "", f64::abs).seams([0.0]).straight(200)),
            None,
        );
        // Both axes of powers, and a value below zero.
        check(
            Panel::new(Axis::powers("x", -1.0..=2.0), Axis::powers("", -3.0..=3.0))
                .with(line(Role::Value, "", |x| -x * x))
                .with(line(Role::Slope, "", |x| 1.0 / x)),
            None,
        );
        check(
            Panel::new(Axis::new("step", 0.0..=9.0), Axis::powers("", -4.0..=0.0))
                .with(steps(
                    Role::Value,
                    "",
                    (0..10).map(|i| libm::exp2(f64::from(-i))),
                ))
                .with(steps(
                    Role::Slope,
                    "",
                    (0..10).map(|i| libm::exp(f64::from(-i))),
                )),
            None,
        );
        check(
            Panel::new(Axis::new("x", 0.0..=4.0), Axis::new("", 0.0..=1.0))
                .with(line(Role::Value, "", |x| 3.0 + x * x).between(3.0, 19.0))
                .with(line(Role::Slope, "", |x| 3.0 + x).between(3.0, 19.0)),
            Some((3.0, 19.0)),
        );
    }

    #[test]
    fn every_layer_stays_in_its_box_and_has_its_rows() {
        let panel = Panel::new(Axis::new("x", 0.0..=1.0), Axis::new("y", 0.0..=1.0))
            .with(line(Role::Value, "one", |x| 9.0 * x))
            .with(guide([(-9.0, 0.5), (9.0, 0.5), (f64::NAN, 0.0)]))
            .with(dots("pair", [(0.5, 0.5), (7.0, -7.0)]))
            .with(numbers("number", [(0.25, 0.1)]))
            .with(Bars(vec![0.5, 0.0, 1.0]))
            .with(super::super::text("outside", (2.0, 2.0)))
            .with(Cross(3.0, 3.0))
            .rows([0.0, 1.0]);
        let view = View::new("layers", "", String::new()).panel(panel);
        let svg = view.svg();
        assert!(!svg.contains("NaN") && !svg.contains("outside"));
        for dot in read(&svg).iter().filter(|e| e.name == "circle") {
            assert!((0.0..=WIDTH).contains(&dot.number("cx")), "{dot:?}");
            assert!((0.0..=HEIGHT).contains(&dot.number("cy")), "{dot:?}");
        }
        // Two rows of the line, three bars, two pairs, one number.
        assert_eq!(view.table().rows().len(), 8);
        assert_eq!(view.table().html().matches("<caption>").count(), 4);
    }
}
