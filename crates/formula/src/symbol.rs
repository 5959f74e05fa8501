//! What may be a symbol: `x`, `\hat y`, `\gamma_+`, `\ell_{\text{ref}}`, `\pi_\theta(y_w \mid x)`.

use crate::Error;
use crate::commands::GREEK;
use crate::name::Name;
use crate::token::{Kind, Token, spelled, tokens, written};

/// The name in the tree of a symbol that is written so.
///
/// # Errors
/// If it cannot be read as one symbol, at the place where it stops to be one: a number, a sum, a
/// given function, `e` and `\pi`, which have values of their own.
pub fn usable(latex: &str) -> Result<Name, Error> {
    pattern(latex).map(|pattern| spelled(&pattern).into())
}

/// The tokens of a symbol.
pub(crate) fn pattern(latex: &str) -> Result<Vec<Kind>, Error> {
    let all = tokens(latex)?;
    let length = length(&all).map_err(|(at, message)| {
        let place = all.get(at).map_or(latex.len(), |token| token.at);
        let found = all.get(at).map_or("the end".to_owned(), |token| format!("`{}`", written(&token.kind)));
        Error::new(place, format!("no symbol: {message}, found {found}"))
    })?;
    if let Some(rest) = all.get(length) {
        return Err(Error::new(rest.at, format!("no symbol: expected its end, found `{}`", written(&rest.kind))));
    }
    let pattern: Vec<Kind> = all.into_iter().map(|token| token.kind).collect();
    match &pattern[..] {
        [Kind::Letter('e')] => Err(Error::new(0, "no symbol: `e` is the base of the natural logarithm")),
        [Kind::Command(pi)] if pi == "pi" => Err(Error::new(0, "no symbol: `\\pi` is the circle constant")),
        [Kind::Operator(stop), ..] if stop == "sg" => {
            Err(Error::new(0, "no symbol: `\\operatorname{sg}` is the stop-gradient"))
        }
        _ => Ok(pattern),
    }
}

/// How many tokens from the first on are one symbol, or where they stop to be one, and what was
/// expected there.
fn length(all: &[Token]) -> Result<usize, (usize, &'static str)> {
    let kind = |at: usize| all.get(at).map(|token| &token.kind);
    let mut at = match kind(0) {
        Some(Kind::Command(accent)) if matches!(accent.as_str(), "hat" | "bar" | "tilde") => 1,
        _ => 0,
    };
    match kind(at) {
        Some(Kind::Letter(_) | Kind::Operator(_)) => {}
        // Π and Σ look like a product and a sum.
        Some(Kind::Command(name)) if GREEK.contains(&name.as_str()) && !matches!(name.as_str(), "Pi" | "Sigma") => {}
        _ => return Err((at, "expected a letter, a Greek one or a name")),
    }
    at += 1;
    if kind(at) == Some(&Kind::Sign('_')) {
        at = script(all, at + 1)?;
    }
    // `\pi^{\text{ref}}`; a number there is a power.
    if let (Some(Kind::Sign('^')), Some(Kind::Text(_) | Kind::Operator(_) | Kind::Sign('+' | '-'))) =
        (kind(at), kind(at + 1))
    {
        at += 2;
    }
    if kind(at) == Some(&Kind::Sign('(')) { inside(all, at) } else { Ok(at) }
}

/// The end of a subscript that begins here.
fn script(all: &[Token], first: usize) -> Result<usize, (usize, &'static str)> {
    let label = |kind: &Kind| match kind {
        Kind::Letter(_) | Kind::Number(_) | Kind::Operator(_) | Kind::Text(_) => true,
        Kind::Sign(sign) => "+-,<>".contains(*sign),
        Kind::Command(name) => GREEK.contains(&name.as_str()) || matches!(name.as_str(), "tanh" | "infty"),
        _ => false,
    };
    let message = "expected letters, numbers or words in the subscript";
    let mut at = first;
    if all.get(at).map(|token| &token.kind) != Some(&Kind::Sign('{')) {
        let single = all.get(at).is_some_and(|token| label(&token.kind));
        return if single { Ok(at + 1) } else { Err((at, message)) };
    }
    at += 1;
    while let Some(token) = all.get(at) {
        if token.kind == Kind::Sign('}') && at > first + 1 {
            return Ok(at + 1);
        }
        if !label(&token.kind) {
            return Err((at, message));
        }
        at += 1;
    }
    Err((at, "expected `}`"))
}

/// The end of what stands in the brackets of a conditional probability: `(y_w \mid x)`.
fn inside(all: &[Token], open: usize) -> Result<usize, (usize, &'static str)> {
    let mut at = open + 1;
    while let Some(token) = all.get(at) {
        match &token.kind {
            Kind::Sign(')') if at > open + 1 => return Ok(at + 1),
            Kind::Sign('_') => {
                at = script(all, at + 1)?;
                continue;
            }
            Kind::Letter(_) | Kind::Operator(_) | Kind::Sign(',' | ';') => {}
            Kind::Command(name)
                if GREEK.contains(&name.as_str()) || matches!(name.as_str(), "mid" | "hat" | "bar" | "tilde") => {}
            _ => return Err((at, "expected letters with subscripts in the brackets")),
        }
        at += 1;
    }
    Err((at, "expected `)`"))
}

/// Whether these tokens are a conditional probability that is one name: `\pi_\theta(y_w \mid x)`.
pub(crate) fn is_conditional(all: &[Token]) -> bool {
    let bar = |token: &Token| token.kind == Kind::Command("mid".to_owned());
    all.last().is_some_and(|token| token.kind == Kind::Sign(')'))
        && all.iter().filter(|token| bar(token)).count() == 1
        && length(all) == Ok(all.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_a_symbol_is_usable() {
        for (latex, name) in [
            ("m", "m"),
            (r"\ell_w", r"\ell_w"),
            (r"\ell_{\text{ref}}", r"\ell_\operatorname{ref}"),
            (r"r_\theta", r"r_\theta"),
            (r"\hat{A}", r"\hat A"),
            (r"\hat A_t", r"\hat A_t"),
            ("z_0", "z_0"),
            (r"\varepsilon", r"\varepsilon"),
            (r"\gamma_+", r"\gamma_+"),
            (r"\pi^{\text{ref}}", r"\pi^\text{ref}"),
            (r"\pi_\theta(y_w \mid x)", r"\pi_\theta(y_w\mid x)"),
            (r"\pi_{\text{ref}}(y_t \mid x, y_{<t})", r"\pi_\operatorname{ref}(y_t\mid x,y_{<t})"),
            (r"p(y \mid x)", r"p(y\mid x)"),
        ] {
            assert_eq!(usable(latex).as_deref(), Ok(name), "{latex}");
        }
    }

    #[test]
    fn what_is_not_is_refused_with_its_place() {
        for (latex, expected) in [
            ("", "0: no symbol: expected a letter, a Greek one or a name, found the end"),
            ("2", "0: no symbol: expected a letter"),
            ("x + y", "2: no symbol: expected its end, found `+`"),
            ("x^2", "1: no symbol: expected its end, found `^`"),
            ("x_", "2: no symbol: expected letters, numbers or words in the subscript, found the end"),
            ("x_{a", "4: no symbol: expected `}`"),
            ("x_{}", "3: no symbol: expected letters"),
            ("xy", "1: no symbol: expected its end"),
            (r"\frac12", "0: no symbol"),
            (r"\hat", "4: no symbol: expected a letter"),
            (r"\Sigma", "0: no symbol"),
            (r"\exp", "0: no symbol"),
            (r"\operatorname{sg}", "0: no symbol: `\\operatorname{sg}` is the stop-gradient"),
            (r"\operatorname{sg}(x)", "0: no symbol: `\\operatorname{sg}` is the stop-gradient"),
            ("e", "0: no symbol: `e` is the base"),
            (r"\pi", "0: no symbol: `\\pi` is the circle"),
            ("f(x", "3: no symbol: expected `)`"),
            ("f(x + 1)", "4: no symbol: expected letters with subscripts"),
            ("σ", "0: `σ` is no sign"),
            ("\\", "0: a backslash at the end"),
            ("{", "0: no symbol"),
            ("}", "0: no symbol"),
        ] {
            let found = usable(latex).map_err(|e| format!("{}: {}", e.at, e.message));
            assert!(found.as_ref().is_err_and(|found| found.starts_with(expected)), "{latex}: {found:?}");
        }
    }
}
