//! Puts a radicand of one symbol beside the radical sign instead of under it.
//!
//! KaTeX shifts the radicand by a padding on its left. katex-rs 0.3.0 does so for groups, as in
//! `\sqrt{xy}`, and omits it for a symbol, as in `\sqrt x`. The golden formulas of
//! [`super::katex`] hold both kinds; once katex-rs has fixed it, this file can be removed.

/// Gives every radicand the padding that it lacks. Attributes must be sorted.
pub fn beside_the_sign(html: &str) -> String {
    const RADICAND: &str = "<span class=\"svg-align\" style=\"top:";
    let mut parts = html.split(RADICAND);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(RADICAND);
        match padding(part) {
            Some((at, padding)) => {
                let (before, tag) = part.split_at(at);
                let style = format!("padding-left:{padding};\"");
                let (tag, after) = tag.split_at(tag.find('>').unwrap_or(0));
                out.push_str(before);
                match tag.strip_suffix("\"").filter(|_| tag.contains(" style=")) {
                    Some(styled) => out.push_str(&format!("{styled}{style}")),
                    None => out.push_str(&format!("{tag} style=\"{style}")),
                }
                out.push_str(after);
            }
            None => out.push_str(part),
        }
    }
    out
}

/// Where in `part` the tag of a radicand without padding begins, and the padding that it needs:
/// the advance width of the sign, known by the least width of its image.
fn padding(part: &str) -> Option<(usize, &'static str)> {
    let at = part.find("</span>")? + "</span>".len();
    let (tag, after) = part[at..].split_once('>')?;
    // Stretched accents and arrows are aligned in the same way; their content is an image.
    if !tag.starts_with("<span class=\"m") || tag.contains("padding-left") {
        return None;
    }
    let width = after.split_once("min-width:")?.1;
    let padding = match width.split_once(';')?.0 {
        "0.853em" => "0.833em",
        "1.02em" => "1em",
        "0.742em" => "1.056em",
        _ => return None,
    };
    Some((at, padding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(radicand: &str, width: &str) -> String {
        format!(
            "<span class=\"svg-align\" style=\"top:-3em;\"><span class=\"pstrut\" style=\"height:3em;\"></span>{radicand}</span>\
             <span style=\"top:-2.8672em;\"><span class=\"hide-tail\" style=\"min-width:{width};height:1.08em;\">"
        )
    }

    #[test]
    fn a_symbol_is_shifted_by_the_width_of_its_sign() {
        for (width, padding) in [
            ("0.853em", "0.833em"),
            ("1.02em", "1em"),
            ("0.742em", "1.056em"),
        ] {
            let bare = sign("<span class=\"mord\">2</span>", width);
            let shifted =
                format!("<span class=\"mord\" style=\"padding-left:{padding};\">2</span>");
            assert_eq!(beside_the_sign(&bare), sign(&shifted, width));
        }
        let styled = sign(
            "<span class=\"mord\" style=\"margin-right:0.0359em;\">π</span>",
            "1.02em",
        );
        let shifted =
            "<span class=\"mord\" style=\"margin-right:0.0359em;padding-left:1em;\">π</span>";
        assert_eq!(beside_the_sign(&styled), sign(shifted, "1.02em"));
    }

    #[test]
    fn everything_else_stays() {
        for radicand in [
            "<span class=\"mord\" style=\"padding-left:0.833em;\"><span class=\"mord\">2</span></span>",
            "<span class=\"hide-tail\" style=\"height:1em;\"></span>",
        ] {
            let html = sign(radicand, "0.853em");
            assert_eq!(beside_the_sign(&html), html);
        }
        assert_eq!(beside_the_sign("no sign"), "no sign");
    }
}
