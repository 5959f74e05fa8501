//! Which `|` begin an absolute value, and which end one.
//!
//! `|a|b|c|` may be `|a| b |c|` or `|a |b| c|`. Bars that face one way by their command (`\left|`,
//! `\rvert`) say which they are; the others are mostly decided by their neighbours: behind `+` a bar
//! cannot end anything, before `+` it cannot begin. If two readings are left, that is an error.

use crate::Error;
use crate::token::{Facing, Kind, Token};

/// Turns every bar the way it faces.
///
/// # Errors
/// If the bars can be paired in two ways.
pub(crate) fn turned(mut tokens: Vec<Token>) -> Result<Vec<Token>, Error> {
    for norm in [false, true] {
        // Bars of one bracket pair with each other, and of none across a comma or an equals sign.
        let mut open: Vec<Vec<usize>> = vec![vec![]];
        let mut groups = vec![];
        for (at, token) in tokens.iter().enumerate() {
            match &token.kind {
                Kind::Sign('(' | '[' | '{') | Kind::Begin(_) => open.push(vec![]),
                Kind::Sign(')' | ']' | '}') | Kind::End(_) if open.len() > 1 => groups.extend(open.pop()),
                Kind::Command(name) if matches!(name.as_str(), "lbrace" | "langle") => open.push(vec![]),
                Kind::Command(name) if matches!(name.as_str(), "rbrace" | "rangle") && open.len() > 1 => {
                    groups.extend(open.pop())
                }
                kind if separates(kind) => groups.extend(open.last_mut().map(std::mem::take)),
                kind if is_bar(kind, norm) => {
                    if let Some(group) = open.last_mut() {
                        group.push(at);
                    }
                }
                _ => {}
            }
        }
        groups.extend(open);
        for group in groups {
            turn(&mut tokens, &group)?;
        }
    }
    Ok(tokens)
}

fn is_bar(kind: &Kind, norm: bool) -> bool {
    match kind {
        Kind::Sign('|') => !norm,
        Kind::Command(name) => norm && name == "Vert",
        _ => false,
    }
}

fn separates(kind: &Kind) -> bool {
    match kind {
        Kind::Sign('=' | ',' | ';' | '&' | '<' | '>') | Kind::Row | Kind::Text(_) => true,
        Kind::Command(name) => matches!(name.as_str(), "le" | "ge" | "ne" | "land" | "lor"),
        _ => false,
    }
}

fn turn(tokens: &mut [Token], bars: &[usize]) -> Result<(), Error> {
    let may: Vec<(bool, bool)> = bars.iter().map(|at| (may_open(tokens, *at), may_close(tokens, *at))).collect();
    // Nothing is not a number: a bar right behind one that opens does not close it.
    let empty = |i: usize| bars.get(i + 1) == Some(&(bars[i] + 1));
    // ways[i][depth]: in how many ways the bars from the i-th on close all that are open; first of
    // any, then of those in which the i-th opens.
    let n = bars.len();
    let (mut ways, mut opening) = (vec![vec![0_u32; n + 2]; n + 1], vec![vec![0_u32; n + 2]; n + 1]);
    ways[n][0] = 1;
    for i in (0..n).rev() {
        for depth in 0..=n {
            let rest = if empty(i) { &opening } else { &ways };
            opening[i][depth] = if may[i].0 { rest[i + 1][depth + 1] } else { 0 };
            let closed = if may[i].1 && depth > 0 { ways[i + 1][depth - 1] } else { 0 };
            ways[i][depth] = (opening[i][depth] + closed).min(2);
        }
    }
    let mut depth = 0;
    for (i, at) in bars.iter().enumerate() {
        let opened = opening[i][depth];
        let closed = if may[i].1 && depth > 0 { ways[i + 1][depth - 1] } else { 0 };
        if opened > 0 && closed > 0 {
            let message = "this bar may begin an absolute value or end one: write `\\left|` and `\\right|`";
            return Err(Error::new(tokens[*at].at, message));
        }
        // Bars that do not pair at all are reported when the formula is read.
        let opens = if opened + closed > 0 { opened > 0 } else { depth == 0 };
        tokens[*at].facing = if opens { Facing::Opens } else { Facing::Closes };
        depth = if opens { depth + 1 } else { depth - 1 };
    }
    Ok(())
}

/// Whether something can begin behind the bar.
fn may_open(tokens: &[Token], at: usize) -> bool {
    let begins = match tokens.get(at + 1).map(|t| &t.kind) {
        None | Some(Kind::Row | Kind::End(_)) => false,
        Some(Kind::Sign(sign)) => "([{|-".contains(*sign),
        Some(kind) => !separates(kind),
    };
    tokens[at].facing != Facing::Closes && begins
}

/// Whether something can end before the bar.
fn may_close(tokens: &[Token], at: usize) -> bool {
    let ends = match at.checked_sub(1).map(|before| &tokens[before].kind) {
        None | Some(Kind::Row | Kind::Begin(_)) => false,
        Some(Kind::Sign(sign)) => ")]}|'".contains(*sign),
        Some(kind) => !separates(kind),
    };
    tokens[at].facing != Facing::Opens && ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    /// The formula with `<` for bars that open and `>` for those that close.
    fn facing(latex: &str) -> Result<String, usize> {
        let turned = turned(tokens(latex).unwrap()).map_err(|e| e.at)?;
        let sign = |t: &Token| match (&t.kind, t.facing) {
            (Kind::Sign('|') | Kind::Command(_), Facing::Opens) => "<".to_owned(),
            (Kind::Sign('|') | Kind::Command(_), Facing::Closes) => ">".to_owned(),
            (kind, _) => crate::token::written(kind),
        };
        Ok(turned.iter().map(sign).collect())
    }

    #[test]
    fn neighbours_tell() {
        assert_eq!(facing("|x| + |y - 1|z").unwrap(), "<x>+<y-1>z");
        assert_eq!(facing("|a + |b| + c|").unwrap(), "<a+<b>+c>");
        assert_eq!(facing("|-x|y").unwrap(), "<-x>y");
        assert_eq!(facing("|a||b|").unwrap(), "<a><b>");
        assert_eq!(facing(r"(|a|)(b|c|)").unwrap(), "(<a>)(b<c>)");
        assert_eq!(facing(r"\|a\|_1 + \|b\|_1").unwrap(), "<a>_1+<b>_1");
    }

    #[test]
    fn commands_tell() {
        assert_eq!(facing(r"\left|a\left|b\right|c\right|").unwrap(), "<a<b>c>");
        assert_eq!(facing(r"\left|a\right|b\left|c\right|").unwrap(), "<a>b<c>");
        assert_eq!(facing(r"\lvert a\rvert b\lvert c\rvert").unwrap(), "<a>b<c>");
    }

    #[test]
    fn two_readings_are_refused_at_the_first_bar_that_has_them() {
        assert_eq!(facing("|a|b|c|"), Err(2));
        assert_eq!(facing("|a|b - c|d|"), Err(2));
        assert_eq!(facing(r"\|a\|b\|c\|"), Err(3));
    }
}
