//! These functions in other libraries: what they are called there, what they give at the edges, and where they are
//! wrong. All of it is recorded, or was read at a commit.

pub mod api;
pub mod edges;
pub mod found;
mod issues;

use notebook::escape;

/// A long table that a field filters: headings, and rows of cells that are HTML.
fn filtered(id: &str, hint: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let head: String = (head.iter())
        .map(|h| format!("<th scope=\"col\">{}</th>", escape::text(h)))
        .collect();
    let row = |cells: &Vec<String>| {
        let cells = cells.iter().enumerate().map(|(i, cell)| match i {
            0 => format!("<td class=\"name\">{cell}</td>"),
            _ => match seen(cell) {
                0..15 => format!("<td>{cell}</td>"),
                15..60 => format!("<td class=\"few\">{cell}</td>"),
                _ => format!("<td class=\"words\">{cell}</td>"),
            },
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let body: String = rows.iter().map(row).collect();
    let hint = escape::attribute(hint);
    format!(
        "<p class=\"filter for-script\"><label for=\"filter-{id}\">Rows with</label> <input type=\"search\" id=\"filter-{id}\" autocomplete=\"off\" placeholder=\"{hint}\"></p><div class=\"table-wrapper\"><table class=\"wide sortable\" data-filter=\"filter-{id}\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

/// How many characters of a cell a reader sees.
fn seen(cell: &str) -> usize {
    let parts = cell.split('<').enumerate();
    let text = parts.map(|(i, part)| match i {
        0 => part,
        _ => part.split_once('>').map_or("", |(_, text)| text),
    });
    text.map(|text| escape::decode(text).chars().count()).sum()
}

/// Code that may be broken where its parts end, and not within a number.
fn code(text: &str) -> String {
    let mut html = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        html += &escape::text(c.encode_utf8(&mut [0; 4]));
        let next = rest
            .peek()
            .is_some_and(|next| c != '.' || next.is_alphabetic());
        if next && matches!(c, '.' | '(' | ',' | ':' | '_' | '=') {
            html += "<wbr>";
        }
    }
    format!("<code>{html}</code>")
}

/// Words in which code stands between backticks.
fn words(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts
        .map(|(i, part)| match i % 2 {
            0 => escape::text(part),
            _ => format!("<code>{}</code>", escape::text(part)),
        })
        .collect()
}

/// A link.
fn link(address: &str, text: &str) -> String {
    format!(
        "<a href=\"{}\">{}</a>",
        escape::attribute(address),
        escape::text(text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_references_are_not_seen() {
        assert_eq!(seen("<a href=\"x\">&#40;a&#41;</a>b"), 4);
        assert_eq!(seen("∞<br>"), 1);
    }
}
