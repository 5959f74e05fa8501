//! All candidates of a task that differ from the usual one in one respect.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::objective::{Objective, objectives};
use crate::score::Score;
use crate::task::Task;
use crate::trial::Candidate;
use crate::unit::{Unit, unit, units};

/// In what the candidates differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vary {
    /// In what the hidden units do.
    Activations,
    /// In what is minimised.
    Losses,
}

/// The hidden units of the network with which all others are compared.
pub const USUAL_UNIT: &str = "relu";

impl Task {
    /// The loss of the network with which all others are compared.
    #[must_use]
    pub fn usual_loss(self) -> &'static str {
        match self {
            Task::Curve => "mse",
            Task::Moons => "bce_with_logits",
            Task::Outliers => "huber",
        }
    }
}

impl Vary {
    /// Its name in directives.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Vary::Activations => "activations",
            Vary::Losses => "losses",
        }
    }

    /// The name of what all others are compared with.
    #[must_use]
    pub fn usual(self, task: Task) -> &'static str {
        match self {
            Vary::Activations => USUAL_UNIT,
            Vary::Losses => task.usual_loss(),
        }
    }
}

impl Candidate {
    /// The network with which all others are compared.
    ///
    /// # Panics
    /// If its functions are no longer in the catalogue.
    #[must_use]
    pub fn usual(task: Task) -> Candidate {
        let named = |o: &Objective| o.loss().about.name == task.usual_loss();
        let objective = objectives(task).into_iter().find(named);
        Candidate {
            task,
            unit: unit(USUAL_UNIT).expect("the usual activation"),
            objective: objective.expect("the usual loss"),
        }
    }

    /// The name of its function that is varied.
    #[must_use]
    pub fn name(&self, vary: Vary) -> &'static str {
        match vary {
            Vary::Activations => self.unit.name(),
            Vary::Losses => self.objective.loss().about.name,
        }
    }

    /// The same in prose, with parameters.
    #[must_use]
    pub fn title(&self, vary: Vary) -> String {
        match vary {
            Vary::Activations => self.unit.title(),
            Vary::Losses => self.objective.title(),
        }
    }
}

/// The candidates, in the order of the catalogue.
#[must_use]
pub fn candidates(task: Task, vary: Vary) -> Vec<Candidate> {
    let usual = Candidate::usual(task);
    let with_unit = |unit: Unit| Candidate { unit, ..usual };
    let with_loss = |objective: Objective| Candidate { objective, ..usual };
    match vary {
        Vary::Activations => units().into_iter().map(with_unit).collect(),
        Vary::Losses => objectives(task).into_iter().map(with_loss).collect(),
    }
}

/// What comes of candidates, in their order; each is computed by itself, on as many cores as there are.
#[must_use]
pub fn scores(candidates: &[Candidate]) -> Vec<Score> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = vec![];
        while let Some((i, candidate)) = {
            let i = next.fetch_add(1, Ordering::Relaxed);
            candidates.get(i).map(|candidate| (i, candidate))
        } {
            done.push((i, candidate.score()));
        }
        done
    };
    let mut all: Vec<(usize, Score)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
    });
    all.sort_by_key(|(i, _)| *i);
    all.into_iter().map(|(_, score)| score).collect()
}
