//! From a task to the end of the network, the loss and what to look at: one list, of which the front page, the
//! tables of tasks and the form that picks a recipe are made.

mod classes;
mod numbers;
mod others;
mod pick;

use crate::losses;
use crate::shape::Function;

pub use pick::{Answers, Kind, Target, Wanted, pick};

/// A task, and what one takes for it unless something speaks against it.
#[derive(Debug)]
pub struct Task {
    /// What is to be predicted.
    pub task: &'static str,
    /// What ends the network, as it stands in the code.
    pub last: &'static str,
    /// The loss.
    pub loss: Named,
    /// What has to be known of it here.
    pub how: &'static str,
    /// What the prediction is.
    pub says: &'static str,
    /// What the model is judged by.
    pub judged: &'static str,
    /// What the loss must be before the first step.
    pub start: Start,
    /// What to look at before training for long.
    pub check: &'static str,
    /// The recipe that treats it, written or not: `recipes/binary`.
    pub recipe: Option<&'static str>,
}

/// A loss by its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// In the catalogue.
    pub name: &'static str,
    /// In prose.
    pub title: &'static str,
    /// Its chapter: `losses/regression/mse`.
    pub chapter: &'static str,
}

/// The loss of a model that has learnt nothing.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// In words: `ln K`.
    pub says: &'static str,
    /// For what the number below is: `K = 10`; empty if for all.
    pub given: &'static str,
    /// Computed by the loss; none where it depends on the data.
    pub value: Option<fn() -> f64>,
}

/// A recipe that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// Its page: `recipes/binary`.
    pub page: &'static str,
    /// Its title.
    pub title: &'static str,
}

/// The recipes that are written.
pub static RECIPES: &[Recipe] = &[
    recipe("recipes/binary", "Binary classification"),
    recipe("recipes/multi-class", "Multi-class classification"),
    recipe("recipes/multi-label", "Multi-label classification"),
    recipe("recipes/regression", "Regression"),
    recipe("recipes/embeddings", "Embeddings and retrieval"),
    recipe("recipes/language-models", "Language models, end to end"),
];

/// All tasks, in the order of the front page.
pub static TASKS: &[&Task] = &[
    &classes::YES_OR_NO,
    &classes::ONE_OF_SEVERAL,
    &classes::SEVERAL_LABELS,
    &classes::MANY_LABELS,
    &classes::RARE_CLASS,
    &classes::OBJECTS,
    &numbers::NUMBER,
    &numbers::TYPICAL,
    &numbers::WILD,
    &numbers::AMOUNT,
    &numbers::SHARE,
    &numbers::QUANTILE,
    &numbers::UNCERTAIN,
    &others::EMBEDDINGS,
    &others::PICTURES,
    &others::PAIRS,
    &others::MANY_CLASSES,
    &others::NEXT_TOKEN,
    &others::TEACHER,
    &others::PREFERENCES,
    &others::CERTAIN,
    &others::WITHOUT_REFERENCE,
    &others::CHECKED,
    &others::SCORE,
    &others::THUMBS,
    &others::NOISE,
];

const fn recipe(page: &'static str, title: &'static str) -> Recipe {
    Recipe { page, title }
}

impl Task {
    /// The recipe that treats it, if it is written.
    #[must_use]
    pub fn recipe(&self) -> Option<&'static Recipe> {
        let page = self.recipe?;
        RECIPES.iter().find(|recipe| recipe.page == page)
    }
}

impl Start {
    const fn of(says: &'static str, value: fn() -> f64) -> Start {
        Start::given(says, "", value)
    }

    const fn given(says: &'static str, given: &'static str, value: fn() -> f64) -> Start {
        Start {
            says,
            given,
            value: Some(value),
        }
    }

    const fn words(says: &'static str) -> Start {
        Start {
            says,
            given: "",
            value: None,
        }
    }
}

/// The loss of that name; one that the catalogue does not have fails to compile. Nothing but its names is kept, so
/// that a module with the tasks holds no loss for their sake.
const fn loss(name: &'static str) -> Named {
    let mut i = 0;
    while i < losses::ALL.len() {
        if let Function::Loss(loss) = losses::ALL[i]
            && is(loss.about.name.as_bytes(), name.as_bytes())
        {
            return Named {
                name: loss.about.name,
                title: loss.about.title,
                chapter: loss.about.chapter,
            };
        }
        i += 1;
    }
    panic!("the catalogue has no loss of this name")
}

const fn is(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_losses_are_those_of_the_catalogue() {
        for (i, task) in TASKS.iter().enumerate() {
            assert!(
                TASKS[..i].iter().all(|other| other.task != task.task),
                "{}",
                task.task
            );
            let about = crate::find(task.loss.name).expect("a loss").about();
            assert_eq!(task.loss.title, about.title, "{}", task.task);
            assert_eq!(task.loss.chapter, about.chapter, "{}", task.task);
        }
    }

    #[test]
    fn starts_are_the_numbers_that_their_words_say() {
        let value = |task: &Task| (task.start.value.expect("a number"))();
        let close = |task: &Task, expected: f64| {
            let found = value(task);
            assert!((found - expected).abs() < 1e-5, "{}: {found}", task.task);
        };
        let ln_2 = std::f64::consts::LN_2;
        let ln_10 = std::f64::consts::LN_10;
        for task in [
            &classes::YES_OR_NO,
            &classes::SEVERAL_LABELS,
            &numbers::SHARE,
        ] {
            close(task, ln_2);
        }
        for task in [
            &classes::ONE_OF_SEVERAL,
            &classes::RARE_CLASS,
            &others::EMBEDDINGS,
            &others::PICTURES,
            &others::NEXT_TOKEN,
        ] {
            close(task, ln_10);
        }
        for task in [&others::PREFERENCES, &others::SCORE] {
            close(task, ln_2);
        }
        close(&classes::OBJECTS, 0.25 * ln_2);
        close(&numbers::NUMBER, 1.0);
        close(&numbers::TYPICAL, (2.0 / std::f64::consts::PI).sqrt());
        close(
            &numbers::QUANTILE,
            0.5 * (2.0 / std::f64::consts::PI).sqrt(),
        );
        close(&numbers::UNCERTAIN, 0.5);
        close(&others::CERTAIN, 25.0);
        close(&others::CHECKED, 0.0);
        close(&others::THUMBS, 0.5);
        close(&others::MANY_CLASSES, 0.2);
        close(&others::NOISE, 1.0);
    }
}
