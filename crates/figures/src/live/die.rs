//! A die that hides words of a sentence, and what a question is worth at each rate of hiding.

use std::f64::consts::LN_2;

use super::random::Random;
use super::{Control, Count, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, Style, View, line, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("die", || Box::new(Die));

struct Die;

const RATE: Slider = Slider::new("rate", "share that is selected")
    .over(0.05, 0.9, 0.01)
    .at(0.15);
const ROLL: Count = Count::new("roll", "roll of the die").over(1, 40).at(16);

const WORDS: [&str; 16] = [
    "the", "cat", "sat", "on", "the", "mat", "in", "the", "sun", "and", "it", "did", "not", "move",
    "at", "all",
];
/// What a random word may be.
const OTHERS: [&str; 6] = ["blue", "seven", "of", "river", "says", "cup"];
/// Words in a line of the picture.
const COLUMNS: usize = 4;

/// What is shown in the place of a selected word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    Mask,
    Other(&'static str),
    Itself,
}

/// What the die says of each word; nothing for one that is not selected.
fn rolled(roll: usize, rate: f64) -> [Option<Shows>; 16] {
    let mut random = Random::new(roll as u64);
    let mut unit = || 0.5 * (random.even() + 1.0);
    WORDS.map(|_| {
        let (selected, kind, other) = (unit() < rate, unit(), unit());
        let shows = if kind < 0.8 {
            Shows::Mask
        } else if kind < 0.9 {
            let i = (other * OTHERS.len() as f64) as usize;
            Shows::Other(OTHERS[i.min(OTHERS.len() - 1)])
        } else {
            Shows::Itself
        };
        selected.then_some(shows)
    })
}

/// Beyond so many letters a neighbour says nothing more.
const FAR: usize = 40;

/// The least loss of a hidden letter whose nearest visible neighbours are so far away, in the flipping language.
struct Table(Vec<f64>);

impl Table {
    fn new() -> Table {
        let flips = |apart: usize| 0.5 * (1.0 - libm::pow(0.8, apart as f64));
        let entropy = |p: f64| -p * libm::log(p) - (1.0 - p) * libm::log1p(-p);
        let cell = |j: usize, k: usize| {
            let (a, b) = (flips(j), flips(k));
            let equal = (1.0 - a) * (1.0 - b) + a * b;
            equal * entropy(a * b / equal) + (1.0 - equal) * entropy(a * (1.0 - b) / (1.0 - equal))
        };
        let all = (1..=FAR).flat_map(|j| (1..=FAR).map(move |k| (j, k)));
        Table(all.map(|(j, k)| cell(j, k)).collect())
    }

    /// The mean of them where each letter is hidden with this probability.
    fn loss(&self, rate: f64) -> f64 {
        // The last distance stands for all beyond it.
        let mut weights = [0.0; FAR];
        let mut left = 1.0;
        for weight in &mut weights[..FAR - 1] {
            *weight = left * (1.0 - rate);
            left *= rate;
        }
        weights[FAR - 1] = left;
        let cells = (self.0.iter()).zip(weights.iter().flat_map(|a| weights.map(|b| a * b)));
        cells.map(|(loss, weight)| loss * weight).sum()
    }
}

impl Figure for Die {
    fn caption(&self) -> String {
        "On the left a sentence under the die: underlined words are selected and scored; of ten, eight on average are shown as [M], one as a random word, one as it is. On the right the language of two letters, all selected letters being hidden: the more are hidden, the more questions a text has (dotted), and the less the others tell of the answer to one of them (dash-dotted), because fewer are left to guess it from; what all questions tell together (solid) is most in between.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&RATE, &ROLL])
    }

    fn show(&self, state: &State) -> Shown {
        let (rate, roll) = (state.get(RATE), state.get(ROLL));
        let shown = rolled(roll, rate);
        let count = |is: fn(&Shows) -> bool| shown.iter().flatten().filter(|s| is(s)).count();
        let [masked, random, kept] = [
            count(|s| *s == Shows::Mask),
            count(|s| matches!(s, Shows::Other(_))),
            count(|s| *s == Shows::Itself),
        ];
        let table = Table::new();
        let each = LN_2 - table.loss(rate);
        let words = format!(
            "{} of 16 words scored: {masked} masked, {random} random, {kept} as they are; in the two letters a question tells {} nats, all together {} a letter",
            masked + random + kept,
            significant(each, 4),
            significant(rate * each, 4)
        );
        let mut strip = Panel::new(Axis::bare(0.0..=4.0), Axis::bare(0.0..=4.0)).rows([]);
        for (i, (word, shows)) in WORDS.iter().zip(&shown).enumerate() {
            let (x, y) = ((i % COLUMNS) as f64 + 0.5, 3.5 - (i / COLUMNS) as f64);
            let label = match shows {
                Some(Shows::Mask) => "[M]",
                Some(Shows::Other(other)) => other,
                Some(Shows::Itself) | None => word,
            };
            strip = strip.with(text(label, (x, y)));
            if shows.is_some() {
                let ends = [(x - 0.32, y - 0.28), (x + 0.32, y - 0.28)];
                strip = strip.with(stroke(Style::Measure, ends));
            }
        }
        let best = BEST;
        let of = |rate: f64| LN_2 - table.loss(rate);
        let (solid, falling) = (Table::new(), Table::new());
        let worth = Panel::new(
            Axis::new("share that is selected", 0.0..=1.0),
            Axis::new("nats, or questions, a letter", 0.0..=0.6),
        )
        .with(line(Role::Value, "told by all", move |m| {
            m * (LN_2 - solid.loss(m))
        }))
        .with(line(Role::Rival(0), "questions", |m| m))
        .with(line(Role::Rival(1), "told by one", move |m| {
            LN_2 - falling.loss(m)
        }))
        .with(Mark::Extremum {
            x: best,
            y: best * of(best),
            label: significant(best, 2),
        })
        .with(Mark::upright(rate))
        .with(knob('x', &RATE, (rate, rate * each)))
        .rows((0..=10).map(|i| 0.1 * f64::from(i)));
        let title = "What the die hides, and what its questions are worth";
        let view = View::new("live-die", title, self.caption())
            .beside(0.0, 300.0, strip)
            .beside(310.0, WIDTH, worth);
        Shown::of(&view, words)
    }
}

/// The rate at which all questions together tell most.
const BEST: f64 = 0.6613;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_losses_are_those_of_the_double_sum() {
        let table = Table::new();
        for (rate, loss) in [
            (0.0, 0.178_772),
            (0.05, 0.185_237),
            (0.15, 0.199_923),
            (0.4, 0.251_439),
            (0.6, 0.319_485),
            (0.8, 0.439_615),
        ] {
            assert!((table.loss(rate) - loss).abs() < 1e-6, "{rate}");
        }
        assert!((table.loss(1.0) - LN_2).abs() < 1e-6);
    }

    #[test]
    fn in_between_the_questions_tell_most() {
        let table = Table::new();
        let all = |rate: f64| rate * (LN_2 - table.loss(rate));
        assert!((all(BEST) - 0.227_777).abs() < 1e-6);
        assert!(all(BEST) > all(BEST - 0.002) && all(BEST) > all(BEST + 0.002));
    }

    #[test]
    fn the_die_is_fair() {
        let (mut selected, mut kinds) = (0.0, [0.0; 3]);
        for roll in 1..=2000 {
            for shows in rolled(roll, 0.15).into_iter().flatten() {
                selected += 1.0;
                kinds[match shows {
                    Shows::Mask => 0,
                    Shows::Other(_) => 1,
                    Shows::Itself => 2,
                }] += 1.0;
            }
        }
        assert!((selected / 32_000.0_f64 - 0.15).abs() < 0.008, "{selected}");
        for (count, share) in kinds.iter().zip([0.8, 0.1, 0.1]) {
            assert!((count / selected - share).abs() < 0.023, "{kinds:?}");
        }
        // A larger rate selects the same words and others.
        for (few, more) in rolled(7, 0.15).iter().zip(rolled(7, 0.4)) {
            assert!(few.is_none() || *few == more);
        }
    }

    #[test]
    fn at_rest_each_kind_is_seen() {
        let words = at_rest(&Die).words;
        let start = "3 of 16 words scored: 1 masked, 1 random, 1 as they are";
        assert!(words.starts_with(start), "{words}");
    }
}
