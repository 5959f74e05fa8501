//! `<!--@ recorded gelu PyTorch -->` at the end of a table row: the row shows the library with its
//! version and the call, both as the golden file has them. `bless` writes them, `verify` compares.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use notebook::Page;

/// What a row shows of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// `PyTorch`
    pub library: String,
    pub version: String,
    pub call: String,
    /// Whether it leaves all that can be set at the library's defaults.
    pub is_default: bool,
}

impl Call {
    /// The text of the row's two cells.
    fn shown(&self) -> [String; 2] {
        [
            format!("{} {}", self.library, self.version),
            format!("`{}`", self.call),
        ]
    }
}

/// What the golden file of a function records of other libraries: the file, and each call in the order
/// in which it stands there.
fn records(function: &str) -> Result<(&'static str, Vec<Call>), String> {
    let golden = verification::golden::of(function)
        .map_err(|p| format!("{}:{}: {}", p.file, p.line, p.message))?;
    let mut calls: Vec<Call> = vec![];
    for recorded in &golden.recorded {
        let call = Call {
            library: recorded.library.clone(),
            version: recorded.version.clone(),
            call: recorded.call.clone(),
            is_default: recorded.is_default,
        };
        if !calls.contains(&call) {
            calls.push(call);
        }
    }
    Ok((&golden.file, calls))
}

/// A function's call in a library: the first that its golden file records, at one version.
pub fn call_of(function: &str, library: &str) -> Result<Call, String> {
    let (file, calls) = records(function)?;
    let Some(first) = calls.iter().find(|c| c.library == library) else {
        let others: BTreeSet<&str> = calls.iter().map(|c| c.library.as_str()).collect();
        let others: Vec<&str> = others.into_iter().collect();
        return Err(format!(
            "{file} records nothing of {library}: expected one of {}, or record it with tests/golden/generate.py",
            others.join(", ")
        ));
    };
    let mut of_call = calls
        .iter()
        .filter(|c| c.library == library && c.call == first.call);
    if let Some(other) = of_call.find(|c| c.version != first.version) {
        return Err(format!(
            "{file}: {} is recorded at the versions {} and {}: record it again with tests/golden/generate.py",
            first.call, first.version, other.version
        ));
    }
    Ok(first.clone())
}

/// A function's first call in each library that is recorded, in the order of the records.
pub fn first_calls(function: &str) -> Result<Vec<Call>, String> {
    let mut first: Vec<Call> = vec![];
    for call in records(function)?.1 {
        if !first.iter().any(|known| known.library == call.library) {
            first.push(call);
        }
    }
    Ok(first)
}

/// The libraries that anything is recorded of, each with its version.
pub fn libraries() -> &'static BTreeSet<(String, String)> {
    static READ: OnceLock<BTreeSet<(String, String)>> = OnceLock::new();
    READ.get_or_init(|| {
        let names = catalog::FUNCTIONS.iter().map(|f| f.about().name);
        let calls = names.filter_map(|name| records(name).ok());
        (calls.flat_map(|(_, calls)| calls))
            .map(|call| (call.library, call.version))
            .collect()
    })
}

/// Does this row of a table show the call? An error says what is missing.
pub fn shows(row: &str, call: &Call) -> Result<(), String> {
    let cells = cells(row);
    let has = |text: &String| cells.iter().any(|cell| cell.text == *text);
    match call.shown().iter().find(|text| !has(text)) {
        None => Ok(()),
        Some(missing) => {
            let found = texts(row).join(" | ");
            Err(format!(
                "no cell of this row is {missing}, which was recorded: found {found}; `cargo xtask bless` writes it"
            ))
        }
    }
}

/// What `bless` writes into the rows of a page: cells of records that are empty or stale.
pub fn stale(page: &Page) -> Vec<(Range<usize>, String)> {
    let mut edits = vec![];
    let mut start = 0;
    for (number, line) in page.text.split_inclusive('\n').enumerate() {
        let named = page
            .directives
            .iter()
            .filter(|d| d.name == "recorded" && d.line == number + 1);
        // What cannot be had is reported by `verify`.
        let calls: Vec<Call> = named
            .filter_map(|directive| {
                let (function, library) = directive.argument.trim().split_once(' ')?;
                call_of(function, library.trim()).ok()
            })
            .collect();
        for (range, text) in fill(line.trim_end_matches('\n'), &calls) {
            edits.push((start + range.start..start + range.end, text));
        }
        start += line.len();
    }
    edits
}

/// The cells of a row that have to show these calls and do not.
fn fill(row: &str, calls: &[Call]) -> Vec<(Range<usize>, String)> {
    let cells = cells(row);
    let expected: BTreeSet<String> = calls.iter().flat_map(Call::shown).collect();
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    for call in calls {
        let [library, code] = call.shown();
        for (text, is_library) in [(library, true), (code, false)] {
            let written = edits.iter().any(|(_, new)| new.trim() == escaped(&text));
            if written || cells.iter().any(|cell| cell.text == text) {
                continue;
            }
            let mut free: Vec<&Cell> = cells.iter().filter(|cell| cell.is_plain).collect();
            free.retain(|cell| !expected.contains(&cell.text));
            free.retain(|cell| !edits.iter().any(|(range, _)| *range == cell.range));
            let named = |cell: &&&Cell| cell.text.split(' ').next() == Some(&call.library);
            let empty = |cell: &&&Cell| cell.text.is_empty();
            let code = |cell: &&&Cell| cell.text.len() > 2 && cell.text.starts_with('`');
            let called = |cell: &&&Cell| code(cell) && cell.text.contains('(');
            let place = if is_library {
                free.iter().find(named).or(free.iter().find(empty))
            } else {
                let stale = free.iter().find(called).or(free.iter().find(code));
                free.iter().find(empty).or(stale)
            };
            if let Some(cell) = place {
                let text = match cell.text.as_str() {
                    "" => format!(" {} ", escaped(&text)),
                    _ => escaped(&text),
                };
                edits.push((cell.range.clone(), text));
            }
        }
    }
    edits
}

/// A bar within a cell would end it.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A cell of a table's row.
struct Cell {
    /// Where its text stands in the row, without spaces and the stars of bold type; if it is empty, all
    /// between its bars.
    range: Range<usize>,
    /// The text, without comments.
    text: String,
    /// Whether it has no comment.
    is_plain: bool,
}

/// The texts of a row's cells that have any.
pub fn texts(row: &str) -> Vec<String> {
    let cells = cells(row).into_iter().map(|cell| cell.text);
    cells.filter(|text| !text.is_empty()).collect()
}

fn cells(row: &str) -> Vec<Cell> {
    // The bars between cells, not those in comments or behind a backslash.
    let mut bars = vec![];
    let mut at = 0;
    while let Some(found) = row[at..].find(['|', '\\', '<']) {
        at += found;
        match row.as_bytes()[at] {
            b'|' => bars.push(at),
            b'\\' if row[at + 1..].starts_with('|') => at += 1,
            b'<' if row[at..].starts_with("<!--") => {
                at = row[at..].find("-->").map_or(row.len(), |end| at + end);
            }
            _ => {}
        }
        at = (at + 1).min(row.len());
    }
    let between = bars.windows(2).map(|pair| pair[0] + 1..pair[1]);
    between.map(|range| cell(row, range)).collect()
}

fn cell(row: &str, range: Range<usize>) -> Cell {
    let content = &row[range.clone()];
    let mut text = String::new();
    let mut rest = content;
    while let Some((before, after)) = rest.split_once("<!--") {
        text.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let is_plain = text == content;
    let spare = |c: char| c == ' ' || c == '*';
    let inner = content.trim_matches(spare);
    let start = range.start + content.len() - content.trim_start_matches(spare).len();
    Cell {
        range: match inner {
            "" => range,
            _ => start..start + inner.len(),
        },
        text: text.trim_matches(spare).replace("\\|", "|"),
        is_plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::read_pages;

    const MARK: &str = "<!--@ recorded gelu PyTorch -->";

    /// The row as `bless` leaves it.
    fn blessed(row: &str) -> String {
        let page = Page::scan(
            "book/a.md",
            &format!("# A\n\n| a | b | c | d | e |\n|---|---|---|---|---|\n{row}\n"),
        );
        let edits = stale(&page);
        let text = notebook::bless::page(&page, &[], &[], &edits);
        text.lines().nth(4).unwrap_or("").to_owned()
    }

    #[test]
    fn cells_that_are_empty_or_stale_are_filled_and_no_others() {
        let call = "`torch.nn.functional.gelu(x)`";
        let right = format!("| PyTorch 2.15.0 | exact | {call} | {MARK} |");
        assert_eq!(blessed(&right), right);
        for row in [
            format!("|  | exact |  | {MARK} |"),
            format!("| PyTorch | exact | | {MARK} |"),
            format!("| PyTorch 1.0 | exact | `torch.gelu(x)` | {MARK} |"),
            format!("| PyTorch 2.15.0 | exact | `gelu` | {MARK} |"),
        ] {
            let found = blessed(&row);
            assert_eq!(found, right, "{row}");
        }
        // Bold type stays, a number stays, and so does code beside the call.
        assert_eq!(
            blessed(&format!(
                "| **PyTorch 1** | 1<!--= 1 --> | `x(1)` | `a=1` | {MARK} |"
            )),
            format!("| **PyTorch 2.15.0** | 1<!--= 1 --> | {call} | `a=1` | {MARK} |")
        );
        assert_eq!(
            blessed(&format!("| PyTorch 1 | `a=1` | `x(1)` | {MARK} |")),
            format!("| PyTorch 2.15.0 | `a=1` | {call} | {MARK} |")
        );
    }

    #[test]
    fn two_records_in_a_row_have_a_cell_each() {
        let marks = "<!--@ recorded sigmoid JAX --> <!--@ recorded log_sigmoid JAX -->";
        let [one, other] = ["`jax.nn.sigmoid(x)`", "`jax.nn.log_sigmoid(x)`"];
        let version = call_of("sigmoid", "JAX").expect("it is recorded").version;
        let right = format!("| JAX {version} | {one} | {other} | {marks} |");
        for row in [
            right.clone(),
            format!("| JAX | {one} | `f(x)` | {marks} |"),
            format!("| JAX 1 | `f(x)` | {other} | {marks} |"),
            format!("| JAX 1 | `f(x)` | `g(x)` | {marks} |"),
            format!("|   |   |   | {marks} |"),
        ] {
            assert_eq!(blessed(&row).replace("  ", " "), right, "{row}");
        }
    }

    #[test]
    fn the_rows_of_the_book_are_as_recorded() {
        for page in read_pages(None).expect("the pages") {
            assert_eq!(stale(&page), [], "{}", page.name);
        }
    }

    #[test]
    fn what_is_not_recorded_is_reported() {
        let why = call_of("gelu", "NumPy").expect_err("nobody recorded it");
        assert!(
            why.contains("gelu.json records nothing of NumPy: expected one of JAX, Keras, PyTorch"),
            "{why}"
        );
        assert!(libraries().iter().any(|(library, _)| library == "Optax"));
    }

    #[test]
    fn a_bar_in_a_cell_is_no_end_of_it() {
        assert_eq!(
            texts(r"| **a** | `f(\|x\|)` | 1<!--= 2 | 3 --> |"),
            ["a", "`f(|x|)`", "1"]
        );
        assert_eq!(escaped("f(|x|)"), r"f(\|x\|)");
    }
}
