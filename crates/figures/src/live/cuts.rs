//! Two models of one text, cut into letters by the one and into longer tokens by the other: perplexity, and bits per
//! letter.

use std::f64::consts::LN_2;

use super::{Control, Count, Entry, Figure, Shown, Slider, State, list};
use crate::Axis;
use crate::layers::{Bars, Panel, View, text};
use crate::numeral::significant;
use crate::svg::WIDTH;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("cuts", || Box::new(Cuts));

struct Cuts;

const LETTERS: Count = Count::new("letters", "letters in a token of B")
    .over(1, 5)
    .at(2);
const FIRST: Slider = Slider::new("first", "A says: another letter with")
    .over(0.02, 0.5, 0.01)
    .at(0.2);
const SECOND: Slider = Slider::new("second", "B says: another letter with")
    .over(0.02, 0.5, 0.01)
    .at(0.1);
/// How often a letter differs from the one before.
const FLIP: f64 = 0.1;

/// The mean loss of a letter, if it is said to differ with probability `q`.
fn loss(q: f64) -> f64 {
    -FLIP * libm::log(q) - (1.0 - FLIP) * libm::log1p(-q)
}

/// Two bars with their numbers over them.
fn panel(label: &str, heights: [f64; 2], highest: f64) -> Panel {
    let across = Axis {
        label: "model A, model B".to_owned(),
        ..Axis::bare(0.0..=2.0)
    };
    let number = |(i, h): (usize, f64)| {
        let at = (i as f64 + 0.5, h + 0.05 * highest);
        text(significant(h, 4), at)
    };
    Panel::new(across, Axis::new(label, 0.0..=highest))
        .with(Bars(heights.to_vec()))
        .all(heights.into_iter().enumerate().map(number))
        .rows([])
}

impl Figure for Cuts {
    fn caption(&self) -> String {
        "Two models of one text of two letters, in which one letter in ten differs from the one before. A is asked for each letter, B for several at once, as one token. On the left the perplexity of each, on the right the bits that each needs for a letter. B knows the language exactly, A does not, and its perplexity is still the lower one: a longer token is a harder question.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LETTERS, &FIRST, &SECOND])
    }

    fn show(&self, state: &State) -> Shown {
        let (letters, first, second) = (state.get(LETTERS), state.get(FIRST), state.get(SECOND));
        let nats = [loss(first), loss(second)];
        let perplexities = [libm::exp(nats[0]), libm::exp(letters as f64 * nats[1])];
        let bits = nats.map(|nats| nats / LN_2);
        let better = |[a, b]: [f64; 2]| {
            if a == b {
                "neither"
            } else if a < b {
                "A"
            } else {
                "B"
            }
        };
        let words = format!(
            "perplexity {} and {}: {} looks better; bits per letter {} and {}: {} is better",
            significant(perplexities[0], 4),
            significant(perplexities[1], 4),
            better(perplexities),
            significant(bits[0], 4),
            significant(bits[1], 4),
            better(bits)
        );
        let largest = perplexities[0].max(perplexities[1]);
        let highest = Axis::first_of([3.0, 6.0, 12.0, 40.0], [1.15 * largest]);
        let title = "Perplexity and bits per letter of two models";
        let view = View::new("live-cuts", title, self.caption())
            .beside(0.0, 315.0, panel("perplexity", perplexities, highest))
            .beside(325.0, WIDTH, panel("bits per letter", bits, 1.2));
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::{bits_per_byte, perplexity};

    #[test]
    fn the_numbers_are_those_of_the_library() {
        // Ten letters, of which one differs; then pairs of them.
        let letters: Vec<f64> = (0..10)
            .map(|t| if t == 0 { 0.2_f64.ln() } else { 0.8_f64.ln() })
            .collect();
        let pairs: Vec<f64> = letters.chunks(2).map(|pair| pair[0] + pair[1]).collect();
        assert!((perplexity(&letters) - libm::exp(loss(0.2))).abs() < 1e-14);
        assert!((perplexity(&pairs) - libm::exp(2.0 * loss(0.2))).abs() < 1e-14);
        for cut in [&letters, &pairs] {
            assert!((bits_per_byte(cut, 10.0) - loss(0.2) / LN_2).abs() < 1e-14);
        }
    }

    #[test]
    fn at_rest_the_two_measures_disagree() {
        let words = at_rest(&Cuts).words;
        assert_eq!(
            words,
            "perplexity 1.436 and 1.916: A looks better; bits per letter 0.5219 and 0.469: B is better"
        );
    }
}
