//! LaTeX to tokens: what carries meaning, with its place; spacing and sizes are dropped.

use crate::Error;

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
}

/// Commands without a meaning for the value.
const SPACING: [&str; 14] = [
    ",",
    ";",
    ":",
    "!",
    " ",
    "quad",
    "qquad",
    "displaystyle",
    "textstyle",
    "limits",
    "nolimits",
    "thinspace",
    "enspace",
    "hphantom",
];
/// Commands that only make the next delimiter larger.
const SIZES: [&str; 18] = [
    "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl",
    "Biggr", "bigm", "Bigm", "mathopen",
];
/// Commands whose argument is a name.
const NAMING: [&str; 3] = ["operatorname", "mathrm", "mathsf"];
/// Commands that stand for a sign.
const SIGNS: [(&str, char); 9] = [
    ("lvert", '|'),
    ("rvert", '|'),
    ("vert", '|'),
    ("lbrace", '('),
    ("rbrace", ')'),
    ("{", '('),
    ("}", ')'),
    ("lt", '<'),
    ("gt", '>'),
];

/// Splits LaTeX into tokens.
///
/// # Errors
/// If a sign is not of the language; if a group or a name does not end.
pub fn tokens(latex: &str) -> Result<Vec<Token>, Error> {
    let mut reader = Reader { latex, at: 0, out: vec![] };
    while let Some(c) = reader.peek() {
        reader.token(c)?;
    }
    Ok(unbrace(reader.out))
}

struct Reader<'a> {
    latex: &'a str,
    at: usize,
    out: Vec<Token>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.latex[self.at..].chars().next()
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.out.push(Token { kind, at: start, end: self.at, braced: false });
    }

    fn token(&mut self, c: char) -> Result<(), Error> {
        let start = self.at;
        self.at += c.len_utf8();
        match c {
            _ if c.is_whitespace() || c == '~' => {}
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
                self.push(Kind::Number(rest[..length].to_owned()), start);
            }
            '+' | '-' | '/' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '_' | '|' | ',' | '=' | '<' | '>' | '\''
            | '&' | ':' | ';' | '*' => self.push(Kind::Sign(c), start),
            '.' if self.latex[self.at..].trim().is_empty() => {} // the sentence ends
            '\\' => self.command(start)?,
            _ => {
                return Err(Error::new(
                    start,
                    format!(
                        "`{c}` is no sign of a formula here; letters of other scripts are written as commands (`\\sigma`)"
                    ),
                ));
            }
        }
        Ok(())
    }

    fn command(&mut self, start: usize) -> Result<(), Error> {
        let rest = &self.latex[self.at..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        let name = rest[..length].to_owned();
        self.at += length;
        match name.as_str() {
            "" => Err(Error::new(start, "a backslash at the end")),
            "\\" => {
                self.push(Kind::Row, start);
                Ok(())
            }
            "|" | "lVert" | "rVert" | "Vert" => {
                self.push(Kind::Command("Vert".to_owned()), start);
                Ok(())
            }
            "cdot" | "times" => {
                self.push(Kind::Sign('*'), start);
                Ok(())
            }
            "leq" | "leqslant" => self.named("le", start),
            "geq" | "geqslant" => self.named("ge", start),
            "neq" => self.named("ne", start),
            "dfrac" | "tfrac" => self.named("frac", start),
            name if SPACING.contains(&name) || SIZES.contains(&name) => {
                // `\left.` is no delimiter at all.
                if SIZES.contains(&name) && self.peek() == Some('.') {
                    self.at += 1;
                }
                Ok(())
            }
            name if NAMING.contains(&name) => {
                let word = self.argument(start, name)?;
                self.push(Kind::Operator(word), start);
                Ok(())
            }
            "text" | "textrm" | "mbox" => {
                let words = self.argument(start, &name)?;
                self.push(Kind::Text(words), start);
                Ok(())
            }
            "begin" => {
                let word = self.argument(start, &name)?;
                self.push(Kind::Begin(word), start);
                Ok(())
            }
            "end" => {
                let word = self.argument(start, &name)?;
                self.push(Kind::End(word), start);
                Ok(())
            }
            name => match SIGNS.iter().find(|(command, _)| *command == name) {
                Some((_, sign)) => {
                    self.push(Kind::Sign(*sign), start);
                    Ok(())
                }
                None => self.named(name, start),
            },
        }
    }

    fn named(&mut self, name: &str, start: usize) -> Result<(), Error> {
        self.push(Kind::Command(name.to_owned()), start);
        Ok(())
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

/// Drops braces around a single token, so that `\hat{y}` and `\hat y` are the same.
fn unbrace(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = vec![];
    let mut at = 0;
    while at < tokens.len() {
        let single = tokens[at].kind == Kind::Sign('{')
            && tokens.get(at + 2).is_some_and(|t| t.kind == Kind::Sign('}'))
            && !matches!(tokens[at + 1].kind, Kind::Sign('{' | '}'));
        if single {
            let kind = tokens[at + 1].kind.clone();
            out.push(Token { kind, at: tokens[at].at, end: tokens[at + 2].end, braced: true });
            at += 3;
        } else {
            out.push(tokens[at].clone());
            at += 1;
        }
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
        assert_eq!(kinds(r"\left. x \right|"), "x |");
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
    }

    #[test]
    fn names_are_spelled_in_one_way() {
        let spell = |latex: &str| spelled(&tokens(latex).unwrap().into_iter().map(|t| t.kind).collect::<Vec<_>>());
        assert_eq!(spell(r"\hat{y}"), r"\hat y");
        assert_eq!(spell(r"\pi_\theta(y_w \mid x)"), r"\pi_\theta(y_w\mid x)");
    }
}
