//! What follows from trials: which functions differ clearly from the usual one, and whether they do so again.

use notebook::{Memory, escape};
use training::{Difference, RATES};

use super::{Trial, Trials, title};
use crate::numbers::{number, short};

/// A row for each task; all of it follows from the numbers.
pub fn table(vary: &str, tasks: &[&str], memory: &Memory) -> Result<String, String> {
    let head = [
        "task",
        "clearly better",
        "clearly worse",
        "neither",
        "at an end",
    ];
    let head: String = (head.iter())
        .map(|text| format!("<th scope=\"col\">{text}</th>"))
        .collect();
    let body: String = (tasks.iter())
        .map(|task| Ok(row(&Trials::of(task, vary, memory)?)))
        .collect::<Result<_, String>>()?;
    Ok(format!(
        "<div class=\"table-wrapper\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    ))
}

pub(super) fn row(trials: &Trials) -> String {
    let usual = trials.usual();
    let name = |trial: &Trial| escape::text(trial.candidate.name(trials.vary));
    let clear = |better: bool| -> Vec<&Trial> {
        let once = |trial: &&Trial| is(trial.score.minus(&usual.score), better);
        trials.others().filter(once).collect()
    };
    // Those that are so again stand out.
    let list = |better: bool| -> String {
        let again = |trial: &Trial| is(trial.score.minus_again(&usual.score), better);
        let all = clear(better);
        let names = all.iter().map(|trial| match again(trial) {
            true => format!("<b>{}</b>", name(trial)),
            false => name(trial),
        });
        let names: Vec<String> = names.collect();
        match names.len() {
            0 => "none".to_owned(),
            n => format!("{n}: {}", names.join(", ")),
        }
    };
    let unclear = trials.others().count() - clear(true).len() - clear(false).len();
    let (least, most) = (RATES[0], RATES[RATES.len() - 1]);
    let at_an_end = |trial: &&Trial| trial.score.rate == least || trial.score.rate == most;
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{unclear}</td><td>{}</td></tr>",
        title(trials.task),
        list(true),
        list(false),
        trials.all.iter().filter(at_an_end).count(),
    )
}

/// What came of two of them, with their learning rates.
pub fn compared(
    task: &str,
    vary: &str,
    names: [&str; 2],
    memory: &Memory,
) -> Result<String, String> {
    let trials = Trials::of(task, vary, memory)?;
    let one = |name: &str| {
        let trial = trials.find(name)?;
        Ok::<_, String>(format!(
            "{name} at {} with the rate {}",
            number(trial.score.mean(), trials.digits()),
            short(trial.score.rate)
        ))
    };
    let [first, second] = names.map(one);
    Ok(escape::text(&format!("{}, {}", first?, second?)))
}

/// Whether a difference is clear, and in this direction.
fn is(difference: Difference, better: bool) -> bool {
    difference.is_clear() && (difference.mean < 0.0) == better
}
