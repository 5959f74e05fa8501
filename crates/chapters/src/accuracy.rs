//! The table of digits: how far the plain formulas, this library and others are from the true values.

use catalog::{FUNCTIONS, Function};
use notebook::{Memory, escape};
use verification::accuracy::{Digits, Source, digits, results};

use crate::numbers::{grouped, magnitude};

const LIBRARIES: [&str; 3] = ["PyTorch", "JAX", "Keras"];

/// The table for `float64` or `float32` as HTML; `to_root` leads from its page to the root of the site.
///
/// It follows from the functions and the golden files, so that a build after an edit of a page has it
/// from the memory.
pub fn table(to_root: &str, dtype: &str, memory: &Memory) -> String {
    let key = (to_root, dtype);
    if let Some(known) = memory.recall(KIND, &key) {
        return known;
    }
    let table = computed(to_root, dtype);
    memory.keep(KIND, &key, &table);
    table
}

/// What this module keeps in the memory.
const KIND: &str = "accuracy";

fn computed(to_root: &str, dtype: &str) -> String {
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
        let found = table("../", "float32", &Memory::none());
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
