//! Names as a page spells them.

use formula::token::{Kind, tokens};

/// The tokens of a formula, if it is one.
pub fn kinds(latex: &str) -> Option<Vec<Kind>> {
    let all = tokens(latex).ok()?;
    Some(all.into_iter().map(|t| t.kind).collect())
}

/// Whether the tokens of a name occur in a formula.
pub fn latex_names(latex: &str, name: &str) -> bool {
    match (kinds(latex), kinds(name)) {
        (Some(latex), Some(name)) => latex
            .windows(name.len().max(1))
            .any(|window| window == name),
        _ => false,
    }
}

/// The library's function that a name on a page is the name of: `\operatorname{SmoothL1}`.
pub fn catalogued(name: &str) -> Option<&'static str> {
    let letters = |text: &str| {
        let kept = text.chars().filter(char::is_ascii_alphanumeric);
        kept.collect::<String>().to_ascii_lowercase()
    };
    let own = letters(&name.replace(r"\operatorname", ""));
    catalog::FUNCTIONS
        .iter()
        .map(|function| function.about().name)
        .find(|function| letters(function) == own)
}
