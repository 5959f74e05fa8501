//! The course of a training run: what it printed at each step, as lines, and values to compare them with.

use crate::axis::Axis;
use crate::layers::{Panel, View, points};
use crate::mark::Mark;
use crate::numeral::significant;
use crate::role::Role;

/// What a training run printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Id of the picture; no other id of the page may be the same.
    pub id: String,
    /// What the steps are: the name of the horizontal axis.
    pub over: String,
    /// Each line: its name, and its points in order.
    pub lines: Vec<(String, Vec<(f64, f64)>)>,
    /// Heights to compare with, each with its name: the value before the first step, a baseline.
    pub guides: Vec<(String, f64)>,
}

/// The strokes of the lines, in order.
const ROLES: [Role; 5] = [
    Role::Value,
    Role::Slope,
    Role::Rival(1),
    Role::Rival(2),
    Role::Rival(3),
];

impl Course {
    /// There are no more kinds of lines.
    pub const MOST: usize = ROLES.len();

    /// The picture, on one line.
    ///
    /// # Panics
    ///
    /// If a line has fewer than two points, or one that is not finite, or if there are more than
    /// [`Course::MOST`] lines.
    #[must_use]
    pub fn svg(&self) -> String {
        assert!(
            self.lines.len() <= Course::MOST,
            "a course has {} lines at most, got {}",
            Course::MOST,
            self.lines.len()
        );
        let named = self.lines.len() > 1;
        let (x, y) = (self.across(), self.up());
        let marks = self.guides.iter().map(|(name, height)| Mark::Across {
            y: *height,
            label: name.clone(),
        });
        let names = self.lines.iter().filter(|_| named).map(|(name, at)| {
            // Where a line ends, it is apart from others if it is anywhere.
            let beside = at[at.len() / 3..].to_vec();
            let label = name.clone();
            Mark::Name { beside, label }
        });
        let lines = (self.lines.iter().zip(ROLES)).map(|((name, at), role)| {
            let label = if named { name.as_str() } else { "" };
            points(role, label, at.iter().copied())
        });
        let panel = Panel::new(x, y).all(lines).all(marks).all(names);
        View::new(self.id.clone(), self.title(), self.description())
            .panel(panel)
            .svg()
    }

    fn title(&self) -> String {
        let names: Vec<&str> = self.lines.iter().map(|line| line.0.as_str()).collect();
        format!("{} over {}", names.join(", "), self.over)
    }

    fn description(&self) -> String {
        let line = |(name, at): &(String, Vec<(f64, f64)>)| {
            let (first, last) = (at[0], at[at.len() - 1]);
            let least = at.iter().fold(first, |a, b| if b.1 < a.1 { *b } else { a });
            let number = |x: f64| significant(x, 4);
            let most = at.iter().fold(first, |a, b| if b.1 > a.1 { *b } else { a });
            let turn = match (least, most) {
                (least, _) if least.1 < first.1.min(last.1) => {
                    format!(", lowest {} at {}", number(least.1), number(least.0))
                }
                (_, most) if most.1 > first.1.max(last.1) => {
                    format!(", highest {} at {}", number(most.1), number(most.0))
                }
                _ => String::new(),
            };
            format!(
                "{name}: {} at {} {} to {} at {} {}{turn}.",
                number(first.1),
                self.over,
                number(first.0),
                number(last.1),
                self.over,
                number(last.0)
            )
        };
        let guide = |(name, height): &(String, f64)| {
            format!("A dotted line at {}: {name}.", significant(*height, 4))
        };
        let said = (self.lines.iter().map(line)).chain(self.guides.iter().map(guide));
        said.collect::<Vec<_>>().join(" ")
    }

    fn across(&self) -> Axis {
        let steps = || self.lines.iter().flat_map(|line| &line.1).map(|at| at.0);
        let (from, to) = ends(steps());
        Axis::new(self.over.clone(), from..=to)
    }

    /// From 0 where the values come near it, with room for what stands at the edge.
    fn up(&self) -> Axis {
        let values = self.lines.iter().flat_map(|line| &line.1).map(|at| at.1);
        let (low, high) = ends(values.chain(self.guides.iter().map(|guide| guide.1)));
        let room = match high - low {
            0.0 => high.abs().max(1.0),
            spread => spread,
        };
        let from = match (0.0..=0.6 * high).contains(&low) {
            true => 0.0,
            false => low - 0.08 * room,
        };
        Axis::new(self.label(), from..=high + 0.08 * room)
    }

    /// The name of the upright axis: the words that all names of lines end in, the word that all begin with, or all
    /// names.
    fn label(&self) -> String {
        let names: Vec<Vec<&str>> = (self.lines.iter())
            .map(|(name, _)| name.split(' ').collect())
            .collect();
        let Some(first) = names.first() else {
            return String::new();
        };
        let end = |n: usize| &first[first.len() - n..];
        let ends_all = |n: &usize| names.iter().all(|name| name.ends_with(end(*n)));
        if let Some(n) = (1..=first.len()).rev().find(ends_all) {
            return end(n).join(" ");
        }
        if names.iter().all(|name| name[0] == first[0]) {
            return first[0].to_owned();
        }
        let all: Vec<String> = names.iter().map(|name| name.join(" ")).collect();
        all.join(", ")
    }
}

/// The least and the largest.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn course(lines: &[(&str, &[f64])], guides: &[(&str, f64)]) -> Course {
        let line = |(name, values): &(&str, &[f64])| {
            let steps = (0..).map(|i| f64::from(10 * i));
            (
                (*name).to_owned(),
                steps.zip(values.iter().copied()).collect(),
            )
        };
        Course {
            id: "curve-1".to_owned(),
            over: "step".to_owned(),
            lines: lines.iter().map(line).collect(),
            guides: guides.iter().map(|g| (g.0.to_owned(), g.1)).collect(),
        }
    }

    #[test]
    fn lines_guides_and_their_names_are_drawn_and_told() {
        let svg = course(
            &[
                ("training loss", &[0.7, 0.4, 0.2]),
                ("held-out loss", &[0.7, 0.45, 0.5]),
            ],
            &[("ln 2", 0.693)],
        )
        .svg();
        for name in ["training loss", "held-out loss"] {
            // In the key and beside its line.
            assert_eq!(
                svg.matches(&format!(">{name}<")).count(),
                2,
                "{name}: {svg}"
            );
        }
        assert_eq!(svg.matches(">ln 2<").count(), 1);
        assert!(svg.contains("training loss: 0.7 at step 0 to 0.2 at step 20."));
        assert!(svg.contains("held-out loss: 0.7 at step 0 to 0.5 at step 20, lowest 0.45 at 10."));
        assert!(svg.contains("A dotted line at 0.693: ln 2."));
        let drawn = |class: &str| {
            read(&svg)
                .iter()
                .filter(|e| e.get("class") == Some(class))
                .count()
        };
        assert!(drawn("figure-value") >= 1 && drawn("figure-slope") >= 1);
    }

    #[test]
    fn the_upright_axis_is_named_after_what_the_lines_share() {
        for (names, label) in [
            (&["loss"][..], "loss"),
            (&["training loss", "held-out loss"], "loss"),
            (&["loss from 0", "loss from the base rate"], "loss"),
            (&["loss", "accuracy"], "loss, accuracy"),
            (&["held out", "held out"], "held out"),
        ] {
            let lines: Vec<(&str, &[f64])> =
                names.iter().map(|name| (*name, &[1.0, 2.0][..])).collect();
            assert_eq!(course(&lines, &[]).label(), label);
        }
    }

    #[test]
    fn the_axis_begins_at_0_where_values_come_near_it_and_is_never_empty() {
        let range =
            |values: &[f64], guides: &[(&str, f64)]| course(&[("loss", values)], guides).up().range;
        assert_eq!(*range(&[0.7, 0.2], &[]).start(), 0.0);
        assert!(*range(&[0.7, 0.6], &[]).start() > 0.5);
        assert!(*range(&[-0.1, 0.6], &[]).start() < -0.1);
        assert_eq!(*range(&[0.7, 0.6], &[("floor", 0.1)]).start(), 0.0);
        for flat in [0.0, 0.3, -2.0] {
            let range = range(&[flat, flat], &[]);
            assert!(range.start() < range.end(), "{flat}: {range:?}");
            assert!(range.contains(&flat));
        }
    }
}
