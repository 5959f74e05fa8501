//! A name means one thing: no function twice, no claim or property of a function twice.

use std::collections::BTreeSet;
use std::panic::Location;

use catalog::FUNCTIONS;

use crate::outcome::{Problem, catalogue_place};
use crate::{Outcome, properties};

/// A name and where it stands.
struct Named {
    function: &'static str,
    /// Empty for the function itself.
    claim: &'static str,
    /// Where a claim or a property is stated; the place of a function is looked up when it is wanted.
    at: Option<(&'static str, usize)>,
}

impl Named {
    fn stated(
        function: &'static str,
        claim: &'static str,
        at: &'static Location<'static>,
    ) -> Named {
        let at = Some((at.file(), at.line() as usize));
        Named {
            function,
            claim,
            at,
        }
    }

    fn place(&self) -> (String, usize) {
        match self.at {
            Some((file, line)) => (file.to_owned(), line),
            None => catalogue_place(self.function, "name", ""),
        }
    }
}

pub fn outcome() -> Outcome {
    let mut all = vec![];
    for function in FUNCTIONS {
        let name = function.about().name;
        all.push(Named {
            function: name,
            claim: "",
            at: None,
        });
        let claims = function.claims().into_iter();
        all.extend(claims.map(|(claim, at)| Named::stated(name, claim, at)));
    }
    all.extend(
        properties::stated().map(|(function, claim, at)| Named::stated(function, claim, at)),
    );
    let mut outcome = Outcome::new("", "names", "");
    outcome.points = all.len();
    outcome.problems = twice(&all);
    outcome
}

fn twice(all: &[Named]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let again = all.iter().filter(|n| !seen.insert((n.function, n.claim)));
    again
        .map(|named| {
            let (file, line) = named.place();
            let what = if named.claim.is_empty() {
                format!("a second function `{}` in the catalogue", named.function)
            } else {
                format!(
                    "a second claim or property `{}` of {}: a page that names it would be ambiguous",
                    named.claim, named.function
                )
            };
            Problem::new(&file, line, what)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_a_name_is_reported() {
        let named = |function, claim, line| Named {
            function,
            claim,
            at: Some(("f.rs", line)),
        };
        let all = [
            named("gelu", "", 1),
            named("gelu", "minimum", 2),
            named("silu", "minimum", 3),
            named("gelu", "minimum", 4),
            named("gelu", "", 5),
        ];
        let found = twice(&all);
        assert_eq!(found.iter().map(|p| p.line).collect::<Vec<_>>(), [4, 5]);
        assert!(
            found[0]
                .message
                .starts_with("a second claim or property `minimum` of gelu")
        );
        assert!(found[1].message.starts_with("a second function `gelu`"));
    }
}
