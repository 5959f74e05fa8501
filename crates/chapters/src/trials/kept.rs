//! Trials are remembered: an edit of prose trains nothing.

use std::collections::BTreeMap;
use std::sync::Mutex;

use notebook::Memory;
use serde_json::{Value, json};
use training::{Score, Task, Vary};

/// What the memory calls them.
pub const TRIALS: &str = "trials";

/// What came of the candidates, in their order.
pub fn scores(task: Task, vary: Vary, memory: &Memory) -> Vec<Score> {
    // A site is built twice, and nothing is kept where the memory is none.
    static KNOWN: Mutex<BTreeMap<(Task, Vary), Vec<Score>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(|broken| broken.into_inner());
    if let Some(scores) = known.get(&(task, vary)) {
        return scores.clone();
    }
    let kept = memory.recall(TRIALS, &(task, vary));
    let scores = kept.and_then(|text| from_text(&text)).unwrap_or_else(|| {
        let scores = training::scores(&training::candidates(task, vary));
        memory.keep(TRIALS, &(task, vary), as_text(&scores));
        scores
    });
    known.insert((task, vary), scores.clone());
    scores
}

pub fn as_text(scores: &[Score]) -> String {
    let one = |score: &Score| json!([score.rate, score.by_seed, score.again]);
    Value::Array(scores.iter().map(one).collect()).to_string()
}

pub fn from_text(text: &str) -> Option<Vec<Score>> {
    let numbers = |value: &Value| -> Option<Vec<f64>> {
        value.as_array()?.iter().map(Value::as_f64).collect()
    };
    let one = |value: &Value| {
        Some(Score {
            rate: value[0].as_f64()?,
            by_seed: numbers(&value[1])?,
            again: numbers(&value[2])?,
        })
    };
    let json: Value = serde_json::from_str(text).ok()?;
    json.as_array()?.iter().map(one).collect()
}
