//! Controls with the type of what they set: `const LAYERS: Count = Count { name: "depth", .. }` is
//! read by `state.get(LAYERS)`, a whole number. A figure names a control once, so that no reading of
//! it can be misspelt.

use super::control::{Control, Kind, Set, State};
use super::format::Format;
use crate::layers::Knob;
use catalog::Span;

/// Something that a reader can set.
pub(super) trait Settable {
    /// As the page is given it.
    fn control(&self) -> Control;
}

/// Something that a reader can set, and what is then read.
pub(super) trait Typed: Settable {
    /// What is read.
    type Value;

    /// What is set, if it was set by a control of this kind.
    fn read(&self, set: Set) -> Option<Self::Value>;
}

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

/// A place in the picture, as a share of its width; none at first. A pointer moves it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub name: &'a str,
    pub label: &'a str,
}

/// On or off.
#[derive(Clone, Copy)]
pub(super) struct Switch<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub start: bool,
}

/// One of several things.
pub(super) struct Choice<'a, T> {
    pub name: &'a str,
    pub label: &'a str,
    pub options: &'a [T],
    pub start: usize,
}

/// Something with a name in a menu.
pub(super) trait Named {
    fn name(&self) -> &str;
}

impl Named for Format {
    fn name(&self) -> &str {
        Format::name(*self)
    }
}

impl<S: AsRef<str>, T> Named for (S, T) {
    fn name(&self) -> &str {
        self.0.as_ref()
    }
}

/// A knob for the number that a control sets, along an axis.
pub(super) fn knob(along: char, control: &dyn Settable, at: (f64, f64)) -> Knob {
    let control = control.control();
    let ends = control.range().map(|range| (range.min, range.max));
    Knob {
        control: control.name,
        at,
        along,
        ends: ends.unwrap_or_default(),
    }
}

/// The controls of a figure, in the order on the page.
pub(super) fn list(all: &[&dyn Settable]) -> Vec<Control> {
    all.iter().map(|one| one.control()).collect()
}

impl State {
    /// What a control is set to.
    ///
    /// # Panics
    ///
    /// If the figure did not list this control; every figure is drawn in a test.
    pub(super) fn get<C: Typed>(&self, control: C) -> C::Value {
        let Control { name, .. } = control.control();
        let set = self.set(&name).and_then(|set| control.read(set));
        set.unwrap_or_else(|| panic!("live: the figure does not list its control `{name}`"))
    }
}

fn control(name: &str, label: &str, kind: Kind) -> Control {
    Control {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
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
            set => number(set).map(Some),
        }
    }
}

impl Settable for Switch<'_> {
    fn control(&self) -> Control {
        control(self.name, self.label, Kind::Switch(self.start))
    }
}

impl Typed for Switch<'_> {
    type Value = bool;

    fn read(&self, set: Set) -> Option<bool> {
        match set {
            Set::Switch(on) => Some(on),
            _ => None,
        }
    }
}

impl<T: Named> Settable for Choice<'_, T> {
    fn control(&self) -> Control {
        let names = self.options.iter().map(|option| option.name().to_owned());
        let kind = Kind::Choice(names.collect(), self.start);
        control(self.name, self.label, kind)
    }
}

impl<'a, T: Named> Typed for Choice<'a, T> {
    type Value = &'a T;

    fn read(&self, set: Set) -> Option<&'a T> {
        match set {
            Set::Choice(i) => self.options.get(i),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTH: Count = Count {
        name: "depth",
        label: "layers",
        from: 1,
        to: 9,
        step: 1,
        start: 5,
    };
    const KIND: Choice<(&str, char)> = Choice {
        name: "kind",
        label: "kind",
        options: &[("a letter", 'a'), ("another", 'b')],
        start: 1,
    };
    const X: Place = Place {
        name: "x",
        label: "x",
    };

    #[test]
    fn what_is_set_is_read_with_its_type() {
        let controls = list(&[&DEPTH, &KIND, &X]);
        let rest = State::at_rest(&controls);
        assert_eq!(
            (rest.get(DEPTH), rest.get(KIND).1, rest.get(X)),
            (5, 'b', None)
        );
        let set = State::parse(&controls, "depth=9\nkind=0\nx=250").unwrap();
        assert_eq!(
            (set.get(DEPTH), set.get(KIND).1, set.get(X)),
            (9, 'a', Some(0.25))
        );
    }

    #[test]
    #[should_panic(expected = "does not list its control `kind`")]
    fn a_control_that_is_not_listed_is_not_read() {
        State::at_rest(&list(&[&DEPTH])).get(KIND);
    }
}
