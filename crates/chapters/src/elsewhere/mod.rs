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
            // A cell of many words may be broken.
            _ if cell.len() > 24 => format!("<td class=\"words\">{cell}</td>"),
            _ => format!("<td>{cell}</td>"),
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let body: String = rows.iter().map(row).collect();
    let hint = escape::attribute(hint);
    format!(
        "<p class=\"filter for-script\"><label for=\"filter-{id}\">Rows with</label> <input type=\"search\" id=\"filter-{id}\" autocomplete=\"off\" placeholder=\"{hint}\"></p><div class=\"table-wrapper\"><table class=\"wide sortable\" data-filter=\"filter-{id}\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

/// Code that may be broken where its parts end.
fn code(text: &str) -> String {
    let parts = text.split_inclusive(['.', '(', ',', ':', '_', '=']);
    let parts: Vec<String> = parts.map(escape::text).collect();
    format!("<code>{}</code>", parts.join("<wbr>"))
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
