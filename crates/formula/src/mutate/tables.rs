//! Slips in formulas of tables and of whole vectors: indices exchanged, a sum over the wrong one, a
//! square too much, two vectors mistaken for each other.

use super::{Mutant, One};
use crate::commands::GREEK;
use crate::token::{Kind, Token, written};

/// Operators that have an index below them.
const BIG: [&str; 4] = ["sum", "prod", "max", "min"];

fn command(all: &[Token], at: usize) -> Option<&str> {
    match all.get(at).map(|token| &token.kind) {
        Some(Kind::Command(name)) => Some(name),
        _ => None,
    }
}

fn is_big(all: &[Token], at: usize) -> bool {
    command(all, at).is_some_and(|name| BIG.contains(&name)) && is_sign(all, at + 1, '_')
}

fn is_sign(all: &[Token], at: usize, sign: char) -> bool {
    all.get(at).is_some_and(|token| token.kind == Kind::Sign(sign))
}

fn letter(all: &[Token], at: usize) -> Option<char> {
    match all.get(at)?.kind {
        Kind::Letter(letter) => Some(letter),
        _ => None,
    }
}

/// The letter below the big operator at this token, and its place.
fn below(all: &[Token], at: usize) -> Option<(usize, char)> {
    let first = at + 2 + usize::from(is_sign(all, at + 2, '{'));
    letter(all, first).map(|letter| (first, letter))
}

/// The two indices of a table behind this underscore, as ranges of tokens with their ends included,
/// and the closing brace.
fn two_indices(all: &[Token], underscore: usize) -> Option<([(usize, usize); 2], usize)> {
    let before = all.get(underscore.checked_sub(1)?)?;
    let of_table = match &before.kind {
        Kind::Letter(_) => true,
        // δ_ij is the same with its indices exchanged.
        Kind::Command(name) => GREEK.contains(&name.as_str()) && name != "delta",
        _ => false,
    };
    if !of_table || !is_sign(all, underscore, '_') || !is_sign(all, underscore + 1, '{') {
        return None;
    }
    let (mut found, mut at) = (vec![], underscore + 2);
    while !is_sign(all, at, '}') {
        if is_sign(all, at, ',') {
            at += 1;
            continue;
        }
        letter(all, at)?;
        // `y_i` of a row of indices.
        let end = if is_sign(all, at + 1, '_') && letter(all, at + 2).is_some() { at + 2 } else { at };
        found.push((at, end));
        at = end + 1;
    }
    Some((found.try_into().ok()?, at))
}

/// The letters that are indices of tables, and in a formula of a table those of its sums.
pub(super) fn letters(all: &[Token]) -> Vec<char> {
    let mut found: Vec<char> = (0..all.len())
        .filter_map(|at| two_indices(all, at))
        .flat_map(|(both, _)| both.into_iter().filter_map(|(at, _)| letter(all, at)))
        .collect();
    if !found.is_empty() {
        let big = (0..all.len()).filter(|at| is_big(all, *at));
        found.extend(big.filter_map(|at| below(all, at)).map(|(_, letter)| letter));
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl One<'_> {
    /// The indices of a table exchanged, or one of them another.
    pub(super) fn tables(&self, letters: &[char], out: &mut Vec<Mutant>) {
        let Some(([a, b], end)) = two_indices(self.all, self.at) else { return };
        let text = |(first, last): (usize, usize)| {
            (first..=last).map(|at| written(&self.all[at].kind)).collect::<Vec<_>>().join("")
        };
        let (a, b) = (text(a), text(b));
        let mut put = |change, row: &str, column: &str| {
            out.push(Mutant { change, latex: self.with(self.at, end, &format!("_{{{row},{column}}}")) });
        };
        if a != b {
            put("transpose", &b, &a);
        }
        for other in letters.iter().map(char::to_string) {
            if other != a {
                put("index", &other, &b);
            }
            if other != b {
                put("index", &a, &other);
            }
            if other != a && other != b {
                // Along the other side of the table.
                put("index", &b, &other);
                put("index", &other, &a);
            }
        }
    }

    /// A sum over another index, or over all where one was left out.
    pub(super) fn sums(&self, letters: &[char], out: &mut Vec<Mutant>) {
        if !is_big(self.all, self.at) {
            return;
        }
        let Some((place, own)) = below(self.all, self.at) else { return };
        for other in letters.iter().filter(|other| **other != own) {
            out.push(Mutant { change: "sum", latex: self.with(place, place, &other.to_string()) });
        }
        let Some(close) = self.closing(self.at + 2).filter(|_| is_sign(self.all, self.at + 2, '{')) else { return };
        if let Some(unequal) = (place..close).find(|at| command(self.all, *at) == Some("ne")) {
            // `k \ne i`, or `k=1, k \ne i`.
            let comma = (place..unequal).rev().find(|at| is_sign(self.all, *at, ','));
            let first = comma.unwrap_or(place + 1);
            out.push(Mutant { change: "condition", latex: self.with(first, close - 1, "") });
        }
    }

    /// The square of a norm dropped, or a square added.
    pub(super) fn norms(&self, out: &mut Vec<Mutant>) {
        let bar = |token: &Token| token.kind == Kind::Command("Vert".to_owned());
        let closes = self.all[..self.at].iter().filter(|token| bar(token)).count() % 2 == 1;
        if !bar(&self.all[self.at]) || !closes {
            return;
        }
        let last = if self.kind(1) == Some(&Kind::Sign('_')) { self.at + 2 } else { self.at };
        if is_sign(self.all, last + 1, '^') {
            if self.all.get(last + 2).is_some_and(|token| token.kind == Kind::Number("2".to_owned())) {
                out.push(Mutant { change: "power", latex: self.with(last + 1, last + 2, "") });
            }
        } else if let Some(token) = self.all.get(last) {
            let latex = format!("{}^2 {}", &self.latex[..token.end], &self.latex[token.end..]);
            out.push(Mutant { change: "square", latex });
        }
    }
}

/// Two of the symbols that stand as whole vectors in norms and inner products, each in the place of
/// the other, from a token on.
pub(super) fn exchanged(latex: &str, all: &[Token], symbols: &[&str], from: usize) -> Vec<Mutant> {
    let spelled: Vec<String> = all.iter().map(|token| written(&token.kind)).collect();
    let vectors: Vec<&str> = symbols
        .iter()
        .copied()
        .filter(|symbol| (from..all.len()).any(|at| spelled[at] == *symbol && stands_as_vector(all, at)))
        .collect();
    let mut out = vec![];
    for (i, one) in vectors.iter().enumerate() {
        for other in vectors.iter().skip(i + 1).filter(|other| *other != one) {
            let mut changed = latex[..all.get(from).map_or(0, |token| token.at)].to_owned();
            for at in from..all.len() {
                let gap = all.get(at + 1).map_or(latex.len(), |next| next.at);
                match &spelled[at] {
                    own if own == one => changed.push_str(&format!(" {other} ")),
                    own if own == other => changed.push_str(&format!(" {one} ")),
                    _ => changed.push_str(&latex[all[at].at..all[at].end]),
                }
                changed.push_str(&latex[all[at].end..gap]);
            }
            out.push(Mutant { change: "exchange", latex: changed });
        }
    }
    out
}

/// Whether a token stands between double bars or angles, or beside `^\top`, without an index.
fn stands_as_vector(all: &[Token], at: usize) -> bool {
    if is_sign(all, at + 1, '_') {
        return false;
    }
    let before = |name: &str| (0..at).filter(|i| command(all, *i) == Some(name)).count();
    let in_bars = before("Vert") % 2 == 1;
    let in_angles = before("langle") > before("rangle");
    let transposed = is_sign(all, at + 1, '^') && command(all, at + 2) == Some("top");
    let behind = at.checked_sub(1).is_some_and(|i| command(all, i) == Some("top"));
    in_bars || in_angles || transposed || behind
}

#[cfg(test)]
mod tests {
    use crate::mutate::mutants;

    #[track_caller]
    fn makes(latex: &str, expected: &[&str]) {
        let all = mutants(latex, &["a", "p", "n", "m"], false);
        let spaced: Vec<String> =
            all.iter().map(|m| format!("{}: {}", m.change, m.latex.split_whitespace().collect::<String>())).collect();
        for one in expected {
            assert!(spaced.iter().any(|m| m == one), "{one} is not among\n{}", spaced.join("\n"));
        }
    }

    #[test]
    fn tables_are_read_along_the_wrong_side() {
        makes(
            r"L = \sum_{i=1}^N \ln \sum_{k=1}^N e^{s_{ik}}",
            &[
                r"transpose: L=\sum_{i=1}^N\ln\sum_{k=1}^Ne^{s_{k,i}}",
                r"index: L=\sum_{i=1}^N\ln\sum_{k=1}^Ne^{s_{k,k}}",
                r"index: L=\sum_{i=1}^N\ln\sum_{k=1}^Ne^{s_{i,i}}",
                r"sum: L=\sum_{i=1}^N\ln\sum_{i=1}^Ne^{s_{ik}}",
                r"bound: L=\sum_{i=1}^N\ln\sum_{k=1}^{N-1}e^{s_{ik}}",
            ],
        );
        makes(
            r"L = \frac{e^{s_{ij}}}{\sum_k e^{s_{ik}}}",
            &[r"index: L=\frac{e^{s_{ij}}}{\sum_ke^{s_{k,j}}}", r"transpose: L=\frac{e^{s_{j,i}}}{\sum_ke^{s_{ik}}}"],
        );
        makes(r"L = z_{i y_i}", &[r"transpose: L=z_{y_i,i}"]);
    }

    #[test]
    fn what_was_left_out_is_summed_too() {
        makes(r"L = \sum_{k \ne i} z_k", &[r"condition: L=\sum_{k}z_k"]);
        makes(r"L = \sum_{k=1, k \ne i}^N z_k", &[r"condition: L=\sum_{k=1}^Nz_k"]);
    }

    #[test]
    fn norms_and_vectors_are_confused() {
        makes(
            r"L = \lVert a - p \rVert_2 - \lVert a - n \rVert^2 + m",
            &[
                r"square: L=\lVerta-p\rVert_2^2-\lVerta-n\rVert^2+m",
                r"power: L=\lVerta-p\rVert_2-\lVerta-n\rVert+m",
                r"exchange: L=\lVerta-n\rVert_2-\lVerta-p\rVert^2+m",
                r"exchange: L=\lVertp-a\rVert_2-\lVertp-n\rVert^2+m",
            ],
        );
        makes(r"L = a^\top p - n^\top n", &[r"exchange: L=a^\topn-p^\topp"]);
        makes(r"L = \langle a, p \rangle", &[r"exchange: L=\langlep,a\rangle"]);
        // A number is no vector.
        let all = mutants(r"L = \lVert a \rVert + m", &["a", "m"], false);
        assert!(all.iter().all(|m| m.change != "exchange"));
    }
}
