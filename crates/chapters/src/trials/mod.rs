//! What came of training with each activation and each loss: as figures and tables of a page.

mod kept;
mod outcomes;

use std::collections::BTreeSet;

use figures::{Spread, SpreadPanel, Spreads};
use notebook::{Memory, Page, escape};
use training::{Candidate, Score, TASKS, Task, Unit, Vary};

use crate::losses::link;
use crate::numbers::{number, short};

pub use kept::TRIALS;
pub use outcomes::{compared, table as outcomes};

/// A candidate and what came of it.
pub struct Trial {
    candidate: Candidate,
    score: Score,
}

/// All trials of a task that vary one thing.
pub struct Trials {
    task: Task,
    vary: Vary,
    /// From the least mean to the largest.
    all: Vec<Trial>,
    /// Which of them is the usual one.
    usual: usize,
}

impl Trials {
    /// Those of a task by its name; they are trained unless the memory knows what came of them.
    pub fn of(task: &str, vary: &str, memory: &Memory) -> Result<Trials, String> {
        let (task, vary) = (self::task(task)?, self::vary(vary)?);
        let found = kept::scores(task, vary, memory);
        let candidates = training::candidates(task, vary).into_iter();
        let mut all: Vec<Trial> = (candidates.zip(found))
            .map(|(candidate, score)| Trial { candidate, score })
            .collect();
        let lost = all.iter().find(|trial| !trial.score.mean().is_finite());
        if let Some(trial) = lost {
            let name = trial.candidate.name(vary);
            return Err(format!(
                "{name}: training ended with {}",
                trial.score.mean()
            ));
        }
        // Where two are equal, in the order of the catalogue.
        all.sort_by(|a, b| a.score.mean().total_cmp(&b.score.mean()));
        let name = vary.usual(task);
        let usual = all
            .iter()
            .position(|trial| trial.candidate.name(vary) == name);
        let usual = usual.ok_or_else(|| format!("{name} is not among the {}", vary.name()))?;
        Ok(Trials {
            task,
            vary,
            all,
            usual,
        })
    }

    fn usual(&self) -> &Trial {
        &self.all[self.usual]
    }

    fn others(&self) -> impl Iterator<Item = &Trial> {
        let usual = self.usual;
        self.all
            .iter()
            .enumerate()
            .filter(move |(i, _)| *i != usual)
            .map(|(_, trial)| trial)
    }

    /// That of a function, by its name.
    fn find(&self, name: &str) -> Result<&Trial, String> {
        let mut all = self.all.iter();
        let found = all.find(|trial| trial.candidate.name(self.vary) == name);
        found.ok_or_else(|| {
            let (vary, task) = (self.vary.name(), self.task.name());
            format!("{name} is not among the {vary} of {task}")
        })
    }

    /// How many digits behind the point decide something.
    fn digits(&self) -> usize {
        if self.task.has_classes() { 2 } else { 3 }
    }
}

/// The figure of several tasks, and below it the tables of its numbers.
///
/// The rows are those of all tasks, from the least mean of the first to the largest.
pub fn figure(
    vary: &str,
    tasks: &[&str],
    memory: &Memory,
    to_root: &str,
) -> Result<String, String> {
    let all: Vec<Trials> = (tasks.iter())
        .map(|task| Trials::of(task, vary, memory))
        .collect::<Result<_, _>>()?;
    let [first, ..] = &all[..] else {
        return Err("`trials`: expected a task".to_owned());
    };
    let vary = first.vary;
    let names: Vec<String> = (first.all.iter())
        .map(|trial| trial.candidate.name(vary).to_owned())
        .collect();
    let panel = |trials: &Trials| {
        let spread = |name: &String| {
            let trial = trials.find(name)?;
            Ok(Spread {
                mean: trial.score.mean(),
                spread: trial.score.spread(),
                each: trial.score.by_seed.clone(),
            })
        };
        let usual = vary.usual(trials.task);
        let reference = names.iter().position(|name| name == usual);
        Ok(SpreadPanel {
            name: title(trials.task).to_owned(),
            rows: names.iter().map(spread).collect::<Result<_, String>>()?,
            reference: reference.ok_or_else(|| format!("{usual} is not among the rows"))?,
        })
    };
    let panels: Vec<SpreadPanel> = all.iter().map(panel).collect::<Result<_, String>>()?;
    let measures = all.iter().map(|trials| trials.task.measure());
    let mut measures: Vec<&str> = measures.collect();
    measures.sort_unstable();
    measures.dedup();
    let usual: BTreeSet<&str> = (all.iter())
        .map(|trials| trials.usual().candidate.name(vary))
        .collect();
    let usual: Vec<&str> = usual.into_iter().collect();
    let caption = format!(
        "With each of {} {}: {}. Dot: mean over ten seeds; bar: one standard deviation to each side; strokes: the seeds; dashed: {}.",
        names.len(),
        vary.name(),
        measures.join(", or "),
        usual.join(" or "),
    );
    let svg = Spreads {
        id: format!("trials-{}-{}", vary.name(), tasks.join("-")),
        title: format!("{} on {}", vary.name(), tasks.join(", ")),
        description: format!("{caption} The tables below have the numbers."),
        names,
        panels,
    }
    .svg();
    let tables: String = all.iter().map(|trials| table(trials, to_root)).collect();
    Ok(format!(
        "\n<figure class=\"plot\">{svg}<figcaption>{}</figcaption></figure>\n<details><summary>The numbers</summary>{tables}</details>\n",
        escape::text(&caption),
    ))
}

fn table(trials: &Trials, to_root: &str) -> String {
    let usual = trials.usual();
    let usual_name = usual.candidate.name(trials.vary);
    let head = [
        title(trials.task).to_owned(),
        "rate".to_owned(),
        "mean".to_owned(),
        "spread".to_owned(),
        format!("mean minus that of {usual_name}"),
        "seeds below it".to_owned(),
        "with other seeds".to_owned(),
    ];
    let head: String = (head.iter())
        .map(|text| format!("<th scope=\"col\">{}</th>", escape::text(text)))
        .collect();
    let digits = trials.digits();
    let row = |(i, trial): (usize, &Trial)| {
        let score = &trial.score;
        let compared = |difference: training::Difference| {
            let (mean, reach) = (difference.mean, difference.reach);
            let text = format!("{} ± {}", number(mean, digits), number(reach, digits));
            match difference.is_clear() {
                true => format!("<b>{text}</b>"),
                false => text,
            }
        };
        let [once, below, again] = if i == trials.usual {
            ["–", "–", "–"].map(str::to_owned)
        } else {
            let once = score.minus(&usual.score);
            let again = compared(score.minus_again(&usual.score));
            [compared(once), once.lower.to_string(), again]
        };
        format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{once}</td><td>{below}</td><td>{again}</td></tr>",
            linked(trials, &trial.candidate, to_root),
            short(score.rate),
            number(score.mean(), digits),
            number(score.spread(), digits),
        )
    };
    let body: String = trials.all.iter().enumerate().map(row).collect();
    format!(
        "<div class=\"table-wrapper\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

/// The name in prose, linked to the chapter.
fn linked(trials: &Trials, candidate: &Candidate, to_root: &str) -> String {
    let title = candidate.title(trials.vary);
    match (trials.vary, candidate.unit) {
        (Vary::Activations, Unit::None) => escape::text(&title),
        (Vary::Activations, Unit::Of(function)) => link(function.about(), &title, to_root),
        (Vary::Losses, _) => link(&candidate.objective.loss().about, &title, to_root),
    }
}

/// That the output of a cell on the page is what the build found of the usual network on a task.
pub fn agrees(page: &Page, task: &str) -> Result<String, String> {
    let task = self::task(task)?;
    let score = Candidate::usual(task).score();
    let wanted = format!(
        "rate {}   mean {:.4}   spread {:.4}",
        score.rate,
        score.mean(),
        score.spread()
    );
    let mut outputs = page.cells.iter().filter_map(|cell| cell.output.as_ref());
    if outputs.any(|output| page.text[output.body.clone()].contains(&wanted)) {
        Ok(format!(
            "the build's own training gives {} ± {} at the rate {}",
            number(score.mean(), 4),
            number(score.spread(), 4),
            short(score.rate)
        ))
    } else {
        Err(format!(
            "no cell of this page prints `{wanted}`, which is what came of the same training in the build"
        ))
    }
}

fn title(task: Task) -> &'static str {
    match task {
        Task::Curve => "curve",
        Task::Moons => "two classes",
        Task::Outliers => "outliers",
    }
}

fn task(name: &str) -> Result<Task, String> {
    let known = || TASKS.map(Task::name).join(", ");
    let found = TASKS.into_iter().find(|task| task.name() == name);
    found.ok_or_else(|| format!("no task `{name}`: expected one of {}", known()))
}

fn vary(name: &str) -> Result<Vary, String> {
    let both = [Vary::Activations, Vary::Losses];
    let found = both.into_iter().find(|vary| vary.name() == name);
    found.ok_or_else(|| format!("`{name}` is not varied: expected activations or losses"))
}

#[cfg(test)]
mod tests;
