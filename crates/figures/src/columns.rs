//! A figure of columns: two bars for each of a few things, and beside them the number that a reader
//! sets, on an axis of its own.

use crate::axis::{Axis, Scale, ticks};
use crate::frame::{Frame, draw_rules};
use crate::geometry::Point;
use crate::handle::knob;
use crate::label::text_width;
use crate::layers::{Part, Table};
use crate::numeral::{number, significant};
use crate::palette::{AXIS, SLOPE, VALUE};
use crate::svg::{FONT, HEIGHT, Num, ROW, Svg, WIDTH};

/// Columns on a common vertical axis, with handles on another one at the right.
pub(crate) struct Columns {
    /// Id of the SVG and prefix of the ids in it; no other id of the page may be the same.
    pub id: String,
    /// Short name, read out and shown on hover.
    pub title: String,
    /// Description for readers who cannot see the picture.
    pub description: String,
    /// Of the bars, which start at zero and are cut at its ends.
    pub y: Axis,
    /// Of the handles, over the range of their controls.
    pub held: Axis,
    /// What the full bars and the dashed ones are.
    pub series: [String; 2],
    /// From left to right.
    pub columns: Vec<Column>,
}

/// Two bars and a handle.
pub(crate) struct Column {
    /// Written below, with the number that is set.
    pub name: String,
    /// Said after it; empty for nothing.
    pub remark: &'static str,
    /// The full bar, and the dashed one; in place of what is not finite stands a word.
    pub values: [f64; 2],
    /// The control that is held.
    pub control: String,
    /// What it is set to.
    pub set: f64,
}

/// Shares of the width of a column: left free, each bar, left free, the track of the handle.
const FREE: f64 = 0.1;
const BAR: f64 = 0.28;
const APART: f64 = 0.03;
const TRACK: f64 = 0.24;
/// A sample in the key.
const SAMPLE: (f64, f64) = (30.0, 15.0);
const GAP: f64 = 8.0;

impl Columns {
    /// The figure as SVG on one line, ready to stand in a page.
    ///
    /// # Panics
    ///
    /// If an axis is empty or not finite, or if the id is not a letter followed by letters, digits,
    /// `-` or `_`.
    #[must_use]
    pub fn svg(&self) -> String {
        // The row of the axes' names is needed even if the bars' has none.
        let header = if self.y.label.is_empty() { 2.0 } else { 1.0 } * ROW;
        let mut frame = Frame::new(&self.y, header, 1.2 * FONT, 1.0);
        let rows = ticks(&self.held, frame.area.height() / (2.2 * FONT));
        let widest = rows.iter().map(|tick| text_width(&tick.label));
        frame.area.right = WIDTH - widest.fold(0.0, f64::max) - GAP - 2.0;
        let held = Scale::new(&self.held, frame.area.bottom, frame.area.top);

        let mut svg = Svg::new(&self.id, &self.title, &self.description);
        self.key(&mut svg);
        draw_rules(&mut svg, &frame.rules());
        frame.draw(&mut svg);
        for tick in &rows {
            let (x, y) = (Num(frame.area.right + GAP), Num(held.at(tick.value)));
            svg.text(&[("x", &x), ("y", &y)], &tick.label);
        }
        let place: [(&str, &dyn std::fmt::Display); 3] = [
            ("x", &(WIDTH - 2.0)),
            ("y", &(1.5 * ROW)),
            ("text-anchor", &"end"),
        ];
        svg.text(&place, &self.held.label);

        let slot = frame.area.width() / self.columns.len() as f64;
        for (i, column) in self.columns.iter().enumerate() {
            let left = frame.area.left + slot * i as f64;
            for (j, &value) in column.values.iter().enumerate() {
                let start = left + slot * (FREE + (BAR + APART) * j as f64);
                bar(&mut svg, &frame, j == 0, value, (start, BAR * slot));
            }
            let x = left + slot * (FREE + 2.0 * BAR + APART + TRACK / 2.0);
            let (from, to) = (held.at(held.from), held.at(held.to));
            let track = format!("M{} {}V{}", Num(x), Num(from), Num(to));
            svg.leaf(
                "path",
                &[("stroke", &AXIS), ("stroke-width", &"2.4"), ("d", &track)],
            );
            let at = Point::new(x, held.at(column.set));
            knob(&mut svg, at, &column.control, 'y', (from, to));
            let middle = Num(left + slot / 2.0);
            let words: [(&str, &dyn std::fmt::Display); 3] = [
                ("x", &middle),
                ("y", &Num(frame.row(0.0))),
                ("text-anchor", &"middle"),
            ];
            let set = significant(column.set, 3);
            let name = format!("{} = {set}{}", column.name, column.remark);
            svg.text(&words, &name);
        }
        svg.finish()
    }

    /// The numbers that are set and the values of the bars.
    #[must_use]
    pub fn table(&self) -> Table {
        let series = self.series.iter().cloned();
        let head = [self.held.label.clone(), "value".to_owned()];
        let row = |column: &Column| {
            let [one, other] = column.values;
            let numbers = [column.set, one, other].map(|x| significant(x, 6));
            let name = format!("{}{}", column.name, column.remark);
            std::iter::once(name).chain(numbers).collect()
        };
        Table::new(vec![Part {
            caption: self.title.clone(),
            head: head.into_iter().chain(series).collect(),
            rows: self.columns.iter().map(row).collect(),
            lit: vec![],
        }])
    }

    /// A sample of each kind of bar and its name, in a row.
    fn key(&self, svg: &mut Svg) {
        let mut x = 3.0;
        for (full, name) in [true, false].into_iter().zip(&self.series) {
            let (width, height) = SAMPLE;
            let (top, bottom) = ((ROW - height) / 2.0, (ROW + height) / 2.0);
            draw(svg, full, (x, width), (bottom, top));
            x += width + GAP;
            svg.text(&[("x", &Num(x)), ("y", &Num(ROW / 2.0))], name);
            x += text_width(name) + 22.0;
        }
    }
}

/// One bar with its number or, where there is none, a word.
fn bar(svg: &mut Svg, frame: &Frame, full: bool, value: f64, (left, width): (f64, f64)) {
    let zero = frame.y.at(0.0);
    let end = if value.is_nan() {
        zero
    } else {
        frame.y.at(value.clamp(frame.y.from, frame.y.to))
    };
    if value.is_finite() {
        draw(svg, full, (left, width), (zero, end));
    }
    let off = if value < 0.0 { 0.6 } else { -0.6 } * FONT;
    let y = (end + off).clamp(FONT / 2.0, HEIGHT - FONT / 2.0);
    let (x, anchor, text) = match (full, value.is_finite()) {
        // To the left, where the last handle leaves room.
        (true, true) => (left + width, "end", number(value, 3)),
        (false, true) => return,
        (_, false) => (left + width / 2.0, "middle", significant(value, 3)),
    };
    svg.text(
        &[("x", &Num(x)), ("y", &Num(y)), ("text-anchor", &anchor)],
        &text,
    );
}

/// A full or a dashed rectangle from zero to an end.
fn draw(svg: &mut Svg, full: bool, (left, width): (f64, f64), (zero, end): (f64, f64)) {
    // The dashed line lies within the rectangle.
    let inner = if full { 0.0 } else { 1.3 };
    let d = format!(
        "M{} {}V{}h{}V{}z",
        Num(left + inner),
        Num(zero),
        Num(end),
        Num(width - 2.0 * inner),
        Num(zero)
    );
    if full {
        let class = "figure-value";
        svg.leaf("path", &[("class", &class), ("fill", &VALUE), ("d", &d)]);
    } else {
        svg.leaf(
            "path",
            &[
                ("class", &"figure-slope"),
                ("fill", &"none"),
                ("stroke", &SLOPE),
                ("stroke-width", &"2.6"),
                ("stroke-dasharray", &"7 4"),
                ("d", &d),
            ],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn columns(values: &[[f64; 2]]) -> Columns {
        Columns {
            id: "columns".to_owned(),
            title: "Columns".to_owned(),
            description: "Two bars each".to_owned(),
            y: Axis::new("share", -1.0..=1.0),
            held: Axis::new("score", -6.0..=6.0),
            series: ["one".to_owned(), "other".to_owned()],
            columns: (values.iter().enumerate())
                .map(|(i, &values)| Column {
                    name: format!("z{i}"),
                    remark: "",
                    values,
                    control: format!("z{i}"),
                    set: i as f64,
                })
                .collect(),
        }
    }

    #[test]
    fn every_column_has_its_bars_and_a_handle_over_the_whole_range() {
        let svg = columns(&[[0.5, -0.25], [f64::NAN, 7.0], [0.125, f64::INFINITY]]).svg();
        let elements = read(&svg);
        let of = |class: &str| {
            let with = elements.iter().filter(|e| e.get("class") == Some(class));
            with.count()
        };
        // One more of each in the key.
        assert_eq!((of("figure-value"), of("figure-slope")), (3, 3));
        let handles: Vec<_> = (elements.iter())
            .filter_map(|e| Some((e.get("data-drag")?, e.get("data-along")?)))
            .collect();
        assert_eq!(handles.len(), 3);
        assert!(handles.iter().all(|(_, along)| *along == handles[0].1));
        for text in [
            "0.500", "NaN", "0.125", "∞", "z2 = 2", "share", "score", "other",
        ] {
            assert!(elements.iter().any(|e| e.text == text), "no {text}");
        }
    }

    #[test]
    fn every_text_stays_on_the_page() {
        for element in read(&columns(&[[1.0, -1.0]; 4]).svg()) {
            if element.name != "text" {
                continue;
            }
            let (x, width) = (element.number("x"), text_width(&element.text));
            let group = element.get("text-anchor");
            if group == Some("end") {
                assert!(x - width >= 0.0, "{element:?}");
            }
            assert!(x <= WIDTH, "{element:?}");
            assert!((10.0..=HEIGHT - 10.0).contains(&element.number("y")));
        }
    }
}
