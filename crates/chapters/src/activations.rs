//! The table of activations: every cell is computed from the catalogue and the library.

use catalog::{CurveClaim, FUNCTIONS, Function, ScalarClaim, Seam, Smoothness};
use figures::{Facts, Search};
use notebook::escape;
use verification::measure::gaussian_mean_around;

use crate::extent;
use crate::numbers::{number, short};

/// A function of one number, with what the table needs to know of it.
struct Row {
    name: String,
    chapter: &'static str,
    facts: Facts,
    typical: &'static str,
    /// As the catalogue claims it; a function without seams is smooth.
    smoothness: Smoothness,
}

/// The activations of the catalogue that are functions of one number, parameters at their defaults.
fn rows() -> Vec<Row> {
    FUNCTIONS
        .iter()
        .filter(|f| f.about().chapter.starts_with("activations/"))
        .filter_map(row)
        .collect()
}

fn row(function: &'static Function) -> Option<Row> {
    let about = function.about();
    let smoothness = |claimed: Option<Smoothness>, seams: &[Seam]| {
        claimed.unwrap_or(if seams.is_empty() {
            Smoothness::Smooth
        } else {
            Smoothness::Continuous
        })
    };
    match function {
        Function::Scalar(f) => Some(Row {
            name: about.title.to_owned(),
            chapter: about.chapter,
            facts: Facts::of(function, 0.0)?,
            typical: about.typical,
            smoothness: smoothness(
                f.claims.iter().find_map(|c| match c.claim {
                    ScalarClaim::Smoothness(s) => Some(s),
                    _ => None,
                }),
                f.seams,
            ),
        }),
        Function::Curve(f) => {
            let parameter = f.parameter.default;
            let facts = Facts::of(function, parameter)?;
            Some(Row {
                name: format!(
                    "{}, {} = {}",
                    about.title,
                    f.parameter.name,
                    short(parameter)
                ),
                chapter: about.chapter,
                typical: about.typical,
                smoothness: smoothness(
                    f.claims.iter().find_map(|c| match c.claim {
                        CurveClaim::Smoothness(s) => Some(s(parameter)),
                        _ => None,
                    }),
                    &facts.seams,
                ),
                facts,
            })
        }
        _ => None,
    }
}

/// The table as HTML; `to_root` leads from its page to the root of the site.
pub fn table(to_root: &str) -> String {
    let head = [
        "Function",
        "Range",
        "Minimum",
        "Slope at 0",
        "Largest slope",
        "Smoothness",
        "Monotone",
        "Symmetry",
        "E f(Z)",
        "E f(Z)²",
        "At −∞",
        "At ∞",
        "Typical use",
    ];
    let head: String = head
        .iter()
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let body: String = rows().iter().map(|row| html(row, to_root)).collect();
    format!(
        "<p class=\"filter for-script\"><label for=\"filter-activations\">Rows with</label> <input type=\"search\" id=\"filter-activations\" autocomplete=\"off\" placeholder=\"smooth, odd, transformer ..\"></p><div class=\"table-wrapper\"><table class=\"wide sortable\" data-filter=\"filter-activations\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

/// The small pictures of all activations of one number, each a link to its chapter.
pub fn gallery(to_root: &str) -> String {
    let items: String = FUNCTIONS
        .iter()
        .filter(|f| f.about().chapter.starts_with("activations/"))
        .filter_map(|f| {
            let about = f.about();
            let picture = figures::small(f)?;
            Some(format!(
                "<li><a href=\"{to_root}{}.html\">{picture}<span>{}</span></a></li>",
                escape::attribute(about.chapter),
                escape::text(about.title)
            ))
        })
        .collect();
    format!("\n<ul class=\"gallery\">{items}</ul>\n")
}

fn html(row: &Row, to_root: &str) -> String {
    let facts = &row.facts;
    let steepest = facts.steepest(Search::FINE);
    let monotone = facts.is_monotone(Search::FINE);
    let at_zero = slope_at_zero(row);
    let seams: Vec<f64> = row.facts.seams.iter().map(|seam| seam.at).collect();
    let mean = gaussian_mean_around(&seams, |z| (row.facts.value)(z));
    let square = gaussian_mean_around(&seams, |z| (row.facts.value)(z).powi(2));
    let range = extent::range(facts, row.smoothness == Smoothness::Jumps);
    let minimum = extent::lowest(facts).map_or("–".to_owned(), |(value, at)| {
        format!("{} at {}", short(value), short(at))
    });
    let largest = steepest.at.map_or_else(
        || {
            if steepest.value.is_infinite() {
                "unbounded".to_owned()
            } else {
                format!("{}, approached", short(steepest.value))
            }
        },
        |at| {
            if monotone && seams.contains(&at) || constant_slope(row, at) {
                short(steepest.value)
            } else {
                format!("{} at {}", short(steepest.value), short(at))
            }
        },
    );
    let cells = [
        range,
        minimum,
        at_zero,
        largest,
        smoothness(row.smoothness).to_owned(),
        if monotone { "yes" } else { "no" }.to_owned(),
        symmetry(row).to_owned(),
        number(mean, 4),
        number(square, 4),
        short(row.facts.limits.at_minus_infinity),
        short(row.facts.limits.at_infinity),
        row.typical.to_owned(),
    ];
    let cells: String = cells
        .iter()
        .map(|c| format!("<td>{}</td>", escape::text(c)))
        .collect();
    format!(
        "<tr><td><a href=\"{to_root}{}.html\">{}</a></td>{cells}</tr>",
        escape::attribute(row.chapter),
        escape::text(&row.name)
    )
}

fn slope_at_zero(row: &Row) -> String {
    match row
        .facts
        .seams
        .iter()
        .find(|seam| seam.at == 0.0 && seam.left != seam.right)
    {
        Some(seam) => format!("{} | {}", short(seam.left), short(seam.right)),
        None => short((row.facts.slope)(0.0)),
    }
}

/// Whether the slope is the same around a point: there is no one steepest place.
fn constant_slope(row: &Row, at: f64) -> bool {
    [0.1, 0.01].iter().any(|h| {
        (row.facts.slope)(at + h) == (row.facts.slope)(at)
            || (row.facts.slope)(at - h) == (row.facts.slope)(at)
    })
}

fn symmetry(row: &Row) -> &'static str {
    let f = &row.facts.value;
    let holds = |same: &dyn Fn(f64, f64) -> bool| {
        Search::FINE
            .line()
            .filter(|x| *x > 0.0)
            .all(|x| same(f(x), f(-x)))
    };
    if holds(&|a, b| (a + b).abs() <= 1e-15 * a.abs()) {
        "odd"
    } else if holds(&|a, b| a == b) {
        "even"
    } else {
        "none"
    }
}

fn smoothness(of: Smoothness) -> &'static str {
    match of {
        Smoothness::Jumps => "jumps",
        Smoothness::Continuous => "kink",
        Smoothness::C1 => "C¹",
        Smoothness::C2 => "C²",
        Smoothness::Smooth => "smooth",
    }
}
