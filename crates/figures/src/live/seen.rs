//! A strip of letters: what a model may see of it, which letters are scored, and what one of them costs at best.

use super::{Choice, Control, Count, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Bars, Panel, Style, View, numbers, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("seen", || Box::new(Seen));

struct Seen;

const LETTERS: [&str; 12] = ["0", "0", "0", "0", "1", "1", "1", "1", "1", "0", "0", "0"];
/// The first letter of the answer, counted from 1.
const ANSWER: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    WriteOn,
    FillIn,
    Answer,
}

const TASK: Choice<(&str, Task)> = Choice::new(
    "task",
    "task",
    &[
        ("causal: write on", Task::WriteOn),
        ("masked: fill in", Task::FillIn),
        ("fine-tuned: answer", Task::Answer),
    ],
);
const LETTER: Count = Count::new("letter", "letter that is asked for")
    .over(1, LETTERS.len())
    .at(9);
const FLIP: Slider = Slider::new("flip", "probability of a change")
    .over(0.02, 0.5, 0.01)
    .at(0.1);

/// What a yes-or-no answer costs that is true with probability `p`, said with that probability.
fn entropy(p: f64) -> f64 {
    -p * libm::log(p) - (1.0 - p) * libm::log1p(-p)
}

/// The least mean loss of a letter between two that are seen.
fn between(flip: f64) -> f64 {
    let equal = (1.0 - flip) * (1.0 - flip) + flip * flip;
    equal * entropy(flip * flip / equal) + (1.0 - equal) * std::f64::consts::LN_2
}

impl Task {
    /// The letters that are seen when this one is asked for.
    fn seen(self, letter: usize) -> Vec<(usize, usize)> {
        let last = LETTERS.len();
        let mut parts = vec![(1, letter - 1)];
        if self == Task::FillIn {
            parts.push((letter + 1, last));
        }
        parts.retain(|(from, to)| from <= to);
        parts
    }

    /// The letters that are scored.
    fn scored(self, letter: usize) -> std::ops::RangeInclusive<usize> {
        match self {
            Task::WriteOn => 2..=LETTERS.len(),
            Task::FillIn => letter..=letter,
            Task::Answer => ANSWER..=LETTERS.len(),
        }
    }

    /// The least mean loss of a letter in this place.
    fn loss(self, letter: usize, flip: f64) -> f64 {
        match self.seen(letter).len() {
            0 => std::f64::consts::LN_2,
            1 => entropy(flip),
            _ => between(flip),
        }
    }
}

impl Figure for Seen {
    fn caption(&self) -> String {
        "A strip of letters, each of which mostly repeats the one before. On the left the letter that is asked for, what the model sees of the others (line) and which letters are scored (dots). On the right what a letter costs at best, in nats, by the sides that are seen, with a line across for the letter that is asked for. The lowest bar is the easiest question, and says nothing of the model.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&TASK, &LETTER, &FLIP])
    }

    fn show(&self, state: &State) -> Shown {
        let (&(_, task), letter, flip) = (state.get(TASK), state.get(LETTER), state.get(FLIP));
        let (seen, scored) = (task.seen(letter), task.scored(letter));
        let loss = task.loss(letter, flip);
        let by = match seen.len() {
            0 => "nothing seen",
            1 => "one side seen",
            _ => "both sides seen",
        };
        let own = if scored.contains(&letter) {
            format!("costs at best {} nats on average", significant(loss, 4))
        } else {
            "is not scored".to_owned()
        };
        let count = scored.clone().count();
        let words = format!(
            "letter {letter}, {by}, {own}; {count} of {} letters scored",
            LETTERS.len()
        );
        let at = |i: usize| i as f64;
        let mut strip = Panel::new(Axis::bare(-2.0..=12.7), Axis::bare(0.4..=4.0))
            .with(text("letters", (-1.1, 3.0)))
            .with(text("seen", (-1.1, 2.1)))
            .with(text("scored", (-1.1, 1.1)));
        for (i, own) in LETTERS.iter().enumerate() {
            let shown = if i + 1 == letter { "?" } else { own };
            strip = strip.with(text(shown, (at(i + 1), 3.0)));
        }
        for (from, to) in seen {
            let ends = [(at(from) - 0.3, 2.15), (at(to) + 0.3, 2.15)];
            strip = strip.with(stroke(Style::Measure, ends));
        }
        strip = strip.with(numbers("scored", scored.map(|i| (at(i), 1.15))));
        if task == Task::Answer {
            let edge = at(ANSWER) - 0.5;
            strip = strip
                .with(stroke(Style::Strong, [(edge, 0.7), (edge, 3.4)]))
                .with(text("prompt", (4.0, 3.65)))
                .with(text("answer", (10.0, 3.65)));
        }
        let heights = [std::f64::consts::LN_2, entropy(flip), between(flip)];
        let mut bars = Panel::new(
            Axis::bare(0.0..=3.0),
            Axis::new("nats, by sides seen", -0.03..=0.86),
        )
        .with(Bars(heights.to_vec()))
        .with(Mark::Across {
            y: loss,
            label: String::new(),
        })
        .rows([]);
        for (i, name) in ["none", "one", "both"].into_iter().enumerate() {
            let x = at(i) + 0.5;
            bars = bars
                .with(text(name, (x, 0.81)))
                .with(text(significant(heights[i], 3), (x, 0.745)));
        }
        let title = "What is seen, what is scored, and what it costs";
        let view = View::new("live-seen", title, self.caption())
            .beside(0.0, 360.0, strip)
            .beside(370.0, WIDTH, bars);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    /// The mean of minus the log-probability of a letter given others, over all strings of three.
    fn enumerated(flip: f64, of: usize, given: &[usize]) -> f64 {
        let p = |word: [usize; 3]| {
            let step = |a: usize, b: usize| if a == b { 1.0 - flip } else { flip };
            0.5 * step(word[0], word[1]) * step(word[1], word[2])
        };
        let words: Vec<[usize; 3]> = (0..8).map(|i| [i & 1, i >> 1 & 1, i >> 2 & 1]).collect();
        let alike = |a: &[usize; 3], b: &[usize; 3]| given.iter().all(|i| a[*i] == b[*i]);
        let cost = |word: &[usize; 3]| {
            let all: f64 = words.iter().filter(|w| alike(w, word)).map(|w| p(*w)).sum();
            let own = words.iter().filter(|w| alike(w, word) && w[of] == word[of]);
            -p(*word) * (own.map(|w| p(*w)).sum::<f64>() / all).ln()
        };
        words.iter().map(cost).sum()
    }

    #[test]
    fn the_bars_are_those_of_all_strings() {
        for flip in [0.02, 0.1, 0.3, 0.5] {
            assert!((enumerated(flip, 1, &[0]) - entropy(flip)).abs() < 1e-14);
            assert!((enumerated(flip, 1, &[0, 2]) - between(flip)).abs() < 1e-14);
            assert!((enumerated(flip, 1, &[]) - std::f64::consts::LN_2).abs() < 1e-14);
            // In a chain the letters further back say nothing more.
            assert!((enumerated(flip, 2, &[0, 1]) - entropy(flip)).abs() < 1e-14);
        }
    }

    #[test]
    fn a_letter_of_the_prompt_is_not_scored() {
        assert!(!Task::Answer.scored(3).contains(&3));
        assert!(Task::Answer.scored(3).contains(&ANSWER));
        let words = at_rest(&Seen).words;
        let start = "letter 9, one side seen, costs at best 0.3251 nats on average";
        assert!(words.starts_with(start), "{words}");
    }
}
