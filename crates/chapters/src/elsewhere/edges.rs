//! The table of edges: what every function gives there, and where libraries differ.

use catalog::Function;
use notebook::escape;
use verification::edges::{self, Answer, Differences, Differs, Edge, Point, Results, Returned};

use super::{filtered, words};
use crate::losses;
use crate::numbers::short;

/// A column: its heading, and the edges in it.
const COLUMNS: [(&str, &[Edge]); 8] = [
    ("−∞", &[Edge::MinusInfinity]),
    ("±0", &[Edge::MinusZero, Edge::Zero]),
    ("∞", &[Edge::Infinity]),
    ("NaN", &[Edge::Nan]),
    ("Empty", &[Edge::Empty]),
    ("All equal", &[Edge::Equal]),
    ("No positives", &[Edge::NoPositives]),
    ("All masked", &[Edge::Masked]),
];

/// The most numbers of a row that a cell shows.
const SHOWN: usize = 4;

/// What is recorded, and why what differs does.
struct Known {
    returned: Returned,
    differences: Differences,
}

fn known() -> Result<Known, String> {
    let said = |problem: verification::Problem| {
        format!("{}:{}: {}", problem.file, problem.line, problem.message)
    };
    Ok(Known {
        returned: edges::read().map_err(said)?,
        differences: edges::listed().map_err(said)?,
    })
}

/// The table.
pub fn table(to_root: &str) -> Result<String, String> {
    let known = known()?;
    let rows: Result<Vec<Vec<String>>, String> = (catalog::FUNCTIONS.iter())
        .map(|function| row(function, &known, to_root))
        .collect();
    let head: Vec<&str> = std::iter::once("Function")
        .chain(COLUMNS.map(|(head, _)| head))
        .chain(["Asked"])
        .collect();
    Ok(filtered(
        "edges",
        "cross-entropy, NaN, Keras, refuses ..",
        &head,
        &rows?,
    ))
}

fn row(function: &'static Function, known: &Known, to_root: &str) -> Result<Vec<String>, String> {
    let about = function.about();
    let points = edges::points(function);
    let mut cells = vec![losses::link(about, about.title, to_root)];
    for (_, wanted) in COLUMNS {
        let here = points.iter().filter(|point| wanted.contains(&point.edge));
        let lines: Result<Vec<Line>, String> =
            here.map(|point| line(function, point, known)).collect();
        cells.push(cell(&lines?, wanted.len() > 1));
    }
    let asked: Vec<&str> = (known.returned.calls.iter())
        .filter(|call| call.function == about.name)
        .map(|call| call.library.as_str())
        .collect();
    cells.push(match asked.as_slice() {
        [] => "–".to_owned(),
        asked => escape::text(&asked.join(", ")),
    });
    Ok(cells)
}

/// What is given at a point: the place, and what stands there.
struct Line {
    edge: Edge,
    place: String,
    html: String,
}

/// The lines of a cell; what is the same in all of them stands once.
fn cell(lines: &[Line], by_sign: bool) -> String {
    match lines {
        [] => return "–".to_owned(),
        [first, others @ ..] if others.iter().all(|line| line.html == first.html) => {
            return first.html.clone();
        }
        // A zero that keeps its sign.
        [minus, plus]
            if by_sign && minus.html == format!("−{}", plus.html) && plus.html.starts_with('0') =>
        {
            return format!("±{}", plus.html);
        }
        _ => {}
    }
    let signs = by_sign && lines.iter().any(|line| line.edge != lines[0].edge);
    let shown: Vec<String> = (lines.iter())
        .map(|line| {
            let sign = match line.edge {
                _ if !signs => "",
                Edge::MinusZero => "−0",
                _ => "+0",
            };
            let place = [sign, line.place.as_str()];
            let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
            match place.as_slice() {
                [] => line.html.clone(),
                place => format!("{}: {}", escape::text(&place.join(", ")), line.html),
            }
        })
        .collect();
    shown.join("<br>")
}

fn line(function: &'static Function, point: &Point, known: &Known) -> Result<Line, String> {
    let (_, answers) = (known.returned.at(function, point)).map_err(|problem| problem.message)?;
    let ours = edges::ours(function, &point.args);
    let mut html = match &ours {
        Ok(results) => escape::text(&value(&results.value)),
        Err(why) => refuses(why),
    };
    // Libraries that give the same stand together.
    let mut others: Vec<(String, Vec<String>)> = vec![];
    for answer in answers {
        let here = edges::ours(function, &edges::with(function, &point.args, answer));
        if let Some(differs) = edges::differs(function, answer, &here) {
            let name = function.about().name;
            let edge = point.edge.name();
            let reason =
                (known.differences).reason(name, edge, &point.place, &answer.library, differs);
            let said = format!(
                "{}{}",
                theirs(answer, differs, &here),
                reason.map_or(String::new(), mark)
            );
            match others.iter_mut().find(|(other, _)| *other == said) {
                Some((_, libraries)) => libraries.push(answer.library.clone()),
                None => others.push((said, vec![answer.library.clone()])),
            }
        }
    }
    for (said, libraries) in others {
        html += &format!("; {} {said}", escape::text(&libraries.join(", ")));
    }
    Ok(Line {
        edge: point.edge,
        place: point.place.replace('-', "−"),
        html,
    })
}

/// A value: a number, a short row, or how many numbers there are of it.
fn value(numbers: &[f64]) -> String {
    match numbers {
        [] => "empty".to_owned(),
        [one] => number(*one),
        some if some.iter().all(|x| x.is_nan()) => "NaN".to_owned(),
        some if some.len() <= SHOWN => {
            let all: Vec<String> = some.iter().map(|x| number(*x)).collect();
            format!("({})", all.join(", "))
        }
        some => format!("{} numbers", some.len()),
    }
}

fn number(x: f64) -> String {
    match x {
        _ if x.is_nan() => "NaN".to_owned(),
        _ if x == 0.0 && x.is_sign_negative() => "−0".to_owned(),
        _ => short(x),
    }
}

/// That it refuses, with its first words.
fn refuses(why: &str) -> String {
    // The place in the source says nothing to a reader.
    let why = why.split(" (crates/").next().unwrap_or(why);
    let tip = escape::attribute(why);
    format!(
        "<span tabindex=\"0\" data-tip=\"{tip}\" aria-label=\"refuses: {tip}\" role=\"note\">refuses</span>"
    )
}

/// What a library gives instead.
fn theirs(answer: &Answer, differs: Differs, ours: &Result<Results, String>) -> String {
    match (&answer.result, differs) {
        (Err(why), _) => refuses(why),
        (Ok(theirs), Differs::Gradient) => slope(theirs, ours),
        (Ok(theirs), _) => escape::text(&value(&theirs.value)),
    }
}

/// The first derivative that differs.
fn slope(theirs: &Results, ours: &Result<Results, String>) -> String {
    let Ok(ours) = ours else { return String::new() };
    let several = theirs.grad.len() > 1;
    for (by, theirs) in &theirs.grad {
        let Some(own) = ours.grad.get(by) else {
            continue;
        };
        let pair = theirs
            .iter()
            .zip(own)
            .find(|(a, b)| !edges::same(&[**a], &[**b], 1e-12));
        if let Some((theirs, own)) = pair {
            let by = if several {
                format!(" by {}", by.replace('_', " "))
            } else {
                String::new()
            };
            let (mut a, mut b) = (number(*theirs), number(*own));
            if a == b {
                (a, b) = (super::found::number(*theirs), super::found::number(*own));
            }
            return escape::text(&format!("slope{by} {a}, not {b}"));
        }
    }
    String::new()
}

/// The letter of a reason, which leads to it.
fn mark(reason: usize) -> String {
    let letter = letter(reason);
    format!(" <sup><a href=\"&#35;why-{letter}\">{letter}</a></sup>")
}

fn letter(reason: usize) -> char {
    char::from_u32('a' as u32 + u32::try_from(reason).unwrap_or(0)).unwrap_or('?')
}

/// The reasons, by their letters, each with how often it holds.
pub fn reasons() -> Result<String, String> {
    let known = known()?;
    let mut items = String::new();
    for (i, reason) in known.differences.reasons.iter().enumerate() {
        let lines = known.differences.all.iter().filter(|line| line.reason == i);
        let count: usize = lines.map(|line| line.libraries.len()).sum();
        let letter = letter(i);
        let times = match count {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        items += &format!(
            "<li id=\"why-{letter}\" value=\"{}\">{} <em>{times}.</em></li>",
            i + 1,
            words(&reason.words)
        );
    }
    Ok(format!("<ol type=\"a\">{items}</ol>"))
}

/// How much was asked, in a sentence.
pub fn summary() -> Result<String, String> {
    let known = known()?;
    let (mut points, mut answers) = (0, 0);
    for function in catalog::FUNCTIONS {
        for point in edges::points(function) {
            let (_, all) =
                (known.returned.at(function, &point)).map_err(|problem| problem.message)?;
            points += 1;
            answers += all.len();
        }
    }
    let differ: usize = known
        .differences
        .all
        .iter()
        .map(|line| line.libraries.len())
        .sum();
    let mut versions: Vec<String> = vec![];
    for call in &known.returned.calls {
        let version = format!("{} {}", call.library, call.version);
        if !versions.contains(&version) {
            versions.push(version);
        }
    }
    Ok(escape::text(&format!(
        "{points} points of {} functions, {answers} answers of {}; {differ} of the answers differ from this library.",
        catalog::FUNCTIONS.len(),
        versions.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(name: &str) -> Vec<String> {
        let function = catalog::find(name).expect("a function");
        let cells = row(function, &known().expect("the records"), "").expect("a row");
        cells
            .iter()
            .map(|cell| escape::decode(cell).into_owned())
            .collect()
    }

    #[test]
    fn a_cell_says_who_gives_what() {
        let gelu = cells("gelu");
        assert!(
            gelu[1].starts_with("−0; PyTorch, JAX, Keras NaN"),
            "{}",
            gelu[1]
        );
        assert!(
            gelu[3].starts_with("∞; PyTorch, JAX, Keras slope NaN, not 1"),
            "{}",
            gelu[3]
        );
        assert_eq!(gelu[5], "–");
        let loss = cells("cross_entropy");
        assert!(loss[1].contains("the class: ∞"), "{}", loss[1]);
        assert!(
            loss[5].contains("class 0 is out of range for 0 logits"),
            "{}",
            loss[5]
        );
        assert_eq!(cells("cdpo")[9], "–");
    }

    #[test]
    fn all_rows_are_of_one_length() {
        for function in catalog::FUNCTIONS {
            assert_eq!(cells(function.about().name).len(), 10);
        }
    }
}
