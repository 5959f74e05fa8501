//! What a page needs before it is painted, or soon after.
//!
//! The fonts of its formulas are available before the first paint: lines would move if they arrived
//! later.
//!
//! A font that a style sheet names arrives after the first paint, even as a `data:` address within
//! the sheet: browsers request it when they first lay out a letter in it. A script that blocks the
//! parser can provide its bytes earlier. So each font is also written as such a script, and a page
//! names those that it needs. The rules in `fonts.css` remain, for pages without scripts and for the
//! stock mdBook.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

/// A font's file, without hash and ending, and what in a page shows that it is needed.
const FONTS: &[(&str, &[&str])] = &[
    ("KaTeX_Main-Regular", &["class=\"katex\""]),
    ("KaTeX_Math-Italic", &["mathnormal"]),
    ("KaTeX_Main-Bold", &["mathbf", "textbf"]),
    ("KaTeX_AMS-Regular", &["mathbb", "amsrm", "textbb"]),
    ("KaTeX_Caligraphic-Regular", &["mathcal"]),
    (
        "KaTeX_Size1-Regular",
        &["delimsizing size1", "delim-size1", "small-op"],
    ),
    ("KaTeX_Size2-Regular", &["delimsizing size2", "large-op"]),
    ("KaTeX_Size3-Regular", &["delimsizing size3"]),
    ("KaTeX_Size4-Regular", &["delimsizing size4", "delim-size4"]),
];

/// Writes a script beside each font among the files of the site.
pub fn write_scripts(site: &Path, files: &[PathBuf]) -> std::io::Result<()> {
    let is_sheet = |file: &&PathBuf| file.starts_with("fonts") && has(file, "css");
    let mut rules = String::new();
    for sheet in files.iter().filter(is_sheet) {
        rules += &fs::read_to_string(site.join(sheet))?;
    }
    for file in files.iter().filter(|file| has(file, "woff2")) {
        if let Some(script) = script(&rules, file, &fs::read(site.join(file))?) {
            fs::write(site.join(file.with_extension("js")), script)?;
        }
    }
    Ok(())
}

/// The script that provides a font, with the descriptors of its rule.
fn script(rules: &str, file: &Path, font: &[u8]) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let (_, rule) = (rules.split('}'))
        .filter_map(|rule| rule.split_once("@font-face{"))
        .find(|(_, rule)| rule.contains(name))?;
    let of = |name: &str| {
        let mut pairs = rule.split(';').filter_map(|pair| pair.split_once(':'));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let family = json!(of("font-family")?);
    let style = json!(of("font-style").unwrap_or("normal"));
    let weight = json!(of("font-weight").unwrap_or("400"));
    let range = json!(of("unicode-range").unwrap_or("U+0-10FFFF"));
    let data = base64(font);
    Some(format!(
        "document.fonts.add(new FontFace({family}, Uint8Array.from(atob(\"{data}\"), (byte) => byte.charCodeAt(0)), {{style: {style}, weight: {weight}, unicodeRange: {range}}}));\n"
    ))
}

/// The page with a script in its head for each font that it needs; `page` is its place in the site.
///
/// All are preloaded first: a parser that is blocked by one script would find the others late.
pub fn fonts(html: &str, page: &Path, files: &[PathBuf]) -> String {
    let Some((head, body)) = html.split_once("</head>") else {
        return html.to_owned();
    };
    let up = "../".repeat(page.components().count() - 1);
    let (mut links, mut scripts) = (String::new(), String::new());
    for (font, signs) in FONTS {
        let is_file = |file: &&PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(font) && has(file, "woff2")
        };
        if let (true, Some(file)) = (
            signs.iter().any(|sign| has_sign(body, sign)),
            files.iter().find(is_file),
        ) {
            let script = format!("{up}{}", file.with_extension("js").display());
            let _ = writeln!(
                links,
                "<link rel=\"preload\" as=\"script\" href=\"{script}\">"
            );
            let _ = writeln!(scripts, "<script src=\"{script}\"></script>");
        }
    }
    let (before, rest) = head.split_at(head.find("<link").unwrap_or(head.len()));
    format!("{before}{links}{rest}{scripts}</head>{body}")
}

/// Whether a sign stands in a page: they are looked for in megabytes of formulas at every build.
fn has_sign(body: &str, sign: &str) -> bool {
    memchr::memmem::find(body.as_bytes(), sign.as_bytes()).is_some()
}

/// The page with its figures' module asked for in the head, if one of them stands above the first
/// section: it is in view, and the script that asks for the module comes last.
pub fn module(html: &str) -> String {
    let Some((head, body)) = html.split_once("</head>") else {
        return html.to_owned();
    };
    let opening = body.split("<h2").next().unwrap_or(body);
    let address = (opening.split_once("data-module=\"")).and_then(|(_, rest)| rest.split_once('"'));
    match address {
        // Asked for as `fetch` does it, or the browser would load it twice.
        Some((address, _)) => format!(
            "{head}<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{address}\">\n</head>{body}"
        ),
        None => html.to_owned(),
    }
}

fn has(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|e| e == ending)
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, i| {
            bits << 8 | usize::from(three.get(i).copied().unwrap_or(0))
        });
        for i in 0..4 {
            let digit = DIGITS[bits >> (18 - 6 * i) & 63];
            out.push(if i <= three.len() { digit.into() } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_needed_is_asked_for() {
        let files = [
            "fonts/KaTeX_Main-Regular-1.woff2",
            "fonts/KaTeX_AMS-Regular-2.woff2",
            "fonts/KaTeX_Size3-Regular-3.woff2",
        ];
        let files = files.map(PathBuf::from);
        let html = "<head><link><script></script></head><span class=\"katex\">";
        let script = "../fonts/KaTeX_Main-Regular-1.js";
        assert_eq!(
            fonts(html, Path::new("a/b.html"), &files),
            format!(
                "<head><link rel=\"preload\" as=\"script\" href=\"{script}\">\n<link><script></script>\
                 <script src=\"{script}\"></script>\n</head><span class=\"katex\">"
            )
        );
        let page = fonts("<head></head>mathbb", Path::new("b.html"), &files);
        assert!(page.contains("src=\"fonts/KaTeX_AMS-Regular-2.js\""));
        // The size of an exponent is none of a bracket.
        let html = "<head></head><span class=\"katex-sizing reset-size6 size3 mtight\">";
        assert!(!fonts(html, Path::new("b.html"), &files).contains("Size3"));
        assert_eq!(fonts("no head", Path::new("b.html"), &files), "no head");
    }

    #[test]
    fn a_module_is_asked_for_early_if_its_figure_is_in_view() {
        let page = |body: &str| format!("<head><link></head><body>{body}");
        let figure = "<figure data-live=\"gate\" data-module=\"../live-1.wasm\">";
        let link = "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"../live-1.wasm\">\n";
        assert_eq!(
            module(&page(&format!("<h1>A</h1>{figure}<h2>B</h2>{figure}"))),
            format!("<head><link>{link}</head><body><h1>A</h1>{figure}<h2>B</h2>{figure}")
        );
        for body in ["<h1>A</h1>", &format!("<h1>A</h1><h2>B</h2>{figure}")] {
            assert_eq!(module(&page(body)), page(body));
        }
    }

    #[test]
    fn a_script_hands_over_its_font() {
        let rules = "/* fonts */\n@font-face{font-family:A;src:url(A-1.woff2) format(\"woff2\")}\n\
                     @font-face{font-family:B;font-weight:700;src:url(B-2.woff2) format(\"woff2\");unicode-range:U+0-9}\n.b{top:0}";
        let file = Path::new("fonts/B-2.woff2");
        assert_eq!(
            script(rules, file, b"foob").as_deref(),
            Some(
                "document.fonts.add(new FontFace(\"B\", Uint8Array.from(atob(\"Zm9vYg==\"), (byte) => byte.charCodeAt(0)), \
                 {style: \"normal\", weight: \"700\", unicodeRange: \"U+0-9\"}));\n"
            )
        );
        assert_eq!(script(rules, Path::new("fonts/C-3.woff2"), b""), None);
    }

    #[test]
    fn bytes_are_written_as_the_standard_does() {
        // RFC 4648, section 10.
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in vectors {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
    }
}
