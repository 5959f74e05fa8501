//! What came of training with each activation and each loss: as a figure, a table and a sentence of a page.

mod kept;
mod said;

use figures::{Spread, Spreads};
use notebook::{Memory, Page, escape};
use training::{Candidate, Score, TASKS, Task, Unit, Vary};

use crate::losses::link;
use crate::numbers::{number, short};

pub use said::{compared, said};

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

    /// How many digits behind the point decide something.
    fn digits(&self) -> usize {
        if self.task.has_classes() { 2 } else { 3 }
    }
}

/// The figure, and below it the table of its numbers.
pub fn figure(task: &str, vary: &str, memory: &Memory, to_root: &str) -> Result<String, String> {
    let trials = Trials::of(task, vary, memory)?;
    let (vary, task) = (trials.vary, trials.task);
    let rows = trials.all.iter().map(|trial| Spread {
        name: trial.candidate.name(vary).to_owned(),
        mean: trial.score.mean(),
        spread: trial.score.spread(),
        each: trial.score.by_seed.clone(),
    });
    let title = format!(
        "{}: {} from the best to the worst",
        title(task),
        vary.name()
    );
    let svg = Spreads {
        id: format!("trials-{}-{}", task.name(), vary.name()),
        description: format!(
            "For each of {} {} the mean over ten seeds, with a bar of one standard deviation to each side. The table below has the numbers.",
            trials.all.len(),
            vary.name()
        ),
        label: task.measure().to_owned(),
        rows: rows.collect(),
        reference: trials.usual,
        title: title.clone(),
    }
    .svg();
    let caption = format!(
        "{title}. A dot is the mean over ten seeds, its bar one standard deviation to each side, a thin stroke one seed; the dashed line goes through {}.",
        vary.usual(task)
    );
    Ok(format!(
        "\n<figure class=\"plot\">{svg}<figcaption>{}</figcaption></figure>\n<details><summary>The numbers</summary>{}</details>\n",
        escape::text(&caption),
        table(&trials, to_root)
    ))
}

fn table(trials: &Trials, to_root: &str) -> String {
    let usual = trials.usual();
    let usual_name = usual.candidate.name(trials.vary);
    let head = [
        trials.vary.name().trim_end_matches(['s', 'e']).to_owned(),
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
            if difference.is_clear() {
                format!("<b>{text}</b>")
            } else {
                text
            }
        };
        let (once, again, below) = if i == trials.usual {
            ("–".to_owned(), "–".to_owned(), "–".to_owned())
        } else {
            let once = score.minus(&usual.score);
            let again = compared(score.minus_again(&usual.score));
            (compared(once), again, once.lower.to_string())
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
        Task::Curve => "The curve",
        Task::Moons => "The two classes",
        Task::Outliers => "The curve with outliers",
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
