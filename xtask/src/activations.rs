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
    let at_seams: Vec<f64> = row.seams.iter().map(|seam| (row.value)(seam.at)).collect();
    let slopes_at_seams: Vec<f64> = (row.seams.iter())
        .flat_map(|seam| [seam.left, seam.right, seam.chosen])
        .collect();
    let (low, low_at) = least(&row.value, &row.limits, &at_seams);
    let (high, high_at) = most(&row.value, &row.limits, &at_seams);
    let (steepest, steepest_at) = most(&row.slope, &row.slope_limits, &slopes_at_seams);
    let at_zero = slope_at_zero(row);
    let seams: Vec<f64> = row.seams.iter().map(|seam| seam.at).collect();
    let mean = gaussian_mean_around(&seams, |z| (row.value)(z));
    let square = gaussian_mean_around(&seams, |z| (row.value)(z).powi(2));
    let range = format!(
        "{}{}, {}{}",
        if low_at.is_some() { '[' } else { '(' },
        short(low),
        short(high),
        if high_at.is_some() { ']' } else { ')' }
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
                format!("{}, approached", short(steepest))
            }
        },
        |at| {
            if is_monotone(row) && seams.contains(&at) || constant_slope(row, at) {
                short(steepest)
            } else {
                format!("{} at {}", short(steepest), short(at))
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
/// `at_seams` is what `f` gives there.
fn least(f: &dyn Fn(f64) -> f64, limits: &Limits, at_seams: &[f64]) -> (f64, Option<f64>) {
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
    // What is reached far out is reached by rounding only, unless a seam has it: it is flat from there on.
    let taken = value < end || at_seams.contains(&end);
    if taken {
        (value, Some(refined))
    } else {
        (end, None)
    }
}

/// The largest value, in the same way.
fn most(f: &dyn Fn(f64) -> f64, limits: &Limits, at_seams: &[f64]) -> (f64, Option<f64>) {
    let limits = Limits {
        at_minus_infinity: -limits.at_minus_infinity,
        at_infinity: -limits.at_infinity,
    };
    let at_seams: Vec<f64> = at_seams.iter().map(|y| -y).collect();
    let (value, at) = least(&|x| -f(x), &limits, &at_seams);
    (-value, at)
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

#[cfg(test)]
mod tests {
    use super::*;

    const FROM_0_TO_1: Limits = Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    };

    #[test]
    fn a_limit_is_taken_from_a_seam_on_wherever_that_is() {
        let ramp = |x: f64| ((x + 5.0) / 14.0).clamp(0.0, 1.0);
        let at_seams = [-5.0, 9.0].map(ramp);
        let (low, low_at) = least(&ramp, &FROM_0_TO_1, &at_seams);
        let (high, high_at) = most(&ramp, &FROM_0_TO_1, &at_seams);
        assert_eq!((low, high), (0.0, 1.0));
        assert!(low_at.is_some_and(|x| x <= -5.0), "{low_at:?}");
        assert!(high_at.is_some_and(|x| x >= 9.0), "{high_at:?}");
    }

    #[test]
    fn a_limit_that_is_met_by_rounding_is_approached() {
        let steep = |x: f64| 1.0 / (1.0 + (-300.0 * x).exp());
        assert_eq!((steep(-3.0), steep(3.0)), (0.0, 1.0));
        assert_eq!(least(&steep, &FROM_0_TO_1, &[]), (0.0, None));
        assert_eq!(most(&steep, &FROM_0_TO_1, &[]), (1.0, None));
    }

    #[test]
    fn a_dip_below_the_limits_is_taken() {
        let dip = |x: f64| x * (-x * x).exp();
        let limits = Limits {
            at_minus_infinity: 0.0,
            at_infinity: 0.0,
        };
        let (low, at) = least(&dip, &limits, &[]);
        assert!((low + 0.428_881_942_480_353_3).abs() < 1e-15, "{low}");
        assert!(at.is_some_and(|x| (x + 0.5_f64.sqrt()).abs() < 1e-6));
    }
}
