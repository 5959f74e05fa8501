//! Two distributions of three outcomes, with what each divergence makes of them.

use nnfn::losses::{js_divergence, kl_divergence};

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, list};
use crate::Axis;
use crate::columns::{Column, Columns};
use crate::numeral::significant;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("two-distributions", || Box::new(TwoDistributions));

struct TwoDistributions;

/// The running example of the chapter, as weights.
const P: [Slider; 3] = [
    weight("p1", "p, outcome 1", 0.5),
    weight("p2", "p, outcome 2", 0.3),
    weight("p3", "p, outcome 3", 0.2),
];
const Q: [Slider; 3] = [
    weight("q1", "q, outcome 1", 0.4),
    weight("q2", "q, outcome 2", 0.4),
    weight("q3", "q, outcome 3", 0.2),
];
const HELD: Choice<(&str, bool)> =
    Choice::new("held", "handles move", &[("q", false), ("p", true)]);

const fn weight(name: &'static str, label: &'static str, start: f64) -> Slider<'static> {
    Slider::new(name, label).over(0.0, 1.0, 0.01).at(start)
}

/// Weights over their sum; equal shares where all are 0.
fn shares(weights: [f64; 3]) -> [f64; 3] {
    let total = weights[0] + weights[1] + weights[2];
    if total > 0.0 {
        weights.map(|w| w / total)
    } else {
        [1.0 / 3.0; 3]
    }
}

/// `-Σ pᵢ·ln qᵢ`, where an entry with `p = 0` costs nothing.
fn cross_entropy(p: &[f64; 3], q: &[f64; 3]) -> f64 {
    let pairs = p.iter().zip(q).filter(|(p, _)| **p > 0.0);
    pairs.map(|(p, q)| -p * libm::log(*q)).sum::<f64>() + 0.0
}

impl Figure for TwoDistributions {
    fn caption(&self) -> String {
        "Two distributions of three outcomes: p as full bars, q as dashed ones. The sliders set weights, and the bars are the weights over their sum. Pull one of q to 0, and KL(p‖q) becomes infinite.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let ([p1, p2, p3], [q1, q2, q3]) = (&P, &Q);
        list(&[&HELD, q1, q2, q3, p1, p2, p3])
    }

    fn show(&self, state: &State) -> Shown {
        let (_, holds_p) = *state.get(HELD);
        let (p, q) = (
            P.map(|weight| state.get(weight)),
            Q.map(|weight| state.get(weight)),
        );
        let (held, set) = if holds_p { (&P, p) } else { (&Q, q) };
        let (p, q) = (shares(p), shares(q));
        let words = format!(
            "KL(p‖q) {}, KL(q‖p) {}, Jensen–Shannon {}, cross-entropy of q under p {}",
            significant(kl_divergence(&p, &q), 4),
            significant(kl_divergence(&q, &p), 4),
            significant(js_divergence(&p, &q), 4),
            significant(cross_entropy(&p, &q), 4)
        );
        let names = ["outcome 1", "outcome 2", "outcome 3"];
        let column = |i: usize| Column {
            name: names[i].to_owned(),
            remark: "",
            values: [p[i], q[i]],
            control: held[i].name.to_owned(),
            set: set[i],
        };
        let columns = Columns {
            id: "live-two-distributions".to_owned(),
            title: "Two distributions of three outcomes".to_owned(),
            description: "For each outcome a full bar with its probability under p, a dashed one with that under q, and a handle at the weight of one of them.".to_owned(),
            y: Axis::new("probability", 0.0..=1.0),
            held: Axis::new("weight", 0.0..=1.0),
            series: ["p".to_owned(), "q".to_owned()],
            columns: (0..3).map(column).collect(),
        };
        Shown::columns(&columns, words)
    }
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
    fn the_words_at_rest_are_those_of_the_page() {
        assert_eq!(
            at_rest(&TwoDistributions).words,
            "KL(p‖q) 0.02527, KL(q‖p) 0.02582, Jensen–Shannon 0.006367, cross-entropy of q under p 1.055"
        );
    }

    #[test]
    fn a_bar_at_0_makes_one_order_infinite() {
        let found = words("two-distributions\nq3=0");
        assert!(found.starts_with("KL(p‖q) ∞, KL(q‖p) 0."), "{found}");
        assert!(found.ends_with("under p ∞"), "{found}");
        let found = words("two-distributions\np3=0");
        assert!(found.contains("KL(q‖p) ∞"), "{found}");
        assert!(!found.starts_with("KL(p‖q) ∞"), "{found}");
    }

    #[test]
    fn weights_are_shared_out() {
        assert_eq!(shares([0.5, 0.25, 0.25]), [0.5, 0.25, 0.25]);
        assert_eq!(shares([1.0, 0.0, 1.0]), [0.5, 0.0, 0.5]);
        assert_eq!(shares([0.0; 3]), [1.0 / 3.0; 3]);
    }
}
