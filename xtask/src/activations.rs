//! The table of activations: every cell is computed from the catalogue and the library.

use catalog::{CurveClaim, FUNCTIONS, Function, Limits, ScalarClaim, Seam, Smoothness};
use figures::number;
use verification::measure::gaussian_mean_around;

use crate::site::escape;

/// A function of one number, with what the table needs to know of it.
struct Row {
    name: String,
    chapter: &'static str,
    value: Box<dyn Fn(f64) -> f64>,
    slope: Box<dyn Fn(f64) -> f64>,
    limits: Limits,
    slope_limits: Limits,
    typical: &'static str,
    seams: Vec<Seam>,
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
            value: Box::new(f.value),
            slope: Box::new(f.grad),
            limits: f.limits,
            slope_limits: f.grad_limits,
            typical: about.typical,
            seams: f.seams.to_vec(),
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
            let seams = (f.seams)(parameter);
            Some(Row {
                name: format!(
                    "{}, {} = {}",
                    about.title,
                    f.parameter.name,
                    short(parameter)
                ),
                chapter: about.chapter,
                value: Box::new(move |x| (f.value)(x, parameter)),
                slope: Box::new(move |x| (f.grad)(x, parameter)),
                limits: (f.limits)(parameter),
                slope_limits: (f.grad_limits)(parameter),
                typical: about.typical,
                smoothness: smoothness(
                    f.claims.iter().find_map(|c| match c.claim {
                        CurveClaim::Smoothness(s) => Some(s(parameter)),
                        _ => None,
                    }),
                    &seams,
                ),
                seams,
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
        "<div class=\"table-wrapper\"><table class=\"wide\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
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
    let (low, low_at) = least(&row.value, &row.limits);
    let (high, _) = least(&|x| -(row.value)(x), &negated(&row.limits));
    let high = -high;
    let slope_limits = negated(&row.slope_limits);
    let (steepest, steepest_at) = least(&|x| -(row.slope)(x), &slope_limits);
    let at_zero = slope_at_zero(row);
    let seams: Vec<f64> = row.seams.iter().map(|seam| seam.at).collect();
    let mean = gaussian_mean_around(&seams, |z| (row.value)(z));
    let square = gaussian_mean_around(&seams, |z| (row.value)(z).powi(2));
    let range = format!(
        "{}{}, {}{}",
        if low_at.is_some() { '[' } else { '(' },
        short(low),
        short(high),
        if least(&|x| -(row.value)(x), &negated(&row.limits))
            .1
            .is_some()
        {
            ']'
        } else {
            ')'
        }
    );
    let minimum = low_at
        .filter(|_| !is_monotone(row))
        .map_or("none".to_owned(), |at| {
            format!("{} at {}", short(low), short(at))
        });
    let largest = steepest_at.map_or_else(
        || {
            if steepest.is_infinite() {
                "unbounded".to_owned()
            } else {
                format!("{}, approached", short(-steepest))
            }
        },
        |at| {
            if is_monotone(row) && seams.contains(&at) || constant_slope(row, at) {
                short(-steepest)
            } else {
                format!("{} at {}", short(-steepest), short(at))
            }
        },
    );
    let cells = [
        range,
        minimum,
        at_zero,
        largest,
        smoothness(row.smoothness).to_owned(),
        if is_monotone(row) { "yes" } else { "no" }.to_owned(),
        symmetry(row).to_owned(),
        number(mean, 4),
        number(square, 4),
        short(row.limits.at_minus_infinity),
        short(row.limits.at_infinity),
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

/// Points of the whole line at which the table looks: dense where the bends are.
fn line() -> impl Iterator<Item = f64> {
    let near = (-24_000..=24_000).map(|i| f64::from(i) / 2000.0);
    near.chain([-1e6, -1e3, -100.0, 100.0, 1e3, 1e6])
}

/// The least value and where it is taken; no place if it is only approached, at an end of the line.
fn least(f: &dyn Fn(f64) -> f64, limits: &Limits) -> (f64, Option<f64>) {
    let end = limits.at_minus_infinity.min(limits.at_infinity);
    let best = line().min_by(|a, b| f(*a).total_cmp(&f(*b))).unwrap_or(0.0);
    let (mut a, mut b) = (best - 5e-4, best + 5e-4);
    for _ in 0..80 {
        let third = (b - a) / 3.0;
        if f(a + third) <= f(b - third) {
            b -= third
        } else {
            a += third
        }
    }
    // A corner is not improved by the search.
    let refined = [best, 0.5 * (a + b)]
        .into_iter()
        .min_by(|x, y| f(*x).total_cmp(&f(*y)))
        .unwrap_or(best);
    let value = f(refined);
    // What is reached by rounding only, far out, is approached.
    let near = [0.0, -3.0, 3.0, 7.0];
    let taken = value < end || near.iter().any(|x| f(*x) == end);
    if taken {
        (value, Some(refined))
    } else {
        (end, None)
    }
}

fn negated(limits: &Limits) -> Limits {
    Limits {
        at_minus_infinity: -limits.at_minus_infinity,
        at_infinity: -limits.at_infinity,
    }
}

fn slope_at_zero(row: &Row) -> String {
    match row
        .seams
        .iter()
        .find(|seam| seam.at == 0.0 && seam.left != seam.right)
    {
        Some(seam) => format!("{} | {}", short(seam.left), short(seam.right)),
        None => short((row.slope)(0.0)),
    }
}

/// Whether the slope is the same around a point: there is no one steepest place.
fn constant_slope(row: &Row, at: f64) -> bool {
    [0.1, 0.01]
        .iter()
        .any(|h| (row.slope)(at + h) == (row.slope)(at) || (row.slope)(at - h) == (row.slope)(at))
}

fn is_monotone(row: &Row) -> bool {
    line().all(|x| (row.slope)(x) >= 0.0)
}

fn symmetry(row: &Row) -> &'static str {
    let f = &row.value;
    let holds =
        |same: &dyn Fn(f64, f64) -> bool| line().filter(|x| *x > 0.0).all(|x| same(f(x), f(-x)));
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

/// At most four digits behind the point.
fn short(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let text = number(x, 4);
    // Zeros at the end are left out where the number ends there, and stand where it was rounded.
    if (x * 1e4).round() / 1e4 == x {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
