//! What the site offers to programs: the catalogue as `functions.json`, and the golden vectors.

use std::path::PathBuf;

use catalog::{Function, Limits, Parameter, Seam};
use serde_json::{Value, json};

use crate::complaint::Complaint;
use crate::project::root;

/// Where the golden vectors stand on the site.
const VECTORS: &str = "vectors";

/// The files, by their place on the site.
pub fn files() -> Result<Vec<(PathBuf, Vec<u8>)>, Vec<Complaint>> {
    let mut files = vec![(
        "functions.json".into(),
        format!("{}\n", functions()).into_bytes(),
    )];
    for function in catalog::FUNCTIONS {
        let name = format!("{}.json", function.about().name);
        let source = root().join("tests/golden").join(&name);
        let bytes = std::fs::read(&source).map_err(|error| {
            let place = format!("tests/golden/{name}");
            let why = format!("{error}: tests/golden/generate.py writes it");
            vec![Complaint::new(place, 1, why)]
        })?;
        files.push((PathBuf::from(VECTORS).join(name), bytes));
    }
    Ok(files)
}

/// The catalogue as JSON, one function a line.
pub fn functions() -> String {
    let entries: Vec<String> = catalog::FUNCTIONS
        .iter()
        .map(|f| entry(f).to_string())
        .collect();
    format!(
        "{{\"version\":{:?},\"functions\":[\n{}\n]}}",
        env!("CARGO_PKG_VERSION"),
        entries.join(",\n")
    )
}

fn entry(function: &Function) -> Value {
    let about = function.about();
    let claims: Vec<&str> = function.claims().iter().map(|(name, _)| *name).collect();
    let libraries: Vec<Value> = (about.peers.iter())
        .map(|peer| json!({"library": peer.library, "call": peer.call}))
        .collect();
    let mut entry = json!({
        "name": about.name,
        "title": about.title,
        "aliases": about.aliases,
        "shape": shape(function),
        "chapter": format!("{}.html", about.chapter),
        "typical": about.typical,
        "claims": claims,
        "libraries": libraries,
        "vectors": format!("{VECTORS}/{}.json", about.name),
    });
    if let Some(parameter) = parameter(function) {
        entry["parameter"] = json!({"name": parameter.name, "default": parameter.default});
    }
    if let Some((value, slope, seams)) = ends(function) {
        entry["limits"] = limits(value);
        entry["slope_limits"] = limits(slope);
        entry["seams"] = seams.iter().map(seam).collect();
    }
    entry
}

fn shape(function: &Function) -> &'static str {
    match function {
        Function::Scalar(_) => "scalar",
        Function::Curve(_) => "curve",
        Function::Gate(_) => "gate",
        Function::Pair(_) => "pair",
        Function::Row(_) => "row",
        Function::RowScalar(_) => "row_scalar",
        Function::Class(_) => "class",
        Function::Soft(_) => "soft",
    }
}

fn parameter(function: &Function) -> Option<&Parameter> {
    match function {
        Function::Curve(f) => Some(&f.parameter),
        Function::Pair(f) => Some(&f.parameter),
        Function::Row(f) => Some(&f.parameter),
        _ => None,
    }
}

/// Limits of value and slope, and the seams, for the default parameter; of a gate, those of the
/// gate itself.
fn ends(function: &Function) -> Option<(Limits, Limits, Vec<Seam>)> {
    match function {
        Function::Scalar(f) => Some((f.limits, f.grad_limits, f.seams.to_vec())),
        Function::Curve(f) => {
            let p = f.parameter.default;
            Some(((f.limits)(p), (f.grad_limits)(p), (f.seams)(p)))
        }
        Function::Gate(f) => Some((f.limits, f.grad_limits, f.seams.to_vec())),
        _ => None,
    }
}

fn limits(limits: Limits) -> Value {
    json!([number(limits.at_minus_infinity), number(limits.at_infinity)])
}

fn seam(seam: &Seam) -> Value {
    json!({"at": number(seam.at), "left": number(seam.left), "right": number(seam.right), "chosen": number(seam.chosen)})
}

/// As in the golden files: what JSON has no number for is a string.
fn number(x: f64) -> Value {
    match x {
        x if x.is_nan() => json!("nan"),
        f64::INFINITY => json!("inf"),
        f64::NEG_INFINITY => json!("-inf"),
        x => json!(x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_valid_json_with_a_vector_for_each() {
        let read: Value = serde_json::from_str(&functions()).unwrap();
        let entries = read["functions"].as_array().unwrap();
        assert_eq!(entries.len(), catalog::FUNCTIONS.len());
        let gelu = entries.iter().find(|e| e["name"] == "gelu").unwrap();
        assert_eq!(gelu["limits"], json!([-0.0, "inf"]));
        assert_eq!(gelu["chapter"], "activations/gelu.html");
        let elu = entries.iter().find(|e| e["name"] == "elu").unwrap();
        assert_eq!(elu["parameter"], json!({"name": "alpha", "default": 1.0}));
        let files = files().unwrap();
        for entry in entries {
            let path = PathBuf::from(entry["vectors"].as_str().unwrap());
            assert!(files.iter().any(|(name, _)| *name == path), "{path:?}");
        }
    }
}
