//! Where the chapter of a new function is, and its line in the summary.

use super::list;
use super::plan::Read;
use super::request::{Request, Shape};
use super::words::capitalised;

/// Whether the page is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has been there for other functions.
    Written,
    /// It is made.
    New,
    /// It will be made when the function is verified.
    Later,
}

/// The chapter of a function.
#[derive(Debug)]
pub struct Chapter {
    /// `activations/shrinkage`
    pub path: String,
    pub title: String,
    pub state: State,
}

/// The chapter that is asked for, or one of its own.
pub fn chapter(request: &Request, neighbour: &str, read: Read) -> Result<Chapter, String> {
    let folder = request.shape.folder();
    let stem = request.name.replace('_', "-");
    let beside = || {
        request.place.as_ref()?;
        let text = read(&format!("crates/catalog/src/{folder}/{neighbour}.rs"))?;
        let line = text
            .lines()
            .find_map(|l| l.trim().strip_prefix("chapter: \""))?;
        let (folder, _) = line.rsplit_once('/')?;
        Some(format!("{folder}/{stem}"))
    };
    let path = match (&request.chapter, request.shape) {
        (Some(path), _) => path.clone(),
        (None, Shape::Loss) => match beside() {
            Some(path) => path,
            // The folder says what kind of loss it is, which nothing here knows.
            None if request.without_chapter => format!("losses/TODO({})/{stem}", request.name),
            None => {
                return Err(format!(
                    "where does its chapter go? Name it with --chapter losses/FOLDER/{stem}, name a loss of the same folder with --after, or leave the chapter for later with --no-chapter"
                ));
            }
        },
        (None, _) => format!("{folder}/{stem}"),
    };
    let file = format!("book/{path}.md");
    let written = read(&file);
    let title_of = |text: &String| {
        let line = text.lines().find_map(|line| line.strip_prefix("# "));
        line.map(|title| title.trim().to_owned())
    };
    let (state, title) = match (&written, request.without_chapter) {
        (Some(_), true) => return Err(format!("{file} exists: leave out --no-chapter")),
        (Some(text), false) => (State::Written, title_of(text)),
        (None, true) => (State::Later, None),
        (None, false) => (State::New, None),
    };
    let last = path.rsplit('/').next().unwrap_or_default();
    let title = title.unwrap_or(if last == stem {
        capitalised(&request.title())
    } else {
        capitalised(&last.replace('-', " "))
    });
    Ok(Chapter { path, title, state })
}

/// The summary with the chapter: beside that of the neighbour, or else behind the last of its folder, or
/// else in a part of its own.
pub fn listed(summary: &str, chapter: &Chapter, neighbour: &str, before: bool) -> Option<String> {
    let line = format!("- [{}]({}.md)", chapter.title, chapter.path);
    let (folder, _) = chapter.path.rsplit_once('/')?;
    let of_folder = |line: &&str| {
        let target = line.rsplit_once("](").map_or("", |(_, target)| target);
        let page = target
            .strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/'));
        page.is_some_and(|page| !page.contains('/'))
    };
    if neighbour
        .rsplit_once('/')
        .is_some_and(|(its, _)| its == folder)
        && let Some(text) = list::beside(summary, &format!("]({neighbour}.md)"), before, &line)
    {
        return Some(text);
    }
    if let Some(last) = summary.lines().rfind(of_folder) {
        return list::beside(summary, last, false, &line);
    }
    let part = folder
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .replace('-', " ");
    let part = format!("# {} losses\n\n{line}\n", capitalised(&part));
    list::beside(summary, "# Reference", true, &part)
}
