//! A function of the library as a formula names it: its symbols on the page, its values in code.

use std::cell::RefCell;
use std::collections::HashMap;

use catalog::{Argument, Domain, Function, Role, Value as Argued};
use formula::{Input, Length, Name, Names, Seed, Sort, Value};

use super::points::Point;

/// Which of a function's results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Value,
    /// The derivative at this place among the function's.
    Derivative(usize),
}

/// A call of a library function: `cross_entropy_grad(logits, class)[i]`.
#[derive(Clone, Debug)]
pub struct Subject {
    pub function: &'static Function,
    pub output: Output,
    /// A number in place of the argument at this place, a parameter.
    pub fixed: Option<(usize, f64)>,
    /// `e_i` in place of the upstream gradient.
    pub unit: bool,
    /// The entry, by its indices: none of a number, `i` or `j` of a row, both of a table.
    pub entry: Vec<char>,
}

/// What the formulas of an argument go by.
fn sort(domain: Domain) -> Sort {
    let length = |length: catalog::Length| Length(length.0);
    match domain {
        Domain::Number(_) => Sort::Number,
        Domain::Row(_, n) | Domain::Simplex(n) | Domain::Mask(n) => Sort::Vector(length(n)),
        Domain::Table(_, n, m) => Sort::Table(length(n), length(m)),
        Domain::Class(_) => Sort::Index,
        Domain::Classes(n, m) | Domain::Labels(n, m) => Sort::Indices(length(n), length(m)),
    }
}

/// A symbol as trees have it; it is read once, and asked for at every point.
fn name(symbol: &str) -> Name {
    thread_local! {
        static READ: RefCell<HashMap<String, Name>> = RefCell::new(HashMap::new());
    }
    READ.with_borrow_mut(|read| {
        if let Some(name) = read.get(symbol) {
            return *name;
        }
        let name = formula::usable(symbol).unwrap_or_else(|_| symbol.into());
        read.insert(symbol.to_owned(), name);
        name
    })
}

impl Subject {
    /// The value of a function, for its symbols only.
    pub fn plain(name: &str) -> Result<Subject, String> {
        let function =
            catalog::find(name).ok_or_else(|| format!("`{name}` is not in the catalogue"))?;
        Ok(Subject {
            function,
            output: Output::Value,
            fixed: None,
            unit: false,
            entry: vec![],
        })
    }

    /// The arguments of the call, in order: the upstream gradient only of a derivative.
    pub fn arguments(&self) -> Vec<Argument> {
        let of_value = self.output == Output::Value;
        let mut arguments = self.function.arguments();
        arguments.retain(|argument| !(of_value && matches!(argument.role, Role::Upstream)));
        arguments
    }

    /// The argument by which is differentiated, and its place.
    pub fn by(&self) -> Option<(usize, Argument)> {
        let Output::Derivative(at) = self.output else {
            return None;
        };
        let by = self.function.derivatives()[at].by;
        Some((by, self.function.arguments()[by]))
    }

    /// The symbol of the parameter in whose place the mark puts a number.
    pub fn fixed_symbol(&self) -> Option<String> {
        let (at, _) = self.fixed?;
        Some(self.function.arguments()[at].symbol.to_owned())
    }

    /// With how many indices an entry of the result is named.
    pub fn indices(&self) -> usize {
        match self.by() {
            None => usize::from(self.function.gives_a_row()),
            Some((_, argument)) => match argument.domain {
                Domain::Number(_) => 0,
                Domain::Table(..) => 2,
                _ => 1,
            },
        }
    }

    /// Whether it is a function of rows.
    pub fn of_a_row(&self) -> bool {
        let mut arguments = self.function.arguments().into_iter();
        arguments.any(|argument| !argument.domain.lengths().is_empty())
    }

    /// The library's name of it: `huber_grad`.
    pub fn code_name(&self) -> String {
        let name = self.function.about().name;
        match self.output {
            Output::Value => name.to_owned(),
            Output::Derivative(at) => format!("{name}{}", self.function.derivatives()[at].suffix),
        }
    }

    /// The symbols that its formulas may use.
    ///
    /// # Errors
    /// If the catalogue has a symbol that no formula can be read with.
    pub fn symbols(&self, names: &mut Names) -> Result<(), String> {
        let arguments = self.function.arguments();
        let mut add = |symbol: &str, sort| {
            let name = self.function.about().name;
            let wrong = |e| format!("the catalogue's symbol `{symbol}` of {name}: {e}");
            names.symbol(symbol, sort).map(drop).map_err(wrong)
        };
        for argument in &arguments {
            add(argument.symbol, sort(argument.domain))?;
        }
        if self.of_a_row() {
            for index in ["i", "j", "k"] {
                add(index, Sort::Index)?;
            }
            for length in lengths(&arguments) {
                add(&length.0.to_string(), Sort::Count)?;
            }
        }
        Ok(())
    }

    /// What the symbols are bound to at a point.
    pub fn inputs(&self, point: &Point) -> Vec<Input> {
        let mut inputs = vec![];
        let mut bind = |symbol: &str, value, side| {
            inputs.push(Input {
                name: name(symbol),
                value,
                side,
            });
        };
        let arguments = self.function.arguments();
        for (at, (argument, value)) in arguments.iter().zip(&point.args.0).enumerate() {
            let value = match value {
                Argued::Number(x) => Value::Number(*x),
                Argued::Row(row) => Value::Vector(row.clone()),
                Argued::Table(table) => Value::Table(table.clone()),
                Argued::Index(index) => Value::Whole(*index as i64 + 1),
                Argued::Indices(all) => Value::Indices(all.iter().map(|i| *i as i64 + 1).collect()),
            };
            let side = if at == point.moves { point.side } else { 0 };
            bind(argument.symbol, value, side);
        }
        if self.of_a_row() {
            for length in lengths(&arguments) {
                let n = point.length(&arguments, length);
                bind(&length.0.to_string(), Value::Whole(n as i64), 0);
            }
            bind("i", Value::Whole(point.i as i64 + 1), 0);
            bind("j", Value::Whole(point.j as i64 + 1), 0);
        }
        inputs
    }

    /// A point in words: `x = 2.5`, `prediction = 2.5, target = 0, delta = 1`.
    pub fn in_words(&self, point: &Point) -> String {
        let row = |all: &[f64]| {
            let numbers: Vec<String> = all.iter().take(4).map(|x| shown(*x)).collect();
            let more = if all.len() > 4 { ", .." } else { "" };
            format!("[{}{more}]", numbers.join(", "))
        };
        let mut parts: Vec<String> = vec![];
        for (argument, value) in self.function.arguments().iter().zip(&point.args.0) {
            let value = match value {
                Argued::Number(x) => shown(*x),
                Argued::Row(_) if matches!(argument.role, Role::Upstream) => continue,
                Argued::Row(numbers) => row(numbers),
                Argued::Table(table) => {
                    let rows: Vec<String> = table.iter().take(3).map(|r| row(r)).collect();
                    format!("[{}]", rows.join(", "))
                }
                Argued::Index(index) => index.to_string(),
                Argued::Indices(all) => format!("{all:?}"),
            };
            parts.push(format!("{} = {value}", argument.name));
        }
        if !self.entry.is_empty() {
            if self.output != Output::Value && self.function.gives_a_row() {
                parts.push(if self.unit {
                    format!("i = {}", point.i + 1)
                } else {
                    format!("upstream = {}", row(&self.upstream(point)))
                });
            }
            for index in &self.entry {
                parts.push(format!("{index} = {}", point.index(*index) + 1));
            }
        }
        let side = match point.side {
            0 => "",
            s if s < 0 => ", from the left",
            _ => ", from the right",
        };
        format!("{}{side}", parts.join(", "))
    }

    /// The entry that is compared, from 0; of a table row by row.
    pub fn entry_at(&self, point: &Point) -> usize {
        match self.entry[..] {
            [] => 0,
            [index] => point.index(index),
            [row, column, ..] => {
                let by = self.by().map_or(0, |(by, _)| by);
                let width = point.args.table(by).first().map_or(0, Vec::len);
                point.index(row) * width + point.index(column)
            }
        }
    }

    /// The upstream gradient of a row.
    pub fn upstream(&self, point: &Point) -> Vec<f64> {
        match point.args.0.get(2) {
            Some(Argued::Row(row)) if self.unit => {
                let entry = |i| if i == point.i { 1.0 } else { 0.0 };
                (0..row.len()).map(entry).collect()
            }
            Some(Argued::Row(row)) => row.clone(),
            _ => vec![],
        }
    }

    /// What the library gives at a point.
    pub fn code(&self, point: &Point) -> f64 {
        let all = match self.output {
            Output::Value => self.function.value(&point.args),
            Output::Derivative(at) => {
                let derivative = &self.function.derivatives()[at];
                if self.unit {
                    let upstream = self.upstream(point).into();
                    derivative.at(&point.args.with(2, upstream))
                } else {
                    derivative.at(&point.args)
                }
            }
        };
        all[self.entry_at(point)]
    }

    /// The outputs of a model by which the function gives no gradient, number by number.
    pub fn held(&self, point: &Point) -> Vec<(Argument, Seed)> {
        let derivatives = self.function.derivatives();
        let mut all = vec![];
        for (at, argument) in self.function.arguments().into_iter().enumerate() {
            let free = derivatives.iter().any(|derivative| derivative.by == at);
            if matches!(argument.role, Role::Input) && !free {
                let seeds = seeds(&argument, &point.args.0[at]);
                all.extend(seeds.into_iter().map(|seed| (argument, seed)));
            }
        }
        all
    }

    /// By what the value is differentiated to give this derivative at a point; nothing for a value.
    pub fn seed(&self, point: &Point) -> Option<Seed> {
        let (by, argument) = self.by()?;
        if self.fixed.is_some_and(|(fixed, _)| fixed == by) {
            return None;
        }
        let seeds = seeds(&argument, &point.args.0[by]);
        seeds.into_iter().nth(self.entry_at(point))
    }

    /// The gradient functions that the derivative of the value must agree with, each with the
    /// input by which is differentiated.
    pub fn derivatives(&self, point: &Point) -> Vec<(Subject, Point, Seed)> {
        let mut all = vec![];
        for (at, derivative) in self.function.derivatives().iter().enumerate() {
            if self.fixed.is_some_and(|(fixed, _)| fixed == derivative.by) {
                continue;
            }
            let argument = self.function.arguments()[derivative.by];
            let symbol = || name(argument.symbol);
            let subject = Subject {
                output: Output::Derivative(at),
                unit: self.function.gives_a_row(),
                ..self.clone()
            };
            match &point.args.0[derivative.by] {
                Argued::Number(_) => {
                    let subject = Subject {
                        entry: vec![],
                        ..subject
                    };
                    all.push((subject, point.clone(), Seed::Number(symbol())));
                }
                Argued::Row(row) => all.extend((0..row.len()).map(|j| {
                    let subject = Subject {
                        entry: vec!['j'],
                        ..subject.clone()
                    };
                    let point = Point { j, ..point.clone() };
                    (subject, point, Seed::Entry(symbol(), j))
                })),
                Argued::Table(table) => {
                    let width = table.first().map_or(0, Vec::len);
                    all.extend((0..table.len() * width).map(|k| {
                        let (i, j) = (k / width, k % width);
                        let subject = Subject {
                            entry: vec!['i', 'j'],
                            ..subject.clone()
                        };
                        let point = Point {
                            i,
                            j,
                            ..point.clone()
                        };
                        (subject, point, Seed::Cell(symbol(), i, j))
                    }));
                }
                Argued::Index(_) | Argued::Indices(_) => {}
            }
        }
        all
    }
}

/// The number that an argument is, or its entries.
fn seeds(argument: &Argument, value: &Argued) -> Vec<Seed> {
    let symbol = || name(argument.symbol);
    match value {
        Argued::Number(_) => vec![Seed::Number(symbol())],
        Argued::Row(row) => (0..row.len()).map(|j| Seed::Entry(symbol(), j)).collect(),
        Argued::Table(table) => {
            let row = |i: usize| (0..table[i].len()).map(move |j| (i, j));
            let all = (0..table.len()).flat_map(row);
            all.map(|(i, j)| Seed::Cell(symbol(), i, j)).collect()
        }
        Argued::Index(_) | Argued::Indices(_) => vec![],
    }
}

/// The lengths that arguments have, each once.
pub fn lengths(arguments: &[Argument]) -> Vec<catalog::Length> {
    let mut all: Vec<catalog::Length> = vec![];
    for length in arguments
        .iter()
        .flat_map(|argument| argument.domain.lengths())
    {
        if !all.contains(&length) {
            all.push(length);
        }
    }
    all
}

/// A number as a message shows it.
pub fn shown(x: f64) -> String {
    if x == 0.0 || (1e-4..1e6).contains(&x.abs()) {
        format!("{x}")
    } else {
        format!("{x:e}")
    }
}
