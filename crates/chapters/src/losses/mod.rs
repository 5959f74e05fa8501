//! The table of losses: every cell is computed from the catalogue, the library and the recorded calls.

pub mod best;
mod probe;

use catalog::{About, FUNCTIONS, Function, Loss, Role};
use notebook::escape;
use verification::drawn;

use crate::extent::interval;
use crate::numbers::short;
use crate::published::is_written;
use crate::recorded;

#[cfg(test)]
pub use drawn::start;
pub use probe::is_of_a_batch;

/// The libraries with a column of their own; the others share one.
const LIBRARIES: [&str; 3] = ["PyTorch", "Optax", "Keras"];

/// A cell with more letters has lines.
const WORDS: usize = 20;

/// The losses of the catalogue, in its order.
pub fn all() -> impl Iterator<Item = (&'static Function, &'static Loss)> {
    FUNCTIONS.iter().filter_map(|function| match function {
        Function::Loss(loss) if loss.about.chapter.starts_with("losses/") => {
            Some((function, *loss))
        }
        _ => None,
    })
}

/// The table as HTML; `to_root` leads from its page to the root of the site.
pub fn table(to_root: &str) -> Result<String, String> {
    let mut head = vec![
        "Loss",
        "Estimates",
        "Range",
        "Longest gradient",
        "At the start",
        "Kinks",
    ];
    head.extend(LIBRARIES);
    head.push("Other libraries");
    let head: String = (head.iter())
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let rows: Result<String, String> = all().map(|(_, loss)| row(loss, to_root)).collect();
    Ok(format!(
        "<p class=\"filter for-script\"><label for=\"filter-losses\">Rows with</label> <input type=\"search\" id=\"filter-losses\" autocomplete=\"off\" placeholder=\"mean, unbounded, softmax ..\"></p><div class=\"table-wrapper\"><table class=\"wide sortable\" data-filter=\"filter-losses\"><thead><tr>{head}</tr></thead><tbody>{}</tbody></table></div>",
        rows?
    ))
}

fn row(loss: &'static Loss, to_root: &str) -> Result<String, String> {
    let mut cells = vec![
        match loss.estimates {
            "" => "–".to_owned(),
            estimates => estimates.to_owned(),
        },
        range(loss).unwrap_or_else(|| "–".to_owned()),
        gradient(loss),
        drawn::start(loss).map_or("–".to_owned(), |mean| short(settled(mean))),
        kinks(loss),
    ];
    let calls = recorded::first_calls(loss.about.name)?;
    let of = |library: &str| calls.iter().find(|call| call.library == library);
    cells.extend(LIBRARIES.map(|library| of(library).map_or("–".to_owned(), named)));
    let others = calls
        .iter()
        .filter(|call| !LIBRARIES.contains(&call.library.as_str()));
    let others: Vec<String> = others
        .map(|call| format!("{} {}", call.library, named(call)))
        .collect();
    cells.push(match others.as_slice() {
        [] => "–".to_owned(),
        others => others.join(", "),
    });
    let cells: String = (cells.iter())
        .map(|cell| match cell.contains(' ') && cell.len() > WORDS {
            true => format!("<td class=\"words\">{}</td>", escape::text(cell)),
            false => format!("<td>{}</td>", escape::text(cell)),
        })
        .collect();
    Ok(format!(
        "<tr><td class=\"name\">{}</td>{cells}</tr>",
        linked(loss, to_root)
    ))
}

/// Between which ends all values lie, where that is certain.
pub fn range(loss: &Loss) -> Option<String> {
    probe::certain_range(loss).map(|(low, high)| interval(low, high))
}

/// A number without the rounding of the sum that it comes from.
fn settled(x: f64) -> f64 {
    (x * 1e9).round() / 1e9 + 0.0
}

/// The name of a loss with the values of its parameters, linked to its chapter if that is written.
fn linked(loss: &Loss, to_root: &str) -> String {
    let mut name = loss.about.title.to_owned();
    for parameter in loss.parameters() {
        name += &format!(", {} = {}", parameter.name, short(parameter.default));
    }
    link(&loss.about, &name, to_root)
}

/// A text, linked to the chapter if that is written.
pub fn link(about: &About, text: &str, to_root: &str) -> String {
    let text = escape::text(text);
    if is_written(about) {
        let chapter = escape::attribute(about.chapter);
        format!("<a href=\"{to_root}{chapter}.html\">{text}</a>")
    } else {
        text
    }
}

/// How long the gradient by each output of a model becomes.
fn gradient(loss: &Loss) -> String {
    let learned = |by: usize| matches!(loss.arguments[by].role, Role::Input);
    let lengths: Vec<(&str, String)> = (loss.gradients.iter())
        .filter(|gradient| learned(gradient.by))
        .map(|gradient| {
            let longest = probe::longest(loss, gradient);
            let text = if longest.is_infinite() {
                "unbounded".to_owned()
            } else if probe::has_several(loss) {
                "–".to_owned()
            } else {
                short(settled(longest))
            };
            (loss.arguments[gradient.by].name, text)
        })
        .collect();
    match lengths.as_slice() {
        [] => "–".to_owned(),
        [(_, first), rest @ ..] if rest.iter().all(|(_, text)| text == first) => first.clone(),
        lengths => {
            let each = lengths.iter().map(|(by, text)| format!("{text} by {by}"));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

/// Where the slope jumps, along the lines through the domain that the catalogue knows.
fn kinks(loss: &Loss) -> String {
    let parameters = loss.defaults();
    let mut found: Vec<String> = vec![];
    for section in loss.sections {
        let jumps = (section.seams)(&parameters).into_iter();
        let jumps = jumps.filter(|seam| seam.left != seam.right);
        let places: Vec<String> = jumps.map(|seam| short(seam.at)).collect();
        if !places.is_empty() {
            let line = section.name.replace(" -", " −");
            found.push(format!("{} ({line})", places.join(", ")));
        }
    }
    match found.as_slice() {
        [] => "none".to_owned(),
        found => found.join("; "),
    }
}

/// What a name of a loss has in it; one without is a step of a loss that is written out.
const LOSSES: [&str; 8] = [
    "loss", "entropy", "error", "diverg", "kl_div", "hinge", "huber", "cosh",
];

/// What is called, by its own name; with a star if it is not called with the library's defaults.
fn named(call: &recorded::Call) -> String {
    let path = call.call.split('(').next().unwrap_or("");
    let name = path.rsplit('.').next().unwrap_or("");
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let low = name.to_ascii_lowercase();
    if !path.chars().all(is_name) || !LOSSES.iter().any(|part| low.contains(part)) {
        return "written out".to_owned();
    }
    let star = if call.is_default { "" } else { "*" };
    format!("{name}{star}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of a row's cells.
    fn cells(name: &str) -> Vec<String> {
        let Some(Function::Loss(loss)) = catalog::find(name) else {
            panic!("{name} is no loss")
        };
        let row = row(loss, "../").expect("a row");
        let cells = row.split("<td").skip(1);
        let text = |cell: &str| {
            let cell = cell.split_once('>').map_or("", |(_, cell)| cell);
            plain(cell.split("</td>").next().unwrap_or(""))
        };
        cells.map(text).collect()
    }

    /// A text without its escapes.
    fn plain(text: &str) -> String {
        let mut parts = text.split("&#");
        let mut out = parts.next().unwrap_or("").to_owned();
        for part in parts {
            let (code, rest) = part.split_once(';').expect("an escape");
            let code: u32 = code.parse().expect("a number");
            out.push(char::from_u32(code).expect("a character"));
            out += rest;
        }
        out
    }

    #[test]
    fn every_loss_has_a_row_of_the_same_length() {
        let table = table("../").expect("a table");
        let columns = table.matches("<th>").count();
        assert_eq!(table.matches("<td").count(), columns * all().count());
        assert!(!table.contains("NaN"), "{table}");
    }

    #[test]
    fn the_cells_of_losses_that_are_known() {
        for (name, expected) in [
            ("mse", ["[0, ∞)", "unbounded", "1", "none", "mse_loss"]),
            ("mae", ["[0, ∞)", "1", "0.7979", "0 (residual)", "l1_loss"]),
            ("huber", ["[0, ∞)", "1", "0.4247", "none", "huber_loss"]),
            ("log_cosh", ["[0, ∞)", "1", "0.3746", "none", "–"]),
            (
                "gaussian_nll",
                ["(−∞, ∞)", "unbounded", "0.5", "none", "gaussian_nll_loss*"],
            ),
            (
                "bce_with_logits",
                [
                    "(0, ∞)",
                    "1",
                    "0.6931",
                    "none",
                    "binary_cross_entropy_with_logits",
                ],
            ),
            (
                "cross_entropy",
                ["(0, ∞)", "1.4142", "2.3026", "none", "cross_entropy"],
            ),
            ("dpo", ["(0, ∞)", "0.1", "0.6931", "none", "–"]),
            (
                "diffusion_mse",
                ["[0, ∞)", "unbounded", "1", "none", "mse_loss*"],
            ),
        ] {
            assert_eq!(cells(name)[2..7], expected, "{name}");
        }
        assert_eq!(
            cells("triplet")[3],
            "2 by anchor, 1 by positive, 1 by negative"
        );
        assert_eq!(cells("triplet")[5], "−2, 0, 2 (negative)");
        assert!(cells("ppo_clip")[2].starts_with("(−∞"));
    }

    #[test]
    fn a_name_is_a_link_if_there_is_a_page() {
        let mae = catalog::find("mae").expect("a function").about();
        let page = "<a href=\"../losses/regression/mae.html\">MAE</a>";
        assert_eq!(plain(&link(mae, "MAE", "../")), page);
        let unwritten = About {
            chapter: "losses/none",
            ..*mae
        };
        assert_eq!(link(&unwritten, "x", "../"), "x");
    }
}
