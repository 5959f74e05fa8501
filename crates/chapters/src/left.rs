//! Placeholders that nobody has filled.

use std::path::Path;

use notebook::{Complaint, files};

/// Where the command writes.
const FOLDERS: [&str; 3] = ["book", "crates", "tests"];
/// The room of the command itself, whose templates are placeholders.
const TEMPLATES: &str = "crates/scaffold";
const ENDINGS: [&str; 3] = ["rs", "py", "md"];
// In two parts: this file has none.
const MARK: &str = concat!("TODO", "(");

/// How many files below the root were looked at, and those with a placeholder, each at its first.
pub fn left(root: &Path) -> (usize, Vec<Complaint>) {
    let mut looked = 0;
    let mut complaints = vec![];
    for folder in FOLDERS {
        for file in files(&root.join(folder)).unwrap_or_default() {
            let known = |ending: &std::ffi::OsStr| ENDINGS.iter().any(|e| ending == *e);
            if !file.extension().is_some_and(known) || file.starts_with("target") {
                continue;
            }
            let file = Path::new(folder).join(file);
            if file.starts_with(TEMPLATES) {
                continue;
            }
            looked += 1;
            let text = std::fs::read_to_string(root.join(&file)).unwrap_or_default();
            complaints.extend(of(&text).map(|(line, what)| Complaint::new(&file, line, what)));
        }
    }
    (looked, complaints)
}

/// The line of the first placeholder of a text, and what is said of all.
fn of(text: &str) -> Option<(usize, String)> {
    let lines = || {
        text.lines()
            .enumerate()
            .filter(|(_, line)| line.contains(MARK))
    };
    let (first, line) = lines().next()?;
    let name = line.split(MARK).nth(1)?.split(')').next()?;
    let more = match lines().count() - 1 {
        0 => String::new(),
        1 => ", and on one more line of this file".to_owned(),
        more => format!(", and on {more} more lines of this file"),
    };
    Some((
        first + 1,
        format!("a placeholder is left, `{MARK}{name})`{more}: write what it asks for"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_found_in_every_room_but_the_templates_and_reported_once_a_file() {
        assert_eq!(of("a\nb todo!()\n"), None);
        let text = format!("a\n{MARK}f): x\n{MARK}f) {MARK}f)\n");
        let (line, what) = of(&text).expect("there is one");
        assert_eq!(line, 2);
        assert_eq!(
            what,
            format!(
                "a placeholder is left, `{MARK}f)`, and on one more line of this file: write what it asks for"
            )
        );
        let root = std::env::temp_dir().join(format!("left-{}", std::process::id()));
        for file in [
            "book/a/b.md",
            "crates/c/src/d.rs",
            "crates/scaffold/src/template.rs",
            "tests/golden/e.py",
            "tests/f.json",
        ] {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, &text).expect("a file");
        }
        let (looked, complaints) = left(&root);
        let _ = std::fs::remove_dir_all(&root);
        let files: Vec<String> = complaints
            .iter()
            .map(|c| c.file.display().to_string())
            .collect();
        assert_eq!(looked, 3);
        assert_eq!(
            files,
            ["book/a/b.md", "crates/c/src/d.rs", "tests/golden/e.py"]
        );
    }
}
