//! The expression tree.

use crate::name::Name;

/// A formula, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A decimal number, exact: `0.044715`.
    Number(Decimal),
    /// The circle constant.
    Pi,
    /// A number, an index or a count, by its name.
    Symbol(Name),
    /// A vector or a row of indices, by its name.
    Vector(Name),
    /// A table, by its name.
    Table(Name),
    /// An entry of a vector, or a row of a table, counted as the page counts, from 1. An entry of a
    /// table is one of its row: first the row, then the column.
    Item(Box<Expr>, Box<Expr>),
    /// `-a`
    Neg(Box<Expr>),
    /// `a + b`
    Add(Box<Expr>, Box<Expr>),
    /// `a - b`
    Sub(Box<Expr>, Box<Expr>),
    /// `a b`
    Mul(Box<Expr>, Box<Expr>),
    /// `a / b`
    Div(Box<Expr>, Box<Expr>),
    /// `a^b`
    Pow(Box<Expr>, Box<Expr>),
    /// A function of one number.
    Apply(Function, Box<Expr>),
    /// The largest (or smallest) of some.
    Extreme(Extreme, Vec<Expr>),
    /// Over an index.
    Over(Box<Over>),
    /// The branch whose condition holds; the last one may hold always, where no other does. Two that
    /// hold have the same value, or there is none.
    Cases(Vec<(Expr, Cond)>),
    /// A norm of a vector.
    Norm(Norm, Box<Expr>),
    /// The inner product of two vectors.
    Dot(Box<Expr>, Box<Expr>),
}

/// A decimal number: `digits · 10^-places`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// All digits, the point left out.
    pub digits: u128,
    /// How many of them stand behind the point.
    pub places: u32,
}

impl Decimal {
    /// A whole number.
    #[must_use]
    pub fn whole(digits: u128) -> Decimal {
        Decimal { digits, places: 0 }
    }

    /// Reads `0.044715`; `None` if it is no number or has more than 38 digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Decimal> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{part}").parse().ok()?;
        Some(Decimal { digits, places: u32::try_from(part.len()).ok()? })
    }
}

/// Functions of one number that are given; all others are defined by formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `e^x`
    Exp,
    /// Natural logarithm.
    Ln,
    /// Hyperbolic tangent.
    Tanh,
    /// Square root.
    Sqrt,
    /// Error function.
    Erf,
    /// `|x|`
    Abs,
    /// -1, 0 or 1.
    Sign,
    /// The number itself, without a derivative: `\operatorname{sg}`.
    Stop,
}

/// Which end of some numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// The largest.
    Max,
    /// The smallest.
    Min,
}

/// What is done over an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// `\sum`
    Sum,
    /// `\prod`
    Product,
    /// `\max_i`
    Max,
    /// `\min_i`
    Min,
}

/// A sum, a product, a maximum or a minimum over an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// What is done.
    pub fold: Fold,
    /// The index.
    pub index: Name,
    /// Its first value.
    pub from: Expr,
    /// Its last value.
    pub to: Expr,
    /// Values that count.
    pub only: Cond,
    /// What stands under it.
    pub body: Expr,
}

/// Norms of vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Norm {
    /// Sum of absolute values.
    One,
    /// Euclidean length.
    Two,
    /// Largest absolute value.
    Largest,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Cond {
    /// Always true.
    Always,
    /// Two numbers compared.
    Compare(Expr, Relation, Expr),
    /// Two indices compared.
    Indices(Expr, Relation, Expr),
    /// All of them.
    And(Vec<Cond>),
    /// One of them.
    Or(Vec<Cond>),
}

/// How two things compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `\ne`
    Unequal,
    /// `<`
    Less,
    /// `\le`
    AtMost,
    /// `>`
    Greater,
    /// `\ge`
    AtLeast,
}

impl Relation {
    /// Whether it holds for two things of this order.
    #[must_use]
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Relation::Equal => order.is_eq(),
            Relation::Unequal => order.is_ne(),
            Relation::Less => order.is_lt(),
            Relation::AtMost => order.is_le(),
            Relation::Greater => order.is_gt(),
            Relation::AtLeast => order.is_ge(),
        }
    }
}

impl Expr {
    /// A whole number.
    #[must_use]
    pub fn whole(n: u128) -> Expr {
        Expr::Number(Decimal::whole(n))
    }

    /// Whether it is this whole number.
    #[must_use]
    pub fn is(&self, n: u128) -> bool {
        *self == Expr::whole(n)
    }

    /// A function's value.
    #[must_use]
    pub fn apply(function: Function, argument: Expr) -> Expr {
        Expr::Apply(function, Box::new(argument))
    }

    /// An entry of a table, by its name.
    #[must_use]
    pub fn cell(table: Name, row: Expr, column: Expr) -> Expr {
        let row = Expr::Item(Box::new(Expr::Table(table)), Box::new(row));
        Expr::Item(Box::new(row), Box::new(column))
    }

    /// 1 where the condition holds, else 0.
    #[must_use]
    pub fn indicator(condition: Cond) -> Expr {
        Expr::Cases(vec![(Expr::whole(1), condition), (Expr::whole(0), Cond::Always)])
    }

    /// The same tree with `change` applied to every direct part.
    #[must_use]
    pub fn map(&self, change: &mut dyn FnMut(&Expr) -> Expr) -> Expr {
        let mut boxed = |e: &Expr| Box::new(change(e));
        match self {
            Expr::Number(_) | Expr::Pi | Expr::Symbol(_) | Expr::Vector(_) | Expr::Table(_) => self.clone(),
            Expr::Item(a, b) => Expr::Item(boxed(a), boxed(b)),
            Expr::Neg(a) => Expr::Neg(boxed(a)),
            Expr::Add(a, b) => Expr::Add(boxed(a), boxed(b)),
            Expr::Sub(a, b) => Expr::Sub(boxed(a), boxed(b)),
            Expr::Mul(a, b) => Expr::Mul(boxed(a), boxed(b)),
            Expr::Div(a, b) => Expr::Div(boxed(a), boxed(b)),
            Expr::Pow(a, b) => Expr::Pow(boxed(a), boxed(b)),
            Expr::Dot(a, b) => Expr::Dot(boxed(a), boxed(b)),
            Expr::Apply(f, a) => Expr::Apply(*f, boxed(a)),
            Expr::Norm(n, a) => Expr::Norm(*n, boxed(a)),
            Expr::Extreme(which, of) => Expr::Extreme(*which, of.iter().map(change).collect()),
            Expr::Cases(branches) => {
                Expr::Cases(branches.iter().map(|(value, condition)| (change(value), condition.map(change))).collect())
            }
            Expr::Over(over) => Expr::Over(Box::new(Over {
                fold: over.fold,
                index: over.index,
                from: change(&over.from),
                to: change(&over.to),
                only: over.only.map(change),
                body: change(&over.body),
            })),
        }
    }

    /// Visits every direct part.
    pub fn each(&self, visit: &mut dyn FnMut(&Expr)) {
        match self {
            Expr::Number(_) | Expr::Pi | Expr::Symbol(_) | Expr::Vector(_) | Expr::Table(_) => {}
            Expr::Neg(a) | Expr::Apply(_, a) | Expr::Norm(_, a) => visit(a),
            Expr::Item(a, b)
            | Expr::Add(a, b)
            | Expr::Sub(a, b)
            | Expr::Mul(a, b)
            | Expr::Div(a, b)
            | Expr::Pow(a, b)
            | Expr::Dot(a, b) => {
                visit(a);
                visit(b);
            }
            Expr::Extreme(_, of) => of.iter().for_each(visit),
            Expr::Cases(branches) => {
                for (value, condition) in branches {
                    visit(value);
                    condition.each(visit);
                }
            }
            Expr::Over(over) => {
                visit(&over.from);
                visit(&over.to);
                over.only.each(visit);
                visit(&over.body);
            }
        }
    }

    /// Whether a symbol occurs free in it.
    #[must_use]
    pub fn mentions(&self, name: &str) -> bool {
        match self {
            Expr::Symbol(symbol) | Expr::Vector(symbol) | Expr::Table(symbol) => &**symbol == name,
            Expr::Over(over) => over.mentions(name),
            _ => {
                let mut found = false;
                self.each(&mut |part| found = found || part.mentions(name));
                found
            }
        }
    }

    /// Whether a stop-gradient stands in it.
    #[must_use]
    pub fn stops(&self) -> bool {
        let mut found = matches!(self, Expr::Apply(Function::Stop, _));
        self.each(&mut |part| found = found || part.stops());
        found
    }

    /// All names in it, bound ones too.
    pub fn names(&self, out: &mut Vec<Name>) {
        match self {
            Expr::Symbol(name) | Expr::Vector(name) | Expr::Table(name) => out.push(*name),
            Expr::Over(over) => out.push(over.index),
            _ => {}
        }
        self.each(&mut |part| part.names(out));
    }

    /// The tree with an expression in place of a symbol. Indices bound in the tree are renamed
    /// where they would catch a name of `by`.
    #[must_use]
    pub fn replace(&self, name: &str, by: &Expr) -> Expr {
        match self {
            Expr::Symbol(symbol) | Expr::Vector(symbol) | Expr::Table(symbol) if &**symbol == name => by.clone(),
            Expr::Over(over) if &*over.index != name && by.mentions(&over.index) => {
                Expr::Over(Box::new(over.renamed(by))).replace(name, by)
            }
            Expr::Over(over) if &*over.index == name => {
                let mut over = over.clone();
                over.from = over.from.replace(name, by);
                over.to = over.to.replace(name, by);
                Expr::Over(over)
            }
            _ => self.map(&mut |part| part.replace(name, by)),
        }
    }
}

impl Over {
    /// Whether a symbol occurs free in it.
    #[must_use]
    pub(crate) fn mentions(&self, name: &str) -> bool {
        let mut found = self.from.mentions(name) || self.to.mentions(name);
        if *self.index != *name {
            found = found || self.body.mentions(name);
            self.only.each(&mut |part| found = found || part.mentions(name));
        }
        found
    }

    /// The same sum over another index: one that neither `other` nor the sum itself names.
    #[must_use]
    pub(crate) fn renamed(&self, other: &Expr) -> Over {
        let mut taken = vec![];
        other.names(&mut taken);
        Expr::Over(Box::new(self.clone())).names(&mut taken);
        let mut fresh = format!("{}′", self.index);
        while taken.iter().any(|name| **name == *fresh) {
            fresh.push('′');
        }
        let fresh: Name = fresh.into();
        let symbol = Expr::Symbol(fresh);
        Over {
            fold: self.fold,
            from: self.from.clone(),
            to: self.to.clone(),
            only: self.only.map(&mut |e| e.replace(&self.index, &symbol)),
            body: self.body.replace(&self.index, &symbol),
            index: fresh,
        }
    }
}

impl Cond {
    /// Visits every number and index in it.
    pub fn each(&self, visit: &mut dyn FnMut(&Expr)) {
        match self {
            Cond::Always => {}
            Cond::Compare(a, _, b) | Cond::Indices(a, _, b) => {
                visit(a);
                visit(b);
            }
            Cond::And(all) | Cond::Or(all) => all.iter().for_each(|one| one.each(visit)),
        }
    }

    /// The same condition with `change` applied to every number and index in it.
    #[must_use]
    pub fn map(&self, change: &mut dyn FnMut(&Expr) -> Expr) -> Cond {
        match self {
            Cond::Always => Cond::Always,
            Cond::Compare(a, relation, b) => Cond::Compare(change(a), *relation, change(b)),
            Cond::Indices(a, relation, b) => Cond::Indices(change(a), *relation, change(b)),
            Cond::And(all) => Cond::And(all.iter().map(|c| c.map(change)).collect()),
            Cond::Or(any) => Cond::Or(any.iter().map(|c| c.map(change)).collect()),
        }
    }
}
