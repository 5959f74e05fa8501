//! Every special figure as it was last reviewed: its picture at rest, an element a line, and in words
//! its controls, what it says at their ends, and its table.
//!
//! `BLESS=1 cargo test -p figures --test snapshots` writes them; a review reads what changed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use figures::live::{self, Control, Kind, PART, written};

/// The words of a key as the name of a file.
fn stem(key: &str) -> String {
    key.replace(' ', "-")
}

/// The four parts of an answer.
fn parts(request: &str) -> [String; 4] {
    let answer = live::answer(request).unwrap();
    let parts: Vec<String> = answer.split(PART).map(str::to_owned).collect();
    parts.try_into().unwrap()
}

/// Whether so many can be chosen that they are the functions of the catalogue: a new one is no reason
/// to review a figure again.
fn is_long(options: &[String]) -> bool {
    options.len() > 12
}

/// A control as a line.
fn described(control: &Control) -> String {
    let kind = match (&control.kind, control.range()) {
        (Kind::Place, _) => "a place".to_owned(),
        (Kind::Switch(on), _) => format!("on or off, {}", if *on { "on" } else { "off" }),
        (Kind::Choice(options, start), _) if is_long(options) => {
            format!("{} and more, at {}", options[0], options[*start])
        }
        (Kind::Choice(options, start), _) => format!("{}, at {start}", options.join(" | ")),
        (_, Some(range)) => {
            format!(
                "{} to {} by {}, at {}",
                range.min, range.max, range.step, range.value
            )
        }
        (Kind::Typed(typing), _) => format!("typed, at {}", written(&typing.start)),
        (_, None) => unreachable!("a number has a range"),
    };
    format!("{} “{}”: {kind}", control.name, control.label)
}

/// All that is said of a figure.
fn words(key: &str) -> String {
    let figure = live::find(key).unwrap();
    let [_, words, _, table] = parts(key);
    let mut out = format!("{}\n\nAt rest: {words}\n", figure.caption());
    for control in figure.controls() {
        writeln!(out, "\n{}", described(&control)).unwrap();
        // Words of many options are those of one, with another name.
        let ends = control.extremes();
        let last = match &control.kind {
            Kind::Choice(options, _) if is_long(options) => None,
            _ => ends.last(),
        };
        for value in [ends.first(), last].into_iter().flatten() {
            let [_, words, ..] = parts(&format!("{key}\n{}={value}", control.name));
            writeln!(out, "  {value}: {words}").unwrap();
        }
    }
    let rows = table.replace("</caption>", "\n").replace("</tr>", "\n");
    let rows = rows.replace("</td><td>", " | ").replace("</th><th>", " | ");
    out.push('\n');
    let mut is_tag = false;
    for c in rows.replace("<table>", "\n").chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn special_figures_are_those_that_were_reviewed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let mut wanted = BTreeMap::new();
    // Those that every function has say what the catalogue says.
    let is_special = |key: &&String| !key.starts_with("curve ") && !key.starts_with("own ");
    for key in live::keys().iter().filter(is_special) {
        let [svg, ..] = parts(key);
        // What answers without a picture has none.
        if !svg.is_empty() {
            let lines = svg.replace("><", ">\n<") + "\n";
            wanted.insert(format!("{}.svg", stem(key)), lines);
        }
        wanted.insert(format!("{}.txt", stem(key)), words(key));
    }
    let names = std::fs::read_dir(&folder).unwrap();
    let found: Vec<String> = names
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    if std::env::var_os("BLESS").is_some() {
        for name in found.iter().filter(|name| !wanted.contains_key(*name)) {
            std::fs::remove_file(folder.join(name)).unwrap();
        }
        for (name, text) in &wanted {
            std::fs::write(folder.join(name), text).unwrap();
        }
        return;
    }
    let mut wrong: Vec<String> = (found.iter())
        .filter(|name| !wanted.contains_key(*name))
        .map(|name| format!("{name} is of no figure"))
        .collect();
    for (name, text) in &wanted {
        let reviewed = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        if reviewed != *text {
            let differs = |(_, (a, b)): &(usize, (&str, &str))| a != b;
            let place = reviewed.lines().zip(text.lines()).enumerate().find(differs);
            let (line, (was, is)) = place.unwrap_or((reviewed.lines().count(), ("an end", "more")));
            wrong.push(format!("{name}:{}: was\n  {was}\nand is\n  {is}", line + 1));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n`BLESS=1 cargo test -p figures --test snapshots` takes this as it is",
        wrong.join("\n")
    );
}
