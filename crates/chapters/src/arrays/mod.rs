//! How fast the functions on arrays are beside other libraries: the recorded run, as tables and sentences of a page.

pub mod costs;
pub mod every_f32;
pub mod record;

use notebook::escape;

use crate::losses::link;
use crate::numbers::{grouped, number};
use crate::project::root;
use record::{FILE, LIBRARIES, Measured, RIVALS, Record, Row, What, read};

/// What a page asks for, by the word that it says: `value`, `gradient`, `into`, `calls`.
pub fn table(what: &str, to_root: &str) -> Result<String, String> {
    let record = recorded()?;
    Ok(match what {
        "value" => times(&record, What::Value, to_root),
        "gradient" => times(&record, What::Gradient, to_root),
        "into" => into(&record, to_root),
        _ => calls(&record, to_root),
    })
}

/// When, on what and with which versions it was measured.
pub fn run() -> Result<String, String> {
    Ok(escape::text(&describe(&recorded()?)))
}

/// How many of the rows ours wins and loses.
pub fn summary() -> Result<String, String> {
    Ok(summarise(&recorded()?))
}

fn recorded() -> Result<Record, String> {
    let again = "`cargo xtask bench arrays` writes it";
    let text = std::fs::read_to_string(root().join(FILE));
    let text = text.map_err(|error| format!("{FILE}: {error}; {again}"))?;
    read(&text).map_err(|why| format!("{FILE}: {why}; {again}"))
}

fn describe(record: &Record) -> String {
    let each = LIBRARIES.iter().zip(&record.versions);
    let each: Vec<String> = each
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let (last, others) = each.split_last().expect("there are libraries");
    format!(
        "Measured on {} on one core of {}, with rustc {}, {} and {last}; each number is the best of up to {} rounds, in which the libraries took turns.",
        record.date,
        record.processor,
        record.rustc,
        others.join(", "),
        record.rounds
    )
}

fn summarise(record: &Record) -> String {
    let count = |what: What| {
        let ratios: Vec<f64> = record
            .rows
            .iter()
            .filter_map(|row| row.ratio(what))
            .collect();
        let ahead = ratios.iter().filter(|ratio| **ratio <= 1.0).count();
        let longest = ratios.iter().copied().fold(0.0, f64::max);
        (ahead, ratios.len(), longest)
    };
    let in_words = |what: What, name: &str| {
        let (ahead, all, longest) = count(what);
        format!(
            "{name} is at least as fast here as the better of {} in {ahead} of {all} rows, and takes at most {} times as long",
            RIVALS.join(" and "),
            ratio(longest)
        )
    };
    format!(
        "{}; {}.",
        in_words(What::Value, "The value"),
        in_words(What::Gradient, "value with gradient")
    )
}

fn times(record: &Record, what: What, to_root: &str) -> String {
    let best = format!("Ours to the better of {}", RIVALS.join(", "));
    let mut head = vec!["Function", "Elements", "Type", "Copy", "Ours"];
    head.extend(&LIBRARIES[1..]);
    head.push(&best);
    let of_copy = "Ours to a copy";
    if what == What::Value {
        head.push(of_copy);
    }
    let body = record.rows.iter().map(|row| {
        let mut cells = vec![
            name(row, to_root),
            elements(row),
            short_type(row).to_owned(),
            nanoseconds(row.copy.fresh),
        ];
        let each = LIBRARIES.iter().map(|library| row.times(library));
        cells.extend(
            each.map(|times| times.map_or("–".to_owned(), |times| nanoseconds(times.of(what)))),
        );
        cells.push(row.ratio(what).map_or("–".to_owned(), ratio));
        if what == What::Value {
            cells.push(row.copies().map_or("–".to_owned(), ratio));
        }
        cells
    });
    html(&head, body)
}

/// Where no memory is asked for: ours beside a copy, in the rows that have it.
fn into(record: &Record, to_root: &str) -> String {
    let head = [
        "Function",
        "Elements",
        "Type",
        "Copy",
        "Ours",
        "Ours to a copy",
    ];
    let body = record.rows.iter().filter_map(|row| {
        let (copy, ours) = (row.copy.there, row.times(LIBRARIES[0])?.into?);
        Some(vec![
            name(row, to_root),
            elements(row),
            short_type(row).to_owned(),
            nanoseconds(copy),
            nanoseconds(ours),
            ratio(ours / copy),
        ])
    });
    html(&head, body)
}

/// What was called, once for each function.
fn calls(record: &Record, to_root: &str) -> String {
    let mut rows: Vec<&Row> = vec![];
    for row in &record.rows {
        if !rows.iter().any(|known| known.function == row.function) {
            rows.push(row);
        }
    }
    let body = rows.iter().flat_map(|row| {
        LIBRARIES
            .iter()
            .zip(&row.measured)
            .map(|(library, measured)| {
                let call = match measured {
                    Measured::Times { call, .. } => format!("<code>{}</code>", escape::text(call)),
                    Measured::Missing(why) => escape::text(why),
                };
                vec![name(row, to_root), (*library).to_owned(), call]
            })
    });
    html(&["Function", "Library", "What was called"], body)
}

fn html(head: &[&str], body: impl Iterator<Item = Vec<String>>) -> String {
    let head: String = head
        .iter()
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let row = |cells: Vec<String>| {
        let cells: String = cells
            .iter()
            .map(|cell| format!("<td>{cell}</td>"))
            .collect();
        format!("<tr>{cells}</tr>")
    };
    let body: String = body.map(row).collect();
    format!(
        "<div class=\"table-wrapper\"><table class=\"wide\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

fn name(row: &Row, to_root: &str) -> String {
    let about = catalog::find(&row.function)
        .expect("the reader knows it")
        .about();
    link(about, about.title, to_root)
}

fn elements(row: &Row) -> String {
    match row.shape.split_once('x') {
        Some((rows, columns)) => {
            let each = [rows, columns]
                .map(|length| length.parse::<usize>().map_or(length.to_owned(), grouped));
            escape::text(&each.join(" × "))
        }
        None => grouped(usize::try_from(row.elements).unwrap_or(usize::MAX)),
    }
}

fn short_type(row: &Row) -> &str {
    match row.dtype.as_str() {
        "float32" => "f32",
        "float64" => "f64",
        other => other,
    }
}

/// Three digits or two.
fn nanoseconds(time: f64) -> String {
    let decimals = match time {
        t if t < 9.995 => 2,
        t if t < 99.95 => 1,
        _ => 0,
    };
    number(time, decimals)
}

fn ratio(ratio: f64) -> String {
    number(ratio, if ratio < 9.995 { 2 } else { 0 })
}

#[cfg(test)]
mod tests;
