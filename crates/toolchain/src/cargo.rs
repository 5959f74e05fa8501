//! Calls to cargo: what it built, and the compiler's messages, at the lines of the pages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chapters::cells::Compiled;
use serde_json::Value;

use chapters::project::root;
use notebook::Complaint;

/// The result of a build.
pub struct Built {
    /// Executables by the name of their target.
    programs: BTreeMap<String, PathBuf>,
    /// Errors, and warnings in pages.
    pub complaints: Vec<Complaint>,
}

impl Built {
    /// The path of the program of that name, if it compiled.
    pub fn program(&self, name: &str) -> Option<&Path> {
        self.programs.get(name).map(PathBuf::as_path)
    }
}

/// A cargo command that runs in the project's root.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(arguments);
    // Set by the cargo that runs this program, for this program.
    for variable in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        command.env_remove(variable);
    }
    command
}

/// Runs `cargo build` for the binaries of these packages. Progress goes to stderr.
pub fn build(packages: &[&str]) -> Built {
    let mut arguments = vec!["build", "--message-format=json", "--bins", "--keep-going"];
    for package in packages {
        arguments.extend(["--package", package]);
    }
    run(command(&arguments).env("CARGO_TERM_QUIET", "true"))
}

/// Compiles the program that holds all cells.
pub fn cells() -> Compiled {
    let built = build(&["cells"]);
    Compiled {
        program: built.program("cells").map(Path::to_owned),
        complaints: built.complaints,
    }
}

/// Runs a build command and reads its messages.
pub fn run(command: &mut Command) -> Built {
    let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            let complaint = Complaint::new("Cargo.toml", 1, format!("cannot run cargo: {error}"));
            return Built {
                programs: BTreeMap::new(),
                complaints: vec![complaint],
            };
        }
    };
    let mut built = Built {
        programs: BTreeMap::new(),
        complaints: vec![],
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        match message["reason"].as_str() {
            Some("compiler-artifact") => {
                if let (Some(name), Some(path)) = (
                    message["target"]["name"].as_str(),
                    message["executable"].as_str(),
                ) {
                    built.programs.insert(name.to_owned(), path.into());
                }
            }
            Some("compiler-message") => built.complaints.extend(complaint(&message["message"])),
            _ => {}
        }
    }
    if !output.status.success() && built.complaints.is_empty() {
        // The error comes from cargo itself or from a build script; stderr holds the reason.
        let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        built.complaints.push(Complaint::new(
            "Cargo.toml",
            1,
            format!("cargo failed: {words}"),
        ));
    }
    built.complaints.sort();
    built.complaints.dedup();
    built
}

/// A complaint for an error anywhere or a warning on a page; other messages give none.
pub fn complaint(message: &Value) -> Option<Complaint> {
    let level = message["level"].as_str()?;
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    // Inside a macro that a page defines, the place is where the page calls it.
    let place = primary.map(outermost);
    let file = place.as_ref().map_or("", |p| p.0.as_str());
    let page = notebook::run::page_of(file);
    if !(level == "error" || (level == "warning" && page.is_some())) {
        return None;
    }
    let line = place.as_ref().map_or(1, |p| p.1);
    let column = place.as_ref().map_or(1, |p| p.2);
    let code = message["code"]["code"]
        .as_str()
        .map_or(String::new(), |code| format!("[{code}]"));
    let text = message["message"].as_str().unwrap_or("");
    if primary.is_none() && text.starts_with("aborting due to") {
        return None;
    }
    let label = primary
        .and_then(|span| span["label"].as_str())
        .map_or(String::new(), |label| format!(": {label}"));
    let words = format!("{level}{code} at column {column}: {text}{label}");
    Some(Complaint::new(page.unwrap_or(file), line, words))
}

/// File, line and column of a span; for code from a macro, those of the outermost call.
fn outermost(span: &Value) -> (String, usize, usize) {
    let mut span = span;
    while !span["expansion"]["span"].is_null() {
        span = &span["expansion"]["span"];
    }
    let number = |field: &str| {
        span[field]
            .as_u64()
            .and_then(|n| n.try_into().ok())
            .unwrap_or(1)
    };
    (
        span["file_name"].as_str().unwrap_or("").to_owned(),
        number("line_start"),
        number("column_start"),
    )
}
