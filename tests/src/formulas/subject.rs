//! A function of the library as a formula names it: its symbols on the page, its values in code.

use catalog::{Function, Setting};
use formula::{Input, Length, Names, Seed, Sort, Value};

use super::points::Point;

/// How many entries all rows have.
pub const K: Length = Length('K');

/// Which of a function's results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Value,
    /// By the first argument; the product with the Jacobian of a row.
    Gradient,
    /// By the parameter, or by the gate's second argument.
    Second,
}

/// A call of a library function: `cross_entropy_grad(logits, class)[i]`.
#[derive(Clone, Debug)]
pub struct Subject {
    pub function: &'static Function,
    pub output: Output,
    /// A number in place of the parameter.
    pub fixed: Option<f64>,
    /// `e_i` in place of the upstream gradient.
    pub unit: bool,
    /// The entry: `i` or `j`.
    pub entry: Option<char>,
}

/// An argument of a function: its name in code, its symbol on a page.
#[derive(Clone, Debug)]
pub struct Argument {
    pub name: String,
    pub symbol: String,
    pub sort: Sort,
}

/// The symbol of a parameter: Greek letters by their names.
fn symbol_of(parameter: &str) -> String {
    match parameter {
        "temperature" => "T".to_owned(),
        "slope" => "a".to_owned(),
        greek => format!("\\{greek}"),
    }
}

/// The arguments of a function's value, in order.
pub fn arguments(function: &Function) -> Vec<Argument> {
    let of = |name: &str, symbol: &str, sort| Argument {
        name: name.to_owned(),
        symbol: symbol.to_owned(),
        sort,
    };
    let number = |name: &str, symbol: &str| of(name, symbol, Sort::Number);
    let parameter = |name: &str| number(name, &symbol_of(name));
    let logits = || of("logits", "z", Sort::Vector(K));
    match function {
        Function::Scalar(_) => vec![number("x", "x")],
        Function::Curve(f) => vec![number("x", "x"), parameter(f.parameter.name)],
        Function::Gate(_) => vec![number("a", "a"), number("b", "b")],
        Function::Pair(f) => vec![
            number("prediction", r"\hat y"),
            number("target", "y"),
            parameter(f.parameter.name),
        ],
        Function::Row(f) => vec![logits(), parameter(f.parameter.name)],
        Function::RowScalar(_) => vec![logits()],
        Function::Class(_) => vec![logits(), of("class", "y", Sort::Index)],
        Function::Soft(_) => vec![logits(), of("target", "t", Sort::Vector(K))],
    }
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
            entry: None,
        })
    }

    /// The name of the parameter, if there is one.
    pub fn parameter(&self) -> Option<&'static str> {
        match self.function {
            Function::Curve(f) => Some(f.parameter.name),
            Function::Pair(f) => Some(f.parameter.name),
            Function::Row(f) => Some(f.parameter.name),
            _ => None,
        }
    }

    /// The symbol of the parameter in whose place the mark puts a number.
    pub fn fixed_symbol(&self) -> Option<String> {
        self.fixed.and_then(|_| self.parameter()).map(symbol_of)
    }

    /// Whether one of the results is a row.
    pub fn gives_a_row(&self) -> bool {
        match self.function {
            Function::Row(_) => true,
            Function::RowScalar(_) | Function::Class(_) | Function::Soft(_) => {
                self.output == Output::Gradient
            }
            _ => false,
        }
    }

    /// Whether it is a function of a row.
    pub fn of_a_row(&self) -> bool {
        matches!(
            self.function,
            Function::Row(_) | Function::RowScalar(_) | Function::Class(_) | Function::Soft(_)
        )
    }

    /// The same function's value.
    pub fn value(&self) -> Subject {
        Subject {
            output: Output::Value,
            entry: None,
            unit: false,
            ..self.clone()
        }
    }

    /// The library's name of it: `huber_grad`.
    pub fn code_name(&self) -> String {
        let name = self.function.about().name;
        match (self.output, self.function) {
            (Output::Value, _) => name.to_owned(),
            (Output::Gradient, Function::Row(_)) => format!("{name}_vjp"),
            (Output::Gradient, Function::Gate(_)) => format!("{name}_grad_a"),
            (Output::Gradient, _) => format!("{name}_grad"),
            (Output::Second, Function::Curve(f)) => format!("{name}_grad_{}", f.parameter.name),
            (Output::Second, _) => format!("{name}_grad_b"),
        }
    }

    /// The symbols that its formulas may use.
    pub fn symbols(&self, names: &mut Names) {
        let mut add = |symbol: &str, sort| {
            names
                .symbol(symbol, sort)
                .unwrap_or_else(|e| panic!("the symbol {symbol}: {e}"));
        };
        for argument in arguments(self.function) {
            add(&argument.symbol, argument.sort);
        }
        if matches!(self.function, Function::Row(_)) {
            add("u", Sort::Vector(K));
        }
        if self.of_a_row() {
            for index in ["i", "j", "k"] {
                add(index, Sort::Index);
            }
            add("K", Sort::Count);
        }
    }

    /// What the symbols are bound to at a point.
    pub fn inputs(&self, point: &Point) -> Vec<Input> {
        let mut inputs = vec![];
        let mut bind = |symbol: &str, value, side| {
            inputs.push(Input {
                name: symbol.into(),
                value,
                side,
            })
        };
        let mut numbers = point.numbers.iter();
        for (at, argument) in arguments(self.function).iter().enumerate() {
            let value = match (argument.sort, argument.name.as_str()) {
                (Sort::Vector(_), "logits") => Value::Vector(point.logits.clone()),
                (Sort::Vector(_), _) => Value::Vector(point.other.clone()),
                (Sort::Index, _) => Value::Whole(point.class as i64 + 1),
                _ => Value::Number(*numbers.next().unwrap_or(&f64::NAN)),
            };
            // A point is left of a seam or right of it in its first argument, that of a gate in `b`.
            let moved = usize::from(matches!(self.function, Function::Gate(_)));
            bind(
                &argument.symbol,
                value,
                if at == moved { point.side } else { 0 },
            );
        }
        if self.of_a_row() {
            if matches!(self.function, Function::Row(_)) {
                bind("u", Value::Vector(point.other.clone()), 0);
            }
            bind("K", Value::Whole(point.logits.len() as i64), 0);
            bind("i", Value::Whole(point.i as i64 + 1), 0);
            bind("j", Value::Whole(point.j as i64 + 1), 0);
        }
        inputs
    }

    /// A point in words: `x = 2.5`, `prediction = 2.5, target = 0, delta = 1`.
    pub fn told(&self, point: &Point) -> String {
        let row = |all: &[f64]| {
            let shown: Vec<String> = all.iter().take(4).map(|x| shown(*x)).collect();
            format!(
                "[{}{}]",
                shown.join(", "),
                if all.len() > 4 { ", .." } else { "" }
            )
        };
        let mut numbers = point.numbers.iter();
        let mut parts: Vec<String> = vec![];
        for argument in arguments(self.function) {
            let value = match (argument.sort, argument.name.as_str()) {
                (Sort::Vector(_), "logits") => row(&point.logits),
                (Sort::Vector(_), _) => row(&point.other),
                (Sort::Index, _) => point.class.to_string(),
                _ => numbers.next().map_or(String::new(), |x| shown(*x)),
            };
            parts.push(format!("{} = {value}", argument.name));
        }
        if let Some(entry) = self.entry {
            if matches!(self.function, Function::Row(_)) && self.output == Output::Gradient {
                parts.push(if self.unit {
                    format!("i = {}", point.i + 1)
                } else {
                    format!("upstream = {}", row(&point.other))
                });
            }
            parts.push(format!("{entry} = {}", self.entry_at(point) + 1));
        }
        let side = match point.side {
            0 => "",
            s if s < 0 => ", from the left",
            _ => ", from the right",
        };
        format!("{}{side}", parts.join(", "))
    }

    /// The entry that is looked at, from 0.
    pub fn entry_at(&self, point: &Point) -> usize {
        match self.entry {
            Some('i') => point.i,
            _ => point.j,
        }
    }

    /// The upstream gradient of a row.
    pub fn upstream(&self, point: &Point) -> Vec<f64> {
        if self.unit {
            point.one_hot(point.i)
        } else {
            point.other.clone()
        }
    }

    /// What the library gives at a point.
    pub fn code(&self, point: &Point) -> f64 {
        let n = &point.numbers;
        let entry = self.entry_at(point);
        match (self.function, self.output) {
            (Function::Scalar(f), Output::Value) => (f.value)(n[0]),
            (Function::Scalar(f), _) => (f.grad)(n[0]),
            (Function::Curve(f), Output::Value) => (f.value)(n[0], n[1]),
            (Function::Curve(f), Output::Gradient) => (f.grad)(n[0], n[1]),
            (Function::Curve(f), Output::Second) => match f.setting {
                Setting::Learned(grad) => grad(n[0], n[1]),
                Setting::Fixed => f64::NAN,
            },
            (Function::Gate(f), Output::Value) => (f.value)(n[0], n[1]),
            (Function::Gate(f), Output::Gradient) => (f.grad_a)(n[0], n[1]),
            (Function::Gate(f), Output::Second) => (f.grad_b)(n[0], n[1]),
            (Function::Pair(f), Output::Value) => (f.value)(n[0], n[1], n[2]),
            (Function::Pair(f), _) => (f.grad)(n[0], n[1], n[2]),
            (Function::Row(f), Output::Value) => (f.value)(&point.logits, n[0])[entry],
            (Function::Row(f), _) => (f.vjp)(&point.logits, n[0], &self.upstream(point))[entry],
            (Function::RowScalar(f), Output::Value) => (f.value)(&point.logits),
            (Function::RowScalar(f), _) => (f.grad)(&point.logits)[entry],
            (Function::Class(f), Output::Value) => (f.value)(&point.logits, point.class),
            (Function::Class(f), _) => (f.grad)(&point.logits, point.class)[entry],
            (Function::Soft(f), Output::Value) => (f.value)(&point.logits, &point.other),
            (Function::Soft(f), _) => (f.grad)(&point.logits, &point.other)[entry],
        }
    }

    /// The gradient functions that the derivative of the value must agree with, each with the
    /// input by which is differentiated.
    pub fn derivatives(&self, point: &Point) -> Vec<(Subject, Point, Seed)> {
        let arguments = arguments(self.function);
        let with = |output| Subject {
            output,
            ..self.clone()
        };
        let by = |at: usize| Seed::Number(arguments[at].symbol.as_str().into());
        match self.function {
            Function::Scalar(_) | Function::Pair(_) => {
                vec![(with(Output::Gradient), point.clone(), by(0))]
            }
            Function::Curve(f) => {
                let mut all = vec![(with(Output::Gradient), point.clone(), by(0))];
                if matches!(f.setting, Setting::Learned(_)) && self.fixed.is_none() {
                    all.push((with(Output::Second), point.clone(), by(1)));
                }
                all
            }
            Function::Gate(_) => vec![
                (with(Output::Gradient), point.clone(), by(0)),
                (with(Output::Second), point.clone(), by(1)),
            ],
            Function::Row(_) => (0..point.logits.len())
                .map(|j| {
                    let subject = Subject {
                        unit: true,
                        entry: Some('j'),
                        ..with(Output::Gradient)
                    };
                    (
                        subject,
                        Point { j, ..point.clone() },
                        Seed::Entry("z".into(), j),
                    )
                })
                .collect(),
            Function::RowScalar(_) | Function::Class(_) | Function::Soft(_) => {
                (0..point.logits.len())
                    .map(|j| {
                        let subject = Subject {
                            entry: Some('j'),
                            ..with(Output::Gradient)
                        };
                        (
                            subject,
                            Point { j, ..point.clone() },
                            Seed::Entry("z".into(), j),
                        )
                    })
                    .collect()
            }
        }
    }
}

/// A number as a message shows it.
pub fn shown(x: f64) -> String {
    if x == 0.0 || (1e-4..1e6).contains(&x.abs()) {
        format!("{x}")
    } else {
        format!("{x:e}")
    }
}
