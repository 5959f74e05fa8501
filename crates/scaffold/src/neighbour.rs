//! Chooses the function next to which a new one is listed.

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
    /// The one that is asked for, or the last in the chapter of the last of the same shape: functions of one
    /// chapter stay together.
    pub fn of(request: &Request, read: Read) -> Result<Neighbour, String> {
        let folder = request.shape.folder();
        let file = format!("crates/catalog/src/{folder}/mod.rs");
        let text = read(&file).ok_or(format!("{file} is missing"))?;
        let named = |line: &str| {
            let (_, entry) = line.trim().strip_prefix("Function::")?.split_once("(&")?;
            entry.split("::").next().map(str::to_owned)
        };
        let known: Vec<String> = text.lines().filter_map(named).collect();
        let chapter_of = |name: &str| {
            let own = read(&format!("crates/catalog/src/{folder}/{name}.rs")).unwrap_or_default();
            let chapter = (own.lines()).find_map(|line| line.trim().strip_prefix("chapter: \""));
            let chapter = chapter.and_then(|rest| rest.split('"').next());
            chapter.unwrap_or_default().to_owned()
        };
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
                let last = last
                    .or(known.last().cloned())
                    .ok_or(format!("{file}: no function is listed"))?;
                let chapter = chapter_of(&last);
                let end = known.iter().rfind(|name| chapter_of(name) == chapter);
                (end.cloned().unwrap_or(last), false)
            }
        };
        Ok(Neighbour {
            chapter: chapter_of(&name),
            name,
            before,
        })
    }
}
