//! What a function gives for numbers of the reader's own: its value and its gradients.

mod arguments;

pub(super) use arguments::at_rest;

use catalog::{Args, Function};

use super::{Control, Entry, Figure, Kind, Shown, State};
use crate::layers::{Part, Table};
use crate::numeral::significant;

/// The form of a function.
pub(super) const ENTRY: Entry = Entry::of("own", "FUNCTION", of, || {
    let names = catalog::FUNCTIONS.iter().map(|f| f.about().name);
    names.map(|name| format!("own {name}")).collect()
});

/// Digits of a result: all that 32 bit have, and two more.
const DIGITS: usize = 10;
/// Results of a row that are shown.
const SHOWN: usize = 16;

fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    let [name] = words else {
        return Err("`own` needs a function: `own gelu`".to_owned());
    };
    let function =
        catalog::find(name).ok_or_else(|| format!("no function `{name}` in the catalogue"))?;
    Ok(Box::new(Own(*function)))
}

/// A function that is asked by a reader.
pub(super) struct Own(pub Function);

impl Figure for Own {
    fn caption(&self) -> String {
        format!(
            "{} for numbers of your own, typed or pasted, in 64 bit: the function that this page checks.",
            self.0.about().title
        )
    }

    fn controls(&self) -> Vec<Control> {
        let rest = at_rest(&self.0);
        let all = self.0.arguments();
        let controls = all.iter().zip(&rest.0).map(|(argument, value)| Control {
            name: argument.name.to_owned(),
            label: argument.name.to_owned(),
            kind: Kind::Typed(arguments::typing(argument, value)),
        });
        controls.collect()
    }

    fn show(&self, state: &State) -> Shown {
        match arguments::read(&self.0, state) {
            Ok(args) => self.answer(&args),
            Err(why) => Shown::refused(why),
        }
    }
}

impl Own {
    fn answer(&self, args: &Args) -> Shown {
        let name = self.0.about().name;
        let value = self.0.value(args);
        let mut rows = vec![row("value".to_owned(), &value)];
        let arguments = self.0.arguments();
        let derivatives = self.0.derivatives();
        for derivative in &derivatives {
            let by = &arguments[derivative.by];
            let what = match derivatives.len() {
                1 => "gradient".to_owned(),
                _ => format!("gradient by {}", by.name),
            };
            let numbers = derivative.at(args);
            // Those of a table row by row.
            let width = arguments::width(&args.0[derivative.by]).unwrap_or(numbers.len());
            let lines = numbers.chunks(width.max(1));
            let several = lines.len() > 1;
            rows.extend(lines.enumerate().map(|(i, line)| match several {
                true => row(format!("{what}, row {i}"), line),
                false => row(what.clone(), line),
            }));
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        rows.iter_mut()
            .for_each(|row| row.resize(columns, String::new()));
        let written: Vec<String> = args.0.iter().map(arguments::written).collect();
        // A map is called without the upstream gradient.
        let called = &written[..written.len() - usize::from(self.0.gives_a_row())];
        let words = format!("{name}({}) = {}", called.join(", "), listed(&value));
        let mut head = vec!["".to_owned()];
        head.extend((1..columns).map(|i| match columns {
            2 => String::new(),
            _ => (i - 1).to_string(),
        }));
        let part = Part {
            caption: name.to_owned(),
            head,
            rows,
            lit: vec![],
        };
        Shown::answer(words, Table::new(vec![part]))
    }
}

/// A row of the answer; the rest of a long one is counted.
fn row(what: String, numbers: &[f64]) -> Vec<String> {
    let mut cells = vec![what];
    cells.extend(numbers.iter().take(SHOWN).map(|x| significant(*x, DIGITS)));
    if numbers.len() > SHOWN {
        cells.push(format!("and {} more", numbers.len() - SHOWN));
    }
    cells
}

/// Numbers in a sentence.
fn listed(numbers: &[f64]) -> String {
    match numbers {
        [x] => significant(*x, DIGITS),
        _ => arguments::row(numbers),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{PART, Shape, answer, at_rest, find, written};
    use super::*;

    fn said(request: &str) -> String {
        let answer = answer(request).unwrap();
        answer.split(PART).nth(1).unwrap().to_owned()
    }

    #[test]
    fn a_function_of_any_shape_is_called_with_the_numbers_that_are_typed() {
        for (request, words) in [
            ("own gelu\nx=2", "gelu(2) = 1.954499736"),
            ("own elu\nx=-1\nalpha=2", "elu(−1, 2) = −1.264241118"),
            (
                "own softmax\nlogits=0 0\nupstream=1 0",
                "softmax([0, 0], 1) = [0.5, 0.5]",
            ),
            (
                "own huber\nprediction=3\ntarget=0\ndelta=2",
                "huber(3, 0, 2) = 4",
            ),
            (
                "own cross_entropy\nlogits=2 1 0.1\nclass=0",
                "cross_entropy([2, 1, 0.1], 0) = 0.4170300163",
            ),
            ("own gelu\nx=NaN", "gelu(NaN) = NaN"),
            ("own gelu\nx=-inf", "gelu(−∞) = 0"),
        ] {
            assert_eq!(said(request), words, "{request}");
        }
    }

    #[test]
    fn the_gradients_stand_below_row_by_row() {
        let answer = answer("own cross_entropy\nlogits=2 1 0.1\nclass=0").unwrap();
        let table = answer.split(PART).nth(3).unwrap();
        let gradient = nnfn::losses::cross_entropy_grad(&[2.0, 1.0, 0.1], 0);
        for x in gradient {
            let cell = format!("<td>{}</td>", significant(x, DIGITS));
            assert!(table.contains(&cell), "{cell}: {table}");
        }
        let all = said("own info_nce\nsimilarities=1 0; 0 1\ntemperature=0.5");
        assert!(
            all.starts_with("info_nce([[1, 0], [0, 1]], 0.5) = 0.126"),
            "{all}"
        );
    }

    #[test]
    fn what_cannot_be_computed_is_refused_with_the_argument_and_what_was_expected() {
        for (request, why) in [
            (
                "own cross_entropy\nlogits=2 1\nclass=2",
                "class: 2, expected a whole number from 0 to 1: `logits` has 2 numbers",
            ),
            (
                "own cross_entropy\nlogits=2 1\nclass=0.5",
                "class: 0.5, expected a whole number from 0 on",
            ),
            (
                "own softmax\nlogits=2 1\nupstream=1 0 0",
                "upstream: 3 numbers, expected 2 as in `logits`",
            ),
            (
                "own huber\nprediction=1\ntarget=0\ndelta=-1",
                "delta: −1 is not valid for huber",
            ),
            ("own nothing", "no function `nothing` in the catalogue"),
        ] {
            assert_eq!(answer(request).unwrap_err(), why, "{request}");
        }
    }

    #[test]
    fn at_rest_every_function_answers() {
        for function in catalog::FUNCTIONS {
            let name = function.about().name;
            let shown = at_rest(&*find(&format!("own {name}")).unwrap());
            let start = format!("{name}(");
            assert!(shown.words.starts_with(&start), "{name}: {}", shown.words);
            assert!(!shown.words.contains("NaN"), "{}", shown.words);
        }
    }

    /// A module that panics is dead until the page is loaded again.
    #[test]
    fn whatever_is_typed_is_answered_or_refused() {
        const NUMBERS: [f64; 14] = [
            0.0,
            1.0,
            -1.0,
            0.5,
            2.0,
            -0.3,
            1e-320,
            1e308,
            -1e308,
            -0.0,
            1e18,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ];
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % below
        };
        for function in catalog::FUNCTIONS {
            let key = format!("own {}", function.about().name);
            let controls = find(&key).unwrap().controls();
            let mut answered = 0;
            for _ in 0..300 {
                let (rows, width) = (1 + next(3), 1 + next(3));
                let mut request = key.clone();
                for control in &controls {
                    let Kind::Typed(typing) = &control.kind else {
                        panic!("{key}: `{}` is not typed", control.name);
                    };
                    let (rows, width) = match typing.shape {
                        Shape::Number => (1, 1),
                        Shape::Row => (1, [rows, width][next(2)]),
                        Shape::Table => (rows, width),
                    };
                    let is_small = next(2) == 0;
                    let numbers = (0..rows).map(|_| {
                        let row = (0..width).map(|_| match is_small {
                            true => next(2) as f64,
                            false => NUMBERS[next(NUMBERS.len())],
                        });
                        row.collect()
                    });
                    let numbers: Vec<Vec<f64>> = numbers.collect();
                    request += &format!("\n{}={}", control.name, written(&numbers));
                }
                answered += usize::from(answer(&request).is_ok());
            }
            assert!(answered > 0, "{key}: everything was refused");
        }
    }
}
