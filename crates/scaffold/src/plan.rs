//! Plans all files of a new function, in the order in which to fill them, or gives the reasons against it.

use super::neighbour::Neighbour;
use super::page::{self, Chapter};
use super::request::{Request, Shape};
use crate::{catalogue, chapter, format, golden, library, list};

/// A file and its new text.
#[derive(Debug)]
pub struct Edit {
    pub file: String,
    pub text: String,
    /// Its current text; `None` for a new file.
    pub before: Option<String>,
}

impl Edit {
    /// How many lines are new.
    pub fn lines(&self) -> usize {
        let before = self.before.as_ref().map_or(0, |text| text.lines().count());
        self.text.lines().count() - before
    }
}

/// Reads the text of a file of the project.
pub type Read<'r> = &'r dyn Fn(&str) -> Option<String>;

const PLAIN: &str = "tests/records/src/accuracy/plain.rs";
const ROOMS: &str = "tests/src/complete/rooms.rs";
const SUMMARY: &str = "book/SUMMARY.md";

/// The edits; nothing is written here.
pub fn plan(request: &Request, read: Read) -> Result<Vec<Edit>, String> {
    let (name, folder) = (&request.name, request.shape.folder());
    is_free(request, read)?;
    let neighbour = Neighbour::of(request, read)?;
    let chapter = page::chapter(request, &neighbour.name, read)?;
    let mut files = Files {
        read,
        edits: vec![],
    };
    files.create(
        format!("crates/nnfn/src/{folder}/{name}.rs"),
        library::text(request),
    )?;
    files.create(
        format!("crates/catalog/src/{folder}/{name}.rs"),
        catalogue::text(request, &chapter.path),
    )?;
    if let Some(line) = catalogue::lowest(request) {
        let file = lowest_of(&neighbour.name, read)?;
        files.edit(&file, "a list `ALL`", |text| {
            list::at_end(text, "pub const ALL: &[Lowest] = &[", "];", &line)
        })?;
    }
    let row = golden::row(request);
    files.edit(golden::file(request.shape), "a list `ROWS = [`", |text| {
        list::at_end(text, "ROWS = [", "]", &row)
    })?;
    if let Some((scope, arms)) = golden::plain(request) {
        files.edit(
            PLAIN,
            "the arm `_ => {` of each shape, and `matches!(name, ` of rows",
            |text| {
                // A list of names distinguishes the forms of rows from those of numbers.
                let text = match request.shape {
                    Shape::Map => list::behind(text, "matches!(name, ", &format!("\"{name}\" | "))?,
                    _ => text.to_owned(),
                };
                list::within(&text, scope, "_ => {", &arms)
            },
        )?;
    }
    match &chapter.state {
        page::State::Written => {}
        page::State::New => {
            let file = format!("book/{}.md", chapter.path);
            files.create(file, chapter::text(request, &chapter.path, &chapter.title))?;
            files.edit(SUMMARY, "a list of pages", |text| {
                page::listed(text, &chapter, &neighbour.chapter, neighbour.before)
            })?;
        }
        page::State::Later => {
            files.edit(ROOMS, "a list `WITHOUT_CHAPTER`", |text| {
                list::of_strings(text, "const WITHOUT_CHAPTER: &[&str] = &[", name)
            })?;
        }
    }
    let in_library = format!("crates/nnfn/src/{folder}/mod.rs");
    files.edit(
        &in_library,
        "`mod`, `pub use` and a table with the neighbour",
        |text| modules(text, request, &neighbour, &chapter),
    )?;
    let in_catalogue = format!("crates/catalog/src/{folder}/mod.rs");
    files.edit(
        &in_catalogue,
        "`mod` and a list with the neighbour",
        |text| {
            let text = list::sorted(text, "mod ", &format!("mod {name};"))?;
            let near = format!("(&{}::", neighbour.name);
            list::beside(
                &text,
                &near,
                neighbour.before,
                &catalogue::listed(request.shape, name),
            )
        },
    )?;
    Ok(files.edits)
}

/// The parts of the catalogue that say how low losses get.
const LOWEST: [&str; 7] = [
    "regression",
    "classification",
    "distribution",
    "embedding",
    "language",
    "alignment",
    "groups",
];

/// That of the neighbour.
fn lowest_of(neighbour: &str, read: Read) -> Result<String, String> {
    let file = |part: &str| format!("crates/catalog/src/lowest/{part}.rs");
    let has = |part: &str| {
        let text = read(&file(part)).unwrap_or_default();
        text.contains(&format!("\"{neighbour}\","))
    };
    let part = LOWEST.iter().find(|part| has(part));
    part.map(|part| file(part)).ok_or(format!(
        "nothing in crates/catalog/src/lowest/ says how low `{neighbour}` can be brought"
    ))
}

/// The library's lists: module, names, and the row of the table in its documentation.
fn modules(text: &str, request: &Request, near: &Neighbour, chapter: &Chapter) -> Option<String> {
    let name = &request.name;
    let own: Vec<String> = library::suffixes(request.shape)
        .iter()
        .map(|suffix| format!("{name}{suffix}"))
        .collect();
    let text = list::sorted(text, "mod ", &format!("mod {name};"))?;
    let uses = format!("pub use {name}::{{{name}, {}}};", own.join(", "));
    let text = list::sorted(&text, "pub use ", &uses)?;
    let linked: Vec<String> = own.iter().map(|name| format!("[`{name}`]")).collect();
    let parameters: Vec<String> = (request.parameters.iter())
        .map(|p| format!("`{}`", p.name))
        .collect();
    let parameters = match &parameters[..] {
        [] => "-".to_owned(),
        all => all.join(", "),
    };
    let title = match chapter.state {
        page::State::Later => "-",
        _ => &chapter.title,
    };
    let row = format!(
        "//! | [`{name}`] | {} | {parameters} | {title} | TODO({name}) |",
        linked.join(", ")
    );
    list::beside(
        &text,
        &format!("//! | [`{}`] |", near.name),
        near.before,
        &row,
    )
}

/// A name that is used in any room is refused.
fn is_free(request: &Request, read: Read) -> Result<(), String> {
    let names = [""].into_iter().chain(library::suffixes(request.shape));
    let names: Vec<String> = names
        .map(|suffix| format!("{}{suffix}", request.name))
        .collect();
    for folder in ["activations", "losses"] {
        for room in ["nnfn", "catalog"] {
            let file = format!("crates/{room}/src/{folder}/mod.rs");
            let text = read(&file).ok_or(format!("{file} is missing"))?;
            let listed =
                (text.lines()).filter(|l| l.starts_with("pub use ") || l.starts_with("mod "));
            for line in listed {
                let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
                if let Some(name) = words.find(|word| names.iter().any(|name| name == word)) {
                    return Err(format!("`{name}` exists: {file} has `{line}`"));
                }
            }
        }
    }
    let file = golden::file(request.shape);
    let row = format!("        \"{}\",", request.name);
    match read(file)
        .unwrap_or_default()
        .lines()
        .any(|line| line == row)
    {
        true => Err(format!(
            "`{}` exists: {file} has a row of that name",
            request.name
        )),
        false => Ok(()),
    }
}

/// Edits, as they are found.
struct Files<'r> {
    read: Read<'r>,
    edits: Vec<Edit>,
}

impl Files<'_> {
    fn create(&mut self, file: String, text: String) -> Result<(), String> {
        if (self.read)(&file).is_some() {
            return Err(format!("{file} exists"));
        }
        self.push(file, None, text)
    }

    /// `change` gives nothing if what it needs is not in the file; `needs` says what that is.
    fn edit(
        &mut self,
        file: &str,
        needs: &str,
        change: impl Fn(&str) -> Option<String>,
    ) -> Result<(), String> {
        let before = (self.read)(file).ok_or(format!("{file} is missing"))?;
        let text = change(&before).ok_or(format!("{file}: expected {needs}"))?;
        self.push(file.to_owned(), Some(before), text)
    }

    fn push(&mut self, file: String, before: Option<String>, text: String) -> Result<(), String> {
        let text = if file.ends_with(".rs") {
            format::rust(&file, text)?
        } else {
            text
        };
        self.edits.push(Edit { file, text, before });
        Ok(())
    }
}
