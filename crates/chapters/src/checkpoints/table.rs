//! The table of checkpoints, and what follows from it.

use std::collections::BTreeSet;

use notebook::escape;

use super::{Cell, Checkpoint, all, group};

const HEAD: [&str; 6] = [
    "Model",
    "In its own code",
    "Activated half",
    "In Transformers",
    "Loss",
    "Smoothing, z-loss, other",
];

/// A part of the table as HTML; `to_root` leads from its page to the root of the site.
pub fn table(name: &str, to_root: &str) -> Result<String, String> {
    let models = group(name).ok_or_else(|| format!("no checkpoints `{name}`"))?;
    let head: String = (HEAD.iter())
        .map(|h| format!("<th>{}</th>", escape::text(h)))
        .collect();
    let rows: String = models.iter().map(|model| row(model, to_root)).collect();
    Ok(format!(
        "<div class=\"table-wrapper\"><table class=\"wide\"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    ))
}

fn row(model: &Checkpoint, to_root: &str) -> String {
    let cells: String = (model.cells().iter())
        .map(|cell| format!("<td class=\"name\">{}</td>", html(cell, to_root)))
        .collect();
    let name = escape::text(model.name);
    format!("<tr><td class=\"name\">{name}</td>{cells}</tr>")
}

/// What was read, linked to the chapter of the function, and the line it was read from.
fn html(cell: &Cell, to_root: &str) -> String {
    let (says, functions, from) = match cell {
        Cell::Read {
            says,
            functions,
            from,
        } => (code(says), functions, from),
        Cell::Without(says) => return escape::text(says),
        Cell::NotFound => return "not found".to_owned(),
    };
    let says = match functions.first().and_then(|name| catalog::find(name)) {
        Some(function) => format!(
            "<a href=\"{to_root}{}.html\">{says}</a>",
            escape::attribute(function.about().chapter)
        ),
        None => says,
    };
    format!(
        "{says}<br><a href=\"{}\"><small>{}:{}</small></a>",
        escape::attribute(&from.address()),
        escape::text(from.file()),
        from.line
    )
}

/// Text in which backticks enclose code.
fn code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts
        .map(|(i, part)| match i % 2 {
            0 => escape::text(part),
            _ => format!("<code>{}</code>", escape::text(part)),
        })
        .collect()
}

/// The models to which Transformers gives another activation than their own code does, as Markdown.
pub fn differing() -> String {
    let mut out = String::new();
    for model in all() {
        let (Some((own, first)), Some((ported, other))) =
            (named(&model.hidden), named(&model.ported))
        else {
            continue;
        };
        if first != other {
            let name = model.name;
            out += &format!("\n- {name}: {own} in its own code, {ported} in Transformers.");
        }
    }
    out + "\n"
}

/// What a cell says, and the first function that it names.
fn named(cell: &Cell) -> Option<(&'static str, Option<&'static str>)> {
    match cell {
        Cell::Read {
            says, functions, ..
        } => Some((says, functions.first().copied())),
        _ => None,
    }
}

/// The repositories and commits of all cells, as Markdown.
pub fn repositories() -> String {
    let mut found = BTreeSet::new();
    for cell in all().flat_map(Checkpoint::cells) {
        if let Cell::Read { from, .. } = cell {
            found.insert((
                from.repository.to_ascii_lowercase(),
                format!(
                    "\n- [{}](https://github.com/{}/tree/{}) at `{}`",
                    from.repository,
                    from.repository,
                    from.commit,
                    from.short_commit()
                ),
            ));
        }
    }
    let lines: String = found.into_iter().map(|(_, line)| line).collect();
    lines + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_leads_to_its_chapter_and_to_the_line() {
        let table = table("language", "../").expect("a group");
        let table = escape::decode(&table);
        for part in [
            "<td class=\"name\">BERT</td>",
            "<a href=\"../activations/gelu.html\">GELU, tanh form</a>",
            "href=\"https://github.com/google-research/bert/blob/eedf5716ce1268e56f0a50264a88cafad334ac61/modeling.py#L275\"",
            "<small>modeling.py:275</small>",
            "<code>gate_proj</code>, times <code>up_proj</code>",
            "<td class=\"name\">not found</td>",
        ] {
            assert!(table.contains(part), "{part}");
        }
        assert!(super::table("games", "").is_err());
    }

    #[test]
    fn forms_that_were_exchanged_are_listed_and_no_others() {
        let listed = differing();
        let names: Vec<&str> = (listed.lines())
            .filter_map(|line| line.strip_prefix("- ")?.split_once(':'))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["BERT", "ViT"]);
        assert!(
            listed.contains("BERT: GELU, tanh form in its own code, GELU, exact in Transformers.")
        );
    }

    #[test]
    fn every_repository_is_listed_once() {
        let listed = repositories();
        let names: Vec<&str> = (listed.lines())
            .filter_map(|line| line.strip_prefix("- [")?.split_once(']'))
            .map(|(name, _)| name)
            .collect();
        let distinct: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), distinct.len());
        assert!(names.contains(&"openai/CLIP"));
    }
}
