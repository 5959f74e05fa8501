//! A call of a library function, as a mark writes it.

use catalog::{Function, Role};

use super::subject::{Output, Subject};

impl Subject {
    /// Reads `huber(prediction, target, delta)`.
    pub fn call(text: &str) -> Result<Subject, String> {
        let form = || {
            format!(
                "expected a call such as `gelu(x)`, `let gelu`, `identity gelu` or `unchecked: why`, found `{text}`"
            )
        };
        let (name, rest) = text.split_once('(').ok_or_else(form)?;
        let (inside, behind) = rest.split_once(')').ok_or_else(form)?;
        let (function, output) = find(name.trim())?;
        let mut subject = Subject {
            function,
            output,
            fixed: None,
            unit: false,
            entry: vec![],
        };
        subject.read_arguments(inside)?;
        subject.entry = match behind.trim() {
            "" => vec![],
            "[i]" => vec!['i'],
            "[j]" => vec!['j'],
            "[i][j]" => vec!['i', 'j'],
            other => {
                return Err(format!(
                    "expected `[i]`, `[j]` or `[i][j]` behind the call, found `{other}`"
                ));
            }
        };
        let indices = subject.indices();
        if indices != subject.entry.len() {
            let what = match indices {
                0 => "gives one number and has no entry",
                1 => "gives a row: name the entry, `[i]`",
                _ => "gives a table: name the entry, `[i][j]`",
            };
            return Err(format!("`{}` {what}", name.trim()));
        }
        Ok(subject)
    }

    fn read_arguments(&mut self, inside: &str) -> Result<(), String> {
        let expected = self.arguments();
        let given: Vec<&str> = inside.split(',').map(str::trim).collect();
        let names: Vec<&str> = expected.iter().map(|a| a.name).collect();
        let wrong = || format!("the arguments are ({}), found ({inside})", names.join(", "));
        if given.len() != names.len() {
            return Err(wrong());
        }
        for (at, (given, argument)) in given.iter().zip(&expected).enumerate() {
            match (given.parse::<f64>(), argument.role) {
                (Ok(number), Role::Parameter(_)) if self.fixed.is_none() => {
                    self.fixed = Some((at, number));
                }
                (_, Role::Upstream) if *given == "e_i" => self.unit = true,
                _ if *given == argument.name => {}
                _ => return Err(wrong()),
            }
        }
        Ok(())
    }
}

/// A function and which of its results, by the library's name.
fn find(name: &str) -> Result<(&'static Function, Output), String> {
    if let Some(function) = catalog::find(name) {
        return Ok((function, Output::Value));
    }
    for function in catalog::FUNCTIONS {
        let stem = function.about().name;
        let suffix = name.strip_prefix(stem);
        let derivatives = function.derivatives();
        if let Some(at) = derivatives
            .iter()
            .position(|d| Some(d.suffix.as_str()) == suffix)
        {
            return Ok((function, Output::Derivative(at)));
        }
    }
    Err(format!("the library has no function `{name}`"))
}
