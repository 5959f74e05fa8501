//! The values of a figure as a table, for those who do not see it.

use super::{Bars, Dots, Layer, Line, Panel, View};
use crate::mark::Mark;
use crate::numeral::significant;
use crate::ordered::ordered;
use crate::svg::escape;

/// The values of a figure: a part for each set of layers that share their rows.
///
/// It is made of what is drawn; nothing else makes one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    parts: Vec<Part>,
}

/// Rows with the same columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// What they are, said where there are several parts.
    pub caption: String,
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows. A cell `[words](address)` is a link.
    pub rows: Vec<Vec<String>>,
    /// The rows that stand out.
    pub lit: Vec<usize>,
}

impl Table {
    pub(crate) fn new(parts: Vec<Part>) -> Table {
        Table { parts }
    }

    /// As HTML on one line.
    #[must_use]
    pub fn html(&self) -> String {
        let parts = self.parts.iter();
        parts.map(|part| part.html(self.parts.len() > 1)).collect()
    }

    /// The rows of all parts.
    #[cfg(test)]
    pub fn rows(&self) -> Vec<&[String]> {
        let rows = self.parts.iter().flat_map(|part| &part.rows);
        rows.map(Vec::as_slice).collect()
    }
}

impl Part {
    fn html(&self, is_one_of_several: bool) -> String {
        let cells = |tag: &str, cells: &[String]| -> String {
            let cell = |text: &String| format!("<{tag}>{}</{tag}>", inner(text));
            cells.iter().map(cell).collect()
        };
        let rows = self.rows.iter();
        let row = |(i, row): (usize, &Vec<String>)| match self.lit.contains(&i) {
            true => format!("<tr class=\"lit\">{}</tr>", cells("td", row)),
            false => format!("<tr>{}</tr>", cells("td", row)),
        };
        let rows: String = rows.enumerate().map(row).collect();
        let caption = match is_one_of_several {
            true => format!("<caption>{}</caption>", escape(&self.caption)),
            false => String::new(),
        };
        format!(
            "<table>{caption}<thead><tr>{}</tr></thead><tbody>{rows}</tbody></table>",
            cells("th", &self.head)
        )
    }
}

/// The HTML of a cell.
fn inner(text: &str) -> String {
    let link = (text.strip_prefix('[')).and_then(|rest| rest.strip_suffix(')'));
    match link.and_then(|rest| rest.split_once("](")) {
        Some((words, address)) => {
            format!("<a href=\"{}\">{}</a>", escape(address), escape(words))
        }
        None => escape(text),
    }
}

/// In a cell of a line that has no value there.
const NOTHING: &str = "–";

impl View {
    /// The values of every layer that has some.
    pub fn table(&self) -> Table {
        Table::new(
            self.panels
                .iter()
                .flat_map(|(_, panel)| panel.parts())
                .collect(),
        )
    }
}

impl Panel {
    fn parts(&self) -> Vec<Part> {
        let lines = self.lines().next().map(|_| self.values());
        let others = self.layers.iter().filter_map(|layer| match layer {
            Layer::Bars(bars) => Some(self.bars(bars)),
            Layer::Dots(dots) => Some(self.dots(dots)),
            Layer::Map(map) => Some(map.part()),
            Layer::Strips(strips) => Some(strips.part()),
            _ => None,
        });
        lines.into_iter().chain(others).collect()
    }

    fn caption(&self) -> String {
        match self.y.label.as_str() {
            "" => self.x.label.clone(),
            y => format!("{y} over {}", self.x.label),
        }
    }

    /// A column for each line: what is said of it as a whole, then its values.
    fn values(&self) -> Part {
        let name = |label: &str| match label {
            "" => self.y.label.clone(),
            label => label.to_owned(),
        };
        let mut head = vec![self.x.label.clone()];
        head.extend(self.lines().map(|line| name(&line.label)));
        head.extend(self.also.iter().map(|(name, _)| name.clone()));
        let mut rows = vec![];
        let facts: Vec<_> = self.lines().map(|line| line.facts.as_slice()).collect();
        for (i, (what, _)) in facts[0].iter().enumerate() {
            let said = facts.iter().map(|facts| facts[i].1.clone());
            rows.push(std::iter::once((*what).to_owned()).chain(said).collect());
        }
        for (x, label) in self.places() {
            let place = significant(x, 6);
            let mut row = vec![label.map_or(place.clone(), |label| format!("{place} ({label})"))];
            let number = |y: f64| significant(y + 0.0, self.digits);
            let values = self.lines().map(|line| line.at(x).map(number));
            let cells = values.chain(self.also.iter().map(|(_, says)| says(x)));
            row.extend(cells.map(|cell| cell.unwrap_or_else(|| NOTHING.to_owned())));
            rows.push(row);
        }
        Part {
            caption: self.caption(),
            head,
            rows,
            lit: vec![],
        }
    }

    /// Where the lines are read, in order: at even places or at their points, and at what is marked.
    fn places(&self) -> Vec<(f64, Option<String>)> {
        let mut own = ordered(self.lines().flat_map(Line::own_places).map(|p| p.0));
        own.dedup();
        let ends: Vec<Option<f64>> = (self.lines())
            .map(|line| line.own_places().last().map(|p| p.0))
            .collect();
        let is_kept = |(i, x): &(usize, f64)| *i <= 20 || i % 10 == 0 || ends.contains(&Some(*x));
        let own: Vec<f64> = (own.into_iter().enumerate())
            .filter(is_kept)
            .map(|(_, x)| x)
            .collect();
        let plain = if own.is_empty() {
            self.rows.clone()
        } else {
            own
        };
        let mut places: Vec<(f64, Option<String>)> = plain.into_iter().map(|x| (x, None)).collect();
        for layer in &self.layers {
            let Layer::Mark(
                Mark::Upright { x, label }
                | Mark::Best { x, label, .. }
                | Mark::Kink { x, label, .. },
            ) = layer
            else {
                continue;
            };
            if !label.is_empty() && self.x.range.contains(&self.x.place(*x)) {
                places.retain(|place| place.1.is_some() || place.0 != *x);
                let at = places.partition_point(|place| place.0 < *x);
                places.insert(at, (*x, Some(label.clone())));
            }
        }
        places
    }

    /// From where to where each bar goes, and its height.
    fn bars(&self, Bars(heights): &Bars) -> Part {
        let ends = self.x.even(heights.len() as u32);
        let number = |x: &f64| significant(*x, self.digits);
        let row = |(pair, height): (&[f64], &f64)| {
            vec![
                format!("{} to {}", number(&pair[0]), number(&pair[1])),
                number(height),
            ]
        };
        Part {
            caption: self.caption(),
            head: vec![self.x.label.clone(), self.y.label.clone()],
            rows: ends.windows(2).zip(heights).map(row).collect(),
            lit: vec![],
        }
    }

    fn dots(&self, dots: &Dots) -> Part {
        let mut head = vec![self.x.label.clone(), self.y.label.clone()];
        let number = |x: f64| significant(x + 0.0, self.digits);
        let mut rows: Vec<Vec<String>> = dots
            .at
            .iter()
            .map(|(x, y)| vec![number(*x), number(*y)])
            .collect();
        if !dots.has_heights {
            head = vec![dots.label.to_owned()];
            rows.iter_mut().for_each(|row| row.truncate(1));
        }
        Part {
            caption: dots.label.to_owned(),
            head,
            rows,
            lit: vec![],
        }
    }
}
