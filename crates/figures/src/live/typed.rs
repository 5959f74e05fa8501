//! Controls with the type of what they set: `const LAYERS: Count = Count::new("depth", "layers")` is
//! read by `state.get(LAYERS)`, a whole number. A figure names a control once, so that no reading of
//! it can be misspelt.

use super::control::{Control, Kind, Set, State};
use crate::layers::Knob;

/// Something that a reader can set.
pub(super) trait Settable {
    /// The control as the page receives it.
    fn control(&self) -> Control;
}

/// Something that a reader can set, and what is then read.
pub(super) trait Typed: Settable {
    /// What is read.
    type Value;

    /// The value, if it was set by a control of this kind.
    fn read(&self, set: Set) -> Option<Self::Value>;
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

/// A control as the page receives it.
pub(super) fn control(name: &str, label: &str, kind: Kind) -> Control {
    Control {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Choice, Count, Place};
    use super::*;

    const DEPTH: Count = Count::new("depth", "layers").over(1, 9).at(5);
    const KIND: Choice<(&str, char)> =
        Choice::new("kind", "kind", &[("a letter", 'a'), ("another", 'b')]).at(1);
    const X: Place = Place::new("x", "x").over(-3.0, 3.0).snapped(2.0);

    #[test]
    fn what_is_set_is_read_with_its_type() {
        let controls = list(&[&DEPTH, &KIND, &X]);
        let rest = State::at_rest(&controls);
        assert_eq!(
            (rest.get(DEPTH), rest.get(KIND).1, rest.get(X)),
            (5, 'b', None)
        );
        let set = State::of(&controls, &[("depth", 9.0), ("kind", 0.0), ("x", 251.0)]).unwrap();
        assert_eq!(
            (set.get(DEPTH), set.get(KIND).1, set.get(X)),
            (9, 'a', Some(-1.5))
        );
    }

    #[test]
    #[should_panic(expected = "does not list its control `kind`")]
    fn a_control_that_is_not_listed_is_not_read() {
        State::at_rest(&list(&[&DEPTH])).get(KIND);
    }
}
