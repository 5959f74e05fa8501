//! A call of a library function, as a mark writes it.

use catalog::{Function, Setting};
use formula::Sort;

use super::subject::{Argument, K, Output, Subject, arguments};

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
            entry: None,
        };
        subject.read_arguments(inside)?;
        subject.entry = match behind.trim() {
            "" => None,
            "[i]" => Some('i'),
            "[j]" => Some('j'),
            other => {
                return Err(format!(
                    "expected `[i]` or `[j]` behind the call, found `{other}`"
                ));
            }
        };
        let many = subject.gives_a_row();
        if many != subject.entry.is_some() {
            let what = if many {
                "gives a row: name the entry, `[i]`"
            } else {
                "gives one number and has no entry"
            };
            return Err(format!("`{}` {what}", name.trim()));
        }
        Ok(subject)
    }

    fn read_arguments(&mut self, inside: &str) -> Result<(), String> {
        let mut expected = arguments(self.function);
        if matches!(self.function, Function::Row(_)) && self.output == Output::Gradient {
            expected.push(Argument {
                name: "upstream".to_owned(),
                symbol: "u".to_owned(),
                sort: Sort::Vector(K),
            });
        }
        let given: Vec<&str> = inside.split(',').map(str::trim).collect();
        let names: Vec<&str> = expected.iter().map(|a| a.name.as_str()).collect();
        let wrong = || format!("the arguments are ({}), found ({inside})", names.join(", "));
        if given.len() != names.len() {
            return Err(wrong());
        }
        for (given, name) in given.iter().zip(&names) {
            let is_parameter = Some(*name) == self.parameter();
            match given.parse::<f64>() {
                Ok(number) if is_parameter => self.fixed = Some(number),
                _ if *given == "e_i" && *name == "upstream" => self.unit = true,
                _ if given == name => {}
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
    let unknown = || format!("the library has no function `{name}`");
    if let Some(function) = name
        .strip_suffix("_vjp")
        .or_else(|| name.strip_suffix("_grad"))
        .and_then(catalog::find)
    {
        let is_row = matches!(function, Function::Row(_));
        return if is_row == name.ends_with("_vjp") {
            Ok((function, Output::Gradient))
        } else {
            Err(unknown())
        };
    }
    let (stem, by) = name.split_once("_grad_").ok_or_else(unknown)?;
    let function = catalog::find(stem).ok_or_else(unknown)?;
    match (function, by) {
        (Function::Gate(_), "a") => Ok((function, Output::Gradient)),
        (Function::Gate(_), "b") => Ok((function, Output::Second)),
        (Function::Curve(f), by)
            if by == f.parameter.name && matches!(f.setting, Setting::Learned(_)) =>
        {
            Ok((function, Output::Second))
        }
        _ => Err(unknown()),
    }
}
