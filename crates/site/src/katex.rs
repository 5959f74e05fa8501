//! A formula in TeX to HTML and MathML, by KaTeX.

use super::inert::{Inert, write_tag};
use super::radicand;
use katex::types::{
    ErrorLocationProvider, StrictMode, StrictReturn, StrictSetting, TrustContext, TrustSetting,
};
use katex::{KatexContext, OutputFormat, Settings, render_to_string};
use notebook::Memory;
use notebook::html::{Piece, pieces};
use std::sync::Arc;

/// KaTeX with this book's settings: strict, errors fatal.
pub struct Katex {
    context: KatexContext,
    inline: Settings,
    display: Settings,
    /// Formulas that were rendered in earlier builds.
    memory: Memory,
}

/// What KaTeX finds wrong with a formula.
#[derive(Debug)]
pub struct Error {
    /// Where in the formula, in bytes.
    pub position: usize,
    /// What is wrong.
    pub message: String,
}

impl Katex {
    /// Prepares the tables.
    pub fn new(memory: Memory) -> Self {
        let settings = |display| {
            Settings::builder()
                .display_mode(display)
                .output(OutputFormat::HtmlAndMathml)
                .throw_on_error(true)
                .strict(StrictSetting::Function(Arc::new(strict)))
                .trust(TrustSetting::Function(Arc::new(trusted)))
                .build()
        };
        Self {
            context: KatexContext::default(),
            inline: settings(false),
            display: settings(true),
            memory,
        }
    }

    /// Renders one formula: identical in every process, and visually identical to KaTeX's own output.
    pub fn render(&self, tex: &str, display: bool) -> Result<Inert, Error> {
        const KIND: &str = "formulas-as-html";
        if let Some(html) = self.memory.recall(KIND, &(tex, display)) {
            return Ok(Inert(html));
        }
        let html = self.rendered(tex, display)?;
        self.memory.keep(KIND, &(tex, display), &html.0);
        Ok(html)
    }

    fn rendered(&self, tex: &str, display: bool) -> Result<Inert, Error> {
        let settings = if display { &self.display } else { &self.inline };
        // A macro that one formula defines is not seen by the next.
        settings.macros.borrow_mut().clear();
        match render_to_string(&self.context, tex, settings) {
            Ok(html) => {
                let html = radicand::beside_the_sign(&with_sorted_attributes(&html));
                has_fonts(&html)?;
                is_no_error(tex, &html)?;
                Ok(Inert(html))
            }
            Err(error) => Err(Error {
                position: error.position().unwrap_or(0),
                message: error.to_string(),
            }),
        }
    }
}

/// Everything that LaTeX would not take is an error, but for the one extension that is trusted.
fn strict(code: &str, _: &str, _: Option<&dyn ErrorLocationProvider>) -> Option<StrictReturn> {
    let mode = match code {
        "htmlExtension" => StrictMode::Ignore,
        _ => StrictMode::Error,
    };
    Some(StrictReturn::Mode(mode))
}

/// Of HTML, a formula may mark where a script puts a number: `\htmlData{put=0}{2.5}`.
fn trusted(context: &mut TrustContext) -> Option<bool> {
    let attributes = context.attributes.iter().flat_map(|all| all.keys());
    let mut names = attributes.map(|name| name.as_str());
    Some(context.command == r"\htmlData" && names.all(|name| name == "data-put"))
}

/// KaTeX's colour for commands that it may not run: even in strict mode it leaves the command's name
/// in the text and reports no error.
const ERROR_COLOUR: &str = "#cc0000";

/// Commands that KaTeX runs for trusted input only.
const UNTRUSTED: &[&str] = &[
    r"\href",
    r"\includegraphics",
    r"\url",
    r"\htmlClass",
    r"\htmlData",
    r"\htmlId",
    r"\htmlStyle",
];

fn is_no_error(tex: &str, html: &str) -> Result<(), Error> {
    if !html.contains(ERROR_COLOUR) {
        return Ok(());
    }
    let command = UNTRUSTED
        .iter()
        .find_map(|name| Some((tex.find(name)?, *name)));
    let (position, name) = command.unwrap_or((0, tex.trim()));
    Err(Error {
        position,
        message: format!(
            "KaTeX shows `{name}` in its error colour {ERROR_COLOUR}: expected no link, image or HTML in a formula, and no text in that colour"
        ),
    })
}

/// Classes whose fonts `theme/fonts/` leaves out.
const WITHOUT_FONT: &[&str] = &[
    "boldsymbol",
    "mathboldfrak",
    "mathboldsf",
    "mathfrak",
    "mathit",
    "mathitsf",
    "mathscr",
    "mathsf",
    "mathsfit",
    "mathtt",
    "textboldfrak",
    "textboldsf",
    "textfrak",
    "textit",
    "textitsf",
    "textscr",
    "textsf",
    "texttt",
];

fn has_fonts(html: &str) -> Result<(), Error> {
    for piece in pieces(html) {
        if let Piece::Tag(tag) = piece {
            let classes = tag.attributes.iter().filter(|(name, _)| *name == "class");
            let mut classes = classes.flat_map(|(_, value)| value.split_whitespace());
            if let Some(class) = classes.find(|class| WITHOUT_FONT.contains(class)) {
                return Err(Error {
                    position: 0,
                    message: format!(
                        "the site has no font for `{class}`: see theme/fonts/fonts.css"
                    ),
                });
            }
        }
    }
    Ok(())
}

/// katex-rs writes attributes in an order that differs from process to process.
fn with_sorted_attributes(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in pieces(html) {
        match piece {
            Piece::Tag(mut tag) => {
                tag.attributes.sort();
                write_tag(&mut out, &tag, str::to_owned);
            }
            Piece::Text(text) | Piece::Raw(text) | Piece::Aside(text) => out.push_str(text),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rendered_tag_has_its_attributes_sorted() {
        let katex = Katex::new(Memory::none());
        let html = katex
            .render(
                r"\sqrt{\frac{a}{b}} \xrightarrow{n} \begin{cases} 1 \\ 2 \end{cases}",
                true,
            )
            .unwrap()
            .for_page();
        let mut several = 0;
        for piece in pieces(&html) {
            if let Piece::Tag(tag) = piece {
                assert!(tag.attributes.is_sorted(), "{tag:?}");
                several += usize::from(tag.attributes.len() > 1);
            }
        }
        assert!(several > 10, "only {several} tags put sorting to the test");
    }

    #[test]
    fn strict_mode_refuses_what_latex_would_not_take() {
        let katex = Katex::new(Memory::none());
        assert!(katex.render("a % comment", false).is_err());
        assert!(katex.render("é", false).is_err());
        assert!(katex.render(r"\text{é}", false).is_ok());
        assert!(katex.render(r"\undefined", false).is_err());
    }

    #[test]
    fn what_katex_shows_as_an_error_is_one() {
        let katex = Katex::new(Memory::none());
        for tex in [
            r"a + \href{https://example.org}{x}",
            r"\url{https://example.org}",
            r"\includegraphics{a.png}",
            r"\htmlClass{a}{x}",
            r"\htmlId{a}{x}",
            r"\htmlData{put=0, onclick=f}{x}",
            r"\htmlStyle{color: red}{x}",
            r"\htmlData{a=b}{x}",
        ] {
            let error = katex.render(tex, false).expect_err(tex);
            assert_eq!(
                error.position,
                tex.find('\\').unwrap(),
                "{tex}: {}",
                error.message
            );
        }
    }

    #[test]
    fn an_error_knows_its_place() {
        let katex = Katex::new(Memory::none());
        for tex in [r"a + \nope", r"\text{é} + \nope"] {
            let error = katex.render(tex, false).unwrap_err();
            assert_eq!(error.position, tex.find(r"\nope").unwrap(), "{tex}");
        }
    }

    /// The HTML of npm's katex 0.18.5 for formulas of the book, attributes sorted.
    #[test]
    fn the_html_is_that_of_katex() {
        let golden: serde_json::Value =
            serde_json::from_str(include_str!("golden/katex.json")).unwrap();
        let golden = golden.as_object().unwrap();
        assert!(golden.len() >= 8);
        let katex = Katex::new(Memory::none());
        for (tex, html) in golden {
            let ours = katex.render(tex, true).unwrap().for_page();
            assert!(ours == html.as_str().unwrap(), "{tex} became\n{ours}");
        }
    }

    const STYLE_SHEET: &str = include_str!("../../../theme/fonts/fonts.css");

    /// Each version of KaTeX names its classes in its own way, so the sheet must be of the version
    /// that katex-rs follows: 0.18.5, by the README of its release 0.3.0.
    #[test]
    fn the_style_sheet_is_of_the_version_that_is_rendered() {
        let manifest = include_str!("../Cargo.toml");
        assert!(manifest.contains(r#"package = "katex-rs", version = "=0.3.0""#));
        assert!(STYLE_SHEET.contains(r#".katex-version:after{content:"0.18.5"}"#));

        let html = Katex::new(Memory::none())
            .render(r"\sqrt{\frac a b}_{\max}^{\text{x}}", true)
            .unwrap()
            .0;
        let classes = html
            .split("class=\"")
            .skip(1)
            .filter_map(|s| s.split('"').next());
        let own = classes
            .flat_map(str::split_whitespace)
            .filter(|c| c.starts_with("katex-"));
        let own: std::collections::BTreeSet<_> = own.collect();
        assert!(own.len() >= 5, "{own:?}");
        for class in own {
            assert!(
                STYLE_SHEET.contains(&format!(".{class}")),
                "no rule for {class}"
            );
        }
    }

    #[test]
    fn a_font_that_is_left_out_is_refused() {
        let katex = Katex::new(Memory::none());
        for (tex, class) in [(r"\mathtt{x}", "mathtt"), (r"\boldsymbol{x}", "boldsymbol")] {
            let error = katex.render(tex, false).unwrap_err();
            assert!(error.message.contains(class), "{}", error.message);
        }
        for class in WITHOUT_FONT {
            let rule = format!(".katex .{class}{{");
            assert!(!STYLE_SHEET.contains(&rule), "there is a font for {class}");
        }
        let faces = STYLE_SHEET.matches("@font-face").count();
        assert_eq!(
            faces,
            std::fs::read_dir("../../theme/fonts")
                .unwrap()
                .filter(|f| {
                    f.as_ref()
                        .unwrap()
                        .path()
                        .extension()
                        .is_some_and(|e| e == "woff2")
                })
                .count()
        );
    }

    #[test]
    fn a_macro_stays_in_its_formula() {
        let katex = Katex::new(Memory::none());
        assert!(katex.render(r"\gdef\mine{x}\mine", false).is_ok());
        assert!(katex.render(r"\mine", false).is_err());
    }
}
