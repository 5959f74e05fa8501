//! A tree of four yes-or-no nodes over five words, which share a whole.

use nnfn::losses::{hierarchical_softmax, hierarchical_softmax_grad};

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, list};
use crate::Axis;
use crate::layers::{Panel, Style, View, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("tree", || Box::new(Tree));

struct Tree;

const NODES: [Slider; 4] = [
    node("n1", "node 1, to the left", 0.6),
    node("n2", "node 2, to the left", 0.5),
    node("n3", "node 3, to the left", 0.9),
    node("n4", "node 4, to the left", 0.5),
];
const LEAF: Choice<(&str, usize)> = Choice::new(
    "leaf",
    "word",
    &[("the", 0), ("of", 1), ("cat", 2), ("and", 3), ("to", 4)],
)
.at(3);
/// Of each word the nodes from the root on, and the turns: 1 is to the left.
const PATHS: [&[(usize, f64)]; 5] = [
    &[(0, 1.0), (1, 1.0)],
    &[(0, 1.0), (1, 0.0), (3, 1.0)],
    &[(0, 1.0), (1, 0.0), (3, 0.0)],
    &[(0, 0.0), (2, 1.0)],
    &[(0, 0.0), (2, 0.0)],
];
/// Where the nodes, what is said of them, and the words are drawn.
const NODE_AT: [(f64, f64); 4] = [(2.6, 3.7), (1.2, 2.6), (3.9, 2.6), (1.9, 1.5)];
const SAID_AT: [(f64, f64); 4] = [(2.6, 3.9), (0.75, 2.65), (4.35, 2.65), (2.4, 1.55)];
const WORD_AT: [(f64, f64); 5] = [(0.5, 1.5), (1.4, 0.4), (2.4, 0.4), (3.4, 1.5), (4.4, 1.5)];

const fn node(name: &'static str, label: &'static str, start: f64) -> Slider<'static> {
    Slider::new(name, label).over(0.1, 0.9, 0.05).at(start)
}

/// Where a line to a word ends, clear of its letters.
fn above((x, y): (f64, f64)) -> (f64, f64) {
    (x, y + 0.2)
}

/// The scores along a path, and its code.
fn along(turns: &[f64; 4], word: usize) -> (Vec<f64>, Vec<f64>) {
    let score = |p: f64| libm::log(p / (1.0 - p));
    let path = PATHS[word].iter();
    path.map(|(node, bit)| (score(turns[*node]), *bit)).unzip()
}

/// The product of the turns that lead to a word.
fn probability(turns: &[f64; 4], word: usize) -> f64 {
    let turn = |(node, bit): &(usize, f64)| match *bit {
        1.0 => turns[*node],
        _ => 1.0 - turns[*node],
    };
    PATHS[word].iter().map(turn).product()
}

impl Figure for Tree {
    fn caption(&self) -> String {
        "A tree of five words. Beside each node stand its number and its probability of a turn to the left; a word has the product of the turns on its path, and on the right all five always fill the whole. The heavy lines are the path to the chosen word: no other node takes part in its loss.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let [one, two, three, four] = &NODES;
        list(&[&LEAF, one, two, three, four])
    }

    fn show(&self, state: &State) -> Shown {
        let turns = NODES.map(|node| state.get(node));
        let &(name, chosen) = state.get(LEAF);
        let (scores, code) = along(&turns, chosen);
        let grad = hierarchical_softmax_grad(&scores, &code);
        let slopes: Vec<String> = (PATHS[chosen].iter().zip(&grad))
            .map(|((node, _), g)| format!("{} at node {}", significant(*g, 3), node + 1))
            .collect();
        let words = format!(
            "{name}: probability {}, loss {}; gradient {}, 0 elsewhere",
            significant(probability(&turns, chosen), 4),
            significant(hierarchical_softmax(&scores, &code), 4),
            slopes.join(", ")
        );
        let mut tree = Panel::new(Axis::bare(0.0..=5.0), Axis::bare(0.0..=4.2));
        for (word, path) in PATHS.iter().enumerate() {
            for (i, (node, _)) in path.iter().enumerate() {
                let to = path
                    .get(i + 1)
                    .map_or(above(WORD_AT[word]), |(next, _)| NODE_AT[*next]);
                let style = if word == chosen {
                    Style::Measure
                } else {
                    Style::Guide
                };
                tree = tree.with(stroke(style, [NODE_AT[*node], to]));
            }
        }
        for (i, at) in SAID_AT.iter().enumerate() {
            tree = tree.with(text(
                format!("{}: {}", i + 1, significant(turns[i], 2)),
                *at,
            ));
        }
        for ((name, word), at) in LEAF.options.iter().zip(WORD_AT) {
            let p = significant(probability(&turns, *word), 3);
            tree = tree.with(text(*name, at)).with(text(p, (at.0, at.1 - 0.3)));
        }
        let mut whole = Panel::new(
            Axis::bare(0.0..=1.0),
            Axis::new("probability", -0.05..=1.05),
        );
        whole = whole.with(stroke(Style::Strong, [(0.0, 0.0), (1.0, 0.0)]));
        let mut from = 0.0;
        for (name, word) in LEAF.options {
            let to = from + probability(&turns, *word);
            whole = whole.with(stroke(Style::Strong, [(0.0, to), (1.0, to)]));
            if *word == chosen {
                whole = whole.with(stroke(Style::Measure, [(0.12, from), (0.12, to)]));
            }
            if to - from > 0.06 {
                whole = whole.with(text(*name, (0.5, 0.5 * (from + to) - 0.02)));
            }
            from = to;
        }
        let title = "Five words that share a whole";
        let view = View::new("live-tree", title, self.caption())
            .beside(0.0, 470.0, tree)
            .beside(480.0, WIDTH, whole);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    #[test]
    fn the_words_fill_the_whole() {
        for turns in [[0.6, 0.5, 0.9, 0.5], [0.02, 0.98, 0.5, 0.3]] {
            let all: f64 = (0..5).map(|word| probability(&turns, word)).sum();
            assert!((all - 1.0).abs() < 1e-15, "{all}");
        }
    }

    #[test]
    fn the_loss_is_minus_the_logarithm_of_the_probability() {
        let turns = [0.7, 0.2, 0.9, 0.4];
        for word in 0..5 {
            let (scores, code) = along(&turns, word);
            let loss = hierarchical_softmax(&scores, &code);
            assert!((loss + probability(&turns, word).ln()).abs() < 1e-14);
        }
        let words = at_rest(&Tree).words;
        let start = "and: probability 0.36, loss 1.022; gradient 0.6 at node 1, −0.1 at node 3";
        assert!(words.starts_with(start), "{words}");
    }

    #[test]
    fn a_node_off_the_path_changes_nothing_for_the_word() {
        let said = |set: &str| {
            let answer = answer(&format!("tree\n{set}")).unwrap();
            answer.split(super::super::PART).nth(1).unwrap().to_owned()
        };
        assert_eq!(said("n2=0.9\nn4=0.1"), said(""));
        assert_ne!(said("n3=0.5"), said(""));
    }
}
