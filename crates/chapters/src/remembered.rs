//! What was found in earlier runs, as text and back.
//!
//! Only what is in order is kept: whatever has a problem is looked at again.

use std::collections::BTreeMap;

use notebook::{Formula, Page};
use serde_json::{Value, json};
use verification::Outcome;
use verification::formulas::mutants::Score;
use verification::formulas::{Checked, How};
use verification::outcome::ENUMERATED;

/// The outcomes of a step, if none of them has a problem.
pub fn outcomes_as_text(outcomes: &[Outcome]) -> Option<String> {
    let all: Option<Vec<Value>> = outcomes.iter().map(outcome_as_json).collect();
    Some(Value::Array(all?).to_string())
}

/// The outcomes of a step as they were kept.
pub fn outcomes(text: &str) -> Option<Vec<Outcome>> {
    let json: Value = serde_json::from_str(text).ok()?;
    json.as_array()?.iter().map(outcome).collect()
}

/// What was found of the formulas of a page, if none of them has a problem.
///
/// A formula is named by its number on the page: text around it may move it.
pub fn formulas_as_text(page: &Page, all: &[Checked]) -> Option<String> {
    let one = |checked: &Checked| {
        let mut own = page.formulas.iter();
        let number = own.position(|formula| formula.latex == checked.latex)?;
        let how = match &checked.how {
            How::Code => json!("code"),
            How::Identity => json!("identity"),
            How::Definition => json!("definition"),
            How::Unchecked(why) => json!({ "unchecked": why }),
            How::Unread => return None,
        };
        Some(json!({
            "number": number,
            "mark": checked.mark,
            "how": how,
            "outcome": outcome_as_json(&checked.outcome)?,
            "thorough": checked.thorough,
            "left_out": checked.left_out,
        }))
    };
    let all: Option<Vec<Value>> = all.iter().map(one).collect();
    Some(Value::Array(all?).to_string())
}

/// What was found of the formulas of a page, where they stand now; it cost nothing.
pub fn formulas(page: &Page, text: &str) -> Option<Vec<Checked>> {
    let json: Value = serde_json::from_str(text).ok()?;
    let one = |value: &Value| {
        let formula: &Formula = page.formulas.get(number(&value["number"])?)?;
        let how = match (value["how"].as_str(), value["how"]["unchecked"].as_str()) {
            (Some("code"), _) => How::Code,
            (Some("identity"), _) => How::Identity,
            (Some("definition"), _) => How::Definition,
            (_, Some(why)) => How::Unchecked(why.to_owned()),
            _ => return None,
        };
        Some(Checked {
            page: page.name.clone(),
            line: formula.line,
            latex: formula.latex.clone(),
            mark: value["mark"].as_str()?.to_owned(),
            how,
            outcome: outcome(&value["outcome"])?,
            thorough: number(&value["thorough"])?,
            left_out: number(&value["left_out"])?,
            seconds: 0.0,
        })
    };
    json.as_array()?.iter().map(one).collect()
}

/// The score of the mutants, if none survived.
pub fn score_as_text(score: &Score) -> Option<String> {
    let text = json!({
        "made": score.made,
        "unread": score.unread,
        "refused": score.refused,
        "same": score.same,
    });
    score.survivors.is_empty().then(|| text.to_string())
}

/// The score as it was kept, without what was changed in those that do not read.
pub fn score(text: &str) -> Option<Score> {
    let json: Value = serde_json::from_str(text).ok()?;
    Some(Score {
        made: number(&json["made"])?,
        unread: number(&json["unread"])?,
        unread_by_change: BTreeMap::new(),
        refused: number(&json["refused"])?,
        same: number(&json["same"])?,
        survivors: vec![],
    })
}

fn outcome_as_json(outcome: &Outcome) -> Option<Value> {
    let json = json!({
        "function": outcome.function,
        "check": outcome.check,
        "points": outcome.points,
        // All numbers, infinite ones as well.
        "worst": outcome.worst.to_bits(),
        "unit": outcome.unit,
        "at": outcome.at,
    });
    (outcome.problems.is_empty() && UNITS.contains(&outcome.unit)).then_some(json)
}

/// The units that an [`Outcome`] may have.
const UNITS: [&str; 4] = ["", "ulp", "relative", ENUMERATED];

fn outcome(json: &Value) -> Option<Outcome> {
    let unit = json["unit"].as_str()?;
    Some(Outcome {
        function: json["function"].as_str()?.to_owned(),
        check: json["check"].as_str()?.to_owned(),
        points: number(&json["points"])?,
        worst: f64::from_bits(json["worst"].as_u64()?),
        unit: UNITS.into_iter().find(|known| *known == unit)?,
        at: json["at"].as_str()?.to_owned(),
        problems: vec![],
    })
}

fn number(json: &Value) -> Option<usize> {
    json.as_u64()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use verification::Problem;

    #[test]
    fn outcomes_come_back_as_they_were_and_wrong_ones_are_not_kept() {
        let mut outcome = Outcome::new("gelu", "value", "ulp");
        outcome.points = 7;
        outcome.worst = f64::INFINITY;
        outcome.at = "x = 1".to_owned();
        let text = outcomes_as_text(std::slice::from_ref(&outcome)).expect("it is in order");
        let back = outcomes(&text).expect("it was kept");
        assert_eq!(format!("{back:?}"), format!("{:?}", [&outcome]));
        outcome.problems.push(Problem::new("a.rs", 1, "wrong"));
        assert_eq!(outcomes_as_text(&[outcome]), None);
        assert!(outcomes("[{}]").is_none());
    }

    #[test]
    fn formulas_are_found_where_they_stand_now() {
        let page = |before: &str| {
            let text = format!("# A\n\n{before}$$ x $$ <!--= unchecked: why -->\n");
            Page::scan("book/a.md", &text)
        };
        let before = page("");
        let found = verification::formulas::check(std::slice::from_ref(&before));
        let text = formulas_as_text(&before, &found).expect("they are in order");
        let after = page("More words.\n\n");
        let [moved] = &formulas(&after, &text).expect("they were kept")[..] else {
            panic!("there is one formula")
        };
        assert_eq!(moved.line, found[0].line + 2);
        assert_eq!(moved.latex, after.formulas[0].latex);
        assert_eq!(moved.how, found[0].how);
    }
}
