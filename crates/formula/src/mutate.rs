//! Formulas with one thing wrong, to try whether a check sees it.
//!
//! Each mutant is the LaTeX source with one token changed, dropped or exchanged.

use crate::token::{Kind, Token, tokens, written};

/// A formula with one thing wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mutant {
    /// What was done: `sign`, `digit`, `swap`.
    pub change: &'static str,
    /// The changed source.
    pub latex: String,
}

/// All mutants of a formula: what a tired author might type. Those that read the same as the
/// original are left out; the left-hand side stays as it is.
///
/// `symbols` are the names that may be confused with each other.
#[must_use]
pub fn mutants(latex: &str, symbols: &[&str]) -> Vec<Mutant> {
    let Ok(all) = tokens(latex) else { return vec![] };
    let from = all.iter().position(|t| t.kind == Kind::Sign('=')).map_or(0, |at| at + 1);
    let mut out = vec![];
    for at in from..all.len() {
        let one = One { latex, all: &all, at };
        one.signs(&mut out);
        one.digits(&mut out);
        one.names(&mut out);
        one.swapped(symbols, &mut out);
        one.bars(&mut out);
        one.dropped(&mut out);
        one.shifted(&mut out);
    }
    let own: Vec<Kind> = all.iter().map(|t| t.kind.clone()).collect();
    let reads_the_same =
        |m: &Mutant| tokens(&m.latex).is_ok_and(|t| t.into_iter().map(|t| t.kind).eq(own.iter().cloned()));
    out.retain(|m| !reads_the_same(m));
    out.sort();
    out.dedup();
    out
}

/// A token of a formula, looked at.
struct One<'a> {
    latex: &'a str,
    all: &'a [Token],
    at: usize,
}

impl One<'_> {
    fn kind(&self, offset: isize) -> Option<&Kind> {
        self.at.checked_add_signed(offset).and_then(|at| self.all.get(at)).map(|t| &t.kind)
    }

    /// The source with another text in place of some tokens.
    fn with(&self, first: usize, last: usize, text: &str) -> String {
        let (start, end) = (self.all[first].at, self.all[last].end);
        format!("{} {text} {}", &self.latex[..start], &self.latex[end..])
    }

    fn put(&self, out: &mut Vec<Mutant>, change: &'static str, text: &str) {
        out.push(Mutant { change, latex: self.with(self.at, self.at, text) });
    }

    /// `+` for `-`, a product for a quotient, a minus dropped or added, a comparison turned.
    fn signs(&self, out: &mut Vec<Mutant>) {
        match &self.all[self.at].kind {
            Kind::Sign('+') => self.put(out, "sign", "-"),
            Kind::Sign('-') => self.put(out, "sign", "+"),
            Kind::Sign('/') => self.put(out, "quotient", r"\cdot"),
            Kind::Sign('<') => {
                self.put(out, "comparison", ">");
                self.put(out, "comparison", r"\le");
            }
            Kind::Sign('>') => {
                self.put(out, "comparison", "<");
                self.put(out, "comparison", r"\ge");
            }
            Kind::Sign('(') if !matches!(self.kind(-1), Some(Kind::Sign('_' | '^'))) => self.put(out, "sign", "(-"),
            _ => {}
        }
    }

    /// Each number one more, and one less.
    fn digits(&self, out: &mut Vec<Mutant>) {
        let Kind::Number(digits) = &self.all[self.at].kind else { return };
        let end = digits.len() - 1;
        let last = digits.as_bytes()[end] - b'0';
        for other in [(last + 1) % 10, (last + 9) % 10] {
            self.put(out, "digit", &format!("{{{}{other}}}", &digits[..end]));
        }
        if digits.len() > 1 {
            let first = digits.as_bytes()[0] - b'0';
            self.put(out, "digit", &format!("{{{}{}}}", (first + 1) % 10, &digits[1..]));
        }
    }

    /// One function for another.
    fn names(&self, out: &mut Vec<Mutant>) {
        let (Kind::Command(name) | Kind::Operator(name)) = &self.all[self.at].kind else { return };
        let others: &[&str] = match name.as_str() {
            "max" => &[r"\min"],
            "min" => &[r"\max"],
            "ln" => &[r"\log_2", r"\exp"],
            "exp" => &[r"\ln"],
            "tanh" => &[r"\operatorname{erf}"],
            "erf" => &[r"\tanh"],
            "sum" => &[r"\prod"],
            "le" => &["<", r"\ge"],
            "ge" => &[">", r"\le"],
            "sqrt" => &[""],
            "Phi" => &[r"\varphi", r"\sigma"],
            "varphi" => &[r"\Phi"],
            "sigma" => &[r"\Phi", r"\tanh"],
            "pi" => &["{2}"],
            _ => &[],
        };
        for other in others {
            self.put(out, "name", other);
        }
    }

    /// One variable for another.
    fn swapped(&self, symbols: &[&str], out: &mut Vec<Mutant>) {
        let own = written(&self.all[self.at].kind);
        if symbols.contains(&own.as_str()) {
            for other in symbols.iter().filter(|other| **other != own) {
                self.put(out, "swap", &format!("{{{other}}}"));
            }
        }
        if self.all[self.at].kind == Kind::Letter('e') && self.kind(1) == Some(&Kind::Sign('^')) {
            self.put(out, "name", "{2}");
        }
    }

    /// An absolute value dropped: both of its bars.
    fn bars(&self, out: &mut Vec<Mutant>) {
        if self.all[self.at].kind != Kind::Sign('|') {
            return;
        }
        let before = self.all[..self.at].iter().filter(|t| t.kind == Kind::Sign('|')).count();
        let other = self.all[self.at + 1..].iter().position(|t| t.kind == Kind::Sign('|'));
        if let (true, Some(other)) = (before.is_multiple_of(2), other) {
            let other = self.at + 1 + other;
            let (open, close) = (&self.all[self.at], &self.all[other]);
            let latex = format!(
                "{}({}){}",
                without_size(&self.latex[..open.at]),
                without_size(&self.latex[open.end..close.at]),
                &self.latex[close.end..]
            );
            out.push(Mutant { change: "bars", latex });
        }
    }

    /// A power, a factor or a prime dropped.
    fn dropped(&self, out: &mut Vec<Mutant>) {
        match &self.all[self.at].kind {
            Kind::Sign('^') => {
                if let Some(end) = self.argument_end(self.at + 1)
                    && !self.below_big_operator()
                {
                    out.push(Mutant { change: "power", latex: self.with(self.at, end, "") });
                }
            }
            Kind::Sign('\'') => self.put(out, "prime", ""),
            Kind::Letter(_) | Kind::Number(_) => {
                let alone = |kind: Option<&Kind>| {
                    matches!(
                        kind,
                        None | Some(Kind::Sign('+' | '-' | '=' | '{' | '(' | '|' | '_' | '^' | '&' | '<' | '>'))
                    )
                };
                let scripted = matches!(self.kind(1), Some(Kind::Sign('_' | '^' | '\'')));
                let argument = matches!(self.kind(-1), Some(Kind::Sign('_' | '^') | Kind::Command(_)));
                let followed = !matches!(
                    self.kind(1),
                    None | Some(Kind::Sign('+' | '-' | '=' | '}' | ')' | ',' | '|' | '&' | '<' | '>') | Kind::Row)
                );
                if !scripted && !argument && (followed || !alone(self.kind(-1))) {
                    self.put(out, "factor", "");
                }
            }
            // A fraction as a factor: `\frac{1}{2} x`.
            Kind::Command(name) if name == "frac" => {
                let end = self.argument_end(self.at + 1).and_then(|first| self.argument_end(first + 1));
                if let Some(end) = end {
                    out.push(Mutant { change: "factor", latex: self.with(self.at, end, "1 \\cdot") });
                    out.push(Mutant { change: "fraction", latex: self.turned(end) });
                }
            }
            _ => {}
        }
    }

    /// An index one further.
    fn shifted(&self, out: &mut Vec<Mutant>) {
        let Kind::Letter(letter) = self.all[self.at].kind else { return };
        if self.kind(-1) == Some(&Kind::Sign('_')) {
            self.put(out, "index", &format!("{{{letter}+1}}"));
            for other in ['i', 'j', 'y'].into_iter().filter(|other| *other != letter) {
                self.put(out, "index", &format!("{{{other}}}"));
            }
        }
    }

    /// The fraction that begins here, upside down.
    fn turned(&self, end: usize) -> String {
        let middle = self.argument_end(self.at + 1).unwrap_or(self.at);
        let text = |first: usize, last: usize| {
            let inside = &self.latex[self.all[first].at..self.all[last].end];
            let single = first == last;
            if single { format!("{{{}}}", written(&self.all[first].kind)) } else { inside.to_owned() }
        };
        self.with(self.at, end, &format!("\\frac{}{}", text(middle + 1, end), text(self.at + 1, middle)))
    }

    /// The last token of the argument that begins at `first`.
    fn argument_end(&self, first: usize) -> Option<usize> {
        if self.all.get(first)?.kind != Kind::Sign('{') {
            // A number of several digits is two arguments of one digit: left alone.
            let token = &self.all[first];
            let split = matches!(&token.kind, Kind::Number(digits) if digits.len() > 1 && !token.braced);
            return (!split).then_some(first);
        }
        let mut depth = 0;
        for (i, token) in self.all.iter().enumerate().skip(first) {
            match token.kind {
                Kind::Sign('{') => depth += 1,
                Kind::Sign('}') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(i);
            }
        }
        None
    }

    /// Whether this `^` is the upper bound of a sum.
    fn below_big_operator(&self) -> bool {
        let start = self.at.saturating_sub(8);
        self.all[start..self.at]
            .iter()
            .any(|t| matches!(&t.kind, Kind::Command(name) if name == "sum" || name == "prod"))
    }
}

/// A text without the command for the size of the delimiter behind it.
fn without_size(text: &str) -> &str {
    let trimmed = text.trim_end();
    ["\\left", "\\right", "\\bigl", "\\bigr", "\\Bigl", "\\Bigr"]
        .iter()
        .find_map(|size| trimmed.strip_suffix(size))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(latex: &str) -> Vec<String> {
        let spaced = |m: &Mutant| format!("{}: {}", m.change, m.latex.split_whitespace().collect::<Vec<_>>().join(" "));
        mutants(latex, &["x", r"\delta"]).iter().map(spaced).collect()
    }

    #[test]
    fn each_kind_of_slip_is_made() {
        let all = changes(r"f = \frac{1}{2} x^2 - \left|\delta\right|");
        for expected in [
            r"sign: f = \frac{1}{2} x^2 + \left|\delta\right|",
            r"digit: f = \frac {2} {2} x^2 - \left|\delta\right|",
            r"digit: f = \frac{1} {3} x^2 - \left|\delta\right|",
            r"power: f = \frac{1}{2} x - \left|\delta\right|",
            r"swap: f = \frac{1}{2} {\delta} ^2 - \left|\delta\right|",
            r"bars: f = \frac{1}{2} x^2 - (\delta)",
            r"fraction: f = \frac{2}{1} x^2 - \left|\delta\right|",
            r"factor: f = 1 \cdot x^2 - \left|\delta\right|",
        ] {
            assert!(all.iter().any(|m| m == expected), "{expected} is not among\n{}", all.join("\n"));
        }
        assert!(changes(r"p = z_i").iter().any(|m| m == "index: p = z_ {i+1}"));
        assert!(changes(r"p = \max(x, 1)").iter().any(|m| m == r"name: p = \min (x, 1)"));
        assert!(changes(r"p = \ln x").iter().any(|m| m == r"name: p = \log_2 x"));
    }

    #[test]
    fn the_left_hand_side_stays() {
        assert!(changes("f(x) = 3").iter().all(|m| m.contains("f(x) =")));
    }
}
