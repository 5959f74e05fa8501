//! The references in a file of the site.

use notebook::escape;
use notebook::html::{Piece, Tag, pieces};
use std::borrow::Cow;

/// A reference from a file to something else.
#[derive(Debug, PartialEq)]
pub enum Reference {
    /// A link that a reader may follow, to any place.
    Link(String),
    /// Something that the page itself loads; it must be part of the site.
    Resource(String),
    /// The id of an element of the same page.
    Id(String),
}

/// Everything a page refers to, and its ids.
pub fn of_page(html: &str) -> (Vec<Reference>, Vec<String>) {
    let mut found = Vec::new();
    let mut ids = Vec::new();
    let mut in_style = false;
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) if !tag.closes => {
                in_style = tag.name == "style";
                for &(name, value) in &tag.attributes {
                    let value = escape::decode(value);
                    if name == "id" {
                        ids.push(value.into_owned());
                    } else {
                        of_attribute(&tag, name, value, &mut found);
                    }
                }
            }
            Piece::Raw(css) if in_style => found.extend(of_style_sheet(css)),
            _ => {}
        }
    }
    (found, ids)
}

fn is_canonical(tag: &Tag) -> bool {
    tag.attributes.contains(&("rel", "canonical"))
}

fn of_attribute(tag: &Tag, name: &str, value: Cow<str>, found: &mut Vec<Reference>) {
    match name {
        // The base for other addresses is no reference itself.
        "href" if tag.name == "base" => {}
        // A page's own address, where it will be published, is not loaded either.
        "href" if tag.name == "link" && is_canonical(tag) => {
            found.push(Reference::Link(value.into_owned()));
        }
        "href" | "xlink:href" if matches!(tag.name, "a" | "area") => {
            found.push(Reference::Link(value.into_owned()));
        }
        "href" | "xlink:href" | "src" | "poster" | "action" | "data-run" | "data-standalone"
        | "data-words" | "data-ranking" | "data-module" => {
            found.push(Reference::Resource(value.into_owned()))
        }
        "srcset" => {
            let urls = value.split(',').filter_map(|s| s.split_whitespace().next());
            found.extend(urls.map(|url| Reference::Resource(url.to_owned())));
        }
        "style" => found.extend(of_style_sheet(&value)),
        "for" | "popovertarget" | "aria-controls" | "aria-describedby" | "aria-labelledby" => {
            found.extend(
                value
                    .split_whitespace()
                    .map(|id| Reference::Id(id.to_owned())),
            );
        }
        _ => {}
    }
}

/// Everything a style sheet loads.
pub fn of_style_sheet(css: &str) -> Vec<Reference> {
    let calls = css.split("url(").skip(1).map(|s| s.split(')').next());
    let imports = css.split("@import").skip(1).map(|s| s.split(';').next());
    let urls = calls.chain(imports.filter(|i| i.is_some_and(|s| !s.contains("url("))));
    let trim = |c: char| c.is_whitespace() || c == '"' || c == '\'';
    urls.flatten()
        .map(|url| Reference::Resource(url.trim_matches(trim).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_the_page_itself_is_a_link_and_a_style_sheet_is_not() {
        let html = r#"<link rel="canonical" href="https://a.b/c.html"><link rel="stylesheet" href="https://a.b/d.css">"#;
        assert_eq!(
            of_page(html).0,
            [
                Reference::Link("https://a.b/c.html".to_owned()),
                Reference::Resource("https://a.b/d.css".to_owned()),
            ]
        );
    }

    #[test]
    fn links_resources_and_ids_are_distinguished() {
        let html = r##"<a id="x" href="a.html?b&amp;c">l</a><img src="i.png" srcset="j.png 2x, k.png">
            <svg><use href="#s"/></svg><p style="background:url('b.png')" aria-labelledby="x y">
            <style>@font-face{src:url(f.woff2)}</style><script>"url(no)"</script>"##;
        let (references, ids) = of_page(html);
        let resource = |s: &str| Reference::Resource(s.to_owned());
        let id = |s: &str| Reference::Id(s.to_owned());
        assert_eq!(
            references,
            [
                Reference::Link("a.html?b&c".to_owned()),
                resource("i.png"),
                resource("j.png"),
                resource("k.png"),
                resource("#s"),
                resource("b.png"),
                id("x"),
                id("y"),
                resource("f.woff2"),
            ]
        );
        assert_eq!(ids, ["x"]);
    }

    #[test]
    fn a_style_sheet_loads_urls_and_imports() {
        let found =
            of_style_sheet("@import 'a.css'; @import url(b.css); p{background:url( \"c\" )}");
        assert_eq!(
            found
                .iter()
                .map(|r| match r {
                    Reference::Resource(s) => s.as_str(),
                    _ => "",
                })
                .collect::<Vec<_>>(),
            ["b.css", "c", "a.css"]
        );
    }
}
