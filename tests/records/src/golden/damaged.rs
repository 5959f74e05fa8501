//! Golden files of losses, damaged in one place: each damage is reported with file, line and field.

use catalog::find;

use super::{Golden, Of};
use crate::outcome::Problem;

/// A table, a class and several points of one call each.
const TABLE: &str = r#"{"cases": [
  {"note": "table", "args": {"temperature": 0.5, "similarities": [[1.0, 0.5], [0.25, 1.0]]},
   "value": 0.1, "grad": {"similarities": [[0.1, -0.1], [0.2, -0.2]]}, "scale": {"grad": {"similarities": [[1, 1], [1, 1]]}}}],
"recorded": []}"#;
const CLASS: &str = r#"{"cases": [

  {"note": "class", "args": {"logits": [1.0, 2.0, 0.5], "class": 2}, "index": [0, 2],
   "value": 0.1, "grad": {"logits": [0.1, -0.1]}}],
"recorded": []}"#;
const POINTS: &str = r#"{"cases": [
  {"note": "points", "args": {"delta": 0.5}, "each": {"prediction": [1.0, 2.0], "target": [0.0, 0.5]},
   "value": [0.5, 0.75], "scale": {"value": [1.0, 2.0]}, "grad": {"prediction": [0.5, 0.5]}}],
"recorded": []}"#;

/// All that is read of the first case, as the checks read it.
fn read(function: &str, by: &'static str, text: &str) -> Result<(), Problem> {
    let golden = Golden::parse("f.json", text)?;
    let function = find(function).expect("it is in the catalogue");
    let case = &golden.cases[0];
    let args = case.args(function)?;
    for of in [Of::Value, Of::Grad(by)] {
        let exact = case.results(&of)?;
        case.scales(&of)?;
        for (args, exact) in args.iter().zip(exact) {
            let own = match of {
                Of::Value => function.value(args),
                _ => function.derivatives()[0].at(args),
            };
            case.listed(&own, exact.len())?;
        }
    }
    Ok(())
}

#[track_caller]
fn says(function: &str, by: &'static str, good: &str, damage: (&str, &str), expected: &str) {
    read(function, by, good).expect("it is well formed");
    let line = 1 + good
        .lines()
        .position(|l| l.contains("\"note\""))
        .expect("a case");
    assert!(good.contains(damage.0), "{} is not there", damage.0);
    let problem = read(function, by, &good.replacen(damage.0, damage.1, 1)).err();
    let problem = problem.unwrap_or_else(|| panic!("{damage:?} passes"));
    assert_eq!(
        (problem.file.as_str(), problem.line),
        ("f.json", line),
        "{problem:?}"
    );
    assert!(problem.message.contains(expected), "{}", problem.message);
}

#[test]
fn of_points() {
    for (damage, expected) in [
        (
            ("\"target\": [0.0, 0.5]", "\"target\": [0.0]"),
            "the lists in `each` differ in length: 1 in `target`",
        ),
        (
            ("{\"prediction\": [1.0, 2.0], \"target\": [0.0, 0.5]}", "{}"),
            "expected lists in `each`, found {}",
        ),
        (
            ("[1.0, 2.0], \"target\": [0.0, 0.5]", "[], \"target\": []"),
            "the lists in `each` are empty",
        ),
        (
            ("[1.0, 2.0], \"target\"", "1.0, \"target\""),
            "expected an array in `prediction`, found 1.0",
        ),
        (
            ("[0.0, 0.5]", "[0.0, \"0.5\"]"),
            "expected a number in `target`, found \"0.5\"",
        ),
        (
            ("[0.0, 0.5]", "[0.0, null]"),
            "expected a number in `target`, found null",
        ),
        (
            ("\"delta\": 0.5", "\"delta\": [0.5]"),
            "expected a number in `delta`, found [0.5]",
        ),
        // A parameter that is not there has its default.
        (
            ("\"delta\": 0.5", "\"dleta\": 0.5"),
            "`args` gives `dleta`, which is no argument",
        ),
        (
            ("{\"delta\": 0.5}", "[0.5]"),
            "expected an object `args`, found [0.5]",
        ),
        (
            ("\"delta\": 0.5", "\"delta\": 0.5, \"target\": 1"),
            "`target` is given both in `args` and in `each`",
        ),
        (
            ("\"target\"", "\"goal\""),
            "expected an argument `target`, found none",
        ),
        (
            ("\"value\": [0.5, 0.75]", "\"value\": [0.5]"),
            "expected 2 entries in `value`, found 1",
        ),
        (
            ("\"value\": [0.5, 0.75]", "\"value\": [0.5, [0.75, 1]]"),
            "expected 1 numbers of a result, found 2",
        ),
        (
            ("\"value\": [0.5, 0.75]", "\"value\": 0.5"),
            "expected an array in `value`, found 0.5",
        ),
        (
            ("\"value\": [0.5, 0.75]", "\"value\": [\"\", 1]"),
            "expected a number in `value`, found \"\"",
        ),
        (
            ("\"grad\"", "\"gard\""),
            "expected a result `grad.prediction`, found none",
        ),
        (
            ("{\"value\": [1.0, 2.0]}", "{\"value\": [1.0]}"),
            "expected 2 entries in `scale.value`, found 1",
        ),
        (
            ("{\"value\": [1.0, 2.0]}", "{\"value\": [1.0, -2.0]}"),
            "expected sizes in `scale.value`, found -2",
        ),
    ] {
        says("huber", "prediction", POINTS, damage, expected);
    }
    let no_json = POINTS.replace("0.75]", "NaN]");
    let problem = read("huber", "prediction", &no_json).expect_err("it is no JSON");
    assert_eq!(problem.line, 3);
    assert!(problem.message.starts_with("not JSON"), "{problem:?}");
}

#[test]
fn of_a_class() {
    for (damage, expected) in [
        (("\"class\": 2", "\"class\": 3"), "`class` is 3, of 3"),
        (
            ("\"class\": 2", "\"class\": 2.0"),
            "expected an index in `class`, found 2.0",
        ),
        (
            ("\"class\": 2", "\"class\": -1"),
            "expected an index in `class`, found -1",
        ),
        (
            ("\"class\": 2", "\"class\": \"2\""),
            "expected an index in `class`, found \"2\"",
        ),
        (
            ("\"class\": 2", "\"class\": [2]"),
            "expected an index in `class`, found [2]",
        ),
        (
            (", \"class\": 2", ""),
            "expected an argument `class`, found none",
        ),
        (("[1.0, 2.0, 0.5]", "[]"), "`class` is 2, of 0"),
        (
            ("\"index\": [0, 2]", "\"index\": [0, 3]"),
            "`index` names entry 3 of 3",
        ),
        (
            ("\"index\": [0, 2]", "\"index\": [0, -2]"),
            "expected an index in `index`, found -2",
        ),
        (
            ("\"index\": [0, 2]", "\"index\": [0, 1, 2]"),
            "expected 3 numbers of a result, found 2",
        ),
        (
            ("\"index\": [0, 2]", "\"index\": 2"),
            "expected an array in `index`, found 2",
        ),
        (
            ("\"value\": 0.1", "\"value\": [0.1, 0.2]"),
            "numbers of a result",
        ),
    ] {
        says("cross_entropy", "logits", CLASS, damage, expected);
    }
}

#[test]
fn of_a_table() {
    for (damage, expected) in [
        (
            (
                "[[1.0, 0.5], [0.25, 1.0]]",
                "[[1.0, 0.5, 0.0], [0.25, 1.0, 0.0]]",
            ),
            "2 entries in `similarities`, 3 in `similarities`",
        ),
        (
            ("[0.25, 1.0]", "[0.25, 1.0, 2.0]"),
            "rows of 2 and of 3 entries in `similarities`",
        ),
        (
            ("[0.25, 1.0]", "[]"),
            "rows of 2 and of 0 entries in `similarities`",
        ),
        (
            ("[0.25, 1.0]", "1.0"),
            "expected an array in `similarities`, found 1.0",
        ),
        (
            ("[0.25, 1.0]", "[0.25, \"x\"]"),
            "expected a number in `similarities`, found \"x\"",
        ),
        (("[0.2, -0.2]", "[0.2]"), "numbers of a result"),
        (
            ("[0.2, -0.2]", "[0.2, true]"),
            "expected a number in `grad.similarities`, found true",
        ),
    ] {
        says("info_nce", "similarities", TABLE, damage, expected);
    }
}
