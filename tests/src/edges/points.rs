//! Where functions are asked at their edges: which edges a function has, and with which arguments, follows from what
//! the catalogue says of its arguments.

use catalog::{Args, Argument, Domain, Function, Numbers, Role, Value};

/// An edge: what is extreme about the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// One number is -∞.
    MinusInfinity,
    /// One number is -0.
    MinusZero,
    /// One number is 0; of a distribution, one share.
    Zero,
    /// One number is ∞.
    Infinity,
    /// One number is NaN.
    Nan,
    /// No element at all.
    Empty,
    /// All elements are equal; of single numbers, prediction and target.
    Equal,
    /// No label says yes, and no two labels are the same.
    NoPositives,
    /// Nothing is left: a mask of zeros, or logits of -∞ only.
    Masked,
}

/// All of them, in the order of the table.
pub const EDGES: [Edge; 9] = [
    Edge::MinusInfinity,
    Edge::MinusZero,
    Edge::Zero,
    Edge::Infinity,
    Edge::Nan,
    Edge::Empty,
    Edge::Equal,
    Edge::NoPositives,
    Edge::Masked,
];

impl Edge {
    /// Its name in the files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Edge::MinusInfinity => "-inf",
            Edge::MinusZero => "-0",
            Edge::Zero => "+0",
            Edge::Infinity => "+inf",
            Edge::Nan => "nan",
            Edge::Empty => "empty",
            Edge::Equal => "all equal",
            Edge::NoPositives => "no positives",
            Edge::Masked => "everything masked",
        }
    }

    /// The number that makes it, if it is one.
    const fn number(self) -> Option<f64> {
        match self {
            Edge::MinusInfinity => Some(f64::NEG_INFINITY),
            Edge::MinusZero => Some(-0.0),
            Edge::Zero => Some(0.0),
            Edge::Infinity => Some(f64::INFINITY),
            Edge::Nan => Some(f64::NAN),
            _ => None,
        }
    }
}

/// A point at an edge.
#[derive(Clone, Debug)]
pub struct Point {
    /// Which edge.
    pub edge: Edge,
    /// Which of the points there, where a function has several: `target = 1`.
    pub place: String,
    /// The arguments, parameters at their defaults and an upstream gradient of ones among them.
    pub args: Args,
}

/// Losses of numbers of one kind that are not compared with each other: a mean and a logarithm of a variance.
const APART: &[&str] = &["vae_kl"];

/// The length of rows and the sides of tables; of equal elements there are four, whose shares are exact.
pub(super) const LENGTH: usize = 3;
const EQUAL_LENGTH: usize = 4;

/// The points of a function at its edges, in the order of the edges.
#[must_use]
pub fn points(function: &Function) -> Vec<Point> {
    let arguments = function.arguments();
    let mut all = vec![];
    for edge in EDGES {
        match edge {
            Edge::Empty => all.extend(empty(&arguments)),
            // Value and gate of a gated unit are not compared with each other.
            Edge::Equal if matches!(function, Function::Gate(_)) => {}
            Edge::Equal => all.extend(equal(function.about().name, &arguments)),
            Edge::NoPositives => all.extend(no_positives(&arguments)),
            Edge::Masked => all.extend(masked(&arguments)),
            _ => all.extend(moved(function, &arguments, edge)),
        }
    }
    all
}

/// One number, or one entry, moved to the edge.
fn moved(function: &Function, arguments: &[Argument], edge: Edge) -> Vec<Point> {
    let Some(number) = edge.number() else {
        return vec![];
    };
    let moves = |(i, argument): &(usize, &Argument)| {
        let is_target = matches!(argument.role, Role::Target);
        match (function, argument.domain) {
            // Of a gate, the number that opens and shuts it.
            (Function::Gate(_), _) => *i == 1 && has(Numbers::Real, edge),
            (_, Domain::Simplex(_)) => edge == Edge::Zero || edge == Edge::Nan && !is_target,
            _ if !matches!(argument.role, Role::Input) => false,
            (_, Domain::Number(numbers)) => has(numbers, edge),
            // A zero among others is a number like any other.
            (_, Domain::Row(numbers, _) | Domain::Table(numbers, ..)) => {
                has(numbers, edge) && !matches!(edge, Edge::MinusZero | Edge::Zero)
            }
            _ => false,
        }
    };
    let places: Vec<(usize, &Argument)> = arguments.iter().enumerate().filter(moves).collect();
    let mut all = vec![];
    for (i, argument) in &places {
        for (words, args) in ordinary(arguments, LENGTH) {
            let mut args = args;
            match &mut args.0[*i] {
                Value::Number(x) => *x = number,
                Value::Row(row) => {
                    row[1] = number;
                    // What the entry had goes to the first, so that the sum stays 1.
                    if matches!(argument.domain, Domain::Simplex(_)) && edge == Edge::Zero {
                        row[0] = 1.0 - row[2];
                    }
                }
                Value::Table(table) => table[0][1] = number,
                Value::Index(_) | Value::Indices(_) => unreachable!("an index does not move"),
            }
            let name = if places.len() > 1 { argument.name } else { "" };
            let place = [name, words.as_str()]
                .into_iter()
                .filter(|words| !words.is_empty());
            all.push(Point {
                edge,
                place: place.collect::<Vec<_>>().join(", "),
                args,
            });
        }
    }
    all
}

/// Whether numbers of this kind reach the edge.
fn has(numbers: Numbers, edge: Edge) -> bool {
    match (numbers, edge) {
        (_, Edge::Nan) | (Numbers::Real | Numbers::Logit | Numbers::Direction, _) => true,
        (Numbers::Positive, _) => matches!(edge, Edge::Zero | Edge::Infinity),
        (Numbers::LogProbability, _) => edge != Edge::Infinity,
        (Numbers::Unit | Numbers::OpenUnit | Numbers::Sign | Numbers::Binary, _) => false,
    }
}

/// Calls with ordinary arguments, and in words what distinguishes them: a target at each end of its domain, a class
/// that is the entry that moves and one that is not.
fn ordinary(arguments: &[Argument], length: usize) -> Vec<(String, Args)> {
    let ends = |turn: usize, argument: &Argument| -> Vec<(String, Value)> {
        let number = |x: f64| (format!("{} = {x}", argument.name), Value::Number(x));
        match (argument.role, argument.domain) {
            (Role::Target, Domain::Number(Numbers::Unit | Numbers::Binary)) => {
                vec![number(1.0), number(0.0)]
            }
            (Role::Target, Domain::Number(Numbers::Sign)) => vec![number(1.0), number(-1.0)],
            (_, Domain::Class(_)) => vec![
                ("the class".to_owned(), Value::Index(1)),
                ("another class".to_owned(), Value::Index(0)),
            ],
            (_, Domain::Classes(..)) => {
                let name = argument.name.trim_end_matches('s');
                let all = |class: usize| Value::Indices(vec![class; length]);
                vec![
                    (format!("the {name}"), all(1)),
                    (format!("another {name}"), all(0)),
                ]
            }
            _ => vec![(String::new(), value(argument, turn, length))],
        }
    };
    let mut all = vec![(String::new(), Args::default())];
    for (turn, argument) in arguments.iter().enumerate() {
        // Of two classes the first one says enough.
        let known = all.iter().any(|(words, _)| !words.is_empty());
        let ends = match known {
            true => vec![(String::new(), value(argument, turn, length))],
            false => ends(turn, argument),
        };
        let with = |(words, args): &(String, Args)| {
            let longer = |(more, value): &(String, Value)| {
                let args = Args([&args.0[..], std::slice::from_ref(value)].concat());
                (format!("{words}{more}"), args)
            };
            ends.iter().map(longer).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// An ordinary value; rows begin at another number in each argument, so that no two vectors are equal.
fn value(argument: &Argument, turn: usize, length: usize) -> Value {
    let numbers = |kind: Numbers| -> &'static [f64] {
        match kind {
            Numbers::Real | Numbers::Logit | Numbers::Direction => &[0.5, 2.0, -1.0],
            Numbers::Positive => &[1.0, 0.5, 3.0],
            Numbers::Unit | Numbers::OpenUnit => &[0.25, 0.5, 0.9],
            Numbers::Sign => &[1.0, -1.0],
            Numbers::Binary => &[1.0, 1.0, 0.0],
            Numbers::LogProbability => &[-0.5, -3.0, -1.0],
        }
    };
    let row = |kind: Numbers, from: usize| -> Vec<f64> {
        let all = numbers(kind);
        (0..length).map(|i| all[(i + from) % all.len()]).collect()
    };
    match (argument.role, argument.domain) {
        (Role::Parameter(parameter), _) => Value::Number(parameter.default),
        (Role::Upstream, _) => Value::Row(vec![1.0; length]),
        (_, Domain::Number(Numbers::LogProbability)) => Value::Number(-1.0),
        (_, Domain::Number(_)) => Value::Number(1.0),
        (_, Domain::Row(kind, _)) => Value::Row(row(kind, turn)),
        (_, Domain::Simplex(_)) => {
            let mut shares = match length {
                EQUAL_LENGTH => vec![0.25; 4],
                _ => vec![0.5, 0.25, 0.25],
            };
            let turn = turn % shares.len();
            shares.rotate_right(turn);
            Value::Row(shares)
        }
        (_, Domain::Table(Numbers::Binary, ..)) => {
            Value::Table((0..length).map(|i| row(Numbers::Binary, i)).collect())
        }
        (_, Domain::Table(kind, ..)) => {
            Value::Table((0..length).map(|i| row(kind, turn + i)).collect())
        }
        (_, Domain::Class(_)) => Value::Index(0),
        (_, Domain::Classes(..)) => Value::Indices(vec![0; length]),
        (_, Domain::Labels(..)) => Value::Indices((0..length).map(|i| i / 2).collect()),
        (_, Domain::Mask(_)) => Value::Row(row(Numbers::Binary, 0)),
    }
}

/// Whether it says what counts, and is no label.
fn is_mask(argument: &Argument) -> bool {
    let zeros_and_ones = matches!(
        argument.domain,
        Domain::Mask(_) | Domain::Table(Numbers::Binary, ..)
    );
    zeros_and_ones && ["mask", "selected"].contains(&argument.name)
}

fn is_parameter(argument: &Argument) -> bool {
    matches!(argument.role, Role::Parameter(_))
}

fn has_lengths(argument: &Argument) -> bool {
    !argument.domain.lengths().is_empty()
}

/// Rows and tables without an element.
fn empty(arguments: &[Argument]) -> Option<Point> {
    if !arguments.iter().any(has_lengths) {
        return None;
    }
    let one = |(turn, argument): (usize, &Argument)| match value(argument, turn, LENGTH) {
        Value::Row(_) => Value::Row(vec![]),
        Value::Table(_) => Value::Table(vec![]),
        Value::Indices(_) => Value::Indices(vec![]),
        value => value,
    };
    let args = Args(arguments.iter().enumerate().map(one).collect());
    Some(point(Edge::Empty, args))
}

fn point(edge: Edge, args: Args) -> Point {
    let place = String::new();
    Point { edge, place, args }
}

/// Elements that are all the same; single numbers of one kind, such as prediction and target.
fn equal(name: &str, arguments: &[Argument]) -> Vec<Point> {
    let constant = |kind: Numbers| match kind {
        Numbers::LogProbability => -0.5,
        Numbers::Positive => 1.0,
        _ => 0.5,
    };
    let of_rows = arguments.iter().any(has_lengths);
    let singles = arguments
        .iter()
        .filter(|a| !is_parameter(a))
        .map(|a| a.domain);
    let kinds: Vec<Domain> = singles.filter(|d| matches!(d, Domain::Number(_))).collect();
    let twice = |kind: &Domain| kinds.iter().filter(|other| *other == kind).count() > 1;
    if !of_rows && (APART.contains(&name) || !kinds.iter().any(twice)) {
        return vec![];
    }
    let length = if of_rows { EQUAL_LENGTH } else { LENGTH };
    let mut all = ordinary(arguments, length);
    for (_, args) in &mut all {
        for (argument, value) in arguments.iter().zip(&mut args.0) {
            if is_parameter(argument)
                || matches!(argument.role, Role::Upstream)
                || is_mask(argument)
            {
                continue;
            }
            match argument.domain {
                Domain::Number(kind @ (Numbers::Real | Numbers::LogProbability)) => {
                    *value = Value::Number(constant(kind));
                }
                Domain::Row(kind, _) => *value = Value::Row(vec![constant(kind); length]),
                Domain::Table(kind, ..) => {
                    *value = Value::Table(vec![vec![constant(kind); length]; length]);
                }
                _ => {}
            }
        }
    }
    // Which of equal entries is the class does not matter.
    let by_class = arguments.iter().any(|a| a.domain.is_index());
    all.truncate(if by_class { 1 } else { all.len() });
    all.into_iter()
        .map(|(words, args)| Point {
            edge: Edge::Equal,
            place: if by_class { String::new() } else { words },
            args,
        })
        .collect()
}

/// Labels that are all different, or all say no.
fn no_positives(arguments: &[Argument]) -> Option<Point> {
    let mut found = false;
    let one = |(turn, argument): (usize, &Argument)| match argument.domain {
        Domain::Labels(..) => {
            found = true;
            Value::Indices((0..LENGTH).collect())
        }
        Domain::Mask(_) if !is_mask(argument) => {
            found = true;
            Value::Row(vec![0.0; LENGTH])
        }
        _ => value(argument, turn, LENGTH),
    };
    let args = Args(arguments.iter().enumerate().map(one).collect());
    found.then(|| point(Edge::NoPositives, args))
}

/// A mask of zeros; without one, logits of -∞ only.
fn masked(arguments: &[Argument]) -> Option<Point> {
    let by_mask = arguments.iter().any(is_mask);
    let mut found = false;
    let one = |(turn, argument): (usize, &Argument)| {
        let value = value(argument, turn, LENGTH);
        let is_logits = matches!(
            argument.domain,
            Domain::Row(Numbers::Logit, _) | Domain::Table(Numbers::Logit, ..)
        );
        if is_mask(argument) {
            found = true;
            value.map(|_| 0.0)
        } else if !by_mask && is_logits && matches!(argument.role, Role::Input) {
            found = true;
            value.map(|_| f64::NEG_INFINITY)
        } else {
            value
        }
    };
    let args = Args(arguments.iter().enumerate().map(one).collect());
    found.then(|| point(Edge::Masked, args))
}
