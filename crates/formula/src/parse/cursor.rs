use crate::Error;
use crate::name::Name;
use crate::names::{Names, Symbol};
use crate::token::{Facing, Kind, Token, written};

/// A place in the tokens of a side.
pub(super) struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
    /// Byte offset of the end of the source.
    end: usize,
    pub names: &'a Names,
    /// Indices that sums around this place bind.
    pub bound: Vec<Name>,
    /// Indices that any sum on this side binds.
    pub ever_bound: Vec<Name>,
    /// Indices that stand outside of a sum over them, with their places.
    pub free: Vec<(Name, usize)>,
    /// The rest of a number of which one digit was taken (`\frac12`).
    split: Option<Token>,
}

impl<'a> Cursor<'a> {
    pub fn new(tokens: &'a [Token], names: &'a Names, end: usize) -> Cursor<'a> {
        Cursor { tokens, at: 0, end, names, bound: vec![], ever_bound: vec![], free: vec![], split: None }
    }

    pub fn peek(&self) -> Option<&Token> {
        self.split.as_ref().or_else(|| self.tokens.get(self.at))
    }

    pub fn kind(&self) -> Option<&Kind> {
        self.peek().map(|token| &token.kind)
    }

    pub fn ahead(&self, n: usize) -> Option<&Kind> {
        self.tokens.get(self.at + n).map(|token| &token.kind)
    }

    pub fn next(&mut self) -> Option<Token> {
        if let Some(rest) = self.split.take() {
            self.at += 1;
            return Some(rest);
        }
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    pub fn skip(&mut self, n: usize) {
        self.at += n;
    }

    pub fn is(&self, sign: char) -> bool {
        self.kind() == Some(&Kind::Sign(sign))
    }

    pub fn take(&mut self, sign: char) -> bool {
        let found = self.is(sign);
        if found {
            self.next();
        }
        found
    }

    /// Whether `\cdot` or `\times` stands here.
    pub fn is_product(&self) -> bool {
        self.is('*') || self.is_command("times")
    }

    pub fn is_command(&self, name: &str) -> bool {
        matches!(self.kind(), Some(Kind::Command(own)) if own == name)
    }

    /// What sets the arguments of a function apart.
    pub fn take_separator(&mut self) -> Option<Kind> {
        let found = match self.kind()? {
            Kind::Sign(',' | ';') => true,
            Kind::Command(name) => name == "mid" || name == "parallel",
            _ => false,
        };
        if found { self.next().map(|token| token.kind) } else { None }
    }

    /// Whether a bar stands here that begins an absolute value or a norm.
    pub fn is_opening(&self) -> bool {
        self.peek().is_some_and(|token| token.facing == Facing::Opens)
    }

    /// Whether `\sum`, `\prod`, `\max_i` or `\min_i` stands here.
    pub fn is_big(&self) -> bool {
        match self.kind() {
            Some(Kind::Command(name)) => match name.as_str() {
                "sum" | "prod" => true,
                "max" | "min" => self.ahead(1) == Some(&Kind::Sign('_')),
                _ => false,
            },
            _ => false,
        }
    }

    /// What stands in the brackets that begin here.
    pub fn in_brackets(&self) -> &'a [Token] {
        let tokens = self.rest();
        let mut depth = 0;
        for (i, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Sign('(' | '[' | '{') => depth += 1,
                Kind::Sign(')' | ']' | '}') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return &tokens[1.min(i)..i];
            }
        }
        &[]
    }

    /// The tokens from here on.
    pub fn rest(&self) -> &'a [Token] {
        &self.tokens[self.at.min(self.tokens.len())..]
    }

    /// The tokens that were read since an earlier place.
    pub fn since(&self, mark: usize) -> &'a [Token] {
        &self.tokens[mark..self.at]
    }

    pub fn place(&self) -> usize {
        self.peek().map_or(self.end, |token| token.at)
    }

    pub fn error(&self, message: impl Into<String>) -> Error {
        Error::new(self.place(), message)
    }

    pub fn found(&self) -> String {
        self.kind().map_or("the end".to_owned(), |kind| format!("`{}`", written(kind)))
    }

    pub fn expect(&mut self, sign: char) -> Result<(), Error> {
        if self.take(sign) { Ok(()) } else { Err(self.error(format!("expected `{sign}`, found {}", self.found()))) }
    }

    pub fn expect_end(&self) -> Result<(), Error> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error(format!("{} is not understood here", self.found()))),
        }
    }

    /// One digit of a number, where TeX takes one sign as an argument.
    pub fn digit(&mut self) -> Option<Token> {
        let token = self.peek()?.clone();
        let Kind::Number(digits) = &token.kind else { return None };
        if token.braced || digits.len() == 1 {
            return self.next();
        }
        let (first, rest) = digits.split_at(1);
        let one = Token { kind: Kind::Number(first.to_owned()), end: token.at + 1, ..token.clone() };
        self.split = Some(Token { kind: Kind::Number(rest.to_owned()), at: token.at + 1, ..token });
        Some(one)
    }

    /// Whether digits are left of a number of which one was taken.
    pub fn is_split(&self) -> bool {
        self.split.is_some()
    }

    /// The longest known symbol that begins here.
    pub fn symbol(&self) -> Option<&'a Symbol> {
        let names: &'a Names = self.names;
        names.symbols.iter().find(|symbol| self.begins(&symbol.pattern))
    }

    /// Whether the tokens from here on begin so.
    pub fn begins(&self, pattern: &[Kind]) -> bool {
        self.split.is_none() && pattern.iter().enumerate().all(|(i, kind)| self.ahead(i) == Some(kind))
    }

    /// Goes back to an earlier place.
    pub fn mark(&self) -> usize {
        self.at
    }

    pub fn back(&mut self, mark: usize) {
        self.at = mark;
        self.split = None;
    }
}
