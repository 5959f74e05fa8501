//! Five questions of the target, and the task that they lead to.

use super::{Task, classes, numbers, others};

/// What is to be predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Yes or no.
    YesOrNo,
    /// Exactly one of several classes.
    OneOf,
    /// Any number of several labels.
    SeveralOf,
    /// A number.
    Number,
    /// What belongs together.
    Together,
    /// The next token of a text.
    NextToken,
    /// Which of two answers is better.
    Better,
    /// Whether an answer is good.
    Good,
}

/// Which numbers a target may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any.
    Any,
    /// Above 0, or a count.
    Amount,
    /// From 0 to 1.
    Share,
}

/// Which number of a target's distribution is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The mean.
    Mean,
    /// The median.
    Typical,
    /// A quantile, or an interval between two.
    Quantile,
    /// Mean and spread.
    Spread,
}

/// The answers to the five questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers {
    /// What is to be predicted.
    pub target: Target,
    /// Of a number: which numbers it may be.
    pub kind: Kind,
    /// Of a number: which of its distribution is wanted.
    pub wanted: Wanted,
    /// Whether errors of one kind, or on one side, cost more.
    pub costs_differ: bool,
    /// Whether a class is rare, or a few targets are wild.
    pub rare: bool,
}

/// The task that the answers lead to.
#[must_use]
pub fn pick(answers: &Answers) -> &'static Task {
    match answers.target {
        Target::YesOrNo => &classes::YES_OR_NO,
        Target::OneOf if answers.rare => &classes::RARE_CLASS,
        Target::OneOf => &classes::ONE_OF_SEVERAL,
        Target::SeveralOf if answers.rare => &classes::MANY_LABELS,
        Target::SeveralOf => &classes::SEVERAL_LABELS,
        Target::Number => number(answers),
        Target::Together => &others::EMBEDDINGS,
        Target::NextToken => &others::NEXT_TOKEN,
        Target::Better => &others::PREFERENCES,
        Target::Good => &others::THUMBS,
    }
}

/// Of numbers: what is wanted decides first, then what errors cost, then what the targets may be.
fn number(answers: &Answers) -> &'static Task {
    match (answers.wanted, answers.kind) {
        (Wanted::Spread, _) => &numbers::UNCERTAIN,
        (Wanted::Quantile, _) => &numbers::QUANTILE,
        _ if answers.costs_differ => &numbers::QUANTILE,
        (Wanted::Typical, _) => &numbers::TYPICAL,
        (Wanted::Mean, Kind::Share) => &numbers::SHARE,
        (Wanted::Mean, Kind::Amount) => &numbers::AMOUNT,
        (Wanted::Mean, Kind::Any) if answers.rare => &numbers::WILD,
        (Wanted::Mean, Kind::Any) => &numbers::NUMBER,
    }
}

impl Answers {
    /// What follows where errors do not cost the same; the loss changes for numbers only.
    #[must_use]
    pub fn decision(&self) -> Option<&'static str> {
        self.costs_differ.then_some(match self.target {
            Target::YesOrNo => {
                "say yes from the probability a/(a + m) on, for the costs a of a false alarm and m of a miss"
            }
            Target::OneOf => "say the class whose expected cost is lowest, not the likeliest",
            Target::SeveralOf => {
                "for each label a threshold of its own: a/(a + m), for the costs a of a false alarm and m of a miss"
            }
            Target::Number => {
                "the level is u/(u + o), for the costs u of a unit too little and o of one too much"
            }
            Target::Together => "the cost of a wrong match sets how near is near enough",
            Target::NextToken | Target::Better | Target::Good => {
                "the loss knows no costs: judge the answers by them"
            }
        })
    }

    /// What follows where a class is rare or a target wild.
    #[must_use]
    pub fn caution(&self) -> Option<&'static str> {
        self.rare.then_some(match self.target {
            Target::YesOrNo => {
                "accuracy is high for a model that always says no; weights come last, and move every probability"
            }
            Target::OneOf => "try it without weights first: they change what a probability means",
            Target::SeveralOf => "for probabilities keep binary cross-entropy",
            Target::Number => match (self.wanted, self.kind) {
                (Wanted::Mean, Kind::Any) if !self.costs_differ => {
                    "if the wild targets are true and count, keep the squared error"
                }
                (Wanted::Mean, _) if !self.costs_differ => "one wild target moves a mean; look at it",
                (Wanted::Spread, _) => "one wild target widens the spread of all; look at it",
                _ => "wild targets hardly move this number",
            },
            Target::Together => "a rare item needs batches that hold it",
            Target::NextToken => "a rare token is learnt slowly, and costs much wherever it comes",
            Target::Better | Target::Good => "a few prompts with many answers can outweigh the others",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Answers = Answers {
        target: Target::Number,
        kind: Kind::Any,
        wanted: Wanted::Mean,
        costs_differ: false,
        rare: false,
    };

    #[test]
    fn each_question_can_change_the_task() {
        let task = |answers: Answers| pick(&answers).task;
        for (answers, expected) in [
            (REST, "A number"),
            (
                Answers {
                    kind: Kind::Share,
                    ..REST
                },
                "A share between 0 and 1",
            ),
            (
                Answers {
                    wanted: Wanted::Typical,
                    ..REST
                },
                "A typical value",
            ),
            (
                Answers {
                    costs_differ: true,
                    ..REST
                },
                "Quantile (P90), interval",
            ),
            (
                Answers { rare: true, ..REST },
                "A number, some targets wrong",
            ),
            (
                Answers {
                    target: Target::OneOf,
                    ..REST
                },
                "One of several classes",
            ),
            (
                Answers {
                    target: Target::OneOf,
                    rare: true,
                    ..REST
                },
                "A rare class",
            ),
        ] {
            assert_eq!(task(answers), expected);
        }
    }

    #[test]
    fn costs_and_rare_things_are_spoken_of_only_where_there_are_any() {
        assert_eq!((REST.decision(), REST.caution()), (None, None));
        let both = Answers {
            costs_differ: true,
            rare: true,
            ..REST
        };
        assert!(both.decision().is_some() && both.caution().is_some());
    }
}
