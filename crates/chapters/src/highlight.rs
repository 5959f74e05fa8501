//! Colours for Rust code, given at build time.

use notebook::escape;
use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

/// HTML of Rust code for a `<code>` element: one line, tokens in `<span class="keyword">` and so on.
///
/// Its text content is `code`, whatever `code` is; each character is escaped as in
/// [`escape::text`].
pub fn highlight(code: &str) -> String {
    let tokens = tokens(code);
    let mut html = String::with_capacity(code.len() * 4);
    let mut i = 0;
    while i < tokens.len() {
        let length = attribute(&tokens[i..]);
        if length > 0 {
            let text: String = tokens[i..i + length].iter().map(|t| t.text).collect();
            span(&mut html, "attribute", &text);
            i += length;
            continue;
        }
        match class(&tokens, i) {
            Some(class) => span(&mut html, class, tokens[i].text),
            None => html.push_str(&escape::text(tokens[i].text)),
        }
        i += 1;
    }
    html
}

fn span(html: &mut String, class: &str, text: &str) {
    html.push_str("<span class=\"");
    html.push_str(class);
    html.push_str("\">");
    html.push_str(&escape::text(text));
    html.push_str("</span>");
}

struct Token<'a> {
    kind: TokenKind,
    text: &'a str,
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut rest = code;
    tokenize(code, FrontmatterAllowed::No)
        .map(|token| {
            let (text, after) = rest.split_at(token.len as usize);
            rest = after;
            Token {
                kind: token.kind,
                text,
            }
        })
        .collect()
}

/// The number of tokens of the attribute `#[..]` or `#![..]` at the start; 0 if there is none.
fn attribute(tokens: &[Token]) -> usize {
    let opening = match tokens {
        [a, b, ..] if a.text == "#" && b.text == "[" => 1,
        [a, b, c, ..] if a.text == "#" && b.text == "!" && c.text == "[" => 2,
        _ => return 0,
    };
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(opening) {
        match token.text {
            "[" => depth += 1,
            "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    0
}

/// The class of token `i`, which may depend on its neighbours.
fn class(tokens: &[Token], i: usize) -> Option<&'static str> {
    Some(match tokens[i].kind {
        TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => "comment",
        TokenKind::Lifetime { .. } | TokenKind::RawLifetime => "lifetime",
        TokenKind::Literal {
            kind: LiteralKind::Int { .. } | LiteralKind::Float { .. },
            ..
        } => "number",
        TokenKind::Literal { .. } => "string",
        TokenKind::Ident | TokenKind::RawIdent => return name(tokens, i),
        _ => return None,
    })
}

fn name(tokens: &[Token], i: usize) -> Option<&'static str> {
    let text = tokens[i].text;
    let solid = |t: &&Token| t.kind != TokenKind::Whitespace;
    let mut after = tokens[i + 1..].iter().filter(solid).map(|t| t.text);
    let next = [after.next(), after.next(), after.next()];
    let previous = tokens[..i].iter().rev().find(solid).map(|t| t.text);

    if KEYWORDS.contains(&text) {
        Some("keyword")
    } else if PRIMITIVES.contains(&text) {
        Some("type")
    } else if next[0] == Some("!") && next[1] != Some("=") {
        Some("macro")
    } else if previous == Some("fn")
        || next[0] == Some("(") && !text.starts_with(char::is_uppercase)
        || next == [Some(":"), Some(":"), Some("<")] && !text.starts_with(char::is_uppercase)
    {
        Some("function")
    } else if text.starts_with(char::is_uppercase) && text.contains(char::is_lowercase) {
        Some("type")
    } else {
        None
    }
}

const KEYWORDS: &[&str] = &[
    "Self", "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum",
    "extern", "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move",
    "mut", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What stands between tags; only those of [`span`] are there.
    fn text_content(html: &str) -> String {
        let outside = html
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        escape::decode(&outside.collect::<String>()).into_owned()
    }

    fn class_of(code: &str, token: &str) -> Option<String> {
        let html = highlight(code);
        let end = format!(">{}</span>", escape::text(token));
        let at = html.find(&end)?;
        let class = html[..at].rsplit_once("class=\"")?.1;
        Some(class.trim_end_matches('"').to_owned())
    }

    #[test]
    fn tokens_get_their_class() {
        let code = "#[must_use]\npub fn clip<'a, T>(x: &'a f64) -> Vec<T> {\n    // why\n    println!(\"{x}\"); let y = x.max(0.5); LIMIT != 3_u8 }";
        for (token, class) in [
            ("#[must_use]", Some("attribute")),
            ("pub", Some("keyword")),
            ("clip", Some("function")),
            ("'a", Some("lifetime")),
            ("f64", Some("type")),
            ("Vec", Some("type")),
            ("// why", Some("comment")),
            ("println", Some("macro")),
            ("\"{x}\"", Some("string")),
            ("max", Some("function")),
            ("0.5", Some("number")),
            ("LIMIT", None),
        ] {
            assert_eq!(class_of(code, token).as_deref(), class, "{token}");
        }
    }

    proptest! {
        #[test]
        fn the_text_is_kept(code in any::<String>()) {
            prop_assert_eq!(text_content(&highlight(&code)), code);
        }

        #[test]
        fn the_text_of_what_looks_like_rust_is_kept(code in "([a-z#!'\"/*(){}\\[\\] \n0-9.:<&$|_é]|fn |r#|//|/\\*){0,60}") {
            let html = highlight(&code);
            prop_assert!(!html.contains('\n'));
            prop_assert_eq!(text_content(&html), code);
        }
    }
}
