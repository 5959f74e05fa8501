//! Any function of one number of the catalogue, one more over it, and what the first one does on the
//! whole line.

use catalog::Span;

use super::curve::{fitted, lies_on, placed, rows};
use super::{Choice, Control, Entry, Figure, Place, Shown, Slider, State, Switch, list};
use crate::drawing::Drawing;
use crate::facts::{Extreme, Facts, Search};
use crate::numeral::{rounded, significant};
use crate::sketch::Sketch;
use crate::{Axis, Cursor, Curve, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("explorer", || Box::new(Explorer::new()));

struct Explorer {
    functions: Vec<(&'static str, &'static Sketch)>,
    over: Vec<(&'static str, Option<&'static Sketch>)>,
}

/// A sketch of each function of the catalogue that takes one number.
static SKETCHES: [Option<Sketch>; catalog::FUNCTIONS.len()] = {
    let mut all = [None; catalog::FUNCTIONS.len()];
    let mut i = 0;
    while i < all.len() {
        if let Some(sketch) = Sketch::of(catalog::FUNCTIONS[i]) {
            all[i] = Some(sketch.alone());
        }
        i += 1;
    }
    all
};

const X: Place = Place::new("x", "x");
const PARAMETER: Slider = Slider::new("parameter", "parameter")
    .over(0.0, 1.0, 0.01)
    .at(0.5);
const FROM: Slider = Slider::new("from", "x from").over(-20.0, 0.0, 1.0).at(-4.0);
const TO: Slider = Slider::new("to", "x to").over(0.0, 20.0, 1.0).at(4.0);
const SLOPES: Switch = Switch::new("slope", "slopes", true);

impl Explorer {
    fn new() -> Explorer {
        let all = SKETCHES.iter().flatten();
        let functions: Vec<_> = all.map(|f| (f.title, f)).collect();
        let over = functions.iter().map(|&(title, f)| (title, Some(f)));
        Explorer {
            over: std::iter::once(("none", None)).chain(over).collect(),
            functions,
        }
    }

    /// GELU at first.
    fn function(&self) -> Choice<'_, (&'static str, &'static Sketch)> {
        let start = self.functions.iter().position(|(_, f)| f.name == "gelu");
        Choice::new("function", "function", &self.functions).at(start.unwrap_or(0))
    }

    /// ReLU at first.
    fn over(&self) -> Choice<'_, (&'static str, Option<&'static Sketch>)> {
        let is_relu = |f: &Option<&Sketch>| f.is_some_and(|f| f.name == "relu");
        Choice::new("over", "over it", &self.over).at(self
            .over
            .iter()
            .position(|(_, f)| is_relu(f))
            .unwrap_or(0))
    }
}

/// The parameter at a share of its span; the default lies half way.
fn parameter_at(function: &Sketch, share: f64) -> Option<f64> {
    let p = function.movable()?;
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
    // What is shown is what is computed with.
    Some(rounded(exact, 3))
}

/// The ends of the window; an empty window is widened.
fn window(state: &State) -> (f64, f64) {
    let (from, to) = (state.get(FROM), state.get(TO));
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
        list(&[
            &X,
            &self.function(),
            &self.over(),
            &PARAMETER,
            &FROM,
            &TO,
            &SLOPES,
        ])
    }

    fn show(&self, state: &State) -> Shown {
        let (title, first) = *state.get(self.function());
        let over = state.get(self.over()).1;
        let own = parameter_at(first, state.get(PARAMETER));
        let (from, to) = window(state);
        let facts: Vec<Facts> = std::iter::once((first, own.unwrap_or(0.0)))
            .chain(over.map(|f| (f, f.default())))
            .map(|(f, p)| Facts::of_sketch(f, p))
            .collect();

        let mut plot = first.plot(own.unwrap_or(0.0));
        plot.curves.truncate(2);
        if let Some(second) = over {
            plot.curves.extend(beside(second));
        }
        plot.id = "live-explorer".to_owned();
        plot.title = format!("{title} and its slope");
        plot.description = over.map_or_else(
            || format!("{title} from {from} to {to}."),
            |f| format!("{title} and {} from {from} to {to}.", f.title),
        );
        plot.x = Axis::new("x", from..=to);
        if !state.get(SLOPES) {
            plot.curves
                .retain(|c| matches!(c.role, Role::Value | Role::Rival(0)));
        }
        plot.y = fitted(&plot);
        plot.marks.retain(|mark| lies_on(mark, &plot.curves));
        let place = state.get(X).map(|share| placed(&plot, share));
        let words = match place {
            Some(x) => at(x, title, over, &facts),
            None => summary(title, &facts[0]),
        };
        plot.cursor = place.map(|x| Cursor {
            x,
            slope: (facts[0].slope)(x),
        });
        let parameter_says = match (first.movable(), own) {
            (Some(p), Some(value)) => format!("{} = {}", p.name, significant(value, 3)),
            _ => "none".to_owned(),
        };
        let rows = rows(&plot.x);
        let curves = std::mem::take(&mut plot.curves).into_iter();
        let lines = curves.map(|curve| {
            let whole = whole_line(curve.role, &facts);
            curve.line().with_facts(whole)
        });
        let (view, panel) = plot.layers();
        Shown::of(&view.panel(panel.all(lines).rows(rows)), words)
            .says(&X, place.map(|x| significant(x, 6)))
            .says(&PARAMETER, Some(parameter_says))
            .says(&TO, Some(significant(to, 4)))
    }
}

/// A second function with its slope, as something to compare with.
fn beside(function: &'static Sketch) -> Vec<Curve> {
    let mut curves = function.plot(function.default()).curves;
    curves.truncate(2);
    for (i, curve) in (0..).zip(&mut curves) {
        curve.role = Role::Rival(i);
    }
    curves[1].label = "its slope".to_owned();
    curves
}

/// Value and slope at a place, as text.
fn at(x: f64, title: &str, over: Option<&Sketch>, facts: &[Facts]) -> String {
    let titles = std::iter::once(title).chain(over.map(|f| f.title));
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

/// What a curve does on the whole line.
fn whole_line(role: Role, facts: &[Facts]) -> Vec<(&'static str, String)> {
    let quick = Search::QUICK;
    let of = match role {
        Role::Rival(_) => &facts[1],
        _ => &facts[0],
    };
    let (f, least, most, limits) = match role {
        Role::Value | Role::Rival(0) => (&of.value, of.least(quick), of.most(quick), of.limits),
        _ => (
            &of.slope,
            of.flattest(quick),
            of.steepest(quick),
            of.slope_limits,
        ),
    };
    vec![
        ("least", extreme(f, least, 5)),
        ("most", extreme(f, most, 5)),
        ("at −∞", significant(limits.at_minus_infinity, 5)),
        ("at ∞", significant(limits.at_infinity, 5)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::Function;

    use crate::live::{PART, answer, at_rest};

    fn words(request: &str) -> String {
        let answer = answer(request).unwrap();
        answer.split(PART).nth(1).unwrap().to_owned()
    }

    #[test]
    fn half_way_lies_the_default_and_the_ends_are_those_of_the_span() {
        for function in SKETCHES.iter().flatten() {
            let Some(p) = function.movable() else {
                assert_eq!(parameter_at(function, 0.3), None);
                continue;
            };
            let (Span::Even(least, most) | Span::Times(least, most)) = p.span;
            for (share, value) in [(0.0, least), (0.5, p.default), (1.0, most)] {
                let found = parameter_at(function, share).unwrap();
                assert_eq!(found, value, "{}", function.name);
            }
        }
    }

    #[test]
    fn what_is_found_is_what_the_catalogue_claims() {
        let shown = at_rest(&Explorer::new());
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
