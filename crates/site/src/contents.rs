//! Where one is: the sections of a page as a list of links, in the margin of a wide window, above the
//! text of a narrow one; and the chapters by parts, of which the reader's own is open. Made by the
//! build, so that both are there without scripts and nothing moves.

use std::path::Path;

/// A page with so few sections needs no list of them.
const FEWEST: usize = 3;

/// The page with the list before its first section; and headings that open a fold as plain text, since
/// a link in them would take the click.
pub fn insert(html: &str, file: &Path) -> String {
    let html = folded_parts(&plain_in_summaries(html));
    let is_alone = file.parent().is_none_or(|folder| folder.as_os_str().is_empty());
    // Landing page, the book on one page and tables of reference have other lists, or need the room.
    let has_margin = !(file.ends_with("index.html") && is_alone)
        && !file.starts_with("reference")
        && html.matches("<h1 ").count() == 1;
    if file.starts_with("reference") {
        return html.replacen("<main id=\"main\"", "<main class=\"wide\" id=\"main\"", 1);
    }
    let links: Vec<String> = headings(&html)
        .map(|(id, text)| format!("<li><a href=\"#{id}\">{text}</a></li>"))
        .collect();
    let Some(at) = first_section(&html).filter(|_| has_margin && links.len() >= FEWEST) else {
        return html;
    };
    let list = links.concat();
    format!(
        "{}<nav class=\"on-page\" aria-label=\"On this page\"><p>On this page</p><ul>{list}</ul></nav>\n{}",
        &html[..at],
        &html[at..]
    )
}

/// Ids and texts of the headings of the second level.
fn headings(html: &str) -> impl Iterator<Item = (&str, &str)> {
    html.split("<h2 id=\"").skip(1).filter_map(|part| {
        let (id, rest) = part.split_once('"')?;
        let (text, _) = rest.split_once('>')?.1.split_once("</h2>")?;
        let linked = text.strip_prefix("<a class=\"header\"");
        let linked = linked.and_then(|link| link.split_once('>')?.1.strip_suffix("</a>"));
        let text = linked.unwrap_or(text);
        Some((id, text))
    })
}

/// Where the first section begins: its heading, or the fold that this opens.
fn first_section(html: &str) -> Option<usize> {
    let heading = html.find("<h2 id=\"")?;
    let fold = html.find("<details class=\"section\"");
    Some(fold.map_or(heading, |fold| fold.min(heading)))
}

fn plain_in_summaries(html: &str) -> String {
    let mut parts = html.split("<summary>\n<h2 id=\"");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        out += "<summary>\n<h2 id=\"";
        let plain = part.split_once("<a class=\"header\"").and_then(|(id, rest)| {
            let (linked, after) = rest.split_once("</a></h2>")?;
            let (_, text) = linked.split_once('>')?;
            Some(format!("{id}{text}</h2>{after}"))
        });
        out += plain.as_deref().unwrap_or(part);
    }
    out
}

/// The list of chapters with its parts folded, but the one that holds this page.
fn folded_parts(html: &str) -> String {
    let Some((before, rest)) = html.split_once("<nav id=\"contents\"") else {
        return html.to_owned();
    };
    let Some((list, after)) = rest.split_once("</nav>") else {
        return html.to_owned();
    };
    let mut parts = list.split("<p>");
    let mut out = format!("{before}<nav id=\"contents\"{}", parts.next().unwrap_or(""));
    for part in parts {
        let (title, chapters) = part.split_once("</p>").unwrap_or((part, ""));
        let (chapters, rest) = chapters.split_once("</ul>").unwrap_or((chapters, ""));
        let open = if chapters.contains("aria-current") { " open" } else { "" };
        out += &format!(
            "<details{open}><summary>{title}</summary>{chapters}</ul></details>{rest}"
        );
    }
    out + "</nav>" + after
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<main id=\"main\"><h1 id=\"t\">T</h1>\n<p>x</p>\n<h2 id=\"a\"><a class=\"header\" href=\"#a\">A</a></h2>\n<h2 id=\"b\"><a class=\"header\" href=\"#b\">B <em>b</em></a></h2>\n<details class=\"section\"><summary>\n<h2 id=\"c\"><a class=\"header\" href=\"#c\">C</a></h2>\n</summary>\n</details></main>";

    #[test]
    fn sections_are_listed_before_the_first() {
        let html = insert(PAGE, Path::new("activations/gelu.html"));
        let list = "<p>On this page</p><ul><li><a href=\"#a\">A</a></li><li><a href=\"#b\">B <em>b</em></a></li><li><a href=\"#c\">C</a></li></ul></nav>\n<h2 id=\"a\">";
        assert!(html.contains(list), "{html}");
        assert!(html.contains("<summary>\n<h2 id=\"c\">C</h2>\n</summary>"), "{html}");
        let root = insert(PAGE, Path::new("notation.html"));
        assert!(root.contains("on-page"), "{root}");
    }

    #[test]
    fn the_part_of_the_page_is_open() {
        let nav = "<nav id=\"contents\" x><ul><li>I</li></ul>\n<p>A</p>\n<ul><li>1</li></ul>\n<p>B</p>\n<ul><li><a aria-current=\"page\">2</a></li></ul>\n</nav>z";
        assert_eq!(
            folded_parts(nav),
            "<nav id=\"contents\" x><ul><li>I</li></ul>\n<details><summary>A</summary>\n<ul><li>1</li></ul></details>\n<details open><summary>B</summary>\n<ul><li><a aria-current=\"page\">2</a></li></ul></details>\n</nav>z"
        );
    }

    #[test]
    fn pages_with_other_lists_have_none() {
        for page in ["index.html", "reference/activations.html"] {
            assert!(!insert(PAGE, Path::new(page)).contains("on-page"), "{page}");
        }
        let two = PAGE.replace("<h1 id=\"t\">T</h1>", "<h1 id=\"t\">T</h1><h1 id=\"u\">U</h1>");
        assert!(!insert(&two, Path::new("print.html")).contains("on-page"));
    }
}
