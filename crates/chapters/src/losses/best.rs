//! The table of where losses start and how low they can be brought.

use catalog::lowest::{self, Lowest};
use catalog::{Args, Loss};
use notebook::escape;
use verification::drawn;

use super::{all, linked, settled};
use crate::numbers::short;

/// The table as HTML; `to_root` leads from its page to the root of the site.
pub fn table(to_root: &str) -> Result<String, String> {
    let head = ["Loss", "At the start", "At best", "Taken?", "Where"];
    let head: String = (head.iter())
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let rows: Result<String, String> = all().map(|(_, loss)| row(loss, to_root)).collect();
    Ok(format!(
        "<p class=\"filter for-script\"><label for=\"filter-best\">Rows with</label> <input type=\"search\" id=\"filter-best\" autocomplete=\"off\" placeholder=\"entropy, approached, reference ..\"></p><div class=\"table-wrapper\"><table class=\"wide sortable\" data-filter=\"filter-best\"><thead><tr>{head}</tr></thead><tbody>{}</tbody></table></div>",
        rows?
    ))
}

fn row(loss: &'static Loss, to_root: &str) -> Result<String, String> {
    let name = loss.about.name;
    let lowest = lowest::of(name).ok_or_else(|| {
        format!("nothing says how low {name} can be brought: expected an entry in crates/catalog/src/lowest/")
    })?;
    let cells = [
        number(drawn::start(loss)),
        number(best(loss, lowest)),
        taken(loss, lowest).to_owned(),
    ];
    let cells = cells.map(|cell| format!("<td>{}</td>", escape::text(&cell)));
    Ok(format!(
        "<tr><td class=\"name\">{}</td>{}<td class=\"words\">{}</td></tr>",
        linked(loss, to_root),
        cells.concat(),
        escape::text(lowest.at)
    ))
}

/// The mean over the examples of the lowest value of each.
fn best(loss: &Loss, lowest: &Lowest) -> Option<f64> {
    drawn::mean(loss, &lowest.value)
}

fn number(x: Option<f64>) -> String {
    x.map_or("–".to_owned(), |x| short(settled(x)))
}

/// Whether the lowest values are taken, by the examples.
fn taken(loss: &Loss, lowest: &Lowest) -> &'static str {
    let examples = drawn::neutral(loss);
    let bounded = |args: &Args| (lowest.value)(args) > f64::NEG_INFINITY;
    let taken = examples.iter().filter(|args| (lowest.taken)(args)).count();
    match taken {
        _ if !examples.iter().all(bounded) => "no bound",
        0 => "approached",
        n if n == examples.len() => "taken",
        _ => "for some",
    }
}

#[cfg(test)]
mod tests {
    use catalog::Function;

    use super::*;

    #[test]
    fn the_lowest_values_of_losses_that_are_known() {
        for (name, start, best, how) in [
            ("mse", "1", "0", "taken"),
            ("gaussian_nll", "0.5", "−∞", "no bound"),
            ("cross_entropy", "2.3026", "0", "approached"),
            ("smoothed_cross_entropy", "2.3026", "0.5003", "taken"),
            ("perplexity", "2", "1", "taken"),
            ("asymmetric", "0.3588", "0", "for some"),
            ("ppo_clip", "0", "−0.1596", "taken"),
            ("ipo", "25", "0", "taken"),
        ] {
            let Some(Function::Loss(loss)) = catalog::find(name) else {
                panic!("{name} is no loss")
            };
            let lowest = lowest::of(name).expect("an entry");
            let found = [
                number(drawn::start(loss)),
                number(super::best(loss, lowest)),
            ];
            assert_eq!(found, [start, best], "{name}");
            assert_eq!(taken(loss, lowest), how, "{name}");
        }
    }

    #[test]
    fn no_model_that_has_learnt_nothing_is_below_the_best() {
        for (_, loss) in all() {
            let lowest = lowest::of(loss.about.name).expect("an entry");
            let (start, best) = (drawn::start(loss), super::best(loss, lowest));
            let (Some(start), Some(best)) = (start, best) else {
                panic!("{}: {start:?}, {best:?}", loss.about.name)
            };
            assert!(start >= best - 1e-9, "{}: {start} {best}", loss.about.name);
        }
    }
}
