//! Figures that move: what a reader can set, and what is shown for it.
//!
//! A [`Figure`] says which controls it has and draws itself for their state. The same code draws
//! the picture that stands in the page and, compiled to WebAssembly, every later one: [`answer`]
//! is all that the page's script calls.

mod bound;
mod collapse;
mod control;
mod cross_entropy;
mod curve;
mod depth;
mod dying;
mod explorer;
mod format;
mod gate;
mod joined;
mod learned;
mod outlier;
mod overflow;
mod pairings;
mod random;
mod scale;
mod scaled;
mod shown;
mod softmax;
mod width;

pub use control::{Control, Kind, State};
pub use format::Format;
pub use shown::{Shown, Table};

/// A figure with controls.
pub trait Figure {
    /// What the reader should see, in a sentence or two.
    fn caption(&self) -> String;

    /// What the reader can set, in the order on the page.
    fn controls(&self) -> Vec<Control>;

    /// The figure in a state of its controls.
    fn show(&self, state: &State) -> Shown;
}

/// Makes a figure of the words behind its kind.
type Make = fn(&[&str]) -> Result<Box<dyn Figure>, String>;

/// All kinds of figures: the first word of a key, what follows it, what makes one.
const KINDS: &[(&str, &str, Make)] = &[
    ("bound", "", bound::of),
    ("collapse", "", collapse::of),
    ("cross-entropy", "", cross_entropy::of),
    ("curve", "FUNCTION", curve::of),
    ("depth", "", depth::of),
    ("dying", "", dying::of),
    ("explorer", "", explorer::of),
    ("gate", "", gate::of),
    ("learned-slope", "", learned::of),
    ("outlier", "", outlier::of),
    ("overflow", "", overflow::of),
    ("pairings", "", pairings::of),
    ("scale", "", scale::of),
    ("scaled", "FUNCTION FROM TO", scaled::of),
    ("softmax", "", softmax::of),
    ("width", "", width::of),
];

/// Keys of pages whose kind needs more words, but for the curves.
const PLACED: &[&str] = &["scaled softplus 0.2 20", "scaled tanh 0.02 1"];

/// The figure that a key names: `curve gelu`.
///
/// # Errors
///
/// What was expected, if the key names none.
pub fn find(key: &str) -> Result<Box<dyn Figure>, String> {
    let words: Vec<&str> = key.split_whitespace().collect();
    let kind = (words.first()).and_then(|first| KINDS.iter().find(|(name, ..)| name == first));
    match kind {
        Some((.., make)) => make(&words[1..]),
        None => {
            let known: Vec<String> = (KINDS.iter())
                .map(|(name, words, _)| format!("`{}`", format!("{name} {words}").trim_end()))
                .collect();
            Err(format!(
                "no live figure `{key}`: expected {}",
                known.join(", ")
            ))
        }
    }
}

/// A key for each figure that there is, for tests that drive them all.
#[must_use]
pub fn keys() -> Vec<String> {
    let curves = catalog::FUNCTIONS.iter();
    let curves = curves.map(|f| format!("curve {}", f.about().name));
    let others = KINDS.iter().filter(|(_, words, _)| words.is_empty());
    let others = others.map(|(name, ..)| *name).chain(PLACED.iter().copied());
    curves.chain(others.map(str::to_owned)).collect()
}

/// The picture in the state in which the page is loaded, and what stands beside it.
#[must_use]
pub fn at_rest(figure: &dyn Figure) -> Shown {
    figure.show(&State::at_rest(&figure.controls()))
}

/// What a control says of its value in that state.
#[must_use]
pub fn says_at_rest(figure: &dyn Figure, shown: &Shown, control: &Control) -> String {
    shown.says(control, &State::at_rest(&figure.controls()))
}

/// Separates the parts of an answer.
pub const PART: char = '\u{1}';

/// Value and slope of a function of one number at some places, as the bits of both: what a test
/// compares between two machines.
fn bits(name: &str, places: &str) -> Result<String, String> {
    let function = catalog::find(name).ok_or(format!("no function `{name}`"))?;
    let line = crate::line(function).ok_or(format!("`{name}` is no function of one number"))?;
    let mut out = String::new();
    for place in places.lines() {
        let x: f64 = (place.parse()).map_err(|_| format!("`{place}` is no number"))?;
        let (value, slope) = ((line.value)(x), (line.slope)(x));
        out += &format!("{:016x} {:016x}\n", value.to_bits(), slope.to_bits());
    }
    Ok(out)
}

/// The answer to a request: a key on the first line, `name=value` on the others.
///
/// Four parts: the SVG, the words below it, one line for each control that says its value, the
/// table of values as HTML. `bits FUNCTION` with a number on each line is answered with the bits of
/// value and slope at each.
///
/// # Errors
///
/// What is wrong with the request.
pub fn answer(request: &str) -> Result<String, String> {
    let (key, settings) = request.split_once('\n').unwrap_or((request, ""));
    if let Some(name) = key.strip_prefix("bits ") {
        return bits(name, settings);
    }
    let figure = find(key)?;
    let controls = figure.controls();
    let state = State::parse(&controls, settings)?;
    let shown = figure.show(&state);
    let says: Vec<String> = (controls.iter())
        .map(|control| shown.says(control, &state))
        .collect();
    let parts = [
        shown.svg.clone(),
        shown.words.clone(),
        says.join("\n"),
        shown.table.html(),
    ];
    Ok(parts.join(&PART.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_at_rest_is_the_one_of_the_page() {
        for function in catalog::FUNCTIONS {
            let name = function.about().name;
            let figure = find(&format!("curve {name}")).unwrap();
            assert_eq!(at_rest(&*figure).svg, crate::of(function), "{name}");
        }
    }

    #[test]
    fn a_request_that_makes_no_sense_is_refused_in_words() {
        for (request, why) in [
            ("", "no live figure ``"),
            ("curve", "`curve` needs a function"),
            ("curve nothing", "no function `nothing`"),
            ("curve gelu\nzoom", "`zoom` is no `name=value`"),
            ("curve gelu\nspeed=1", "no control `speed`"),
            (
                "curve gelu\nderivative=2",
                "`derivative` is `2`: expected 0 or 1",
            ),
            ("curve elu\nalpha=x", "`alpha` is `x`: expected a number"),
            ("curve elu\nalpha=7", "`alpha` is 7: expected 0 to 3"),
            ("curve elu\nalpha=NaN", "`alpha` is NaN: expected 0 to 3"),
        ] {
            let told = answer(request).unwrap_err();
            assert!(told.starts_with(why), "{request:?}: {told}");
        }
    }

    #[test]
    fn every_figure_answers_at_the_ends_of_every_control() {
        for key in keys() {
            let figure = find(&key).unwrap();
            assert!(!figure.caption().is_empty(), "{key}");
            for control in figure.controls() {
                for value in control.extremes() {
                    let request = format!("{key}\n{}={value}", control.name);
                    let answer = answer(&request).unwrap();
                    assert!(!answer.contains("NaN\""), "{request}: {answer}");
                    assert_eq!(answer.split(PART).count(), 4, "{request}");
                }
            }
        }
    }
}
