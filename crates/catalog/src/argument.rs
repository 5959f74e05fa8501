use crate::parameter::Parameter;

/// An argument of a function: what its values are, and what they mean.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// Its name in the library, the golden files and the marks of formulas: `prediction`.
    pub name: &'static str,
    /// What a page calls it, in LaTeX: `\hat y`.
    pub symbol: &'static str,
    /// Which values it takes.
    pub domain: Domain,
    /// Its role.
    pub role: Role,
}

/// The role of an argument.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// Output of a model.
    Input,
    /// The desired output, or other data of the example.
    Target,
    /// A parameter, set by whoever trains the model.
    Parameter(&'static Parameter),
    /// The gradient of the final loss by the results of a map of rows; only its derivative takes it.
    Upstream,
}

/// Which values an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// One number.
    Number(Numbers),
    /// A row of this length.
    Row(Numbers, Length),
    /// A row of this length: numbers of at least 0 that sum to 1.
    Simplex(Length),
    /// A table with this many rows of this length.
    Table(Numbers, Length, Length),
    /// An index below this length, from 0.
    Class(Length),
    /// A row of the first length: indices below the second one.
    Classes(Length, Length),
    /// A row of the first length: labels below the second one, of which at least two are equal.
    Labels(Length, Length),
    /// A row of this length, each entry 0 or 1.
    Mask(Length),
}

/// A kind of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// All of them.
    Real,
    /// Entries of a vector of which the direction counts: all of them, but not 0 throughout the vector.
    Direction,
    /// Above 0.
    Positive,
    /// From 0 to 1.
    Unit,
    /// Between 0 and 1, neither of them.
    OpenUnit,
    /// -1 or 1.
    Sign,
    /// 0 or 1.
    Binary,
    /// All of them, and -∞ for what is excluded: logarithms of probabilities, up to a common constant.
    Logit,
    /// At most 0: logarithms of probabilities.
    LogProbability,
}

/// A length that several arguments may share, by its letter on the pages: `K`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(pub char);

impl Domain {
    /// The lengths that it names, the outer one first.
    #[must_use]
    pub fn lengths(self) -> Vec<Length> {
        match self {
            Domain::Number(_) => vec![],
            Domain::Row(_, n) | Domain::Simplex(n) | Domain::Class(n) | Domain::Mask(n) => vec![n],
            Domain::Table(_, n, m) | Domain::Classes(n, m) | Domain::Labels(n, m) => vec![n, m],
        }
    }

    /// Whether its values are indices, by which nothing is differentiated.
    #[must_use]
    pub fn is_index(self) -> bool {
        matches!(
            self,
            Domain::Class(_) | Domain::Classes(..) | Domain::Labels(..)
        )
    }
}

impl Argument {
    /// A parameter.
    #[must_use]
    pub const fn set(parameter: &'static Parameter) -> Argument {
        Argument {
            name: parameter.name,
            symbol: parameter.symbol,
            domain: Domain::Number(Numbers::Real),
            role: Role::Parameter(parameter),
        }
    }

    /// The parameter, if it is one.
    #[must_use]
    pub fn parameter(&self) -> Option<&'static Parameter> {
        match self.role {
            Role::Parameter(parameter) => Some(parameter),
            _ => None,
        }
    }
}
