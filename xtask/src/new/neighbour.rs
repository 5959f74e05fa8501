//! Beside which function a new one is put.

use super::list;
use super::plan::Read;
use super::request::Request;
use notebook::did_you_mean;

/// The function beside which the new one is listed.
pub struct Neighbour {
    pub name: String,
    /// Whether the new one comes first.
    pub before: bool,
    /// Its page.
    pub chapter: String,
}

impl Neighbour {
    /// The one that is asked for, or the last of the same shape.
    pub fn of(request: &Request, read: Read) -> Result<Neighbour, String> {
        let folder = request.shape.folder();
        let file = format!("crates/catalog/src/{folder}/mod.rs");
        let text = read(&file).ok_or(format!("{file} is missing"))?;
        let named = |line: &str| {
            let (_, entry) = line.trim().strip_prefix("Function::")?.split_once("(&")?;
            entry.split("::").next().map(str::to_owned)
        };
        let known: Vec<String> = text.lines().filter_map(named).collect();
        let (name, before) = match &request.place {
            Some(place) if known.contains(&place.neighbour) => {
                (place.neighbour.clone(), place.before)
            }
            Some(place) => {
                let hint = did_you_mean(&place.neighbour, known.iter().map(String::as_str));
                return Err(format!(
                    "no function `{}` among the {folder}: {hint}expected one of {}",
                    place.neighbour,
                    known.join(", ")
                ));
            }
            None => {
                let begin = format!("Function::{}(", request.shape.variant());
                let last = list::last(&text, &begin).and_then(named);
                (
                    last.or(known.last().cloned())
                        .ok_or(format!("{file}: no function is listed"))?,
                    false,
                )
            }
        };
        let own = read(&format!("crates/catalog/src/{folder}/{name}.rs")).unwrap_or_default();
        let chapter = own
            .lines()
            .find_map(|line| line.trim().strip_prefix("chapter: \""));
        let chapter = chapter
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default();
        Ok(Neighbour {
            chapter: chapter.to_owned(),
            name,
            before,
        })
    }
}
