//! Five questions of the target, and the recipe that they lead to: a row of the list of tasks.

use catalog::tasks::{Answers, Kind, Start, Target, Task, Wanted, pick};

use super::{Choice, Control, Entry, Figure, Shown, State, Switch, list};
use crate::layers::{Part, Table};
use crate::numeral::significant;

/// The form.
pub(super) const ENTRY: Entry = Entry::alone("recipe", || Box::new(Recipe));

struct Recipe;

const TARGET: Choice<(&str, Target)> = Choice::new(
    "target",
    "1. What is predicted?",
    &[
        ("yes or no", Target::YesOrNo),
        ("exactly one of several classes", Target::OneOf),
        ("any number of several labels", Target::SeveralOf),
        ("a number", Target::Number),
        ("what belongs together", Target::Together),
        ("the next token", Target::NextToken),
        ("which of two answers is better", Target::Better),
        ("whether an answer is good", Target::Good),
    ],
)
.at(3);
const KIND: Choice<(&str, Kind)> = Choice::new(
    "kind",
    "2. If a number: which can it be?",
    &[
        ("any", Kind::Any),
        ("above 0, or a count", Kind::Amount),
        ("from 0 to 1", Kind::Share),
    ],
);
const WANTED: Choice<(&str, Wanted)> = Choice::new(
    "wanted",
    "3. If a number: what is wanted?",
    &[
        ("the mean, which adds up", Wanted::Mean),
        ("a typical value", Wanted::Typical),
        ("an amount that is enough, or an interval", Wanted::Quantile),
        ("mean and spread", Wanted::Spread),
    ],
);
const COSTS: Switch = Switch::new("costs", "4. Errors of one kind cost more", false);
const RARE: Switch = Switch::new(
    "rare",
    "5. A class is rarer than 1 %, or a few targets are wild",
    false,
);

/// From the page of the form to the root of the site.
const ROOT: &str = "../";

fn link(page: &str, words: &str) -> String {
    format!("[{words}]({ROOT}{page}.html)")
}

/// The loss before the first step: its number, and in words.
fn start(start: &Start) -> String {
    let Some(value) = start.value else {
        return start.says.to_owned();
    };
    let number = significant(value(), 4);
    match start.given {
        "" => format!("{}: {number}", start.says),
        given => format!("{}: {number} for {given}", start.says),
    }
}

/// What to take, a row for each thing.
fn rows(task: &Task, answers: &Answers) -> Vec<Vec<String>> {
    let mut rows = vec![
        ("Last layer", task.last.to_owned()),
        ("Loss", link(task.loss.chapter, task.loss.title)),
        ("Of the loss", task.how.to_owned()),
        ("The prediction is", task.says.to_owned()),
        ("Judged by", task.judged.to_owned()),
        ("Loss before the first step", start(&task.start)),
        ("First check", task.check.to_owned()),
    ];
    let more = [
        ("Since errors differ in cost", answers.decision()),
        ("Since something is rare or wild", answers.caution()),
    ];
    for (what, said) in more {
        rows.extend(said.map(|said| (what, said.to_owned())));
    }
    if let Some(recipe) = task.recipe() {
        rows.push(("Recipe", link(recipe.page, recipe.title)));
    }
    let cells = |(what, said): (&str, String)| vec![what.to_owned(), said];
    rows.into_iter().map(cells).collect()
}

impl Figure for Recipe {
    fn caption(&self) -> String {
        "Questions 2 and 3 count for numbers only.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&TARGET, &KIND, &WANTED, &COSTS, &RARE])
    }

    fn show(&self, state: &State) -> Shown {
        let answers = Answers {
            target: state.get(TARGET).1,
            kind: state.get(KIND).1,
            wanted: state.get(WANTED).1,
            costs_differ: state.get(COSTS),
            rare: state.get(RARE),
        };
        let task = pick(&answers);
        let words = format!("{}: {}, and {}", task.task, task.last, task.loss.title);
        let part = Part {
            head: vec!["What".to_owned(), "Take".to_owned()],
            rows: rows(task, &answers),
            ..Part::default()
        };
        Shown::answer(words, Table::new(vec![part]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    #[test]
    fn the_row_is_that_of_the_list() {
        let rest = at_rest(&Recipe);
        assert_eq!(
            rest.words,
            "A number: one number, no activation, and squared error"
        );
        let html = rest.table.html();
        assert!(html.contains("<a href=\"../losses/regression/mse.html\">squared error</a>"));
        assert!(html.contains("<a href=\"../recipes/regression.html\">Regression</a>"));
        assert!(html.contains("the variance of the targets: 1 for standardised, normal targets"));
        assert!(!html.contains("Since"), "{html}");
    }

    #[test]
    fn costs_and_rare_classes_add_a_row_each() {
        let html = answer("recipe\ntarget=0\ncosts=1\nrare=1").expect("an answer");
        assert!(html.contains("Yes or no: one logit, no sigmoid"), "{html}");
        for what in [
            "Since errors differ in cost",
            "Since something is rare or wild",
        ] {
            assert_eq!(html.matches(what).count(), 1, "{what}");
        }
    }
}
