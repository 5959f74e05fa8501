//! Turns what mdBook only warns about into complaints.

use super::pages::Page;
use notebook::Complaint;
use std::fmt::{Debug, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Runs `work` and returns with its result every warning and error that mdBook logged meanwhile.
pub fn collect<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    let messages = Arc::new(Mutex::new(Vec::new()));
    let result = tracing::subscriber::with_default(Collector(messages.clone()), work);
    let messages = std::mem::take(&mut *messages.lock().expect("no panic while logging"));
    (result, messages)
}

struct Collector(Arc<Mutex<Vec<String>>>);

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN && metadata.target().starts_with("mdbook")
    }

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        self.0
            .lock()
            .expect("no panic while logging")
            .push(message.0);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            write!(self.0, "{value:?}").expect("writing to a string");
        }
    }
}

/// Locates each message: the page that it names and the line of what it quotes.
pub fn complaints(messages: Vec<String>, pages: &[Page], summary: &Path) -> Vec<Complaint> {
    let mut complaints: Vec<Complaint> = Vec::new();
    for message in messages {
        if let (Some(cause), Some(last)) =
            (message.strip_prefix("Caused By: "), complaints.last_mut())
        {
            last.message.push_str(": ");
            last.message.push_str(cause);
            continue;
        }
        let first = message.lines().next().unwrap_or_default();
        complaints.push(match named(first, pages) {
            Some(page) => {
                let html = page.html.display().to_string();
                let file = page.file.display().to_string();
                Complaint::new(
                    &page.file,
                    line(&message, page),
                    first.replace(&html, &file),
                )
            }
            None => match included(first, pages, &complaints) {
                Some((page, line)) => Complaint::new(&page.file, line, first),
                None => Complaint::new(summary, 1, first),
            },
        });
    }
    complaints
}

/// The page that a message names.
fn named<'a>(message: &str, pages: &'a [Page]) -> Option<&'a Page> {
    let names = |page: &&Page| message.contains(&format!("`{}`", page.html.display()));
    pages.iter().find(names)
}

/// `Error updating "{{#include x}}", ..` names no page: the first that holds the text and has not
/// been blamed for it.
fn included<'a>(
    message: &str,
    pages: &'a [Page],
    blamed: &[Complaint],
) -> Option<(&'a Page, usize)> {
    let (_, after) = message.split_once('"')?;
    let (directive, _) = after.split_once("}}\"")?;
    let places = pages.iter().flat_map(|page| {
        let found = page.markdown.match_indices(directive);
        found.map(move |(at, _)| (page, super::pages::line_at(&page.markdown, at)))
    });
    let mut places = places.filter(|(page, line)| {
        let here = |c: &&Complaint| c.file == page.file && c.line == *line;
        !blamed
            .iter()
            .any(|c| here(&c) && c.message.contains(directive))
    });
    places.next()
}

/// The line of the tag or the HTML that a message quotes.
fn line(message: &str, page: &Page) -> usize {
    if let Some((_, html)) = message.split_once("Html text was:\n") {
        return page.line_of(html.trim());
    }
    let quoted = |open: &str| {
        let (_, after) = message.split_once(open)?;
        Some(after.split_once(">`")?.0)
    };
    if let Some(name) = quoted("`</") {
        unbalanced(&page.markdown, name).1
    } else if let Some(name) = quoted("`<") {
        unbalanced(&page.markdown, name).0
    } else {
        1
    }
    .max(1)
}

/// The lines of the last `<name` that is never closed and of the first `</name` that closes
/// nothing; 0 where there is none.
fn unbalanced(markdown: &str, name: &str) -> (usize, usize) {
    let mut open = Vec::new();
    let mut extra = 0;
    for (i, line) in markdown.lines().enumerate() {
        for (at, _) in line.match_indices('<') {
            let tag = &line[at + 1..];
            let is = |tag: &str| {
                let after = tag.strip_prefix(name);
                after.is_some_and(|rest| {
                    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
                })
            };
            if is(tag) {
                open.push(i + 1);
            } else if tag.strip_prefix('/').is_some_and(is) && open.pop().is_none() && extra == 0 {
                extra = i + 1;
            }
        }
    }
    (open.pop().unwrap_or(0), extra)
}
