//! Ways to put code on a page that nobody runs: each is refused.

/// Where mdBook would expand `{{#include ..}}` or its like: it does so wherever one stands, in code
/// and HTML too, and lets space stand before the `#`.
pub(crate) fn includes(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices('#').filter_map(|(at, _)| {
        let before = text[..at].trim_end();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let named = text[at + 1..].starts_with(is_word) || before.len() == at;
        (before.ends_with("{{") && named).then(|| before.len() - 2)
    })
}

/// Tags that show their text as code, run it, or bring in another document.
const TAGS: [&str; 19] = [
    "applet",
    "code",
    "embed",
    "frame",
    "iframe",
    "kbd",
    "link",
    "listing",
    "math",
    "object",
    "plaintext",
    "pre",
    "samp",
    "script",
    "style",
    "svg",
    "textarea",
    "tt",
    "xmp",
];

/// A fence's mark in an HTML block, where Markdown sees text: byte offset and what is wrong.
pub(crate) fn fences(html: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let mut at = 0;
    html.split_inclusive('\n').filter_map(move |line| {
        let start = line.trim_start_matches([' ', '\t', '>']);
        let here = at + line.len() - start.len();
        at += line.len();
        let mark = ["```", "~~~"].into_iter().find(|m| start.starts_with(m))?;
        Some((
            here,
            format!("a fence within HTML, `{mark}`, is shown as it stands and not run: leave a blank line before it"),
        ))
    })
}

/// A tag of [`TAGS`], or one that reacts with a script, outside of comments.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    html.match_indices('<').filter_map(|(at, _)| {
        let after = &html[at + 1..];
        let name: String = after
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if TAGS.contains(&name.as_str()) {
            return Some((
                at,
                format!("the tag `<{name}>` shows or runs what is not checked: expected a `rust` fence, or a `text` fence for what is no code"),
            ));
        }
        let tag = after.split('>').next().filter(|_| !name.is_empty())?;
        let event = tag.split_whitespace().skip(1).find(|word| {
            let word = word.to_ascii_lowercase();
            word.strip_prefix("on")
                .and_then(|rest| rest.split_once('='))
                .is_some_and(|(event, _)| event.bytes().all(|b| b.is_ascii_lowercase()))
        })?;
        Some((at, format!("`{event}` in a tag runs a script: expected none")))
    })
}
