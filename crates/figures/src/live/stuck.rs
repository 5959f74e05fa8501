//! A loss that stands still: whose loss the number is.

use super::{Control, Entry, Field, Figure, Shown, State, Table, Within, list};
use crate::layers::Part;
use crate::numeral::significant;
use crate::stuck::{FLOOR, Match, NEAR, Task, matches};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("stuck", || Box::new(Stuck));

struct Stuck;

const REST: Task = Task::AT_REST;

/// No table is shorter than this.
const LEAST: usize = 4;

/// As many classes, tokens and examples as are counted in a moment.
const COUNTS: Within = Within::Whole(2.0, 300_000.0);

const AT: Field = Field::new("at", "It stands at")
    .at(0.693)
    .or(0.3)
    .within(Within::Range(-1e9, 1e9));
const CLASSES: Field = Field::new("classes", "K, classes")
    .at(REST.classes as f64)
    .or(2.0)
    .within(COUNTS);
const BATCH: Field = Field::new("batch", "N, in a batch")
    .at(REST.batch as f64)
    .or(2.0)
    .within(COUNTS);
const TEMPERATURE: Field = Field::new("tau", "τ, temperature")
    .at(REST.temperature)
    .or(0.6)
    .within(Within::Above(0.0, 1e6));
const MARGIN: Field = Field::new("margin", "m, margin")
    .at(REST.margin)
    .or(0.69)
    .within(Within::Range(0.0, 1e6));
const SHARE: Field = Field::new("share", "π, share of positives")
    .at(REST.share)
    .or(0.5)
    .within(Within::Range(1e-6, 0.999_999));
const VOCABULARY: Field = Field::new("vocabulary", "V, tokens")
    .at(REST.vocabulary as f64)
    .or(2.0)
    .within(COUNTS);

impl Figure for Stuck {
    fn caption(&self) -> String {
        "What the number could be, the nearest first; rows that are lit lie within 2 % of it, or are a floor that it is below. Each name leads to the page of its loss.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[
            &AT,
            &CLASSES,
            &BATCH,
            &TEMPERATURE,
            &MARGIN,
            &SHARE,
            &VOCABULARY,
        ])
    }

    fn show(&self, state: &State) -> Shown {
        let at = state.get(AT);
        let task = Task {
            classes: state.get(CLASSES) as usize,
            batch: state.get(BATCH) as usize,
            temperature: state.get(TEMPERATURE),
            margin: state.get(MARGIN),
            share: state.get(SHARE),
            vocabulary: state.get(VOCABULARY) as usize,
        };
        let mut found = matches(at, &task);
        let near = found.iter().take_while(|m| m.distance <= NEAR).count();
        found.truncate(near.max(LEAST));
        let words = found
            .first()
            .map_or_else(String::new, |first| words(at, near, first));
        let floor = (FLOOR.number)(&task);
        let mut rows: Vec<Vec<String>> = found.iter().map(row).collect();
        let mut lit: Vec<usize> = (0..near).collect();
        if at < floor {
            lit.push(rows.len());
            rows.push(row(&Match {
                entry: &FLOOR,
                number: floor,
                distance: 0.0,
            }));
        }
        let head = ["Number", "Whose loss it is", "Cause", "Test"];
        let table = Table::new(vec![Part {
            caption: String::new(),
            head: head.map(str::to_owned).to_vec(),
            rows,
            lit,
        }]);
        Shown::answer(words, table)
    }
}

fn row(found: &Match) -> Vec<String> {
    let Match { entry, number, .. } = found;
    let short = significant(*number, 4);
    vec![
        match entry.written == short {
            true => short,
            false => format!("{short} = {}", entry.written),
        },
        format!("[{}](../{}.html)", entry.whose, entry.page),
        entry.cause.to_owned(),
        entry.test.to_owned(),
    ]
}

/// The answer in a sentence, and how many equally likely answers the number stands for.
fn words(at: f64, near: usize, nearest: &Match) -> String {
    let n = |x: f64| significant(x, 4);
    let Match { entry, number, .. } = nearest;
    let within = match near {
        0 => format!("Nothing that is known here lies within 2 % of {}.", n(at)),
        1 => "No other lies within 2 %.".to_owned(),
        _ => format!("It is one of {near} rows that lie within 2 % and are lit."),
    };
    let answer = format!("The nearest is {}: {}. {within}", n(*number), entry.whose);
    let answers = at.exp();
    match at > 0.0 && answers < 1e9 {
        true => format!(
            "{answer} As a softmax loss, {} is that of {} equally likely answers.",
            n(at),
            n(answers)
        ),
        false => answer,
    }
}
