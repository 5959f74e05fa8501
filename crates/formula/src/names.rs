//! What is known on a page: symbols that are bound to values, and names that a formula defined.

use crate::Error;
use crate::expr::{Expr, Name};
use crate::token::{Kind, spelled, tokens};

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A real number.
    Number,
    /// A vector of real numbers.
    Vector,
    /// A place in a vector, counted from 1.
    Index,
    /// How many entries the vectors have.
    Count,
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
    /// The index behind them.
    pub(crate) index: Option<Symbol>,
    /// What it means.
    pub(crate) body: Expr,
}

impl Definition {
    /// Whether both would be written in the same way.
    pub(crate) fn clashes(&self, other: &Definition) -> bool {
        let sorts = |all: &[Symbol]| all.iter().map(|s| s.sort).collect::<Vec<_>>();
        self.pattern == other.pattern
            && self.subscript.len() == other.subscript.len()
            && sorts(&self.arguments) == sorts(&other.arguments)
            && self.separators == other.separators
            && self.index.is_some() == other.index.is_some()
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
    /// If it is no LaTeX of formulas.
    pub fn symbol(&mut self, latex: &str, sort: Sort) -> Result<Name, Error> {
        let pattern: Vec<Kind> = tokens(latex)?.into_iter().map(|token| token.kind).collect();
        let name: Name = spelled(&pattern).into();
        self.symbols.retain(|symbol| symbol.pattern != pattern);
        self.symbols.push(Symbol { name: name.clone(), sort, pattern });
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
