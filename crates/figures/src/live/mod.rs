//! Figures that move: what a reader can set, and what is shown for it.
//!
//! A [`Figure`] says which controls it has and draws itself for their state. The same code draws
//! the picture that stands in the page and, compiled to WebAssembly, every later one. [`answer`]
//! finds a figure by its key; a module holds some figures only, and reaches each by an
//! [entry point](entry_points) of its own.

mod batches;
mod best_score;
mod beyond_the_clip;
mod bound;
mod choice;
mod clip;
mod collapse;
mod collisions;
mod control;
mod convert;
mod cross_entropy;
mod crossing;
mod curve;
mod cuts;
mod dead_zone;
mod denoising;
mod depth;
mod die;
mod distillation;
mod dying;
mod easy_and_hard;
mod entry;
mod entry_point;
mod error_bar;
mod explorer;
mod finite_target;
mod flatterer;
mod format;
mod frontier;
mod gate;
mod honest;
mod learned;
mod leash;
mod lens;
mod loud_prompts;
mod margins;
mod mixed;
mod number;
mod offsets;
mod one_feature;
mod one_unit;
mod outlier;
mod overflow;
mod own;
mod pair_share;
mod pairings;
mod partners;
mod quantile;
mod random;
mod recipe;
mod reweighted;
mod said_and_true;
mod scale;
mod scale_vote;
mod scaled;
mod seen;
mod shown;
mod simplex;
mod six_losses;
mod skewed;
mod smoothing;
mod softmax;
mod softmax_twice;
mod stages;
mod stuck;
mod tails;
mod temperature;
mod three_pulls;
mod thumbs;
mod tilt;
mod tree;
mod two_bells;
mod two_distributions;
mod two_humps;
mod two_lengths;
mod typed;
mod typing;
mod unit;
mod voices;
mod votes;
mod water_level;
mod which_one;
mod width;
mod wins;
mod yes_or_no;

pub use crate::layers::Table;
pub use control::{Control, Kind, State};
pub use entry::Entry;
pub use entry_point::{
    EntryPoint, Reached, answer_function, answer_kind, answer_own, entry_points, entry_points_of,
    slope, value,
};
pub use format::Format;
pub use shown::Shown;
pub use typing::{Shape, Typing, written};

use choice::{Choice, Named, Switch};
use entry::find_in;
use number::{Count, Place, Powers, Slider, Spanned};
use typed::{Settable, knob, list};
use typing::{Field, Within};

/// A figure with controls.
pub trait Figure {
    /// What the reader should see, in a sentence or two.
    fn caption(&self) -> String;

    /// What the reader can set, in the order on the page.
    fn controls(&self) -> Vec<Control>;

    /// The figure in a state of its controls.
    fn show(&self, state: &State) -> Shown;
}

/// Catalogued functions.
pub const CURVES: &[Entry] = &[curve::ENTRY];
/// What catalogued functions give for numbers of the reader's own.
pub const OWN: &[Entry] = &[own::ENTRY];
/// Any two functions of the catalogue.
pub const EXPLORER: &[Entry] = &[explorer::ENTRY];
/// What activations do in a network.
pub const NETWORKS: &[Entry] = &[
    bound::ENTRY,
    collapse::ENTRY,
    depth::ENTRY,
    dying::ENTRY,
    learned::ENTRY,
];
/// Gated units.
pub const GATES: &[Entry] = &[gate::ENTRY, width::ENTRY];
/// Logits and what is made of them.
pub const LOGITS: &[Entry] = &[
    cross_entropy::ENTRY,
    dead_zone::ENTRY,
    easy_and_hard::ENTRY,
    honest::ENTRY,
    mixed::ENTRY,
    one_unit::ENTRY,
    overflow::ENTRY,
    pairings::ENTRY,
    reweighted::ENTRY,
    said_and_true::ENTRY,
    scale::ENTRY,
    simplex::ENTRY,
    smoothing::ENTRY,
    softmax::ENTRY,
    softmax_twice::ENTRY,
    temperature::ENTRY,
    yes_or_no::ENTRY,
];
/// Distributions and what lies between them.
pub const DISTRIBUTIONS: &[Entry] = &[
    denoising::ENTRY,
    distillation::ENTRY,
    two_distributions::ENTRY,
    two_humps::ENTRY,
    water_level::ENTRY,
];
/// Scores, and examples that pull at them or do not.
pub const SCORES: &[Entry] = &[best_score::ENTRY, margins::ENTRY, tree::ENTRY];
/// Losses that ask for a number of a distribution.
pub const NUMBERS: &[Entry] = &[crossing::ENTRY, quantile::ENTRY, six_losses::ENTRY];
/// Vectors, and what is near to what.
pub const EMBEDDINGS: &[Entry] = &[
    collisions::ENTRY,
    lens::ENTRY,
    pair_share::ENTRY,
    partners::ENTRY,
    scale_vote::ENTRY,
    three_pulls::ENTRY,
];
/// Language models: what is seen, what is scored, how it is averaged.
pub const LANGUAGE: &[Entry] = &[
    cuts::ENTRY,
    die::ENTRY,
    offsets::ENTRY,
    seen::ENTRY,
    voices::ENTRY,
    votes::ENTRY,
];
/// Policies, rewards and preferences.
pub const ALIGNMENT: &[Entry] = &[
    beyond_the_clip::ENTRY,
    finite_target::ENTRY,
    flatterer::ENTRY,
    frontier::ENTRY,
    leash::ENTRY,
    loud_prompts::ENTRY,
    one_feature::ENTRY,
    stages::ENTRY,
    tails::ENTRY,
    thumbs::ENTRY,
    tilt::ENTRY,
    two_lengths::ENTRY,
    wins::ENTRY,
];
/// Recipes: which one, and what each is about.
pub const RECIPES: &[Entry] = &[recipe::ENTRY, skewed::ENTRY, two_bells::ENTRY];
/// Single functions and losses.
pub const SHAPES: &[Entry] = &[
    batches::ENTRY,
    clip::ENTRY,
    error_bar::ENTRY,
    outlier::ENTRY,
    scaled::ENTRY,
    stuck::ENTRY,
    unit::ENTRY,
];

/// Forms: numbers are typed and answered in words.
pub const FORMS: &[Entry] = &[convert::ENTRY, which_one::ENTRY];

/// All kinds by what they are about: a page needs the groups of its own figures.
pub const GROUPS: [&[Entry]; 15] = [
    CURVES,
    OWN,
    EXPLORER,
    NETWORKS,
    GATES,
    LOGITS,
    SCORES,
    DISTRIBUTIONS,
    NUMBERS,
    EMBEDDINGS,
    LANGUAGE,
    ALIGNMENT,
    RECIPES,
    FORMS,
    SHAPES,
];

/// All kinds, group by group.
fn kinds() -> impl Iterator<Item = &'static Entry> + Clone {
    GROUPS.into_iter().flatten()
}

/// The figure that a key names: `curve gelu`.
///
/// # Errors
///
/// What was expected, if the key names none.
pub fn find(key: &str) -> Result<Box<dyn Figure>, String> {
    find_in(kinds(), key)
}

/// A key for each figure that there is, for tests that drive them all.
#[must_use]
pub fn keys() -> Vec<String> {
    kinds().flat_map(Entry::keys).collect()
}

/// The arguments of a function at first, in the form for a reader's own numbers.
#[must_use]
pub fn own_at_rest(function: &catalog::Function) -> catalog::Args {
    own::at_rest(function)
}

/// The picture in the state in which the page is loaded, and what stands beside it.
#[must_use]
pub fn at_rest(figure: &dyn Figure) -> Shown {
    figure.show(&State::at_rest(&figure.controls()))
}

/// The text beside a control in that state.
#[must_use]
pub fn says_at_rest(figure: &dyn Figure, shown: &Shown, control: &Control) -> String {
    shown.said(control, &State::at_rest(&figure.controls()))
}

/// Separates the parts of an answer.
pub const PART: char = '\u{1}';

/// The answer to a request: a key on the first line, `name=value` on the others.
///
/// Four parts: the SVG, the words below it, one line for each control that says its value, the
/// table of values as HTML.
///
/// # Errors
///
/// What is wrong with the request.
pub fn answer(request: &str) -> Result<String, String> {
    let (key, settings) = request.split_once('\n').unwrap_or((request, ""));
    let settings = control::settings(settings)?;
    answer_of(&*find(key)?, &settings)
}

/// What a figure answers when these controls are set; the others are at rest.
fn answer_of(figure: &dyn Figure, settings: &[(&str, f64)]) -> Result<String, String> {
    let controls = figure.controls();
    let state = State::of(&controls, settings)?;
    let shown = figure.show(&state);
    if let Some(why) = shown.refusal {
        return Err(why);
    }
    let says: Vec<String> = (controls.iter())
        .map(|control| shown.said(control, &state))
        .collect();
    let table = shown.table.html();
    Ok([shown.svg, shown.words, says.join("\n"), table].join(&PART.to_string()))
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
            ("curve gelu\nzoom", "`zoom` is not of the form `name=value`"),
            ("curve gelu\nspeed=1", "no control `speed`"),
            (
                "curve gelu\nderivative=2",
                "`derivative` is 2: expected 0 or 1",
            ),
            ("curve elu\nalpha=x", "`alpha` is `x`: expected a number"),
            ("curve elu\nalpha=7", "`alpha` is 7: expected 0 to 3"),
            ("curve elu\nalpha=NaN", "`alpha` is NaN: expected 0 to 3"),
        ] {
            let refusal = answer(request).unwrap_err();
            assert!(refusal.starts_with(why), "{request:?}: {refusal}");
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
