//! The tables in the modules' documentation against what the modules offer.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// What may stand under *Accuracy*.
const ACCURACIES: [&str; 4] = ["½", "4", "4 κ", "4 τ"];

fn source(file: &str) -> String {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `b` and `c` of `pub use a::{b, c};`.
fn offered(module: &str) -> Vec<String> {
    let statements = module.split(';').map(str::trim);
    statements
        .filter_map(|statement| statement.strip_prefix("pub use "))
        .flat_map(|path| {
            let names = path.rsplit("::").next().unwrap_or(path);
            let names = names.trim_matches(|c| c == '{' || c == '}');
            let names = names.split(',').map(|name| name.trim().to_owned());
            names.filter(|name| !name.is_empty()).collect::<Vec<_>>()
        })
        .collect()
}

/// `b` and `c` of [`b`], [`c`] or of `b`, `c`.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The arguments of a function, as written.
fn arguments(name: &str, folder: &str) -> String {
    let source = source(&format!("{folder}/{name}.rs"));
    let head = format!("pub fn {name}(");
    let at = source.find(&head).unwrap_or_else(|| panic!("no `{head}`"));
    source[at..].split("->").next().unwrap_or_default().to_owned()
}

/// What is wrong with the tables of a module.
fn problems(folder: &str, module: &str) -> Vec<String> {
    let mut problems = vec![];
    let mut listed = BTreeSet::new();
    let rows = module.lines().filter_map(|line| line.strip_prefix("//! |"));
    let rows = rows.filter(|row| row.contains("[`"));
    for row in rows {
        let cells: Vec<&str> =
            row.trim_end_matches('|').split('|').map(str::trim).collect();
        let (value, gradients, parameters, chapter, accuracy) = match cells[..]
        {
            [a, b, c, d, e] => (a, b, c, d, e),
            _ => {
                problems.push(format!("not five cells: {row}"));
                continue;
            }
        };
        let value = names(value).concat();
        for gradient in names(gradients) {
            if !gradient.starts_with(&format!("{value}_grad"))
                && gradient != format!("{value}_vjp")
            {
                problems.push(format!("`{gradient}` beside `{value}`"));
            }
            if !listed.insert(gradient.clone()) {
                problems.push(format!("`{gradient}` twice"));
            }
        }
        for parameter in names(parameters) {
            let arguments = arguments(&value, folder);
            if !arguments.contains(&format!("{parameter}: f64")) {
                problems.push(format!("`{value}` has no `{parameter}`"));
            }
        }
        if chapter.is_empty() || !ACCURACIES.contains(&accuracy) {
            problems.push(format!("an empty or unknown cell: {row}"));
        }
        if !listed.insert(value.clone()) {
            problems.push(format!("`{value}` twice"));
        }
    }
    let offered: BTreeSet<String> = offered(module).into_iter().collect();
    for name in offered.symmetric_difference(&listed) {
        let place = if listed.contains(name) { "only" } else { "not" };
        problems.push(format!("`{name}` is {place} in a table"));
    }
    problems
}

#[test]
fn every_public_function_stands_in_one_row_of_a_table() {
    for (folder, at_least) in [("activations", 60), ("losses", 30)] {
        let module = source(&format!("{folder}/mod.rs"));
        assert!(offered(&module).len() >= at_least, "{folder}: too few read");
        let problems = problems(folder, &module);
        assert!(problems.is_empty(), "{folder}/mod.rs: {problems:#?}");
    }
}

#[test]
fn a_function_without_a_row_and_a_row_without_a_function_are_found() {
    let module = source("losses/mod.rs");
    let told = |from: &str, to: &str| {
        assert!(module.contains(from), "{from}");
        problems("losses", &module.replacen(from, to, 1))
    };
    assert_eq!(
        told("pub use mae::", "pub use mad::{mad, mad_grad};\npub use mae::"),
        ["`mad` is not in a table", "`mad_grad` is not in a table"]
    );
    assert_eq!(
        told("pub use mae::{mae, mae_grad};", ""),
        ["`mae` is only in a table", "`mae_grad` is only in a table"]
    );
    assert_eq!(
        told("| `delta` |", "| `theta` |"),
        ["`huber` has no `theta`"]
    );
    assert_eq!(told("| ½ |", "| 5 |").len(), 1);
    assert_eq!(told("[`mse_grad`]", "[`mae_grad`]").len(), 3);
}

/// What is missing of the conversions that a module offers: a place in its table, a way back, a round trip.
fn missing_of_conversions(module: &str, trips: &str) -> Vec<String> {
    let all = offered(module);
    let table: Vec<String> = (module.lines())
        .filter(|line| line.starts_with("//! |"))
        .flat_map(names)
        .collect();
    let mut problems = vec![];
    for name in &all {
        if !table.contains(name) {
            problems.push(format!("`{name}` is not in the table"));
        }
        if !trips.contains(&format!("{name}(")) {
            problems.push(format!("`{name}` is in no round trip"));
        }
        if !name.contains("_from_") {
            problems.push(format!("`{name}` does not say from what"));
        }
    }
    for name in table.iter().filter(|name| !all.contains(name)) {
        problems.push(format!("`{name}` is only in the table"));
    }
    problems
}

#[test]
fn every_conversion_is_listed_and_leads_back() {
    let module = source("convert/mod.rs");
    let trips = source("convert/round_trips.rs");
    assert!(offered(&module).len() > 25);
    assert_eq!(missing_of_conversions(&module, &trips), Vec::<String>::new());
    let told = |from: &str, to: &str| {
        assert!(module.contains(from), "{from}");
        missing_of_conversions(&module.replacen(from, to, 1), &trips)
    };
    assert_eq!(
        told("[`bits_from_nats`], ", ""),
        ["`bits_from_nats` is not in the table"]
    );
    assert_eq!(
        told("units::{bits_from_nats, ", "units::{"),
        ["`bits_from_nats` is only in the table"]
    );
    let fewer = trips.replace("radians_from_degrees(", "");
    assert_eq!(
        missing_of_conversions(&module, &fewer),
        ["`radians_from_degrees` is in no round trip"]
    );
}
