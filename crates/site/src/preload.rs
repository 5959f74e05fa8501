//! The fonts that a page's formulas need, asked for at once: lines would move when they come late.

use std::path::{Path, PathBuf};

/// A font's file, without hash and ending, and what in a page shows that it is needed.
const FONTS: &[(&str, &[&str])] = &[
    ("KaTeX_Main-Regular", &["class=\"katex\""]),
    ("KaTeX_Math-Italic", &["mathnormal"]),
    ("KaTeX_Main-Bold", &["mathbf"]),
    ("KaTeX_AMS-Regular", &["mathbb", "amsrm"]),
    ("KaTeX_Caligraphic-Regular", &["mathcal"]),
    ("KaTeX_Size1-Regular", &["size1", "small-op"]),
    ("KaTeX_Size2-Regular", &["size2", "large-op"]),
    ("KaTeX_Size3-Regular", &["size3"]),
    ("KaTeX_Size4-Regular", &["size4", "delim-size4"]),
];

/// The page with a link in its head for each font that it needs; `page` is its place in the site.
pub fn fonts(html: &str, page: &Path, files: &[PathBuf]) -> String {
    let Some((head, body)) = html.split_once("</head>") else {
        return html.to_owned();
    };
    let up = "../".repeat(page.components().count() - 1);
    let mut links = String::new();
    for (font, signs) in FONTS {
        let is_file = |file: &&PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(font) && name.ends_with(".woff2")
        };
        if let (true, Some(file)) = (
            signs.iter().any(|sign| body.contains(sign)),
            files.iter().find(is_file),
        ) {
            links += &format!(
                "<link rel=\"preload\" as=\"font\" type=\"font/woff2\" crossorigin href=\"{up}{}\">\n",
                file.display()
            );
        }
    }
    format!("{head}{links}</head>{body}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_needed_is_asked_for() {
        let files = [
            "fonts/KaTeX_Main-Regular-1.woff2",
            "fonts/KaTeX_AMS-Regular-2.woff2",
        ];
        let files = files.map(PathBuf::from);
        let html = "<head></head><span class=\"katex\">";
        let page = fonts(html, Path::new("a/b.html"), &files);
        assert_eq!(page.matches("rel=\"preload\"").count(), 1);
        assert!(page.contains("href=\"../fonts/KaTeX_Main-Regular-1.woff2\""));
        let page = fonts("<head></head>mathbb", Path::new("b.html"), &files);
        assert!(page.contains("href=\"fonts/KaTeX_AMS-Regular-2.woff2\""));
        assert_eq!(fonts("no head", Path::new("b.html"), &files), "no head");
    }
}
