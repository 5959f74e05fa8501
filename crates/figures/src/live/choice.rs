//! Controls that choose: a switch, and one of several things.

use super::control::{Control, Kind, Set};
use super::format::Format;
use super::typed::{Settable, Typed, control};

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

impl<'a> Switch<'a> {
    pub const fn new(name: &'a str, label: &'a str, start: bool) -> Switch<'a> {
        Switch { name, label, start }
    }

    /// Sets the label.
    pub const fn labelled(self, label: &'a str) -> Switch<'a> {
        Switch { label, ..self }
    }
}

impl<'a, T> Choice<'a, T> {
    /// A choice that starts with the first option.
    pub const fn new(name: &'a str, label: &'a str, options: &'a [T]) -> Choice<'a, T> {
        Choice {
            name,
            label,
            options,
            start: 0,
        }
    }

    /// Sets the option at first, by its place in the menu.
    pub const fn at(self, start: usize) -> Choice<'a, T> {
        Choice { start, ..self }
    }
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
