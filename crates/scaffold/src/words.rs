//! Names: which are allowed, and how a reserved one is written.

/// Reserved in Rust, now or for later.
const RUST: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Those of them that cannot be written `r#..` either.
const NEVER: &[&str] = &["crate", "self", "super"];

/// Reserved in Python, in lower case.
const PYTHON: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Letters with a command in LaTeX.
const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
    "omega",
];

/// Words in lower case with `_` between them.
fn is_snake_case(name: &str) -> bool {
    name.split('_').all(|word| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    }) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether a function may be called so.
pub fn is_name(name: &str) -> Result<(), String> {
    if !is_snake_case(name) {
        return Err(format!(
            "`{name}` is no name of a function: expected words in lower case with `_` between them, as `log_cosh`"
        ));
    }
    if RUST.contains(&name) {
        return Err(format!(
            "`{name}` is reserved in Rust: expected another name"
        ));
    }
    if name.ends_with("_vjp") || name.ends_with("_grad") || name.contains("_grad_") {
        return Err(format!(
            "`{name}` looks like a derivative: expected the name of a function, its derivatives come with it"
        ));
    }
    Ok(())
}

/// Whether a parameter may be called so.
pub fn is_parameter(name: &str) -> Result<(), String> {
    if !is_snake_case(name) || NEVER.contains(&name) {
        return Err(format!(
            "`{name}` is no name of a parameter: expected words in lower case with `_` between them, as `pos_weight`"
        ));
    }
    Ok(())
}

/// Whether a page may stand there.
pub fn is_chapter(path: &str, folder: &str) -> Result<(), String> {
    let parts: Vec<&str> = path.split('/').collect();
    let plain = |part: &&str| is_snake_case(&part.replace('-', "_")) && !part.contains('_');
    if parts.len() < 2 || parts[0] != folder || !parts.iter().all(plain) {
        return Err(format!(
            "`{path}` is no place for its chapter: expected a page below {folder}/ without its ending, as `{folder}/log-cosh`"
        ));
    }
    Ok(())
}

/// As an identifier of Rust.
pub fn raw_rust(name: &str) -> String {
    if RUST.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// As an identifier of Python, as the golden values' calls have it.
pub fn raw_python(name: &str) -> String {
    if PYTHON.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// The command of a Greek letter: `\lambda`.
pub fn greek(name: &str) -> Option<String> {
    GREEK.contains(&name).then(|| format!("\\{name}"))
}

/// With its first letter in upper case.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
