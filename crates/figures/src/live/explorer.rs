//! Any function of one number of the catalogue, one more over it, and what the first one does on the
//! whole line.

use catalog::{Function, Span};

use super::Figure;
use super::control::{Control, State};
use super::curve::{fitted, lies_on, snapped};
use super::shown::{Shown, Table};
use crate::catalogue::{parameter, plot_of};
use crate::cursor::Cursor;
use crate::facts::{Extreme, Facts, Search};
use crate::numeral::significant;
use crate::plot::Plot;
use crate::{Axis, Curve, Role};

/// What is shown at first: the function and the one over it.
const START: (&str, &str) = ("gelu", "relu");

/// The figure.
pub(super) fn of(_: &[&str]) -> Result<Box<dyn Figure>, String> {
    let shape = |f: &&'static Function| crate::line(f).is_some();
    let functions = catalog::FUNCTIONS.iter().filter(shape).collect();
    Ok(Box::new(Explorer { functions }))
}

struct Explorer {
    functions: Vec<&'static Function>,
}

impl Explorer {
    fn position(&self, name: &str) -> usize {
        let found = self.functions.iter().position(|f| f.about().name == name);
        found.unwrap_or(0)
    }
}

/// The parameter at a share of its span; half way lies the default.
fn parameter_at(function: &Function, share: f64) -> Option<f64> {
    let p = parameter(function)?;
    let (Span::Even(least, most) | Span::Times(least, most)) = p.span;
    let (from, to, part) = if share < 0.5 {
        (least, p.default, 2.0 * share)
    } else {
        (p.default, most, 2.0 * share - 1.0)
    };
    let exact = match p.span {
        Span::Even(..) => from + part * (to - from),
        Span::Times(..) => from * libm::pow(to / from, part),
    };
    // What is shown is what is computed with; −0 would be read as a minus sign.
    Some(format!("{exact:.2e}").parse().unwrap_or(exact) + 0.0)
}

/// From where to where: a window of no width is widened.
fn window(state: &State) -> (f64, f64) {
    let (from, to) = (state.number("from"), state.number("to"));
    if from < to {
        (from, to)
    } else {
        (from, from + 1.0)
    }
}

impl Figure for Explorer {
    fn caption(&self) -> String {
        "GELU with its slope, and ReLU over it. Choose any other function of one number, and another one over it.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let titles = || self.functions.iter().map(|f| f.about().title);
        let over = std::iter::once("none").chain(titles());
        vec![
            Control::place("x", "x"),
            Control::choice("function", "function", titles(), self.position(START.0)),
            Control::choice("over", "over it", over, self.position(START.1) + 1),
            Control::slider("parameter", "parameter", 0.0, 1.0, 0.01, 0.5),
            Control::slider("from", "x from", -20.0, 0.0, 1.0, -4.0),
            Control::slider("to", "x to", 0.0, 20.0, 1.0, 4.0),
            Control::switch("slope", "slopes", true),
        ]
    }

    fn show(&self, state: &State) -> Shown {
        let first = self.functions[state.choice("function")];
        let own = parameter_at(first, state.number("parameter"));
        let over = (state.choice("over").checked_sub(1)).map(|i| self.functions[i]);
        let (from, to) = window(state);
        let facts: Vec<Facts> = std::iter::once((first, own.unwrap_or(0.0)))
            .chain(over.map(|f| (f, default(f))))
            .filter_map(|(f, p)| Facts::of(f, p))
            .collect();

        let mut plot = plot_of(first, own.unwrap_or(0.0));
        plot.curves.truncate(2);
        if let Some(second) = over {
            plot.curves.extend(beside(second));
        }
        let title = first.about().title;
        plot.id = "live-explorer".to_owned();
        plot.title = format!("{title} and its slope");
        plot.description = over.map_or_else(
            || format!("{title} from {from} to {to}."),
            |f| format!("{title} and {} from {from} to {to}.", f.about().title),
        );
        plot.x = Axis::new("x", from..=to);
        let table = table(&plot, &facts);
        if !state.is_on("slope") {
            plot.curves
                .retain(|c| matches!(c.role, Role::Value | Role::Rival(0)));
        }
        plot.y = fitted(&plot);
        plot.marks.retain(|mark| lies_on(mark, &plot.curves));
        let words = match state.place("x") {
            Some(place) => {
                let x = snapped(&plot.x, place);
                let (value, slope) = ((facts[0].value)(x), (facts[0].slope)(x));
                plot.cursor = Some(Cursor { x, y: value, slope });
                at(x, title, over, &facts)
            }
            None => summary(title, &facts[0]),
        };
        let says = |name: &str, text: String| (name.to_owned(), text);
        Shown {
            svg: plot.svg(),
            words,
            says: vec![
                says(
                    "x",
                    plot.cursor.map_or(String::new(), |c| significant(c.x, 6)),
                ),
                says(
                    "parameter",
                    match (parameter(first), own) {
                        (Some(p), Some(value)) => {
                            format!("{} = {}", p.name, significant(value, 3))
                        }
                        _ => "none".to_owned(),
                    },
                ),
                says("to", significant(to, 4)),
            ],
            table,
        }
    }
}

/// The parameter of a function that is shown over another one.
fn default(function: &Function) -> f64 {
    parameter(function).map_or(0.0, |p| p.default)
}

/// A second function with its slope, as something to compare with.
fn beside(function: &'static Function) -> Vec<Curve> {
    let mut curves = plot_of(function, default(function)).curves;
    curves.truncate(2);
    for (i, curve) in (0..).zip(&mut curves) {
        curve.role = Role::Rival(i);
    }
    curves[1].label = "its slope".to_owned();
    curves
}

/// What stands at a place.
fn at(x: f64, title: &str, over: Option<&Function>, facts: &[Facts]) -> String {
    let titles = std::iter::once(title).chain(over.map(|f| f.about().title));
    let parts: Vec<String> = (titles.zip(facts))
        .map(|(title, facts)| {
            let (value, slope) = ((facts.value)(x), (facts.slope)(x));
            format!(
                "{title} {}, slope {}",
                significant(value, 6),
                significant(slope, 4)
            )
        })
        .collect();
    format!("x = {}: {}", significant(x, 6), parts.join("; "))
}

/// The least or largest value of a function, with its place if it has only one.
fn extreme(f: &dyn Fn(f64) -> f64, found: Extreme, digits: usize) -> String {
    let value = significant(found.value, digits);
    match found.at {
        Some(at) if [-0.1, 0.1].iter().any(|h| f(at + h) == found.value) => value,
        None if f(0.0) == found.value => value,
        Some(at) => format!("{value} at {}", significant(at, digits)),
        None if found.value.is_infinite() => "none, it is unbounded".to_owned(),
        None => format!("none, it nears {value}"),
    }
}

/// What a function does on the whole line.
fn summary(title: &str, facts: &Facts) -> String {
    let rises = if facts.is_monotone(Search::QUICK) {
        "never falls"
    } else {
        "falls somewhere"
    };
    format!(
        "On the whole line {title} {rises}; least value {}; largest slope {}",
        extreme(&facts.value, facts.least(Search::QUICK), 4),
        extreme(&facts.slope, facts.steepest(Search::QUICK), 4),
    )
}

/// The whole line in a few rows, then values across the window.
fn table(plot: &Plot, facts: &[Facts]) -> Table {
    let labels = plot.curves.iter().map(|curve| curve.label.clone());
    let mut table = Table::new(std::iter::once("x".to_owned()).chain(labels));
    let mut row = |name: &str, cells: &dyn Fn(&Facts) -> [String; 2]| {
        let cells = facts.iter().flat_map(cells);
        table
            .rows
            .push(std::iter::once(name.to_owned()).chain(cells).collect());
    };
    let quick = Search::QUICK;
    let words = |f: &Facts, value: Extreme, slope: Extreme| {
        [extreme(&f.value, value, 5), extreme(&f.slope, slope, 5)]
    };
    row("least", &|f| words(f, f.least(quick), f.flattest(quick)));
    row("most", &|f| words(f, f.most(quick), f.steepest(quick)));
    let limit = |x: f64| significant(x, 5);
    row("at −∞", &|f| {
        [f.limits.at_minus_infinity, f.slope_limits.at_minus_infinity].map(limit)
    });
    row("at ∞", &|f| {
        [f.limits.at_infinity, f.slope_limits.at_infinity].map(limit)
    });
    for i in 0..=16 {
        let x = snapped(&plot.x, f64::from(i) / 16.0);
        row(&significant(x, 6), &|f| {
            [(f.value)(x), (f.slope)(x)].map(|y| significant(y, 6))
        });
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    fn words(request: &str) -> String {
        let answer = answer(request).unwrap();
        answer.split(PART).nth(1).unwrap().to_owned()
    }

    #[test]
    fn half_way_lies_the_default_and_the_ends_are_those_of_the_span() {
        for function in catalog::FUNCTIONS {
            let Some(p) = parameter(function) else {
                assert_eq!(parameter_at(function, 0.3), None);
                continue;
            };
            let (Span::Even(least, most) | Span::Times(least, most)) = p.span;
            for (share, value) in [(0.0, least), (0.5, p.default), (1.0, most)] {
                let found = parameter_at(function, share).unwrap();
                assert_eq!(found, value, "{}", function.about().name);
            }
        }
    }

    #[test]
    fn what_is_found_is_what_the_catalogue_claims() {
        let shown = at_rest(&*of(&[]).unwrap());
        assert_eq!(
            shown.words,
            "On the whole line GELU falls somewhere; least value −0.17 at −0.7518; largest slope 1.129 at 1.414"
        );
        let relu = Facts::of(catalog::find("relu").unwrap(), 0.0).unwrap();
        assert_eq!(
            summary("ReLU", &relu),
            "On the whole line ReLU never falls; least value 0; largest slope 1"
        );
        let claimed = catalog::FUNCTIONS.iter().filter_map(|f| match f {
            Function::Scalar(s) => s.claims.iter().find_map(|c| match c.claim {
                catalog::ScalarClaim::Minimum { at, value } => Some((f, at, value)),
                _ => None,
            }),
            _ => None,
        });
        let mut seen = 0;
        for (function, at, value) in claimed {
            let least = Facts::of(function, 0.0).unwrap().least(Search::QUICK);
            let name = function.about().name;
            assert!((least.value - value).abs() <= 1e-15, "{name}: {least:?}");
            assert!(
                least.at.is_some_and(|x| (x - at).abs() < 1e-6),
                "{name}: {least:?}"
            );
            seen += 1;
        }
        assert!(seen >= 4, "{seen} minima");
    }

    #[test]
    fn the_cursor_reads_value_and_slope() {
        let x = nnfn::activations::gelu(2.0);
        let said = words("explorer\nx=750");
        let expected = format!("x = 2: GELU {}, slope ", significant(x, 6));
        assert!(said.starts_with(&expected), "{said}");
        assert!(said.ends_with("; ReLU 2, slope 1"), "{said}");
    }

    #[test]
    fn a_window_of_no_width_is_widened() {
        assert!(words("explorer\nfrom=0\nto=0\nx=1000").starts_with("x = 1:"));
    }

    #[test]
    fn every_function_can_be_shown_over_every_kind_of_window() {
        for i in 0..100 {
            let request = format!("explorer\nfunction={i}\nparameter=0\nfrom=-20\nto=0\nx=1");
            match answer(&request) {
                Ok(answer) => assert!(!answer.contains("NaN\"")),
                Err(_) => return assert!(i > 20, "{i} functions"),
            }
        }
    }
}
