//! LaTeX to tokens: what carries meaning, with its place; spacing and sizes are dropped.

use crate::Error;
use crate::commands::{self, FUNCTIONS, SIZES, SPACING, WIDE};

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `x`
    Letter(char),
    /// `\sigma`, `\frac`: the name without its backslash.
    Command(String),
    /// `\operatorname{GELU}`, `\mathrm{GELU}`: the name.
    Operator(String),
    /// `\text{if }`: the words, trimmed.
    Text(String),
    /// `\begin{cases}`
    Begin(String),
    /// `\end{cases}`
    End(String),
    /// `0.044715`: digits, at most one point.
    Number(String),
    /// `\\`
    Row,
    /// Any other sign: `+ - / ( ) [ ] { } ^ _ | , = < > ' & :`.
    Sign(char),
}

/// A token and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Byte offset of its beginning in the LaTeX source.
    pub at: usize,
    /// Byte offset of its end.
    pub end: usize,
    /// It stood in braces of its own: `{10}` is one argument, `10` behind `^` is not.
    pub braced: bool,
    /// Which way a bar opens; [`Facing::Either`] for all that is no bar.
    pub facing: Facing,
}

/// Whether a `|` begins or ends what stands between bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facing {
    /// Its neighbours decide.
    Either,
    /// `\left|`, `\lvert`
    Opens,
    /// `\right|`, `\rvert`
    Closes,
}

/// Splits LaTeX into tokens.
///
/// # Errors
/// If a sign is not of the language; if a group or a name does not end.
pub fn tokens(latex: &str) -> Result<Vec<Token>, Error> {
    let mut reader = Reader { latex, at: 0, out: vec![], sized: None };
    while let Some(c) = reader.peek() {
        reader.token(c)?;
    }
    if let Some((at, _)) = reader.sized {
        return Err(Error::new(at, "a size without a bracket or a bar"));
    }
    Ok(unbrace(reader.out))
}

struct Reader<'a> {
    latex: &'a str,
    at: usize,
    out: Vec<Token>,
    /// A size was given to the delimiter that must follow.
    sized: Option<(usize, Facing)>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.latex[self.at..].chars().next()
    }

    fn push(&mut self, kind: Kind, start: usize) -> Result<(), Error> {
        self.push_facing(kind, start, Facing::Either)
    }

    fn push_facing(&mut self, kind: Kind, start: usize, own: Facing) -> Result<(), Error> {
        let facing = match self.sized.take() {
            None => own,
            Some((at, sized)) => {
                let delimiter = match &kind {
                    Kind::Sign(sign) => "()[]|".contains(*sign),
                    Kind::Command(name) => matches!(name.as_str(), "Vert" | "lbrace" | "rbrace" | "langle" | "rangle"),
                    _ => false,
                };
                if !delimiter {
                    return Err(Error::new(
                        at,
                        format!("a size without a bracket or a bar, before `{}`", written(&kind)),
                    ));
                }
                if own == Facing::Either { sized } else { own }
            }
        };
        self.out.push(Token { kind, at: start, end: self.at, braced: false, facing });
        Ok(())
    }

    fn token(&mut self, c: char) -> Result<(), Error> {
        let start = self.at;
        self.at += c.len_utf8();
        match c {
            _ if c.is_whitespace() || c == '~' => Ok(()),
            'a'..='z' | 'A'..='Z' => self.push(Kind::Letter(c), start),
            '0'..='9' => {
                let rest = &self.latex[start..];
                let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
                let mut length = digits(rest);
                if rest[length..].starts_with('.') {
                    let after = digits(&rest[length + 1..]);
                    length += if after > 0 { after + 1 } else { 0 };
                }
                self.at = start + length;
                self.push(Kind::Number(rest[..length].to_owned()), start)
            }
            '+' | '-' | '/' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '_' | '|' | ',' | '=' | '<' | '>' | '\''
            | '&' | ':' | ';' => self.push(Kind::Sign(c), start),
            '.' if self.latex[self.at..].trim().is_empty() => Ok(()), // the sentence ends
            '*' => Err(Error::new(start, "`*` is no product on a page: write `\\cdot`")),
            '\\' => self.command(start),
            _ => Err(Error::new(
                start,
                format!(
                    "`{c}` is no sign of a formula here; letters of other scripts are written as commands (`\\sigma`)"
                ),
            )),
        }
    }

    fn command(&mut self, start: usize) -> Result<(), Error> {
        let rest = &self.latex[self.at..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        let name = rest[..length].to_owned();
        self.at += length;
        if let Some((_, facing)) = SIZES.iter().find(|(size, _)| *size == name) {
            if self.peek() == Some('.') {
                return Err(Error::new(start, format!("a size without a bracket: `\\{name}.` shows none")));
            }
            self.sized = Some((start, *facing));
            return Ok(());
        }
        match name.as_str() {
            "" => Err(Error::new(start, "a backslash at the end")),
            "\\" => self.push(Kind::Row, start),
            "|" => self.push(Kind::Command("Vert".to_owned()), start),
            "lVert" => self.push_facing(Kind::Command("Vert".to_owned()), start, Facing::Opens),
            "rVert" => self.push_facing(Kind::Command("Vert".to_owned()), start, Facing::Closes),
            "vert" => self.push(Kind::Sign('|'), start),
            "lvert" => self.push_facing(Kind::Sign('|'), start, Facing::Opens),
            "rvert" => self.push_facing(Kind::Sign('|'), start, Facing::Closes),
            "cdot" => self.push(Kind::Sign('*'), start),
            "lt" => self.push(Kind::Sign('<'), start),
            "gt" => self.push(Kind::Sign('>'), start),
            name if SPACING.contains(&name) => Ok(()),
            name if WIDE.contains(&name) => self.wide(start, name),
            "operatorname" | "mathrm" => {
                let word = self.argument(start, &name)?;
                let kind = operator(start, &word)?;
                self.push(kind, start)
            }
            "text" | "textrm" | "mbox" => {
                let words = self.argument(start, &name)?;
                if let Some(odd) = words.chars().find(|c| !c.is_ascii_alphabetic() && !matches!(c, ' ' | ',')) {
                    return Err(Error::new(start, format!("`{odd}` in `\\{name}`, which holds words")));
                }
                self.push(Kind::Text(words), start)
            }
            "begin" => {
                let word = self.argument(start, &name)?;
                self.push(Kind::Begin(word), start)
            }
            "end" => {
                let word = self.argument(start, &name)?;
                self.push(Kind::End(word), start)
            }
            name => {
                let name = commands::plain(name);
                if commands::is_known(name) {
                    return self.push(Kind::Command(name.to_owned()), start);
                }
                Err(Error::new(start, commands::unknown(name)))
            }
        }
    }

    /// A wide space: only beside words.
    fn wide(&mut self, start: usize, name: &str) -> Result<(), Error> {
        let rest = self.latex[self.at..].trim_start();
        let before = self.out.last().map(|token| &token.kind);
        let beside = matches!(before, None | Some(Kind::Text(_) | Kind::Sign('&')))
            || rest.is_empty()
            || ["\\text", "&", "."].iter().any(|next| rest.starts_with(next));
        if beside {
            return Ok(());
        }
        Err(Error::new(start, format!("`\\{name}` sets statements apart: each has a formula of its own")))
    }

    /// The text of `{..}`.
    fn argument(&mut self, start: usize, command: &str) -> Result<String, Error> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let rest = &self.latex[self.at..];
        let inside = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((inside, _)) = inside else {
            return Err(Error::new(start, format!("`\\{command}` needs a name in braces")));
        };
        self.at += inside.len() + 2;
        Ok(inside.trim().to_owned())
    }
}

/// A name in upright letters.
fn operator(start: usize, word: &str) -> Result<Kind, Error> {
    if FUNCTIONS.contains(&word) {
        return Ok(Kind::Command(word.to_owned()));
    }
    let letters =
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.bytes().all(|b| b.is_ascii_alphanumeric());
    if !letters || (word.len() == 1 && word != "d") {
        let message = format!("`{word}` is no name: two letters or more, and digits");
        return Err(Error::new(start, message));
    }
    Ok(Kind::Operator(word.to_owned()))
}

/// Drops braces around a single token, so that `\hat{y}` and `\hat y` are the same; a label in words
/// becomes the name that it looks like, so that `f_{\text{a}}` and `f_{\mathrm{a}}` are.
fn unbrace(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = vec![];
    let mut at = 0;
    while at < tokens.len() {
        let single = tokens[at].kind == Kind::Sign('{')
            && tokens.get(at + 2).is_some_and(|t| t.kind == Kind::Sign('}'))
            && !matches!(tokens[at + 1].kind, Kind::Sign('{' | '}'));
        let mut token = tokens[at].clone();
        if single {
            let inside = &tokens[at + 1];
            let (kind, facing) = (inside.kind.clone(), inside.facing);
            token = Token { kind, at: tokens[at].at, end: tokens[at + 2].end, braced: true, facing };
        }
        if let (Kind::Text(words), Some(Kind::Sign('_'))) = (&token.kind, out.last().map(|t: &Token| &t.kind)) {
            token.kind = if FUNCTIONS.contains(&words.as_str()) {
                Kind::Command(words.clone())
            } else {
                Kind::Operator(words.clone())
            };
        }
        out.push(token);
        at += if single { 3 } else { 1 };
    }
    out
}

/// How a token is written.
#[must_use]
pub fn written(kind: &Kind) -> String {
    match kind {
        Kind::Letter(c) | Kind::Sign(c) => c.to_string(),
        Kind::Command(name) => format!("\\{name}"),
        Kind::Operator(name) => format!("\\operatorname{{{name}}}"),
        Kind::Text(words) => format!("\\text{{{words}}}"),
        Kind::Begin(name) => format!("\\begin{{{name}}}"),
        Kind::End(name) => format!("\\end{{{name}}}"),
        Kind::Number(digits) => digits.clone(),
        Kind::Row => "\\\\".to_owned(),
    }
}

/// Tokens, written one behind the other: a name for a symbol of several tokens.
#[must_use]
pub fn spelled(kinds: &[Kind]) -> String {
    let mut out = String::new();
    for kind in kinds {
        let word = written(kind);
        // `\hat y`, not `\haty`.
        let glued = out.rsplit('\\').next().is_some_and(|tail| tail.bytes().all(|b| b.is_ascii_alphabetic()))
            && out.contains('\\')
            && word.starts_with(|c: char| c.is_ascii_alphabetic());
        if glued {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(latex: &str) -> String {
        tokens(latex).map_or_else(
            |e| format!("{}: {}", e.at, e.message),
            |all| all.iter().map(|t| written(&t.kind)).collect::<Vec<_>>().join(" "),
        )
    }

    #[test]
    fn what_has_no_meaning_is_dropped() {
        assert_eq!(kinds(r"x\,\bigl(1 - x\bigr)\quad"), "x ( 1 - x )");
        assert_eq!(kinds(r"\tfrac12 r^{2}."), r"\frac 12 r ^ 2");
        assert_eq!(kinds(r"\hat{y} \cdot \hat y"), r"\hat y * \hat y");
        assert_eq!(kinds(r"\mathrm{GELU}_{\tanh}"), r"\operatorname{GELU} _ \tanh");
        assert_eq!(
            kinds(r"\begin{cases} 0.5 & \text{if } x \leq 3 \\ 1 \end{cases}"),
            r"\begin{cases} 0.5 & \text{if} x \le 3 \\ 1 \end{cases}"
        );
    }

    #[test]
    fn foreign_signs_are_refused_with_their_place() {
        assert!(kinds("x + σ").starts_with("4: `σ` is no sign"));
        assert!(kinds("x % y").starts_with("2: `%`"));
        assert!(kinds(r"\operatorname x").starts_with(r"0: `\operatorname` needs a name in braces"));
        assert!(kinds("\\").starts_with("0: a backslash at the end"));
        assert!(kinds("x * y").starts_with(r"2: `*` is no product"));
    }

    #[test]
    fn what_the_typesetter_would_hide_or_invent_is_refused() {
        for (latex, place) in [
            (r"x \phantom{+ 5}", "2: `\\phantom` is not known"),
            (r"x \hphantom{+ 5}", "2: `\\hphantom` is not known"),
            (r"x + \color{white}{5}", "4: `\\color` is not known"),
            (r"x \not= y", "2: `\\not` is not known"),
            (r"\def\x{2} x", "0: `\\def` is not known: a macro"),
            (r"x \tag{1}", "2: `\\tag` is not known"),
            (r"x \cancel{y}", "2: `\\cancel` is not known"),
            (r"\sgma(x)", r"0: `\sgma` is not known: did you mean `\sigma`?"),
            (r"\farc12", r"0: `\farc` is not known: expected"),
            (r"1\!\!0", "1: `\\!` is not known: a negative space"),
            (r"x \quad y", "2: `\\quad` sets statements apart"),
            (r"\left. x \right|", "0: a size without"),
            (r"\bigl x", "0: a size without"),
            (r"x \big", "2: a size without"),
            (r"x \middle| y", "2: `\\middle` is not known"),
            (r"\operatorname{a b}(x)", "0: `a b` is no name"),
            (r"\operatorname{a+b}(x)", "0: `a+b` is no name"),
            (r"\mathrm{x}", "0: `x` is no name"),
            (r"\mathrm{2}x", "0: `2` is no name"),
            (r"1 & \text{if $x$}", "4: `$` in `\\text`"),
            (r"a_1 \cdots a_n", "4: `\\cdots` is not known: what is left out"),
        ] {
            assert!(kinds(latex).starts_with(place), "{latex}: {}", kinds(latex));
        }
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(kinds(r"\operatorname{max}(x, 1)"), kinds(r"\max(x, 1)"));
        assert_eq!(kinds(r"f_{\text{tanh}}"), kinds(r"f_\tanh"));
        assert_eq!(kinds(r"f_{\text{ab}}"), kinds(r"f_{\mathrm{ab}}"));
    }

    #[test]
    fn names_are_spelled_in_one_way() {
        let spell = |latex: &str| spelled(&tokens(latex).unwrap().into_iter().map(|t| t.kind).collect::<Vec<_>>());
        assert_eq!(spell(r"\hat{y}"), r"\hat y");
        assert_eq!(spell(r"\pi_\theta(y_w \mid x)"), r"\pi_\theta(y_w\mid x)");
    }
}
