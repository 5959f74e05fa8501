//! What stands behind a formula: `gelu(x)`, `let huber`, `identity sigmoid`, `unchecked: why`.

use super::subject::Subject;

/// What a formula claims to be.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A function of the library.
    Code(Subject),
    /// It gives a name a meaning that other formulas use, and is true by that.
    Let(Subject),
    /// Its sides are equal; free symbols beyond those of the function, and whether they are positive.
    Identity(Subject, Vec<Extra>),
    /// It is not checked, for the reason given.
    Unchecked(String),
}

/// A free number of an identity: `c`, `c > 0`.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    pub symbol: String,
    pub positive: bool,
}

/// Reads a mark.
///
/// # Errors
/// What is wrong with it and what is expected.
pub fn read(text: &str) -> Result<Mark, String> {
    if let Some(reason) = text.strip_prefix("unchecked") {
        let reason = reason.strip_prefix(':').unwrap_or("").trim();
        return if reason.is_empty() {
            Err("`unchecked` says why: `unchecked: definition of a constant`".to_owned())
        } else {
            Ok(Mark::Unchecked(reason.to_owned()))
        };
    }
    if let Some(name) = text.strip_prefix("let ") {
        return Ok(Mark::Let(Subject::plain(name.trim())?));
    }
    if let Some(rest) = text.strip_prefix("identity ") {
        let (name, extras) = rest.split_once(" with ").unwrap_or((rest, ""));
        let extras = extras
            .split(',')
            .map(str::trim)
            .filter(|extra| !extra.is_empty());
        return Ok(Mark::Identity(
            Subject::plain(name.trim())?,
            extras.map(extra).collect(),
        ));
    }
    if matches!(text, "let" | "identity") {
        return Err(format!(
            "`{text}` names a function whose symbols it uses: `{text} gelu`"
        ));
    }
    Subject::call(text).map(Mark::Code)
}

fn extra(text: &str) -> Extra {
    let (symbol, positive) = match text.split_once('>') {
        Some((symbol, bound)) if bound.trim() == "0" => (symbol, true),
        _ => (text, false),
    };
    Extra {
        symbol: symbol.trim().to_owned(),
        positive,
    }
}
