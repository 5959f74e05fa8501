//! rustfmt on a text, as it would be in its file.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chapters::project::root;

/// The text as rustfmt writes it with the settings of the file's crate.
pub fn rust(file: &str, text: String) -> Result<String, String> {
    let folder = root().join(Path::new(file).parent().unwrap_or(Path::new("")));
    let said = |why: &str| format!("rustfmt of {file}: {why}");
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            said(&format!(
                "{error}; `rustup component add rustfmt` installs it"
            ))
        })?;
    // Its output is small, and rustfmt reads all before it writes: no pipe fills up.
    let mut stdin = child.stdin.take().ok_or(said("no input"))?;
    stdin
        .write_all(text.as_bytes())
        .map_err(|error| said(&error.to_string()))?;
    drop(stdin);
    let output = child
        .wait_with_output()
        .map_err(|error| said(&error.to_string()))?;
    if !output.status.success() {
        return Err(said(&String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| said(&error.to_string()))
}
