//! A reader finds each figure at the default of its parameter: the slider must be able to rest there.

use catalog::{FUNCTIONS, Parameter};

use crate::Outcome;
use crate::outcome::{Problem, catalogue_place};

pub fn outcome() -> Outcome {
    let mut outcome = Outcome::new("", "sliders", "");
    for function in FUNCTIONS {
        for parameter in function.parameters() {
            outcome.points += 1;
            outcome
                .problems
                .extend(restless(function.about().name, parameter));
        }
    }
    outcome
}

fn restless(function: &str, parameter: &Parameter) -> Option<Problem> {
    let Parameter {
        name,
        default,
        span,
        ..
    } = *parameter;
    let rest = span.rest(default);
    (rest != default).then(|| {
        let (file, line) = catalogue_place(function, "default", "");
        let what = format!(
            "the slider of `{name}` of {function} cannot rest at its default, {default}: its nearest step in {span:?} is {rest}; take another default, or `Span::Even`, which moves by {}",
            catalog::Span::Even(0.0, 1.0).step()
        );
        Problem::new(&file, line, what)
    })
}

#[cfg(test)]
mod tests {
    use catalog::Span;

    use super::*;

    #[test]
    fn a_default_between_two_steps_is_reported_where_it_stands() {
        let alpha = catalog::find("elu")
            .expect("it is in the catalogue")
            .parameters()[0];
        assert_eq!(restless("elu", alpha), None);
        let wrong = Parameter {
            default: 0.5,
            span: Span::Times(0.05, 3.0),
            ..*alpha
        };
        let problem = restless("elu", &wrong).expect("a problem");
        assert_eq!(problem.file, "crates/catalog/src/activations/elu.rs");
        assert!(
            problem.line > 1 && problem.message.contains("is 0.501; take another"),
            "{problem:?}"
        );
    }
}
