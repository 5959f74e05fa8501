//! What live figures are set to in the browser, and what they must show.

use figures::live::{self, PART};
use serde_json::{Value, json};

/// A case for each control of a figure, at the end that is farther from where it rests, and one at
/// rest: what is set, and what this machine's own code shows for it.
pub fn cases(key: &str) -> Result<Vec<Value>, String> {
    let figure = live::find(key)?;
    let mut cases = vec![case(key, None)?];
    for control in figure.controls() {
        let far = match (control.range(), control.extremes()) {
            (Some(range), ends) if range.value - range.min > range.max - range.value => {
                ends.first().cloned()
            }
            (None, ends) if control.kind == live::Kind::Switch(true) => ends.first().cloned(),
            (_, ends) => ends.last().cloned(),
        };
        let value = far.ok_or("a control has no end")?;
        cases.push(case(key, Some((&control.name, &value)))?);
    }
    Ok(cases)
}

fn case(key: &str, set: Option<(&str, &str)>) -> Result<Value, String> {
    let request = match set {
        Some((name, value)) => format!("{key}\n{name}={value}"),
        None => key.to_owned(),
    };
    let answer = live::answer(&request)?;
    let parts: Vec<&str> = answer.split(PART).collect();
    let [svg, words, says, table] = parts[..] else {
        return Err(format!("`{request}` has {} parts", parts.len()));
    };
    let (name, value) = set.unwrap_or_default();
    Ok(
        json!({"name": name, "value": value, "svg": svg, "words": words, "says": says, "table": table}),
    )
}
