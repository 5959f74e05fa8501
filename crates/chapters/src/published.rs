//! What the site offers to programs: the catalogue as `functions.json`, inputs that tell
//! variants apart as `probes.json`, and the golden vectors.

use notebook::{Complaint, Memory};
use std::path::PathBuf;

use catalog::{About, Argument, Domain, Function, Limits, Numbers, Role, Seam};
use serde_json::{Value, json};
use verification::golden;

use crate::probes;
use crate::project::root;

/// Where the golden vectors stand on the site.
const VECTORS: &str = "vectors";

/// What is recorded of all functions in one file: its name on the site, and where it stands.
const RECORDED: [(&str, &str); 2] = [
    ("edges.json", "tests/golden/edges/returned.json"),
    ("signatures.json", "tests/golden/libraries/signatures.json"),
];

/// The files, by their place on the site.
pub fn files(memory: &Memory) -> Result<Vec<(PathBuf, Vec<u8>)>, Vec<Complaint>> {
    let mut files = vec![
        ("functions.json".into(), remembered(memory).into_bytes()),
        ("probes.json".into(), probes::json().into_bytes()),
    ];
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
    for (name, source) in RECORDED {
        let bytes = std::fs::read(root().join(source)).map_err(|error| {
            let why = format!("{error}: tests/golden/generate.py writes it");
            vec![Complaint::new(source, 1, why)]
        })?;
        files.push((name.into(), bytes));
    }
    Ok(files)
}

/// The catalogue as it is published. It follows from the sources, but for which chapters are written.
fn remembered(memory: &Memory) -> String {
    const KIND: &str = "catalogue";
    let written = written();
    memory.recall(KIND, &written).unwrap_or_else(|| {
        let text = format!("{}\n", functions());
        memory.keep(KIND, &written, &text);
        text
    })
}

/// Of each function, whether its chapter is written.
pub fn written() -> Vec<bool> {
    let written = catalog::FUNCTIONS.iter().map(|f| is_written(f.about()));
    written.collect()
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

/// Whether the book has a function's chapter; some are verified before it is written.
pub fn is_written(about: &About) -> bool {
    root().join(format!("book/{}.md", about.chapter)).exists()
}

fn entry(function: &Function) -> Value {
    let about = function.about();
    let claims: Vec<&str> = function.claims().iter().map(|(name, _)| *name).collect();
    let libraries: Vec<Value> = (golden::peers(about.name).iter())
        .map(|peer| json!({"library": peer.library, "call": peer.call}))
        .collect();
    let mut entry = json!({
        "name": about.name,
        "title": about.title,
        "aliases": about.aliases,
        "shape": shape(function),
        "arguments": function.arguments().iter().map(argument).collect::<Vec<Value>>(),
        "chapter": is_written(about).then(|| format!("{}.html", about.chapter)),
        "typical": about.typical,
        "claims": claims,
        "libraries": libraries,
        "vectors": format!("{VECTORS}/{}.json", about.name),
    });
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
        Function::Map(_) => "map",
        Function::Loss(_) => "loss",
    }
}

/// An argument: its names, what its values are, what it is to the function.
fn argument(argument: &Argument) -> Value {
    let role = match argument.role {
        Role::Input => "input",
        Role::Target => "target",
        Role::Parameter(_) => "parameter",
        Role::Upstream => "upstream",
    };
    let mut entry = json!({
        "name": argument.name,
        "symbol": argument.symbol,
        "role": role,
        "domain": domain(argument.domain),
    });
    let lengths = argument.domain.lengths();
    if !lengths.is_empty() {
        entry["lengths"] = lengths.iter().map(|length| length.0.to_string()).collect();
    }
    if let Some(parameter) = argument.parameter() {
        entry["default"] = number(parameter.default);
    }
    entry
}

fn domain(domain: Domain) -> String {
    let of = |numbers: Numbers| match numbers {
        Numbers::Real => "real",
        Numbers::Direction => "direction",
        Numbers::Positive => "positive",
        Numbers::Unit => "unit interval",
        Numbers::OpenUnit => "open unit interval",
        Numbers::Sign => "sign",
        Numbers::Binary => "0 or 1",
        Numbers::Logit => "logit",
        Numbers::LogProbability => "log-probability",
    };
    match domain {
        Domain::Number(numbers) => of(numbers).to_owned(),
        Domain::Row(numbers, _) => format!("row of {}", of(numbers)),
        Domain::Simplex(_) => "distribution".to_owned(),
        Domain::Table(numbers, ..) => format!("table of {}", of(numbers)),
        Domain::Class(_) => "index".to_owned(),
        Domain::Classes(..) | Domain::Labels(..) => "row of index".to_owned(),
        Domain::Mask(_) => "row of 0 or 1".to_owned(),
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
        // None leads to a page that is not there.
        let chapters = entries.iter().filter_map(|e| e["chapter"].as_str());
        for chapter in chapters {
            let page = chapter.replace(".html", ".md");
            assert!(root().join("book").join(&page).exists(), "{page}");
        }
        let elu = entries.iter().find(|e| e["name"] == "elu").unwrap();
        assert_eq!(elu["arguments"][1]["name"], "alpha");
        assert_eq!(elu["arguments"][1]["default"], 1.0);
        let soft = entries
            .iter()
            .find(|e| e["name"] == "cross_entropy_soft")
            .unwrap();
        let target = json!({"name": "target", "symbol": "t", "role": "target", "domain": "distribution", "lengths": ["K"]});
        assert_eq!(soft["arguments"][1], target);
        let files = files(&Memory::none()).unwrap();
        for entry in entries {
            let path = PathBuf::from(entry["vectors"].as_str().unwrap());
            assert!(files.iter().any(|(name, _)| *name == path), "{path:?}");
        }
    }
}
