//! The table of digits: how far the plain formulas, this library and others are from the true values.

use catalog::{FUNCTIONS, Function};
use notebook::escape;
use verification::accuracy::{Digits, Source, columns, digits, loss_digits, results};
use verification::golden::Of;

use crate::losses;
use crate::numbers::{grouped, magnitude};
use crate::recorded;

const LIBRARIES: [&str; 3] = ["PyTorch", "JAX", "Keras"];

/// Which libraries come first among those that losses are recorded of.
const ORDER: [&str; 4] = ["PyTorch", "JAX", "Optax", "Keras"];

/// The table for `float64` or `float32` as HTML; `to_root` leads from its page to the root of the site.
pub fn table(to_root: &str, dtype: &str) -> String {
    let head = [
        "Function",
        "Result",
        "Points",
        "Plain formula",
        "This library",
    ];
    let head: String = (head.iter().chain(&LIBRARIES))
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let body: String = FUNCTIONS
        .iter()
        .filter(|f| f.about().chapter.starts_with("activations/"))
        .map(|f| rows(f, to_root, dtype))
        .collect();
    format!(
        "<div class=\"table-wrapper\"><table class=\"wide\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

/// The same of the losses, in 64 bit, with a column for each library that any of them is recorded of.
pub fn of_losses(to_root: &str) -> String {
    let recorded = |library: &str| {
        losses::all().any(|(function, _)| {
            let calls = recorded::first_calls(function.about().name);
            calls.is_ok_and(|calls| calls.iter().any(|call| call.library == library))
        })
    };
    let known = recorded::libraries().iter().map(|(name, _)| name.as_str());
    let mut libraries: Vec<&str> = known.filter(|name| recorded(name)).collect();
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    libraries.sort_by_key(|name| (place(name).unwrap_or(ORDER.len()), *name));
    let head = ["Loss", "Result", "Points", "This library"];
    let head: String = (head.iter().chain(&libraries))
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let row = |function: &'static Function, of: &Of<'_>| {
        let ours = loss_digits(function, None, of)?;
        let about = function.about();
        let peers = libraries.iter();
        let peers = peers.map(|library| loss_digits(function, Some(library), of));
        let cells: String = (std::iter::once(Some(ours)).chain(peers))
            .map(|digits| format!("<td>{}</td>", cell(digits)))
            .collect();
        let result = match of {
            Of::Grad(by) => format!("slope by {by}"),
            _ => "value".to_owned(),
        };
        Some(format!(
            "<tr><td class=\"name\">{}</td><td>{}</td><td>{}</td>{cells}</tr>",
            losses::link(about, about.title, to_root),
            escape::text(&result),
            grouped(ours.points)
        ))
    };
    let body: String = losses::all()
        .flat_map(|(function, _)| {
            let results = columns(function).into_iter();
            results.map(move |of| (function, of))
        })
        .filter_map(|(function, of)| row(function, &of))
        .collect();
    format!(
        "<div class=\"table-wrapper\"><table class=\"wide\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

fn rows(function: &'static Function, to_root: &str, dtype: &str) -> String {
    let about = function.about();
    let row = |&result: &&'static str| {
        let of = |source: Source| digits(function, source, dtype, result);
        let ours = of(Source::Ours)?;
        let libraries = LIBRARIES.map(|library| of(Source::Library(library)));
        let cells = [of(Source::Plain), Some(ours)].into_iter().chain(libraries);
        let cells: String = cells.map(|d| format!("<td>{}</td>", cell(d))).collect();
        let points = grouped(ours.points);
        Some(format!(
            "<tr><td><a href=\"{to_root}{}.html\">{}</a></td><td>{}</td><td>{points}</td>{cells}</tr>",
            escape::attribute(about.chapter),
            escape::text(about.title),
            in_words(result)
        ))
    };
    results(function).iter().filter_map(row).collect()
}

fn in_words(result: &str) -> String {
    match result.split_once('_') {
        None if result == "value" => "value".to_owned(),
        None => "slope".to_owned(),
        Some((_, by)) => format!("slope by {by}"),
    }
}

fn cell(digits: Option<Digits>) -> String {
    let Some(Digits { worst, lost, .. }) = digits else {
        return "–".to_owned();
    };
    let worst = magnitude(worst);
    if lost == 0 {
        worst
    } else {
        format!("{worst}, <strong>{lost} lost</strong>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_the_largest_error_and_what_is_lost() {
        let of = |worst, lost| {
            cell(Some(Digits {
                points: 9,
                worst,
                lost,
            }))
        };
        assert_eq!(of(0.0, 0), "0");
        assert_eq!(of(0.52, 0), "0.5");
        assert_eq!(of(570.2, 0), "570");
        assert_eq!(of(2.5e12, 3), "2e12, <strong>3 lost</strong>");
        assert_eq!(cell(None), "–");
    }

    #[test]
    fn every_activation_with_records_has_its_rows() {
        let found = table("../", "float32");
        let activations = FUNCTIONS
            .iter()
            .filter(|f| f.about().chapter.starts_with("activations/"));
        for function in activations {
            let title = escape::text(function.about().title);
            let rows = found.matches(&format!(">{title}</a>")).count();
            assert_eq!(rows, results(function).len(), "{title}");
        }
    }
}
