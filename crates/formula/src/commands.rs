//! The commands of LaTeX that a formula may hold.

use crate::token::Facing;

/// Narrow spaces and sizes, without a meaning for the value or for the reader. A negative space is
/// none of them: it prints one sign over another.
pub(crate) const SPACING: [&str; 9] =
    [",", ";", ":", " ", "thinspace", "displaystyle", "textstyle", "limits", "nolimits"];
/// Spaces so wide that what stands behind them is another statement.
pub(crate) const WIDE: [&str; 3] = ["quad", "qquad", "enspace"];
/// Commands that only make the next delimiter larger, and which way that faces.
pub(crate) const SIZES: [(&str, Facing); 14] = [
    ("left", Facing::Opens),
    ("bigl", Facing::Opens),
    ("Bigl", Facing::Opens),
    ("biggl", Facing::Opens),
    ("Biggl", Facing::Opens),
    ("right", Facing::Closes),
    ("bigr", Facing::Closes),
    ("Bigr", Facing::Closes),
    ("biggr", Facing::Closes),
    ("Biggr", Facing::Closes),
    ("big", Facing::Either),
    ("Big", Facing::Either),
    ("bigg", Facing::Either),
    ("Bigg", Facing::Either),
];
/// Commands that another one stands for.
const SAME: [(&str, &str); 9] = [
    ("leq", "le"),
    ("leqslant", "le"),
    ("geq", "ge"),
    ("geqslant", "ge"),
    ("neq", "ne"),
    ("dfrac", "frac"),
    ("tfrac", "frac"),
    ("{", "lbrace"),
    ("}", "rbrace"),
];
/// Greek letters and ℓ, which may be symbols and names.
pub(crate) const GREEK: [&str; 37] = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "zeta",
    "eta",
    "theta",
    "vartheta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "varphi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Phi",
    "Psi",
    "Omega",
    "ell",
];
/// Functions with a command of their own: `\operatorname{max}` looks the same and is the same.
pub(crate) const FUNCTIONS: [&str; 6] = ["exp", "ln", "log", "tanh", "max", "min"];
/// All other commands that a formula may hold. What is in none of these lists is refused: a command
/// that only the typesetter knows could show what nobody checks, or hide it (`\phantom`, `\color`,
/// `\def`).
const OTHERS: [&str; 25] = [
    "frac", "sqrt", "sum", "prod", "partial", "infty", "hat", "bar", "tilde", "mathbb", "mathbf", "le", "ge", "ne",
    "mid", "parallel", "land", "lor", "lbrace", "rbrace", "langle", "rangle", "Vert", "top", "times",
];

/// The command that stands for others that look the same.
pub(crate) fn plain(name: &str) -> &str {
    SAME.iter().find(|(other, _)| *other == name).map_or(name, |(_, same)| same)
}

/// Whether a formula may hold it.
pub(crate) fn is_known(name: &str) -> bool {
    [&GREEK[..], &FUNCTIONS, &OTHERS].iter().any(|list| list.contains(&name))
}

/// Whether one letter is missing, too many, or another.
fn slips(one: &str, other: &str) -> bool {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let (rest, others) = (&one.as_bytes()[same..], &other.as_bytes()[same..]);
    let from = |text: &[u8], at: usize| text.get(at..).map(<[u8]>::to_vec);
    let after = [(1, 0), (0, 1), (1, 1)];
    after.iter().any(|(a, b)| from(rest, *a).is_some_and(|left| from(others, *b) == Some(left)))
}

/// What is reported of a command that is in no list.
pub(crate) fn unknown(name: &str) -> String {
    let known = [&GREEK[..], &FUNCTIONS, &OTHERS].concat();
    let near = |other: &&&str| other.len() > 2 && slips(name, other);
    if let Some(near) = known.iter().find(near) {
        return format!("`\\{name}` is not known: did you mean `\\{near}`?");
    }
    let instead = match name {
        "int" => "the checker knows no integrals: `<!--= unchecked: why -->`",
        "approx" | "sim" | "propto" | "to" | "Rightarrow" | "iff" => "a formula states an equality",
        "cdots" | "ldots" | "dots" => "what is left out cannot be checked: write `\\sum` or `\\prod`",
        "def" | "gdef" | "let" | "newcommand" | "renewcommand" => {
            "a macro shows what does not stand on the page: write it out"
        }
        "sin" | "cos" | "sinh" | "cosh" | "arctan" => "no function of the library needs it so far",
        "!" => "a negative space prints one sign over another",
        _ => {
            "expected a Greek letter, a given function (`\\exp`, `\\ln`, `\\log_2`, `\\tanh`, `\\operatorname{erf}`, \
             `\\operatorname{sgn}`, `\\operatorname{sg}`, `\\max`, `\\min`), `\\frac`, `\\sqrt`, `\\sum` or `\\prod`"
        }
    };
    format!("`\\{name}` is not known: {instead}")
}
