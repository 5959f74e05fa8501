//! The left-hand side of a definition: `\operatorname{softmax}_T(z)_i`.

use super::cursor::Cursor;
use crate::commands::GREEK;
use crate::expr::Expr;
use crate::names::{Definition, Names, Sort, Symbol};
use crate::symbol::is_conditional;
use crate::token::{Kind, Token, spelled};

/// A definition without its meaning.
pub(super) struct Header {
    pattern: Vec<Kind>,
    subscript: Vec<Symbol>,
    arguments: Vec<Symbol>,
    separators: Vec<Kind>,
    indices: Vec<Symbol>,
    /// Arguments that are no symbols: in the definition they are numbers.
    pub fresh: Vec<Symbol>,
    /// Arguments that have a meaning of their own (`r = \hat y - y`): in the definition they are
    /// free, where it is made they mean what they mean.
    pub shadowed: Vec<(Symbol, Expr)>,
}

impl Header {
    fn new(pattern: Vec<Kind>) -> Header {
        Header {
            pattern,
            subscript: vec![],
            arguments: vec![],
            separators: vec![],
            indices: vec![],
            fresh: vec![],
            shadowed: vec![],
        }
    }

    /// The indices on the left-hand side.
    pub fn indices(&self) -> &[Symbol] {
        &self.indices
    }

    /// A symbol of the meaning that the left-hand side does not name though it names others: in a
    /// use of the name it would stand for whatever it stands for there.
    pub fn forgotten<'a>(&self, body: &Expr, names: &'a Names) -> Option<&'a Symbol> {
        let own = || self.subscript.iter().chain(&self.arguments).chain(&self.indices);
        let matters = |sort| match sort {
            Sort::Index => !self.arguments.is_empty() || !self.indices.is_empty(),
            Sort::Count => false,
            _ => !self.arguments.is_empty(),
        };
        names
            .symbols
            .iter()
            .filter(|symbol| matters(symbol.sort) && !own().any(|named| named.name == symbol.name))
            .find(|symbol| body.mentions(&symbol.name))
    }

    pub fn with(self, body: Expr) -> Definition {
        Definition {
            name: spelled(&self.pattern),
            pattern: self.pattern,
            subscript: self.subscript,
            arguments: self.arguments,
            separators: self.separators,
            indices: self.indices,
            body,
        }
    }
}

/// Reads a left-hand side; `None` if it is an expression and defines nothing.
pub(super) fn read(tokens: &[Token], names: &Names) -> Option<Header> {
    let c = Cursor::new(tokens, names, 0);
    if c.symbol().is_some() {
        return None;
    }
    let header = with_arguments(c).or_else(|| whole(tokens))?;
    let known = names.definitions.iter().any(|d| d.pattern == header.pattern && header.clashes(d));
    (!known && !is_given(&header.pattern)).then_some(header)
}

/// `\pi_\theta(y_w \mid x)` as one name, where what stands in the brackets is not all symbols.
fn whole(tokens: &[Token]) -> Option<Header> {
    let known = tokens.first().is_some_and(|first| is_given(std::slice::from_ref(&first.kind)));
    (is_conditional(tokens) && !known).then(|| Header::new(tokens.iter().map(|t| t.kind.clone()).collect()))
}

/// `f_a(x, y)_i`
fn with_arguments(mut c: Cursor<'_>) -> Option<Header> {
    let mut header = Header::new(name(&mut c)?);
    if c.take('_') {
        let symbols = parameters(&mut c)?;
        match symbols.first()?.sort {
            Sort::Index if symbols.len() <= 2 => header.indices = symbols,
            Sort::Number => header.subscript = symbols,
            _ => return None,
        }
    }
    if header.indices.is_empty() && c.take('(') {
        // Of `p(y \mid x)` either all are symbols, or the whole is one name.
        let conditional = c.rest().iter().any(|token| token.kind == Kind::Command("mid".to_owned()));
        loop {
            let known = symbol(&mut c).or_else(|| shadow(&mut c, &mut header.shadowed));
            let argument = match known {
                None if !conditional => fresh(&mut c, &mut header)?,
                known => known?,
            };
            header.arguments.push(argument);
            if c.take(')') {
                break;
            }
            header.separators.push(c.take_separator()?);
        }
        if c.take('_') {
            header.indices = parameters(&mut c)?;
            if header.indices.len() > 2 || header.indices.iter().any(|s| s.sort != Sort::Index) {
                return None;
            }
        }
    }
    c.peek().is_none().then_some(header)
}

/// A letter without a meaning, as the name of an argument: a number.
fn fresh(c: &mut Cursor<'_>, header: &mut Header) -> Option<Symbol> {
    let kind = c.kind()?.clone();
    let taken = |all: &[Symbol]| all.iter().any(|s| s.pattern.first() == Some(&kind));
    let known = c.names.definitions.iter().any(|d| d.pattern.first() == Some(&kind));
    if !is_letter(&kind) || known || taken(&header.subscript) || taken(&header.arguments) {
        return None;
    }
    c.next();
    let pattern = vec![kind];
    let symbol = Symbol { name: spelled(&pattern).into(), sort: Sort::Number, pattern };
    header.fresh.push(symbol.clone());
    Some(symbol)
}

/// A letter that may be a name. Π and Σ look like a product and a sum.
fn is_letter(kind: &Kind) -> bool {
    match kind {
        Kind::Letter(letter) => !matches!(letter, 'e' | 'd'),
        Kind::Command(name) => !matches!(name.as_str(), "pi" | "Pi" | "Sigma") && GREEK.contains(&name.as_str()),
        _ => false,
    }
}

impl Header {
    fn clashes(&self, other: &Definition) -> bool {
        let made = Definition {
            name: String::new(),
            pattern: self.pattern.clone(),
            subscript: self.subscript.clone(),
            arguments: self.arguments.clone(),
            separators: self.separators.clone(),
            indices: self.indices.clone(),
            body: Expr::Pi,
        };
        made.clashes(other)
    }
}

/// The name proper: a letter, a command or an operator, with a label in its subscript.
fn name(c: &mut Cursor<'_>) -> Option<Vec<Kind>> {
    let first = c.next()?.kind;
    let mut pattern = vec![first.clone()];
    match first {
        ref letter if is_letter(letter) => {}
        Kind::Operator(_) => {}
        Kind::Command(ref accent) if matches!(accent.as_str(), "hat" | "bar" | "tilde") => {
            pattern.push(c.next()?.kind);
        }
        _ => return None,
    }
    // `_{\tanh}`, `_\text{soft}`, `_w` where w is no symbol: part of the name.
    if let (Some(Kind::Sign('_')), Some(label)) = (c.kind(), c.ahead(1)) {
        let is_label = match label {
            Kind::Operator(_) | Kind::Number(_) => true,
            Kind::Command(name) if name == "tanh" => true,
            letter => is_letter(letter) && !c.names.symbols.iter().any(|s| s.pattern.first() == Some(letter)),
        };
        if is_label {
            pattern.extend([Kind::Sign('_'), label.clone()]);
            c.skip(2);
        }
    }
    Some(pattern)
}

fn is_given(pattern: &[Kind]) -> bool {
    matches!(pattern, [Kind::Command(name) | Kind::Operator(name)]
        if matches!(name.as_str(), "exp" | "ln" | "log" | "tanh" | "erf" | "sgn" | "sign"))
        // A label would make it another name that looks the same.
        || matches!(pattern, [Kind::Operator(name), ..] if name == "sg")
}

fn symbol(c: &mut Cursor<'_>) -> Option<Symbol> {
    let symbol = c.symbol()?.clone();
    c.skip(symbol.pattern.len());
    Some(symbol)
}

/// A name defined without arguments, as an argument.
fn shadow(c: &mut Cursor<'_>, shadowed: &mut Vec<(Symbol, Expr)>) -> Option<Symbol> {
    let is_plain = |d: &&Definition| d.arguments.is_empty() && d.subscript.is_empty() && d.indices.is_empty();
    let definition = c.names.definitions.iter().filter(is_plain).find(|d| c.begins(&d.pattern))?;
    let symbol =
        Symbol { name: definition.name.as_str().into(), sort: Sort::Number, pattern: definition.pattern.clone() };
    c.skip(definition.pattern.len());
    shadowed.push((symbol.clone(), definition.body.clone()));
    Some(symbol)
}

/// One symbol, or several in braces, with a comma between them or, of indices, without.
fn parameters(c: &mut Cursor<'_>) -> Option<Vec<Symbol>> {
    if !c.take('{') {
        return Some(vec![symbol(c)?]);
    }
    let mut all = vec![symbol(c)?];
    while !c.take('}') {
        let comma = c.take(',');
        let next = symbol(c)?;
        if !comma && (all[0].sort != Sort::Index || next.sort != Sort::Index) {
            return None;
        }
        all.push(next);
    }
    Some(all)
}
