//! The left-hand side of a definition: `\operatorname{softmax}_T(z)_i`.

use super::cursor::Cursor;
use crate::commands::GREEK;
use crate::expr::Expr;
use crate::names::{Definition, Names, Sort, Symbol};
use crate::token::{Kind, Token, spelled};

/// A definition without its meaning.
pub(super) struct Header {
    pattern: Vec<Kind>,
    subscript: Vec<Symbol>,
    arguments: Vec<Symbol>,
    separators: Vec<Kind>,
    index: Option<Symbol>,
    /// Arguments that have a meaning of their own (`r = \hat y - y`): in the definition they are
    /// free, where it is made they mean what they mean.
    pub shadowed: Vec<(Symbol, Expr)>,
}

impl Header {
    /// The index on the left-hand side.
    pub fn index(&self) -> Option<&Symbol> {
        self.index.as_ref()
    }

    /// A symbol of the meaning that the left-hand side does not name though it names others: in a
    /// use of the name it would stand for whatever it stands for there.
    pub fn forgotten<'a>(&self, body: &Expr, names: &'a Names) -> Option<&'a Symbol> {
        let own = || self.subscript.iter().chain(&self.arguments).chain(&self.index);
        let matters = |sort| match sort {
            Sort::Index => !self.arguments.is_empty() || self.index.is_some(),
            Sort::Count => false,
            Sort::Number | Sort::Vector => !self.arguments.is_empty(),
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
            index: self.index,
            body,
        }
    }
}

/// Reads a left-hand side; `None` if it is an expression and defines nothing.
pub(super) fn read(tokens: &[Token], names: &Names) -> Option<Header> {
    let mut c = Cursor::new(tokens, names, 0);
    if c.symbol().is_some() {
        return None;
    }
    let pattern = name(&mut c)?;
    let mut header =
        Header { pattern, subscript: vec![], arguments: vec![], separators: vec![], index: None, shadowed: vec![] };
    if c.take('_') {
        let symbol = parameters(&mut c)?;
        match symbol.first()?.sort {
            Sort::Index if symbol.len() == 1 => header.index = symbol.into_iter().next(),
            Sort::Number => header.subscript = symbol,
            _ => return None,
        }
    }
    if header.index.is_none() && c.take('(') {
        loop {
            let argument = symbol(&mut c).or_else(|| shadow(&mut c, &mut header.shadowed))?;
            header.arguments.push(argument);
            if c.take(')') {
                break;
            }
            header.separators.push(c.take_separator()?);
        }
        if c.take('_') {
            header.index = Some(symbol(&mut c).filter(|s| s.sort == Sort::Index)?);
        }
    }
    let known = names.definitions.iter().any(|d| d.pattern == header.pattern && header.clashes(d));
    (c.peek().is_none() && !known && !is_given(&header.pattern)).then_some(header)
}

impl Header {
    fn clashes(&self, other: &Definition) -> bool {
        let made = Definition {
            name: String::new(),
            pattern: self.pattern.clone(),
            subscript: self.subscript.clone(),
            arguments: self.arguments.clone(),
            separators: self.separators.clone(),
            index: self.index.clone(),
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
        Kind::Letter(letter) if !matches!(letter, 'e' | 'd') => {}
        Kind::Operator(_) => {}
        Kind::Command(ref accent) if matches!(accent.as_str(), "hat" | "bar" | "tilde") => {
            pattern.push(c.next()?.kind);
        }
        // Π and Σ look like a product and a sum.
        Kind::Command(ref name)
            if !matches!(name.as_str(), "pi" | "Pi" | "Sigma") && GREEK.contains(&name.as_str()) => {}
        _ => return None,
    }
    // `_{\tanh}`, `_\text{soft}`: part of the name.
    if let (Some(Kind::Sign('_')), Some(label)) = (c.kind(), c.ahead(1)) {
        let is_label = match label {
            Kind::Operator(_) | Kind::Number(_) => true,
            Kind::Command(name) => name == "tanh",
            _ => false,
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
}

fn symbol(c: &mut Cursor<'_>) -> Option<Symbol> {
    let symbol = c.symbol()?.clone();
    c.skip(symbol.pattern.len());
    Some(symbol)
}

/// A name defined without arguments, as an argument.
fn shadow(c: &mut Cursor<'_>, shadowed: &mut Vec<(Symbol, Expr)>) -> Option<Symbol> {
    let is_plain = |d: &&Definition| d.arguments.is_empty() && d.subscript.is_empty() && d.index.is_none();
    let definition = c.names.definitions.iter().filter(is_plain).find(|d| c.begins(&d.pattern))?;
    let symbol =
        Symbol { name: definition.name.as_str().into(), sort: Sort::Number, pattern: definition.pattern.clone() };
    c.skip(definition.pattern.len());
    shadowed.push((symbol.clone(), definition.body.clone()));
    Some(symbol)
}

/// One symbol, or several in braces.
fn parameters(c: &mut Cursor<'_>) -> Option<Vec<Symbol>> {
    if !c.take('{') {
        return Some(vec![symbol(c)?]);
    }
    let mut all = vec![symbol(c)?];
    while c.take(',') {
        all.push(symbol(c)?);
    }
    c.take('}').then_some(all)
}
