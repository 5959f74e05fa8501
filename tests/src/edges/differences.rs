//! The differences that are known, each with its reason.

use super::{Differs, EDGES};
use crate::outcome::Problem;

/// Where they are listed.
pub const FILE: &str = "tests/src/edges/differences.txt";

/// A reason, and the number of its line.
#[derive(Clone, Debug)]
pub struct Reason {
    /// In words, one sentence or more.
    pub words: String,
}

/// A line: at one point of one function, the libraries that differ in one way.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which function.
    pub function: String,
    /// Which edge.
    pub edge: String,
    /// Which of the points there.
    pub place: String,
    /// In what.
    pub differs: Differs,
    /// Which libraries.
    pub libraries: Vec<String>,
    /// The reason, by its place in the list of reasons.
    pub reason: usize,
    /// Where it stands.
    pub line: usize,
}

/// All reasons, and all lines.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    /// The reasons, in the order of the file.
    pub reasons: Vec<Reason>,
    /// The lines.
    pub all: Vec<Listed>,
}

/// The list.
///
/// # Errors
/// If a line is not of the form that the head of the file says.
pub fn listed() -> Result<Differences, Problem> {
    parse(include_str!("differences.txt"))
}

fn parse(text: &str) -> Result<Differences, Problem> {
    let mut found = Differences::default();
    for (line, text) in (1..).zip(text.lines()) {
        let wrong = |what: &str| Problem::new(FILE, line, format!("{what}, found `{text}`"));
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(words) = text.strip_prefix("= ") {
            let words = words.to_owned();
            found.reasons.push(Reason { words });
            continue;
        }
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let [function, edge, place, differs, libraries] = parts[..] else {
            return Err(wrong(
                "expected `function | edge | place | what differs | libraries`",
            ));
        };
        let Some(reason) = found.reasons.len().checked_sub(1) else {
            return Err(wrong("expected a reason above this line"));
        };
        if catalog::find(function).is_none() {
            return Err(wrong("expected a function of the catalogue"));
        }
        if !EDGES.iter().any(|known| known.name() == edge) {
            return Err(wrong("expected an edge"));
        }
        let Some(differs) = Differs::ALL
            .into_iter()
            .find(|known| known.name() == differs)
        else {
            return Err(wrong("expected `refusal`, `value` or `gradient`"));
        };
        found.all.push(Listed {
            function: function.to_owned(),
            edge: edge.to_owned(),
            place: place.to_owned(),
            differs,
            libraries: libraries.split(',').map(|l| l.trim().to_owned()).collect(),
            reason,
            line,
        });
    }
    Ok(found)
}

impl Differences {
    /// The reason for which a library differs at a point, if that is listed.
    #[must_use]
    pub fn reason(
        &self,
        function: &str,
        edge: &str,
        place: &str,
        library: &str,
        differs: Differs,
    ) -> Option<usize> {
        let is_it = |one: &&Listed| {
            (one.function.as_str(), one.edge.as_str(), one.place.as_str())
                == (function, edge, place)
                && one.differs == differs
                && one.libraries.iter().any(|l| l == library)
        };
        self.all.iter().find(is_it).map(|one| one.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(text: &str, expected: &str) {
        let problem = parse(text).expect_err("a problem");
        assert!(problem.message.contains(expected), "{}", problem.message);
    }

    #[test]
    fn a_line_that_is_not_of_the_form_is_reported() {
        let good = "= Why.\ngelu | -inf |  | value | JAX, Keras\n";
        let found = parse(good).expect("it is well formed");
        assert_eq!(
            found.reason("gelu", "-inf", "", "Keras", Differs::Value),
            Some(0)
        );
        assert_eq!(
            found.reason("gelu", "-inf", "", "PyTorch", Differs::Value),
            None
        );
        says(
            "gelu | -inf |  | value | JAX",
            "expected a reason above this line, found `gelu |",
        );
        says(
            "= Why.\ngelo | -inf |  | value | JAX",
            "expected a function",
        );
        says("= Why.\ngelu | inf |  | value | JAX", "expected an edge");
        says("= Why.\ngelu | -inf |  | slope | JAX", "expected `refusal`");
        says(
            "= Why.\ngelu | -inf | value | JAX",
            "expected `function | edge",
        );
    }
}
