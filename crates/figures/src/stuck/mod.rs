//! Numbers at which losses stand still: whose loss each is, what causes it, and how to tell.
//!
//! One list, which the form of a page and the table for readers without scripts share.

mod classes;
mod embeddings;
mod numbers;
mod policies;
mod yes_or_no;

/// What a reader knows of a task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
    /// How many classes there are.
    pub classes: usize,
    /// How many examples, pairs or images a batch has.
    pub batch: usize,
    /// A temperature, or the τ of IPO.
    pub temperature: f64,
    /// A margin.
    pub margin: f64,
    /// The share of positives.
    pub share: f64,
    /// How many tokens there are to choose from.
    pub vocabulary: usize,
}

impl Task {
    /// What the form shows at first, and the table.
    pub const AT_REST: Task = Task {
        classes: 10,
        batch: 128,
        temperature: 0.1,
        margin: 1.0,
        share: 0.1,
        vocabulary: 50_257,
    };
}

/// A number at which losses stand still.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The number as one writes it: `ln K`.
    pub written: &'static str,
    /// The number for a task; NaN where the task has none.
    pub number: fn(&Task) -> f64,
    /// Whose loss it is.
    pub whose: &'static str,
    /// The page of that loss, without `book/` and `.md`.
    pub page: &'static str,
    /// What makes it stand there.
    pub cause: &'static str,
    /// What tells whether it is that.
    pub test: &'static str,
}

const PARTS: [&[Entry]; 5] = [
    yes_or_no::ALL,
    classes::ALL,
    numbers::ALL,
    embeddings::ALL,
    policies::ALL,
];

/// All entries, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    PARTS.into_iter().flatten()
}

/// What no honest model is below if this share of the labels is wrong, or the answer is as uncertain as that.
pub const FLOOR: Entry = Entry {
    written: "below h(π)",
    number: yes_or_no::base_rate,
    whose: "good if π is the share of positives; less than the noise allows if it is the share of wrong labels",
    page: "foundations/what-a-loss-specifies",
    cause: "If labels are wrong: the answer leaks into the inputs, held-out examples were trained on, or training labels were learnt by heart.",
    test: "Look at the loss on held-out data; drop the inputs one at a time, and look for duplicates across the split.",
};

/// Numbers this near, as a share of the larger, may be the same: a mean over a batch is not exact.
pub const NEAR: f64 = 0.02;

/// A number of this size or less is as good as 0.
const SMALL: f64 = 0.1;

/// An entry with its number, and how far that is from where the loss stands.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// The entry.
    pub entry: &'static Entry,
    /// Its number for the task.
    pub number: f64,
    /// The distance, as a share.
    pub distance: f64,
}

/// All entries that have a number for this task, the nearest first.
#[must_use]
pub fn matches(stands_at: f64, task: &Task) -> Vec<Match> {
    let mut found: Vec<Match> = vec![];
    for entry in all() {
        let number = (entry.number)(task);
        let size = number.abs().max(stands_at.abs()).max(SMALL);
        let distance = (stands_at - number).abs() / size;
        if !distance.is_nan() {
            // Equally near ones stay in the order of the list.
            let at = found.iter().position(|other| distance < other.distance);
            let one = Match {
                entry,
                number,
                distance,
            };
            found.insert(at.unwrap_or(found.len()), one);
        }
    }
    found
}

/// The cross-entropy of so many equal logits, by the loss itself.
fn of_equal(logits: usize) -> f64 {
    nnfn::losses::cross_entropy(&vec![0.0; logits], 0)
}

#[cfg(test)]
mod tests;
