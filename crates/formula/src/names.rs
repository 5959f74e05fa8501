//! What is known on a page: symbols that are bound to values, and names that a formula defined.

use crate::Error;
use crate::expr::Expr;
use crate::name::Name;
use crate::symbol;
use crate::token::{Kind, spelled, tokens};

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A real number.
    Number,
    /// A vector of real numbers, with so many entries.
    Vector(Length),
    /// A table of real numbers, with so many rows and columns.
    Table(Length, Length),
    /// A row of indices: so many of them, each a place among so many entries.
    Indices(Length, Length),
    /// A place in a vector, a row or a column, counted from 1; in which one, its use in a formula says.
    Index,
    /// How many entries vectors have.
    Count,
}

/// How many entries there are: the letter of the count. Vectors of the same length fit each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Length(pub char);

impl Length {
    /// The name of its count in a tree.
    #[must_use]
    pub fn name(self) -> Name {
        self.0.to_string().into()
    }
}

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A symbol that a formula may use.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Its name in the tree.
    pub name: Name,
    /// What it stands for.
    pub sort: Sort,
    pub(crate) pattern: Vec<Kind>,
}

/// A name that a formula gave a meaning: `\operatorname{softmax}_T(z)_i = ..`.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The name as it is written, without its arguments.
    pub name: String,
    pub(crate) pattern: Vec<Kind>,
    /// Parameters in the subscript.
    pub(crate) subscript: Vec<Symbol>,
    /// Arguments in brackets.
    pub(crate) arguments: Vec<Symbol>,
    /// What stands between them: `,`, `;` or `\mid`.
    pub(crate) separators: Vec<Kind>,
    /// The indices behind them: none, one or two.
    pub(crate) indices: Vec<Symbol>,
    /// What it means.
    pub(crate) body: Expr,
}

impl Definition {
    /// Whether it is a function, with arguments in brackets: `\sigma(x)`.
    #[must_use]
    pub fn is_function(&self) -> bool {
        !self.arguments.is_empty()
    }

    /// Whether both would be written in the same way.
    pub(crate) fn clashes(&self, other: &Definition) -> bool {
        // A function of a vector is one of vectors of any length.
        let kinds = |all: &[Symbol]| all.iter().map(|s| std::mem::discriminant(&s.sort)).collect::<Vec<_>>();
        self.pattern == other.pattern
            && self.subscript.len() == other.subscript.len()
            && kinds(&self.arguments) == kinds(&other.arguments)
            && self.separators == other.separators
            && self.indices.len() == other.indices.len()
    }
}

/// Everything that a formula may name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(crate) symbols: Vec<Symbol>,
    pub(crate) definitions: Vec<Definition>,
}

impl Names {
    /// Adds a symbol, written in LaTeX: `\hat y`, `\pi_\theta(y_w \mid x)`. A symbol of that
    /// spelling is replaced.
    ///
    /// # Errors
    /// If no symbol is written so: see [`usable`](crate::usable).
    pub fn symbol(&mut self, latex: &str, sort: Sort) -> Result<Name, Error> {
        let pattern = symbol::pattern(latex)?;
        let name: Name = spelled(&pattern).into();
        self.symbols.retain(|symbol| symbol.pattern != pattern);
        self.symbols.push(Symbol { name, sort, pattern });
        // The longest first, so that `z_w` is not read as an entry of `z`.
        self.symbols.sort_by_key(|symbol| std::cmp::Reverse(symbol.pattern.len()));
        Ok(name)
    }

    /// Whether it is a symbol, written in any way.
    #[must_use]
    pub fn has(&self, latex: &str) -> bool {
        let pattern = tokens(latex).map(|all| all.into_iter().map(|token| token.kind).collect::<Vec<_>>());
        pattern.is_ok_and(|pattern| self.symbols.iter().any(|symbol| symbol.pattern == pattern))
    }

    /// Adds a definition.
    ///
    /// # Errors
    /// If that name has a meaning already.
    pub fn define(&mut self, definition: Definition) -> Result<(), Error> {
        if self.definitions.iter().any(|known| known.clashes(&definition)) {
            return Err(Error::new(0, format!("`{}` is defined twice", definition.name)));
        }
        self.definitions.push(definition);
        Ok(())
    }

    /// The definitions, in the order in which they were made.
    #[must_use]
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// What a name in a tree stands for.
    pub(crate) fn sort(&self, name: &str) -> Option<Sort> {
        self.symbols.iter().find(|symbol| *symbol.name == *name).map(|symbol| symbol.sort)
    }

    /// What the names are, for messages.
    pub(crate) fn listed(&self) -> String {
        let symbols = self.symbols.iter().map(|s| s.name.to_string());
        let defined = self.definitions.iter().map(|d| d.name.clone());
        let mut all: Vec<String> = symbols.chain(defined).collect();
        // `L(z, y)` and `L(z, t)` are one name here.
        all.dedup();
        all.join(", ")
    }
}
