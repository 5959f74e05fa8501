//! A prompt and an answer that share one parameter: what it learns, by the weight of the prompt in the loss.

use super::{Control, Count, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Panel, Style, View, line, numbers, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("voices", || Box::new(Voices));

struct Voices;

const WEIGHT: Slider = Slider::new("weight", "weight of a prompt letter")
    .over(0.0, 1.0, 0.05)
    .at(0.1);
const PROMPT: Count = Count::new("prompt", "letters of the prompt")
    .over(1, 8)
    .at(8);
/// The letters that are shown; the answer is at the end.
const LETTERS: [&str; 10] = ["0", "1", "1", "0", "1", "0", "0", "1", "1", "1"];
const ANSWER: usize = 2;
/// How often letters of prompt and answer differ from the one before.
const FLIPS: (f64, f64) = (0.5, 0.1);

/// What one probability learns that serves both.
fn learnt(weight: f64, prompt: f64) -> f64 {
    let (prompt, answer) = (weight * prompt, ANSWER as f64);
    (prompt * FLIPS.0 + answer * FLIPS.1) / (prompt + answer)
}

/// The mean loss of letters that differ so often, said to differ with probability `q`.
fn cost(p: f64, q: f64) -> f64 {
    -p * libm::log(q) - (1.0 - p) * libm::log1p(-q)
}

/// The weighted mean of both.
fn loss(weight: f64, prompt: f64, q: f64) -> f64 {
    let (prompt, answer) = (weight * prompt, ANSWER as f64);
    (prompt * cost(FLIPS.0, q) + answer * cost(FLIPS.1, q)) / (prompt + answer)
}

impl Figure for Voices {
    fn caption(&self) -> String {
        "On the left a prompt, in which on average half of the letters differ from the one before, and an answer of two letters, in which one in ten does; bars say what each letter weighs in the loss. On the right the losses over the one probability that both share: of the answer alone (dotted), and of both with these weights (solid), with its lowest point. Even a small weight pulls the answer towards the prompt, because the prompt is long.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&WEIGHT, &PROMPT])
    }

    fn show(&self, state: &State) -> Shown {
        let (weight, count) = (state.get(WEIGHT), state.get(PROMPT));
        let prompt = count as f64;
        let q = learnt(weight, prompt);
        let words = format!(
            "a prompt letter weighs {}: learnt {}, answer {} nats a letter, prompt {}",
            significant(weight, 2),
            significant(q, 4),
            significant(cost(FLIPS.1, q), 4),
            significant(cost(FLIPS.0, q), 4)
        );
        let first = LETTERS.len() - ANSWER - count;
        let edge = (LETTERS.len() - ANSWER) as f64;
        let mut strip = Panel::new(Axis::bare(-0.2..=10.2), Axis::bare(-0.1..=1.9))
            .with(text("prompt", (0.5 * (first as f64 + edge), 1.7)))
            .with(text("answer", (edge + 1.0, 1.7)))
            .with(text("weight", (1.0, -0.02)))
            .with(stroke(Style::Strong, [(edge, 0.1), (edge, 1.55)]))
            .rows([]);
        for (i, letter) in LETTERS.iter().enumerate().skip(first) {
            let x = i as f64 + 0.5;
            strip = strip.with(text(*letter, (x, 1.35)));
            let own = if i < LETTERS.len() - ANSWER {
                weight
            } else {
                1.0
            };
            if own > 0.0 {
                let side = |x: f64| [(x, 0.15), (x, 0.15 + own)];
                strip = strip.with(stroke(Style::Measure, side(x)));
            } else {
                strip = strip.with(numbers("not scored", [(x, 0.15)]));
            }
        }
        let losses = Panel::new(
            Axis::new("probability that a letter differs", 0.0..=0.6),
            Axis::new("mean loss, nats", 0.2..=1.2),
        )
        .with(line(Role::Value, "both", move |q| loss(weight, prompt, q)))
        .with(line(Role::Rival(0), "answer", |q| cost(FLIPS.1, q)))
        .with(Mark::Extremum {
            x: q,
            y: loss(weight, prompt, q),
            label: significant(q, 3),
        })
        .with(Mark::upright(q))
        .rows((1..=12).map(|i| 0.05 * f64::from(i)));
        let title = "What a shared parameter learns, by the weight of the prompt";
        let view = View::new("live-voices", title, self.caption())
            .beside(0.0, 300.0, strip)
            .beside(310.0, WIDTH, losses);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::{sft, sft_grad};

    #[test]
    fn the_lowest_point_is_the_weighted_mean() {
        for (weight, expected) in [(0.0, 0.1), (0.1, 0.214_286), (0.5, 0.366_667), (1.0, 0.42)] {
            let q = learnt(weight, 8.0);
            assert!((q - expected).abs() < 1e-6, "{q}");
            for step in [-1e-4, 1e-4] {
                assert!(loss(weight, 8.0, q + step) > loss(weight, 8.0, q));
            }
        }
    }

    #[test]
    fn without_the_prompt_it_is_the_loss_of_the_library() {
        // Eleven letters of an answer, one of which differs from the one before.
        let tokens = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
        let row = |letter: usize| {
            let mut row = vec![0.9_f64.ln(); 2];
            row[1 - letter] = 0.1_f64.ln();
            row
        };
        let logits: Vec<Vec<f64>> = tokens.iter().map(|letter| row(*letter)).collect();
        let own = sft(&logits, &tokens, &[1.0; 11]);
        assert!((own - cost(0.1, 0.1)).abs() < 1e-14);
        let slope: f64 = (sft_grad(&logits, &tokens, &[1.0; 11]).iter().zip(tokens))
            .map(|(row, letter)| row[1 - letter])
            .sum();
        assert!(slope.abs() < 1e-15);
    }

    #[test]
    fn at_rest_a_tenth_has_doubled_it() {
        let words = at_rest(&Voices).words;
        assert_eq!(
            words,
            "a prompt letter weighs 0.1: learnt 0.2143, answer 0.3711 nats a letter, prompt 0.8908"
        );
    }
}
