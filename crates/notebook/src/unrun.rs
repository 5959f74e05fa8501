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
const TAGS: [&str; 18] = [
    "applet",
    "code",
    "embed",
    "frame",
    "iframe",
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
pub(crate) fn tags(html: &str) -> impl Iterator<Item = (usize, String)> {
    let html = without_comments(html);
    let tags: Vec<usize> = html.match_indices('<').map(|(at, _)| at).collect();
    tags.into_iter().filter_map(move |at| {
        let after = &html[at + 1..];
        let closes = usize::from(after.starts_with('/'));
        let end = after[closes..].find(|c: char| !c.is_ascii_alphanumeric());
        let name = after[..end.map_or(after.len(), |end| closes + end)].to_ascii_lowercase();
        if TAGS.contains(&name.as_str()) {
            return Some((at, format!("the tag `<{name}>` shows or runs what is not checked: expected a `rust` fence, or a `text` fence for what is no code")));
        }
        if let Some(event) = script(inside(after)).filter(|_| !name.is_empty()) {
            return Some((at, format!("`{event}` in the tag `<{name}>` runs a script: expected none")));
        }
        let name = name.trim_start_matches('/');
        if after.starts_with(['!', '?']) {
            let message = "`<!` in markup that is no comment: expected `<!--@ directive -->`, `<!--= expression -->` or `<!--# source -->`";
            return Some((at, message.to_owned()));
        }
        let is_known = name.is_empty() || KNOWN.contains(&name);
        (!is_known).then(|| {
            let known = KNOWN.map(|tag| format!("`<{tag}>`")).join(" and ");
            (at, format!("the tag `<{name}>` is no Markdown: of HTML a page has {known} only"))
        })
    })
}

/// The tags that pages have: what folds.
const KNOWN: [&str; 2] = ["details", "summary"];

/// What looks like a comment in text, where Markdown sees none: `<!+-@ live collapse -->` would stand on the
/// page as it is, and what it asks for would be missing.
pub(crate) fn broken_comments(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    ["<!", "-->", "<--"].into_iter().flat_map(move |mark| {
        text.match_indices(mark).map(move |(at, _)| {
            let what = format!(
                "`{mark}` in the text: a comment that is none would be shown as it stands; expected `<!--@ directive -->`, `<!--= expression -->` or `<!--# source -->`"
            );
            (at, what)
        })
    })
}

/// The HTML with its comments blanked, so that offsets stay.
fn without_comments(html: &str) -> String {
    let mut out = html.to_owned();
    while let Some(start) = out.find("<!--") {
        let end = out[start..]
            .find("-->")
            .map_or(out.len(), |at| start + at + 3);
        out.replace_range(start..end, &" ".repeat(end - start));
    }
    out
}

/// A tag up to its `>`; one within quotes does not end it.
fn inside(tag: &str) -> &str {
    let mut quote = None;
    let end = tag.find(|c: char| match quote {
        Some(open) => {
            if c == open {
                quote = None;
            }
            false
        }
        None => {
            if c == '"' || c == '\'' {
                quote = Some(c);
            }
            c == '>'
        }
    });
    &tag[..end.unwrap_or(tag.len())]
}

/// `onclick` of `b onclick = "f()"`.
fn script(tag: &str) -> Option<&str> {
    tag.match_indices('=').find_map(|(at, _)| {
        let before = tag[..at].trim_end();
        let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let name = &before[word.len()..];
        (name.len() > 2 && name[..2].eq_ignore_ascii_case("on")).then_some(name)
    })
}
