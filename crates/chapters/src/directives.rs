//! The meaning of `<!--@ .. -->` on our pages.
//!
//! - `figure gelu`: the figure of a catalogued function;
//! - `live softmax`: another figure that moves, by its key;
//! - `bars softmax 0.5 1 2`: a row function at these temperatures;
//! - `property gelu minimum`: the sentence before it is a claim or a property that was checked;
//! - `recorded gelu PyTorch`: the table row before it names a call whose values are recorded;
//! - `table accuracy float64`: the digits of the plain formulas, of ours and of other libraries;
//! - `counts`: how much was checked, in a few numbers;
//! - `totals`: the table of all checks.

use notebook::{Complaint, Directive, Page, Value, did_you_mean, escape};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::accuracy;
use crate::activations;
use crate::evidence::{Evidence, grouped};
use crate::formulas;
use crate::live;
use crate::project::short_name;
use crate::recorded;
use crate::render::to_root;

/// What stands in the page in place of the directive; an error says what was expected.
///
/// `module` is the address of the live figures' module as seen from the page, if there is one.
pub fn html(
    page: &Page,
    directive: &Directive,
    evidence: &Evidence,
    module: Option<&str>,
) -> Result<String, String> {
    let words: Vec<&str> = directive.argument.split_whitespace().collect();
    match (directive.name.as_str(), &words[..]) {
        ("figure", [name]) => figure(name, module),
        ("live", [_, ..]) => {
            let key = words.join(" ");
            let figure = figures::live::find(&key)?;
            Ok(live::html(&key, &*figure, &figure.caption(), module))
        }
        ("bars", [name, temperatures @ ..]) => bars(name, temperatures),
        ("property", [function, name]) => property(page, evidence, function, name),
        ("recorded", [function, library]) => recorded(page, directive, evidence, function, library),
        ("gallery", []) => Ok(activations::gallery(&to_root(page))),
        ("table", ["activations"]) => Ok(activations::table(&to_root(page))),
        ("table", ["accuracy", dtype @ ("float64" | "float32")]) => {
            Ok(accuracy::table(&to_root(page), dtype))
        }
        ("together", names) if names.len() > 1 => together(names),
        ("counts", []) => Ok(evidence.counts()),
        ("totals", []) => Ok(evidence.totals()),
        ("unchecked", []) => Ok(formulas::unchecked(evidence)),
        ("mutants", []) => Ok(formulas::score(evidence.mutants.as_ref())),
        (name, _) => Err(format!(
            "`{name} {}`: {}expected `figure FUNCTION`, `live KIND ..`, `bars FUNCTION TEMPERATURE ..`, `property FUNCTION NAME`, `recorded FUNCTION LIBRARY`, `gallery`, `table activations`, `table accuracy float64` or `float32`, `together FUNCTION FUNCTION ..`, `counts`, `totals`, `unchecked` or `mutants`",
            directive.argument,
            match NAMES.contains(&name) {
                true => String::new(),
                false => did_you_mean(name, NAMES),
            }
        )),
    }
}

/// The names of all directives.
const NAMES: [&str; 12] = [
    "figure",
    "live",
    "bars",
    "property",
    "recorded",
    "gallery",
    "table",
    "together",
    "counts",
    "totals",
    "unchecked",
    "mutants",
];

fn figure(name: &str, module: Option<&str>) -> Result<String, String> {
    let function = function(name)?;
    let key = format!("curve {name}");
    let figure = figures::live::find(&key)?;
    let also = match function.about().aliases {
        [] => String::new(),
        names => format!(" Also called {}.", names.join(", ")),
    };
    let caption = format!("{}{also}", figure.caption());
    Ok(live::html(&key, &*figure, &caption, module))
}

fn together(names: &[&str]) -> Result<String, String> {
    let functions: Vec<&'static catalog::Function> = names
        .iter()
        .map(|name| function(name))
        .collect::<Result<_, _>>()?;
    if let Some(other) = functions.iter().find(|f| figures::line(f).is_none()) {
        return Err(format!(
            "`together` draws functions of one number, {} is none",
            other.about().name
        ));
    }
    if functions.len() > 5 {
        return Err(
            "`together` draws five functions at most: there are no more kinds of lines".to_owned(),
        );
    }
    Ok(format!(
        "\n<figure class=\"plot\">{}</figure>\n",
        figures::together(&functions)
    ))
}

fn bars(name: &str, temperatures: &[&str]) -> Result<String, String> {
    let catalog::Function::Map(f) = function(name)? else {
        return Err(format!("`bars` draws functions of a row, {name} is none"));
    };
    let parsed: Result<Vec<f64>, _> = temperatures
        .iter()
        .map(|t| {
            t.parse::<f64>()
                .map_err(|_| format!("`{t}` is not a temperature"))
        })
        .collect();
    let parsed = parsed?;
    if parsed.is_empty() || parsed.iter().any(|t| t.is_nan() || *t <= 0.0) {
        return Err("`bars` takes one or more positive temperatures".to_owned());
    }
    Ok(format!(
        "\n<figure class=\"plot\">{}</figure>\n",
        figures::bars(f, &parsed)
    ))
}

fn function(name: &str) -> Result<&'static catalog::Function, String> {
    catalog::find(name).ok_or_else(|| {
        let known: Vec<&str> = catalog::FUNCTIONS.iter().map(|f| f.about().name).collect();
        format!(
            "no function `{name}` in the catalogue: {}expected one of {}",
            did_you_mean(name, known.iter().copied()),
            known.join(", ")
        )
    })
}

fn property(
    page: &Page,
    evidence: &Evidence,
    function: &str,
    name: &str,
) -> Result<String, String> {
    let chapter = self::function(function)?.about().chapter;
    if chapter != short_name(page) {
        return Err(format!(
            "{function} belongs to the chapter {chapter}, not to this page: expected a function of {}",
            short_name(page)
        ));
    }
    let outcome = evidence.property(function, name).ok_or_else(|| {
        let known = evidence.property_names(function);
        format!(
            "no claim or property `{name}` of {function}: {}expected one of {}; a claim is stated in the catalogue, a property in tests/src/properties/",
            did_you_mean(name, known.iter().copied()),
            known.join(", ")
        )
    })?;
    if !outcome.problems.is_empty() {
        return Ok(mark("✗", &format!("{function}::{name} failed")));
    }
    let points = if outcome.points == 1 {
        "1 point".to_owned()
    } else {
        format!("{} points", grouped(outcome.points))
    };
    Ok(mark(
        "✓",
        &format!("tested as {function}::{name}, {points}"),
    ))
}

fn recorded(
    page: &Page,
    directive: &Directive,
    evidence: &Evidence,
    name: &str,
    library: &str,
) -> Result<String, String> {
    function(name)?;
    let call = recorded::call_of(name, library)?;
    let line = page.text.lines().nth(directive.line - 1).unwrap_or("");
    recorded::shows(line, &call)?;
    let outcome = evidence
        .outcome("peers", name, library)
        .ok_or_else(|| format!("{library} was not compared"))?;
    let tip = format!(
        "{} values recorded from {library} {}, at most {:.0e} away where inputs are of ordinary size",
        grouped(outcome.points),
        call.version,
        outcome.worst
    );
    Ok(mark(
        if outcome.problems.is_empty() {
            "✓"
        } else {
            "✗"
        },
        &tip,
    ))
}

/// Rows of tables under *In other libraries* that name no record. A row of numbers needs none if one
/// of them is what a library returned; a row with a call or with a library's name does.
pub fn unrecorded(page: &Page) -> Vec<Complaint> {
    let mut complaints = vec![];
    let (mut in_heading, mut inside) = (false, false);
    for (event, range) in Parser::new_ext(&page.text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => (in_heading, inside) = (true, false),
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text) if in_heading => inside |= &*text == "In other libraries",
            Event::Start(Tag::TableRow) if inside => {
                let line = page.line_of(range.start);
                let recorded = |d: &Directive| d.name == "recorded" && d.line == line;
                let shown = |v: &Value| v.line == line && v.expression.contains("peer_");
                let numbers = page.values.iter().any(shown) && !names_a_call(page, line);
                if !page.directives.iter().any(recorded) && !numbers {
                    complaints.push(Complaint::new(
                        &page.name,
                        line,
                        "a call that nobody recorded: end the row with `<!--@ recorded FUNCTION LIBRARY -->`; `cargo xtask bless` then fills its cells",
                    ));
                }
            }
            _ => {}
        }
    }
    complaints
}

fn names_a_call(page: &Page, line: usize) -> bool {
    let cells = recorded::texts(page.text.lines().nth(line - 1).unwrap_or(""));
    let code = |cell: &String| cell.len() > 2 && cell.starts_with('`') && cell.ends_with('`');
    let libraries = recorded::libraries();
    let named = |cell: &String| (libraries.iter()).any(|(library, _)| cell.starts_with(library));
    cells.iter().any(|cell| code(cell) || named(cell))
}

fn mark(sign: &str, tip: &str) -> String {
    let tip = escape::attribute(tip);
    format!(
        "<span class=\"checked\" role=\"img\" tabindex=\"0\" aria-label=\"{tip}\" data-tip=\"{tip}\">{sign}</span>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "| PyTorch 2.15.0 | exact | `torch.nn.functional.gelu(x)` |";

    fn evidence() -> Evidence {
        let outcomes = verification::peers::outcomes(&verification::functions());
        Evidence {
            outcomes: outcomes.into_iter().map(|o| ("peers", o)).collect(),
            ..Evidence::default()
        }
    }

    /// The page with this row, and what its only directive gives.
    fn of_row(row: &str) -> Result<String, String> {
        let text = format!(
            "# GELU\n\n## In other libraries\n\n| Library | Form | Call | Checked |\n|---|---|---|---|\n{row}\n"
        );
        let page = Page::scan("book/activations/gelu.md", &text);
        assert!(unrecorded(&page).is_empty(), "{row}");
        html(&page, &page.directives[0], &evidence(), None)
    }

    #[test]
    fn a_recorded_row_shows_library_version_and_call_and_nothing_beside() {
        let mark = "<!--@ recorded gelu PyTorch --> |";
        let found = of_row(&format!("{ROW} {mark}"));
        let html = found.expect("it is as recorded");
        assert!(html.contains("values recorded from PyTorch"), "{html}");
        for (from, to, expected) in [
            ("2.15.0", "2.15.01", "no cell of this row is PyTorch 2.15.0"),
            ("2.15.0", "2.15", "no cell of this row is PyTorch 2.15.0"),
            ("PyTorch", "JAX", "no cell of this row is PyTorch 2.15.0"),
            (
                "PyTorch",
                "not PyTorch",
                "no cell of this row is PyTorch 2.15.0",
            ),
            (
                "gelu(x)`",
                "gelu(x) * 2`",
                "no cell of this row is `torch.nn.functional.gelu(x)`",
            ),
            (
                "`torch",
                "`my.torch",
                "no cell of this row is `torch.nn.functional.gelu(x)`",
            ),
        ] {
            let row = format!("{} {mark}", ROW.replace(from, to));
            let error = of_row(&row).expect_err("it is accepted");
            assert!(error.starts_with(expected), "{row}: {error}");
        }
    }

    #[test]
    fn a_row_without_a_record_is_told() {
        let text = format!(
            "# x\n\n| a |\n|---|\n| b |\n\n## In other libraries\n\n| L | F | C |\n|---|---|---|\n{ROW}\n\nText.\n\n## Next\n\n| a |\n|---|\n| b |\n"
        );
        let page = Page::scan("book/activations/x.md", &text);
        let found = unrecorded(&page);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].line, found[0].file.to_str()),
            (11, Some("book/activations/x.md"))
        );
    }

    #[test]
    fn a_row_of_recorded_numbers_needs_no_call() {
        let told = |row: &str| {
            let head = "# x\n\n## In other libraries\n\n| L | P |\n|---|---|\n";
            unrecorded(&Page::scan(
                "book/activations/x.md",
                &format!("{head}{row}\n"),
            ))
            .len()
        };
        let number = "0.5<!--= peer_value(\"sigmoid\", \"JAX\", \"float64\", 0.0) -->";
        assert_eq!(told(&format!("| 0 in `float64` | {number} |")), 0);
        assert_eq!(told("| 0 | 0.5<!--= sigmoid(0.0) --> |"), 1);
        assert_eq!(told(&format!("| `jax.nn.sigmoid(x)` | {number} |")), 1);
        assert_eq!(told(&format!("| JAX 9 | {number} |")), 1);
    }

    #[test]
    fn a_property_of_another_chapter_is_told() {
        let text = "# Sigmoid\n\n- It dips. <!--@ property gelu minimum -->\n";
        let page = Page::scan("book/activations/sigmoid.md", text);
        let error = html(&page, &page.directives[0], &Evidence::default(), None);
        assert_eq!(
            error.expect_err("it is accepted"),
            "gelu belongs to the chapter activations/gelu, not to this page: expected a function of activations/sigmoid"
        );
    }
}
