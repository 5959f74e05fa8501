//! The table of numbers at which losses stand still.

use figures::stuck::{Entry, FLOOR, Task, all};
use notebook::{Page, escape};

use crate::numbers::short;

/// The table as HTML, for the task that the form shows at first; `to_root` leads from its page to the root of the site.
///
/// An error names the numbers that no cell of the page prints: each row is produced in front of the reader.
pub fn table(page: &Page, to_root: &str) -> Result<String, String> {
    let outputs = page.cells.iter().filter_map(|cell| cell.output.as_ref());
    let lines: Vec<&str> = outputs
        .flat_map(|output| page.text[output.body.clone()].lines())
        .collect();
    let missing: Vec<String> = all().filter_map(|entry| unprinted(entry, &lines)).collect();
    if !missing.is_empty() {
        return Err(format!(
            "no cell of the page prints {}: expected lines that begin with the number and end with what is written there",
            missing.join(", ")
        ));
    }
    let head = ["Number", "Whose loss it is", "Cause", "Test"];
    let head: String = (head.iter())
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let rows: String = all()
        .chain(std::iter::once(&FLOOR))
        .map(|entry| row(entry, to_root))
        .collect();
    Ok(format!(
        "\n<div class=\"table-wrapper\"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>\n"
    ))
}

/// The number of an entry as a cell prints it.
fn printed(entry: &Entry) -> String {
    format!("{:.4}", (entry.number)(&Task::AT_REST))
}

/// The entry, if none of these lines has its number in front and its words behind.
fn unprinted(entry: &Entry, lines: &[&str]) -> Option<String> {
    let number = printed(entry);
    let is = |line: &&str| {
        let (first, rest) = line.trim().split_once(' ').unwrap_or_default();
        first == number && rest.trim() == entry.written
    };
    let is_printed = lines.iter().any(is);
    (!is_printed).then(|| format!("`{number}  {}`", entry.written))
}

fn row(entry: &Entry, to_root: &str) -> String {
    let number = short((entry.number)(&Task::AT_REST));
    let number = match entry.written {
        written if written == number => number,
        written => format!("{number} = {written}"),
    };
    format!(
        "<tr><td>{}</td><td><a href=\"{to_root}{}.html\">{}</a></td><td>{}</td><td>{}</td></tr>",
        escape::text(&number),
        escape::attribute(entry.page),
        escape::text(entry.whose),
        escape::text(entry.cause),
        escape::text(entry.test)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_no_cell_prints_is_named() {
        let fence =
            |output: &str| format!("# P\n\n```rust\nprintln!();\n```\n```output\n{output}```\n");
        let of = |output: &str| table(&Page::scan("book/p.md", &fence(output)), "../");
        let lines: String = all()
            .map(|entry| format!("{}   {}\n", printed(entry), entry.written))
            .collect();
        let found = of(&lines).expect("all are printed");
        assert_eq!(found.matches("<tr>").count(), all().count() + 2);
        let wrong = lines.replace("2.3026   ln K", "2.3025   ln K");
        let why = of(&wrong).expect_err("one is missing");
        assert!(why.contains("prints `2.3026  ln K`: expected"), "{why}");
    }

    #[test]
    fn every_page_that_is_named_is_there() {
        for entry in all().chain(std::iter::once(&FLOOR)) {
            let file = verification::source::root().join(format!("book/{}.md", entry.page));
            assert!(file.exists(), "{}", file.display());
        }
    }
}
