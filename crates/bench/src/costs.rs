//! `cargo xtask bench costs`: what each activation costs, in time and in what is kept for the backward pass; and
//! writes it down for the book.

use std::fs;
use std::process::Command;

use chapters::arrays::costs::{FILE, read};
use chapters::project::root;
use notebook::Complaint;
use serde_json::{Map, Value, json};

use crate::arrays::{machine, programs};

/// Measures, prints and writes the file.
pub fn bench(python: Option<&str>) -> Result<(), Vec<Complaint>> {
    run(python).map_err(|why| vec![Complaint::new("crates/bench/src/costs.rs", 1, why)])
}

fn run(python: Option<&str>) -> Result<(), String> {
    let core = machine::core()?.to_string();
    let python = programs::interpreter(python)?;
    let ours = programs::build_example("costs")?;
    let pinned = |program: &str, argument: Option<&std::path::Path>| {
        let mut command = Command::new("taskset");
        command.args(["-c", &core, program]).args(argument);
        lines(programs::one_thread(&mut command))
    };
    eprintln!("time ..");
    let times = pinned(&ours.display().to_string(), None)?;
    eprintln!("memory ..");
    let kept = pinned(
        &python,
        Some(&root().join(programs::PYTHON).join("kept.py")),
    )?;

    let machine = machine::describe()?;
    let (yardstick, times) = times.split_first().ok_or("costs printed nothing")?;
    let (torch, kept) = kept.split_first().ok_or("kept.py printed nothing")?;
    let rows: Result<Vec<Value>, String> = times.iter().map(|row| joined(row, kept)).collect();
    let record = json!({
        "date": machine.date,
        "processor": machine.processor,
        "rustc": machine.rustc,
        "torch": torch["torch"],
        "copy_ns": yardstick["copy_ns"],
        "product_ns": torch["product_ns"],
        "rows": rows?,
    });
    let text = serde_json::to_string_pretty(&record).map_err(|error| error.to_string())? + "\n";
    read(&text).map_err(|why| format!("what was measured: {why}"))?;
    print!("{text}");
    fs::write(root().join(FILE), text).map_err(|error| format!("{FILE}: {error}"))?;
    println!("written to {FILE}");
    Ok(())
}

/// The times of a function with what is kept of it.
fn joined(times: &Value, kept: &[Value]) -> Result<Value, String> {
    let function = &times["function"];
    let of_it = kept.iter().find(|row| row["function"] == *function);
    let of_it = of_it.ok_or(format!("kept.py has no row for {function}"))?;
    let mut row = Map::new();
    for (key, value) in [times, of_it]
        .into_iter()
        .filter_map(Value::as_object)
        .flatten()
    {
        row.insert(key.clone(), value.clone());
    }
    Ok(Value::Object(row))
}

fn lines(command: &mut Command) -> Result<Vec<Value>, String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "{command:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let parsed = |line: &str| serde_json::from_str(line).map_err(|why| format!("{line}: {why}"));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(parsed)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_of_which_nothing_is_known_to_be_kept_is_reported() {
        let times = json!({"function": "gelu", "value_ns": 1.0});
        let kept = [json!({"function": "gelu", "eager_bytes": 12.0})];
        let row = joined(&times, &kept).expect("it is there");
        assert_eq!(row["eager_bytes"], 12.0);
        assert_eq!(
            joined(&json!({"function": "elu"}), &kept),
            Err("kept.py has no row for \"elu\"".to_owned())
        );
    }
}
