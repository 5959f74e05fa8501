//! What the catalogue says of a function fits together: its arguments have names and symbols of their own, its
//! derivatives the library's names, its sections what they are made of.

use std::collections::BTreeSet;

use catalog::{Args, Argument, FUNCTIONS, Function, Loss, Parameter, Section};

use crate::Outcome;
use crate::guard::caught;
use crate::outcome::{Problem, catalogue_place};

pub fn outcome() -> Outcome {
    let mut outcome = Outcome::new("", "descriptions", "");
    for function in FUNCTIONS {
        outcome.points += function.arguments().len() + function.derivatives().len();
        outcome.problems.extend(wrong(function));
    }
    outcome
}

/// What does not fit together.
fn wrong(function: &Function) -> Vec<Problem> {
    let arguments = function.arguments();
    let mut found = Found {
        function: function.about().name,
        problems: vec![],
    };
    found.symbols(&arguments);
    for parameter in function.parameters() {
        found.parameter(parameter);
    }
    if let Function::Loss(f) = function {
        found.gradients(f);
        found.sections(f);
    }
    found.problems
}

struct Found {
    function: &'static str,
    problems: Vec<Problem>,
}

impl Found {
    /// At the line of a field of the function's file, the first that holds `part`.
    fn add(&mut self, field: &str, part: &str, what: &str) {
        let (file, line) = catalogue_place(self.function, field, part);
        let what = format!("the catalogue's {}: {what}", self.function);
        self.problems.push(Problem::new(&file, line, what));
    }

    /// Each argument has a name of its own and a symbol that formulas can be read with.
    fn symbols(&mut self, arguments: &[Argument]) {
        let mut names = BTreeSet::new();
        let mut symbols = BTreeSet::new();
        let lengths: BTreeSet<char> = (arguments.iter())
            .flat_map(|a| a.domain.lengths())
            .map(|length| length.0)
            .collect();
        // Where there are rows, these letters are their indices and lengths.
        let indices: &[char] = if lengths.is_empty() {
            &[]
        } else {
            &['i', 'j', 'k']
        };
        for letter in lengths.iter().chain(indices) {
            match formula::usable(&letter.to_string()) {
                Ok(name) => _ = symbols.insert(name),
                Err(why) => {
                    let what = format!("`{letter}` as a length: {}", why.message);
                    self.add("domain", &format!("'{letter}'"), &what);
                }
            }
        }
        for Argument { name, symbol, .. } in arguments {
            if !names.insert(*name) {
                self.add(
                    "name",
                    &format!("\"{name}\""),
                    &format!("two arguments `{name}`"),
                );
            }
            let what = match formula::usable(symbol) {
                Ok(name) if symbols.insert(name.clone()) => continue,
                Ok(_) => {
                    format!("`{symbol}` of `{name}` is another argument, an index or a length")
                }
                Err(why) => format!("`{symbol}` of `{name}`: {}", why.message),
            };
            self.add("symbol", symbol, &what);
        }
    }

    /// The default is among the values that are tried, and all of them are valid.
    fn parameter(&mut self, parameter: &Parameter) {
        let Parameter {
            name,
            default,
            tried,
            valid,
            span,
            ..
        } = *parameter;
        if !tried.contains(&default) {
            let what = format!("the default of `{name}`, {default}, is not in `tried`");
            self.add("tried", "", &what);
        }
        let ends = match span {
            catalog::Span::Even(from, to) | catalog::Span::Times(from, to) => [from, to],
        };
        for (field, values) in [("tried", tried), ("span", &ends[..])] {
            if let Some(value) = values.iter().find(|value| !valid(**value)) {
                let what = format!("{value} in `{field}` of `{name}` is not valid");
                self.add(field, "", &what);
            }
        }
    }

    /// Each is by an argument that can move, once, and named after it unless it is by the first.
    fn gradients(&mut self, f: &Loss) {
        let mut seen = BTreeSet::new();
        for gradient in f.gradients {
            let Some(argument) = f.arguments.get(gradient.by) else {
                let what = format!("a gradient by argument {}, which is not there", gradient.by);
                self.add("gradients", "", &what);
                continue;
            };
            let by = argument.name;
            if argument.domain.is_index() {
                self.add("gradients", "", &format!("a gradient by `{by}`, an index"));
            }
            if !seen.insert(gradient.by) {
                self.add("gradients", "", &format!("two gradients by `{by}`"));
            }
            let expected = match gradient.by {
                0 => "_grad".to_owned(),
                _ => format!("_grad_{by}"),
            };
            if gradient.suffix != expected {
                let (name, suffix) = (self.function, gradient.suffix);
                let what = format!(
                    "its gradient by `{by}` is `{name}{suffix}`, expected `{name}{expected}`"
                );
                self.add("suffix", suffix, &what);
            }
        }
    }

    /// Each has a name of its own, and its slope follows from the gradients.
    fn sections(&mut self, f: &Loss) {
        if f.sections.is_empty() {
            self.add("sections", "", "no section, so there is nothing to draw");
        }
        let mut names = BTreeSet::new();
        for section in f.sections {
            let name = section.name;
            if !names.insert(name) {
                self.add("name", name, &format!("two sections `{name}`"));
            }
            if section.ends.0 >= section.ends.1 || section.ends.0.is_nan() {
                self.add("ends", "", &format!("section `{name}` has no length"));
            } else if let Err(why) = caught(|| self.moves(f, section)) {
                self.add("at", "", &format!("section `{name}`: {why}"));
            }
        }
    }

    fn moves(&mut self, f: &Loss, section: &Section) {
        let name = section.name;
        if section.moves.is_empty() {
            self.add(
                "moves",
                "",
                &format!("nothing moves along section `{name}`"),
            );
        }
        let args = (section.at)(&f.defaults(), inside(section.ends));
        if args.0.len() != f.arguments.len() {
            let (n, m) = (args.0.len(), f.arguments.len());
            self.add(
                "at",
                "",
                &format!("{n} arguments along section `{name}`, not {m}"),
            );
            return;
        }
        for moved in section.moves {
            if let Some(why) = immovable(f, &args, moved) {
                self.add("moves", "", &format!("section `{name}` moves {why}"));
            }
        }
    }
}

/// A place between these ends.
fn inside((from, to): (f64, f64)) -> f64 {
    match (from.is_finite(), to.is_finite()) {
        (true, true) => 0.5 * (from + to),
        (true, false) => from + 1.0,
        (false, true) => to - 1.0,
        (false, false) => 0.0,
    }
}

/// Why what is said to move has no slope.
fn immovable(f: &Loss, args: &Args, moved: &catalog::Move) -> Option<String> {
    let Some(argument) = f.arguments.get(moved.argument) else {
        return Some(format!("argument {}, which is not there", moved.argument));
    };
    let name = argument.name;
    let entries = args.0[moved.argument].entries().len();
    if !f.gradients.iter().any(|g| g.by == moved.argument) {
        Some(format!("`{name}`, by which there is no gradient"))
    } else if moved.entry >= entries {
        Some(format!(
            "entry {} of `{name}`, which has {entries}",
            moved.entry
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use catalog::{Domain, Gradient, Numbers, Role, moving};

    use super::*;

    fn loss(name: &str) -> Loss {
        match catalog::find(name) {
            Some(Function::Loss(f)) => **f,
            _ => panic!("{name} is no loss"),
        }
    }

    fn leak<T>(value: T) -> &'static T {
        Box::leak(Box::new(value))
    }

    fn all(f: Loss) -> Vec<String> {
        let problems = wrong(&Function::Loss(leak(f)));
        let one = |p: Problem| format!("{}:{}: {}", p.file, p.line, p.message);
        problems.into_iter().map(one).collect()
    }

    /// One message, and at a line of the function's file.
    #[track_caller]
    fn says(f: Loss, expected: &str) {
        let found = all(f);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(expected), "{}", found[0]);
        let file = format!("crates/catalog/src/losses/{}.rs:", f.about.name);
        assert!(found[0].starts_with(&file), "{}", found[0]);
    }

    /// The loss with its argument at `i` changed.
    fn with(name: &str, i: usize, change: impl Fn(&mut Argument)) -> Loss {
        let mut arguments = loss(name).arguments.to_vec();
        change(&mut arguments[i]);
        Loss {
            arguments: leak(arguments),
            ..loss(name)
        }
    }

    #[test]
    fn symbols_that_no_formula_can_be_read_with() {
        for (symbol, why) in [
            (r"\Sigma", "no symbol: expected a letter"),
            ("e", "base of the natural logarithm"),
            (r"\pi", "circle constant"),
            ("x+y", "expected its end, found `+`"),
            ("", "no symbol"),
            ("y", "`y` of `variance` is another argument"),
            (r"\hat{y}", "of `variance` is another argument"),
        ] {
            says(with("gaussian_nll", 2, |a| a.symbol = symbol), why);
        }
        // Of rows, the letters of indices and lengths.
        for symbol in ["i", "k", "D"] {
            says(
                with("triplet", 0, |a| a.symbol = symbol),
                "an index or a length",
            );
        }
        let length = catalog::Length('e');
        let row = |a: &mut Argument| a.domain = Domain::Row(Numbers::Real, length);
        says(with("triplet", 0, row), "`e` as a length: no symbol");
        says(
            with("mse", 1, |a| a.name = "prediction"),
            "two arguments `prediction`",
        );
    }

    #[test]
    fn parameters_that_contradict_themselves() {
        let epsilon = *loss("ppo_clip").arguments[2]
            .parameter()
            .expect("a parameter");
        let set = |parameter: Parameter| {
            with("ppo_clip", 2, |a| a.role = Role::Parameter(leak(parameter)))
        };
        let tried = &[0.25, 0.5];
        says(
            set(Parameter { tried, ..epsilon }),
            "the default of `epsilon`, 0.2, is not in `tried`",
        );
        let tried = &[0.2, 0.0];
        says(
            set(Parameter { tried, ..epsilon }),
            "0 in `tried` of `epsilon` is not valid",
        );
        let span = catalog::Span::Even(0.0, 0.5);
        says(
            set(Parameter { span, ..epsilon }),
            "0 in `span` of `epsilon` is not valid",
        );
    }

    #[test]
    fn gradients_by_another_name() {
        let first = loss("gaussian_nll").gradients[0];
        let second = loss("gaussian_nll").gradients[1];
        let of = |gradients: [Gradient; 2]| Loss {
            gradients: leak(gradients),
            ..loss("gaussian_nll")
        };
        for (suffix, by, expected) in [
            (
                "_grad",
                2,
                "its gradient by `variance` is `gaussian_nll_grad`, expected `gaussian_nll_grad_variance`",
            ),
            (
                "_gradient_variance",
                2,
                "expected `gaussian_nll_grad_variance`",
            ),
            ("_grad_target", 2, "expected `gaussian_nll_grad_variance`"),
        ] {
            says(
                of([
                    first,
                    Gradient {
                        suffix,
                        by,
                        ..second
                    },
                ]),
                expected,
            );
        }
        let target = [
            first,
            Gradient {
                by: 1,
                suffix: "_grad_target",
                ..second
            },
        ];
        says(
            of(target),
            "moves `variance`, by which there is no gradient",
        );
        let twice = Loss {
            gradients: leak([first, first, second]),
            ..loss("gaussian_nll")
        };
        says(twice, "two gradients by `prediction`");
        let beyond = Gradient { by: 9, ..first };
        let beyond = Loss {
            gradients: leak([first, second, beyond]),
            ..loss("gaussian_nll")
        };
        says(beyond, "a gradient by argument 9, which is not there");
        let index = Gradient {
            by: 1,
            suffix: "_grad_class",
            ..loss("cross_entropy").gradients[0]
        };
        let index = Loss {
            gradients: leak([loss("cross_entropy").gradients[0], index]),
            ..loss("cross_entropy")
        };
        says(index, "a gradient by `class`, an index");
    }

    #[test]
    fn sections_without_a_slope() {
        let own = loss("dpo").sections[0];
        let of = |section: Section| Loss {
            sections: leak([section]),
            ..loss("dpo")
        };
        for (moves, expected) in [
            (
                moving(2, 0),
                "section `margin` moves `reference_chosen`, by which there is no gradient",
            ),
            (
                moving(7, 0),
                "section `margin` moves argument 7, which is not there",
            ),
            (
                moving(0, 1),
                "section `margin` moves entry 1 of `policy_chosen`, which has 1",
            ),
        ] {
            says(
                of(Section {
                    moves: leak([moves]),
                    ..own
                }),
                expected,
            );
        }
        says(
            of(Section { moves: &[], ..own }),
            "nothing moves along section `margin`",
        );
        says(
            of(Section {
                ends: (1.0, 1.0),
                ..own
            }),
            "section `margin` has no length",
        );
        says(
            of(Section {
                at: |_, h| catalog::args![h],
                ..own
            }),
            "1 arguments along section `margin`, not 5",
        );
        says(
            of(Section {
                at: |p, h| catalog::args![h, p[3]],
                ..own
            }),
            "section `margin`: index out of bounds",
        );
        says(
            Loss {
                sections: leak([own, own]),
                ..loss("dpo")
            },
            "two sections `margin`",
        );
        says(
            Loss {
                sections: &[],
                ..loss("dpo")
            },
            "no section",
        );
    }
}
