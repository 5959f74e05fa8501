//! Formulas with one thing wrong, to try whether a check sees it.
//!
//! Each mutant is the LaTeX source with one token changed, dropped or exchanged.

mod stops;
mod tables;

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
/// original are left out. A left-hand side that gives a name its meaning (`defines`) stays as it is.
///
/// `symbols` are the names that may be confused with each other.
#[must_use]
pub fn mutants(latex: &str, symbols: &[&str], defines: bool) -> Vec<Mutant> {
    let Ok(all) = tokens(latex) else { return vec![] };
    let equals = all.iter().position(|t| t.kind == Kind::Sign('='));
    let from = equals.filter(|_| defines).map_or(0, |at| at + 1);
    let letters = tables::letters(&all);
    let mut out = tables::exchanged(latex, &all, symbols, from);
    for at in from..all.len() {
        let one = One { latex, all: &all, at };
        one.signs(&mut out);
        one.digits(&mut out);
        one.names(&mut out);
        one.swapped(symbols, &mut out);
        one.bars(&mut out);
        one.dropped(&mut out);
        one.shifted(&mut out);
        one.terms(&mut out);
        one.brackets(&mut out);
        one.bounds(&mut out);
        one.cases(&mut out);
        one.tables(&letters, &mut out);
        one.sums(&letters, &mut out);
        one.norms(&mut out);
        one.stops(&mut out);
    }
    let own: Vec<Kind> = all.iter().map(|t| t.kind.clone()).collect();
    let reads_the_same =
        |m: &Mutant| tokens(&m.latex).is_ok_and(|t| t.into_iter().map(|t| t.kind).eq(own.iter().cloned()));
    out.retain(|m| !reads_the_same(m));
    out.sort();
    out.dedup();
    out
}

/// A token of a formula under inspection.
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
            Kind::Sign('*') => self.put(out, "product", "+"),
            Kind::Command(times) if times == "times" => self.put(out, "product", "+"),
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
            "sg" => &[r"\operatorname{sgn}"],
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
        let second = self.kind(1) == Some(&Kind::Sign('}')) || matches!(self.kind(1), Some(Kind::Letter(_)));
        let of_two = second && self.all[..self.at].iter().rev().take(3).any(|t| t.kind == Kind::Sign('_'));
        if of_two && !matches!(self.kind(1), Some(Kind::Sign('='))) {
            for other in ['i', 'j', 'y'].into_iter().filter(|other| *other != letter) {
                self.put(out, "index", &other.to_string());
            }
        }
        if self.kind(-1) == Some(&Kind::Sign('_')) {
            self.put(out, "index", &format!("{{{letter}+1}}"));
            for other in ['i', 'j', 'y'].into_iter().filter(|other| *other != letter) {
                self.put(out, "index", &format!("{{{other}}}"));
            }
        }
    }

    /// Where the brackets that begin at this token end.
    fn closing(&self, first: usize) -> Option<usize> {
        let mut depth = 0_i32;
        for (i, token) in self.all.iter().enumerate().skip(first) {
            match token.kind {
                Kind::Sign('(' | '[' | '{') | Kind::Begin(_) => depth += 1,
                Kind::Sign(')' | ']' | '}') | Kind::End(_) => depth -= 1,
                _ => {}
            }
            if depth <= 0 {
                return (depth == 0).then_some(i);
            }
        }
        None
    }

    /// The last token of the term that begins at this one.
    fn term_end(&self, first: usize) -> Option<usize> {
        let mut at = first;
        loop {
            let here = &self.all.get(at)?.kind;
            match here {
                Kind::Sign('(' | '[' | '{') | Kind::Begin(_) => at = self.closing(at)?,
                _ => {}
            }
            let ends = match self.all.get(at + 1).map(|t| &t.kind) {
                None | Some(Kind::Row | Kind::End(_) | Kind::Text(_)) => true,
                Some(Kind::Sign(sign)) => "+-=)]},&<>|".contains(*sign),
                Some(Kind::Command(name)) => matches!(name.as_str(), "le" | "ge" | "ne"),
                Some(_) => false,
            };
            if ends {
                return Some(at);
            }
            at += 1;
        }
    }

    /// A term dropped, with the sign before it or behind it.
    fn terms(&self, out: &mut Vec<Mutant>) {
        if !matches!(self.all[self.at].kind, Kind::Sign('+' | '-')) {
            return;
        }
        if let Some(end) = self.term_end(self.at + 1) {
            out.push(Mutant { change: "term", latex: self.with(self.at, end, "") });
        }
        let begins = |at: usize| match at.checked_sub(1).map(|before| &self.all[before].kind) {
            None | Some(Kind::Row) => true,
            Some(Kind::Sign(sign)) => "=({[,&".contains(*sign),
            Some(_) => false,
        };
        // The first term of a sum: `a + b` without `a +`.
        let first = (0..self.at).rev().find(|at| begins(*at) && self.term_end(*at) == Some(self.at - 1));
        if let Some(first) = first {
            let sign = if self.all[self.at].kind == Kind::Sign('-') { "-" } else { "" };
            out.push(Mutant { change: "term", latex: self.with(first, self.at, sign) });
        }
    }

    /// Brackets forgotten.
    fn brackets(&self, out: &mut Vec<Mutant>) {
        if self.all[self.at].kind != Kind::Sign('(') {
            return;
        }
        if let Some(end) = self.closing(self.at) {
            let (open, close) = (&self.all[self.at], &self.all[end]);
            let latex = format!(
                "{} {} {}",
                without_size(&self.latex[..open.at]),
                without_size(&self.latex[open.end..close.at]),
                &self.latex[close.end..]
            );
            out.push(Mutant { change: "brackets", latex });
        }
    }

    /// A sum that ends one earlier.
    fn bounds(&self, out: &mut Vec<Mutant>) {
        let Kind::Letter(count) = self.all[self.at].kind else { return };
        // A capital letter as an upper bound is a count; elsewhere it may be any power.
        let bound = count == 'K' || (count.is_ascii_uppercase() && self.below_big_operator());
        if bound && self.kind(-1) == Some(&Kind::Sign('^')) {
            self.put(out, "bound", &format!("{{{count}-1}}"));
        }
    }

    /// The values of two cases exchanged.
    fn cases(&self, out: &mut Vec<Mutant>) {
        if !matches!(&self.all[self.at].kind, Kind::Begin(name) if name == "cases") {
            return;
        }
        let rest = || self.all.iter().enumerate().skip(self.at);
        let ampersands: Vec<usize> = rest().filter(|(_, t)| t.kind == Kind::Sign('&')).map(|(i, _)| i).collect();
        let row = rest().find(|(_, t)| t.kind == Kind::Row).map(|(i, _)| i);
        if let ([first, second, ..], Some(row)) = (&ampersands[..], row)
            && self.at + 1 < *first
            && row + 1 < *second
        {
            let text = |from: usize, to: usize| &self.latex[self.all[from].at..self.all[to].end];
            let (one, other) = (text(self.at + 1, first - 1), text(row + 1, second - 1));
            let between = text(*first, row);
            out.push(Mutant {
                change: "cases",
                latex: self.with(self.at + 1, second - 1, &format!("{other} {between} {one}")),
            });
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
        mutants(latex, &["x", r"\delta"], true).iter().map(spaced).collect()
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
        for (latex, expected) in [
            ("p = 1 + a b - (c + d)e", "term: p = 1 - (c + d)e"),
            ("p = 1 + a b - (c + d)e", "term: p = 1 + a b"),
            ("p = 1 + a b - (c + d)e", "term: p = a b - (c + d)e"),
            ("p = 1 + a b - (c + d)e", "brackets: p = 1 + a b - c + d e"),
            (r"p = \sum_{i=1}^K z_i", r"bound: p = \sum_{i=1}^ {K-1} z_i"),
            (r"p = 2 \cdot x", "product: p = 2 + x"),
            (r"p = \delta_{ij}", r"index: p = \delta_{i i }"),
            (
                r"p = \begin{cases} 1 & x > 0 \\ 2 & \text{else} \end{cases}",
                r"cases: p = \begin{cases} 2 & x > 0 \\ 1 & \text{else} \end{cases}",
            ),
        ] {
            let all = changes(latex);
            assert!(all.iter().any(|m| m == expected), "{expected} is not among\n{}", all.join("\n"));
        }
        assert!(changes(r"p = z_i").iter().any(|m| m == "index: p = z_ {i+1}"));
        assert!(changes(r"p = \max(x, 1)").iter().any(|m| m == r"name: p = \min (x, 1)"));
        assert!(changes(r"p = \ln x").iter().any(|m| m == r"name: p = \log_2 x"));
    }

    #[test]
    fn a_stop_gradient_is_dropped_and_moved() {
        let all = changes(r"p = a (b - \operatorname{sg}(c + d) \cdot x \delta)");
        for expected in [
            r"p = a (b - (c + d) \cdot x \delta)",
            // A part of it, what stands behind it and before it, the term, the term around that.
            r"p = a (b - ( \operatorname{sg}(c) + d) \cdot x \delta)",
            r"p = a (b - (c + \operatorname{sg}(d) ) \cdot x \delta)",
            r"p = a (b - (c + d) \cdot \operatorname{sg}(x) \delta)",
            r"p = a (b - (c + d) \cdot \operatorname{sg}(x \delta) )",
            r"p = a ( \operatorname{sg}(b) - (c + d) \cdot x \delta)",
            r"p = a (b - \operatorname{sg}( (c + d) \cdot x \delta) )",
            r"p = \operatorname{sg}(a (b - (c + d) \cdot x \delta))",
        ] {
            let expected = format!("stop: {expected}");
            assert!(all.contains(&expected), "{expected} is not among\n{}", all.join("\n"));
        }
        let all = changes(r"p = a b \operatorname{sg}(c) + d");
        for expected in [
            r"p = \operatorname{sg}(a b ) (c) + d",
            r"p = a \operatorname{sg}(b ) (c) + d",
            r"p = a b (c) + \operatorname{sg}(d)",
        ] {
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let found = all.iter().any(|m| squeezed(m) == format!("stop:{}", squeezed(expected)));
            assert!(found, "{expected} is not among\n{}", all.join("\n"));
        }
    }

    #[test]
    fn the_left_hand_side_stays() {
        assert!(changes("f(x) = 3").iter().all(|m| m.contains("f(x) =")));
    }
}
