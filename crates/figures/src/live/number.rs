//! Controls that set a number.

use catalog::Span;

use super::control::{Control, Kind, Set};
use super::typed::{Settable, Typed, control};

/// A number in even steps.
#[derive(Clone, Copy)]
pub(super) struct Slider<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub from: f64,
    pub to: f64,
    pub step: f64,
    pub start: f64,
}

/// A whole number in even steps.
#[derive(Clone, Copy)]
pub(super) struct Count<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub from: usize,
    pub to: usize,
    pub step: usize,
    pub start: usize,
}

/// A positive number in even factors.
#[derive(Clone, Copy)]
pub(super) struct Powers<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub from: f64,
    pub to: f64,
    pub start: f64,
}

/// A parameter of a catalogued function, over its span.
#[derive(Clone, Copy)]
pub(super) struct Spanned<'a> {
    pub name: &'a str,
    pub span: Span,
    pub start: f64,
}

/// A place on the horizontal axis; none at first. A pointer moves it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub name: &'a str,
    pub label: &'a str,
    from: f64,
    to: f64,
    /// Places in each unit; `None` for no rounding.
    per_unit: Option<f64>,
}

impl<'a> Slider<'a> {
    /// A slider from 0 to 1.
    pub const fn new(name: &'a str, label: &'a str) -> Slider<'a> {
        Slider {
            name,
            label,
            from: 0.0,
            to: 1.0,
            step: 0.01,
            start: 0.0,
        }
    }

    /// Sets name and label.
    pub const fn named(self, name: &'a str, label: &'a str) -> Slider<'a> {
        Slider {
            name,
            label,
            ..self
        }
    }

    /// Sets the range.
    pub const fn over(self, from: f64, to: f64, step: f64) -> Slider<'a> {
        Slider {
            from,
            to,
            step,
            ..self
        }
    }

    /// Sets the value at first.
    pub const fn at(self, start: f64) -> Slider<'a> {
        Slider { start, ..self }
    }
}

impl<'a> Count<'a> {
    /// A slider from 0 to 1.
    pub const fn new(name: &'a str, label: &'a str) -> Count<'a> {
        Count {
            name,
            label,
            from: 0,
            to: 1,
            step: 1,
            start: 0,
        }
    }

    /// Sets the range.
    pub const fn over(self, from: usize, to: usize) -> Count<'a> {
        Count { from, to, ..self }
    }

    /// Sets the step.
    pub const fn by(self, step: usize) -> Count<'a> {
        Count { step, ..self }
    }

    /// Sets the value at first.
    pub const fn at(self, start: usize) -> Count<'a> {
        Count { start, ..self }
    }
}

impl<'a> Powers<'a> {
    /// A slider from 0.1 to 10.
    pub const fn new(name: &'a str, label: &'a str) -> Powers<'a> {
        Powers {
            name,
            label,
            from: 0.1,
            to: 10.0,
            start: 1.0,
        }
    }

    /// Sets the range.
    pub const fn over(self, from: f64, to: f64) -> Powers<'a> {
        Powers { from, to, ..self }
    }

    /// Sets the value at first.
    pub const fn at(self, start: f64) -> Powers<'a> {
        Powers { start, ..self }
    }
}

impl<'a> Place<'a> {
    /// A share of the width, from 0 to 1.
    pub const fn new(name: &'a str, label: &'a str) -> Place<'a> {
        Place {
            name,
            label,
            from: 0.0,
            to: 1.0,
            per_unit: None,
        }
    }

    /// Sets the values at the ends of the axis.
    pub const fn over(self, from: f64, to: f64) -> Place<'a> {
        Place { from, to, ..self }
    }

    /// Rounds it to that many places in each unit.
    pub const fn snapped(self, per_unit: f64) -> Place<'a> {
        Place {
            per_unit: Some(per_unit),
            ..self
        }
    }

    fn at(&self, share: f64) -> f64 {
        let exact = self.from + share * (self.to - self.from);
        match self.per_unit {
            // −0 would be read as a minus sign.
            Some(n) => libm::rint(exact * n) / n + 0.0,
            None => exact,
        }
    }
}

/// The number that is set.
fn number(set: Set) -> Option<f64> {
    match set {
        Set::Number(x) => Some(x),
        _ => None,
    }
}

impl Settable for Slider<'_> {
    fn control(&self) -> Control {
        let Slider {
            from,
            to,
            step,
            start,
            ..
        } = *self;
        let kind = Kind::Slider {
            from,
            to,
            step,
            start,
        };
        control(self.name, self.label, kind)
    }
}

impl Typed for Slider<'_> {
    type Value = f64;

    fn read(&self, set: Set) -> Option<f64> {
        number(set)
    }
}

impl Settable for Count<'_> {
    fn control(&self) -> Control {
        let kind = Kind::Slider {
            from: self.from as f64,
            to: self.to as f64,
            step: self.step as f64,
            start: self.start as f64,
        };
        control(self.name, self.label, kind)
    }
}

impl Typed for Count<'_> {
    type Value = usize;

    fn read(&self, set: Set) -> Option<usize> {
        number(set).map(|x| x as usize)
    }
}

impl Settable for Powers<'_> {
    fn control(&self) -> Control {
        let Powers {
            from, to, start, ..
        } = *self;
        control(self.name, self.label, Kind::Powers { from, to, start })
    }
}

impl Typed for Powers<'_> {
    type Value = f64;

    fn read(&self, set: Set) -> Option<f64> {
        number(set)
    }
}

impl Settable for Spanned<'_> {
    fn control(&self) -> Control {
        let start = self.start;
        let kind = match self.span {
            Span::Even(from, to) => Kind::Slider {
                from,
                to,
                step: self.span.step(),
                start,
            },
            Span::Times(from, to) => Kind::Powers { from, to, start },
        };
        control(self.name, self.name, kind)
    }
}

impl Typed for Spanned<'_> {
    type Value = f64;

    fn read(&self, set: Set) -> Option<f64> {
        number(set)
    }
}

impl Settable for Place<'_> {
    fn control(&self) -> Control {
        control(self.name, self.label, Kind::Place)
    }
}

impl Typed for Place<'_> {
    type Value = Option<f64>;

    fn read(&self, set: Set) -> Option<Option<f64>> {
        match set {
            Set::Nothing => Some(None),
            set => number(set).map(|share| Some(self.at(share))),
        }
    }
}
