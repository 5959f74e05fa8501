//! How a module reaches its figures without holding all others.
//!
//! A module that looked its figures up by name would hold every function of the catalogue. So each
//! figure has an entry point of its own, known to the compiler by number, and the linker of a page's
//! module keeps what the entry points of that page reach.

use catalog::Function;

use super::curve::Curved;
use super::own::{self, Own};
use super::{Entry, GROUPS, answer_of, curve, explorer, find};
use crate::drawing::Drawing;
use crate::sketch::Sketch;

/// An entry point of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPoint {
    /// Under which name a module exports it.
    pub name: String,
    /// What it calls.
    pub reached: Reached,
}

/// What an entry point calls, by numbers that the compiler can use as constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// [`answer_function`] with the place of a function in the catalogue.
    Figure(usize),
    /// [`answer_kind`] with a group and a place in it.
    Kind(usize, usize),
    /// [`answer_own`] with the place of a function in the catalogue.
    Own(usize),
    /// [`value`] with the place of a function in the catalogue.
    Value(usize),
    /// [`slope`] with the place of a function in the catalogue.
    Slope(usize),
}

/// All entry points that a module could have.
#[must_use]
pub fn entry_points() -> Vec<EntryPoint> {
    let point = |name: String, reached| EntryPoint { name, reached };
    let mut all = vec![];
    for (i, function) in catalog::FUNCTIONS.iter().enumerate() {
        let name = function.about().name;
        all.push(point(
            format!("{} {name}", curve::ENTRY.name),
            Reached::Figure(i),
        ));
        all.push(point(
            format!("{} {name}", own::ENTRY.name),
            Reached::Own(i),
        ));
        if crate::line(function).is_some() {
            all.push(point(format!("value {name}"), Reached::Value(i)));
            all.push(point(format!("slope {name}"), Reached::Slope(i)));
        }
    }
    for (group, kinds) in GROUPS.iter().enumerate() {
        for (i, kind) in kinds.iter().enumerate() {
            if ![curve::ENTRY.name, own::ENTRY.name].contains(&kind.name) {
                all.push(point(kind.name.to_owned(), Reached::Kind(group, i)));
            }
        }
    }
    all
}

/// The names of the entry points that the figure of a key needs: the first one answers; the others
/// are value and slope of what it draws, by which a test compares two machines.
///
/// # Errors
///
/// What was expected, if the key names no figure.
pub fn entry_points_of(key: &str) -> Result<Vec<String>, String> {
    find(key)?;
    let words: Vec<&str> = key.split_whitespace().collect();
    let (own, drawn): (_, Vec<&Function>) = match words[..] {
        [kind, name] if kind == curve::ENTRY.name => {
            (key, catalog::find(name).into_iter().collect())
        }
        [kind, _] if kind == own::ENTRY.name => (key, vec![]),
        [kind] if kind == explorer::ENTRY.name => (kind, catalog::FUNCTIONS.iter().collect()),
        _ => (words[0], vec![]),
    };
    let lines = drawn.into_iter().filter(|f| crate::line(f).is_some());
    let numbers =
        lines.flat_map(|f| ["value", "slope"].map(|what| format!("{what} {}", f.about().name)));
    Ok(std::iter::once(own.to_owned()).chain(numbers).collect())
}

/// The answer of the function at place `N` of the catalogue to numbers of the reader's own.
///
/// # Errors
///
/// What is wrong with what was typed.
pub fn answer_own<const N: usize>(_key: &str, settings: &[(&str, f64)]) -> Result<String, String> {
    answer_of(&Own(const { catalog::FUNCTIONS[N] }), settings)
}

/// The answer of the figure of the function at place `N` of the catalogue.
///
/// # Errors
///
/// Which setting is wrong.
pub fn answer_function<const N: usize>(
    _key: &str,
    settings: &[(&str, f64)],
) -> Result<String, String> {
    let drawing: Box<dyn Drawing> = match const { catalog::FUNCTIONS[N] } {
        Function::Map(f) => Box::new(f),
        Function::Loss(f) => Box::new(f),
        // Of a function of one number, nothing is reached but its sketch.
        _ => Box::new(const { Sketch::of(catalog::FUNCTIONS[N]) }.expect("it is of one number")),
    };
    answer_of(&Curved { drawing }, settings)
}

/// The answer of a figure of the kind at place `N` of the group `G`.
///
/// # Errors
///
/// What is wrong with the key, or which setting makes no sense.
pub fn answer_kind<const G: usize, const N: usize>(
    key: &str,
    settings: &[(&str, f64)],
) -> Result<String, String> {
    let kind: Entry = const { GROUPS[G][N] };
    let words: Vec<&str> = key.split_whitespace().skip(1).collect();
    answer_of(&*kind.figure(&words)?, settings)
}

/// The value at `x` of the function of one number at place `N` of the catalogue; NaN if it is none.
#[must_use]
pub fn value<const N: usize>(x: f64) -> f64 {
    match const { catalog::FUNCTIONS[N] } {
        Function::Scalar(f) => (f.value)(x),
        Function::Curve(f) => (f.value)(x, f.parameter.default),
        Function::Gate(f) => (f.value)(1.0, x),
        Function::Map(_) | Function::Loss(_) => f64::NAN,
    }
}

/// Its slope there.
#[must_use]
pub fn slope<const N: usize>(x: f64) -> f64 {
    match const { catalog::FUNCTIONS[N] } {
        Function::Scalar(f) => (f.grad)(x),
        Function::Curve(f) => (f.grad)(x, f.parameter.default),
        Function::Gate(f) => (f.grad_b)(1.0, x),
        Function::Map(_) | Function::Loss(_) => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys;
    use super::*;

    #[test]
    fn every_figure_has_an_entry_point_and_no_two_have_the_same_name() {
        let all = entry_points();
        for key in keys() {
            for name in entry_points_of(&key).unwrap() {
                assert_eq!(
                    all.iter().filter(|p| p.name == name).count(),
                    1,
                    "{key}: {name}"
                );
            }
        }
        for (i, point) in all.iter().enumerate() {
            assert!(!all[..i].iter().any(|p| p.name == point.name), "{point:?}");
        }
        assert!(entry_points_of("curve nothing").is_err());
    }

    #[test]
    fn an_entry_point_answers_as_the_figure_that_its_number_names() {
        let name = catalog::FUNCTIONS[0].about().name;
        let key = format!("curve {name}");
        let is_there = |name: String, reached| {
            assert!(entry_points().contains(&EntryPoint { name, reached }));
        };
        is_there(key.clone(), Reached::Figure(0));
        is_there(format!("value {name}"), Reached::Value(0));
        is_there(format!("slope {name}"), Reached::Slope(0));
        let settings = [("x", 250.0)];
        let own = answer_of(&*find(&key).unwrap(), &settings);
        assert_eq!(answer_function::<0>(&key, &settings), own);
        let line = crate::line(&catalog::FUNCTIONS[0]).unwrap();
        assert_eq!(value::<0>(2.5), (line.value)(2.5));
        assert_eq!(slope::<0>(2.5), (line.slope)(2.5));

        const LAST: usize = GROUPS.len() - 1;
        let kind = GROUPS[LAST][0].name;
        is_there(kind.to_owned(), Reached::Kind(LAST, 0));
        let own = answer_of(&*find(kind).unwrap(), &[]);
        assert_eq!(answer_kind::<LAST, 0>(kind, &[]), own);
        assert!(answer_kind::<LAST, 0>(&format!("{kind} twice"), &[]).is_err());
    }

    #[test]
    fn value_and_slope_are_those_of_the_line_that_is_drawn() {
        fn check<const N: usize>() {
            if let Some(line) = crate::line(&catalog::FUNCTIONS[N]) {
                for x in [-2.5, 0.3, 7.0] {
                    assert_eq!(value::<N>(x), (line.value)(x), "{N}");
                    assert_eq!(slope::<N>(x), (line.slope)(x), "{N}");
                }
            }
        }
        check::<5>();
        check::<8>();
        check::<{ catalog::FUNCTIONS.len() - 1 }>();
    }
}
