//! Lines: a function, or points in order.

use crate::axes::Axes;
use crate::axis::Axis;
use crate::geometry::Point;
use crate::joined::Joined;
use crate::role::Role;
use crate::sample::trace;

/// A line of a panel. Its values are those of the table; the axes say where they are drawn.
pub(crate) struct Line {
    /// Its name in the key and over its column; without one the axis names it.
    pub label: String,
    pub role: Role,
    /// Whether the key names it.
    pub in_key: bool,
    /// Facts about the line as a whole, listed before its values: name and text.
    pub facts: Vec<(&'static str, String)>,
    values: Values,
    /// The number of straight steps it is drawn with, for a function that jumps with every rounding.
    steps: Option<usize>,
    /// The values that are drawn at 0 and 1.
    ends: Option<(f64, f64)>,
}

/// A function from place to place of two axes, and its kinks.
type Drawn<'a> = (Box<dyn Fn(f64) -> f64 + 'a>, Vec<f64>);

enum Values {
    Function(Box<dyn Fn(f64) -> f64>, Vec<f64>),
    Points(Vec<(f64, f64)>),
}

/// A function over the whole of the horizontal axis; where it is not finite, the line has a gap.
pub(crate) fn line(role: Role, label: impl Into<String>, f: impl Fn(f64) -> f64 + 'static) -> Line {
    Line::new(role, label.into(), Values::Function(Box::new(f), vec![]))
}

/// Points joined by straight lines.
pub(crate) fn points(
    role: Role,
    label: impl Into<String>,
    points: impl IntoIterator<Item = (f64, f64)>,
) -> Line {
    Line::new(
        role,
        label.into(),
        Values::Points(points.into_iter().collect()),
    )
}

/// A value for each of 0, 1, 2 ..
pub(crate) fn steps(
    role: Role,
    label: impl Into<String>,
    values: impl IntoIterator<Item = f64>,
) -> Line {
    points(role, label, (0..).map(f64::from).zip(values))
}

impl Line {
    fn new(role: Role, label: String, values: Values) -> Line {
        Line {
            label,
            role,
            in_key: true,
            facts: vec![],
            values,
            steps: None,
            ends: None,
        }
    }

    /// Adds kinks and branch points, across which it is never smoothed.
    pub fn seams(mut self, more: impl IntoIterator<Item = f64>) -> Line {
        if let Values::Function(_, seams) = &mut self.values {
            seams.extend(more);
        }
        self
    }

    /// Draws it with that many straight steps.
    pub fn straight(self, steps: usize) -> Line {
        Line {
            steps: Some(steps),
            ..self
        }
    }

    /// Draws it so that one value lies at 0 and another at 1.
    pub fn between(self, zero: f64, one: f64) -> Line {
        Line {
            ends: Some((zero, one)),
            ..self
        }
    }

    /// Adds facts about the line as a whole.
    pub fn with_facts(self, facts: Vec<(&'static str, String)>) -> Line {
        Line { facts, ..self }
    }

    /// Leaves it out of the key.
    pub fn unnamed(self) -> Line {
        Line {
            in_key: false,
            ..self
        }
    }

    /// The value at `x`, if the line has one there.
    pub fn at(&self, x: f64) -> Option<f64> {
        match &self.values {
            Values::Function(f, _) => Some(f(x)),
            Values::Points(points) => points.iter().find(|p| p.0 == x).map(|p| p.1),
        }
    }

    /// The places that a line of points has.
    pub fn own_places(&self) -> &[(f64, f64)] {
        match &self.values {
            Values::Function(..) => &[],
            Values::Points(points) => points,
        }
    }

    /// The kinks and branch points of a function.
    pub fn kinks(&self) -> &[f64] {
        match &self.values {
            Values::Function(_, seams) => seams,
            Values::Points(_) => &[],
        }
    }

    /// Where on the upright axis a value is drawn.
    pub fn height(&self, y: &Axis, value: f64) -> f64 {
        let (zero, one) = self.ends.unwrap_or((0.0, 1.0));
        y.place((value - zero) / (one - zero))
    }

    /// The line from place to place of the two axes; for points, none.
    pub fn drawn<'a>(&'a self, x: &'a Axis, y: &'a Axis) -> Option<Drawn<'a>> {
        let Values::Function(f, seams) = &self.values else {
            return None;
        };
        let exact = move |place: f64| self.height(y, f(x.value(place)));
        let Some(steps) = self.steps else {
            let seams = seams.iter().map(|seam| x.place(*seam)).collect();
            return Some((Box::new(exact), seams));
        };
        let joined = Joined::new(*x.range.start(), *x.range.end(), steps, exact);
        let seams = joined.seams();
        Some((Box::new(move |place| joined.at(place)), seams))
    }

    /// The line on the page.
    pub fn runs(&self, x: &Axis, y: &Axis, axes: &Axes) -> Vec<Vec<Point>> {
        if let Some((f, seams)) = self.drawn(x, y) {
            return trace(&*f, &seams, &axes.x, &axes.y);
        }
        let place = |&(a, b): &(f64, f64)| (x.place(a), self.height(y, b));
        let places: Vec<(f64, f64)> = self.own_places().iter().map(place).collect();
        axes.runs(&places)
    }
}
