//! Every link, fragment, image, script, style sheet and font of the finished site resolves, and no
//! page loads anything from elsewhere.

use super::pages::Page;
use super::references::{self, Reference};
use crate::complaint::Complaint;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The files of a site, relative to its root.
pub fn files(site: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut folders = vec![site.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(site).expect("found inside the site");
                files.insert(relative.to_owned());
            }
        }
    }
    Ok(files)
}

/// What the check found.
pub struct Checked {
    /// How many references were followed.
    pub references: usize,
    /// What is wrong, as file of the site, reference as written, reason.
    pub dead: Vec<(PathBuf, String, String)>,
}

/// Checks every page and style sheet of a site.
pub fn check(site: &Path) -> io::Result<Checked> {
    let files = files(site)?;
    let mut found = Vec::new();
    let mut ids = BTreeMap::new();
    let mut dead = Vec::new();
    for file in &files {
        let extension = file.extension().and_then(|e| e.to_str());
        if extension == Some("html") {
            let (references, own) = references::of_page(&fs::read_to_string(site.join(file))?);
            found.extend(references.into_iter().map(|r| (file, r)));
            let mut unique = BTreeSet::new();
            for id in own {
                if !unique.insert(id.clone()) {
                    let reason = format!("the id `{id}` stands twice in the page");
                    dead.push((file.clone(), id, reason));
                }
            }
            ids.insert(file.clone(), unique);
        } else if extension == Some("css") {
            let references = references::of_style_sheet(&fs::read_to_string(site.join(file))?);
            found.extend(references.into_iter().map(|r| (file, r)));
        }
    }
    let site = Site { files: &files, ids };
    for (file, reference) in &found {
        let (written, result) = match reference {
            Reference::Link(url) => (url, site.follow(file, url, true)),
            Reference::Resource(url) => (url, site.follow(file, url, false)),
            Reference::Id(id) => (id, site.id(file, id)),
        };
        if let Err(reason) = result {
            dead.push(((*file).clone(), written.clone(), reason));
        }
    }
    Ok(Checked {
        references: found.len(),
        dead,
    })
}

struct Site<'a> {
    files: &'a BTreeSet<PathBuf>,
    ids: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Site<'_> {
    fn follow(&self, file: &Path, url: &str, is_link: bool) -> Result<(), String> {
        if let Some(scheme) = scheme(url) {
            return match (is_link, scheme) {
                (true, "https" | "http" | "mailto") | (false, "data") => Ok(()),
                (true, _) => Err(format!("a link to `{url}`")),
                (false, _) => Err(format!("`{url}` is loaded from another origin")),
            };
        }
        let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
        let path = percent_decode(path.split('?').next().unwrap_or_default());
        let target = if path.is_empty() {
            file.to_owned()
        } else {
            resolve(file, &path).ok_or_else(|| format!("`{url}` leads out of the site"))?
        };
        let index = target.join("index.html");
        let target = if self.files.contains(&target) {
            target
        } else if self.files.contains(&index) {
            index
        } else {
            return Err(format!(
                "`{url}` leads nowhere: no `{}` in the site",
                target.display()
            ));
        };
        if fragment.is_empty() {
            Ok(())
        } else {
            self.id(&target, &percent_decode(fragment))
        }
    }

    fn id(&self, page: &Path, id: &str) -> Result<(), String> {
        if self.ids.get(page).is_some_and(|ids| ids.contains(id)) {
            Ok(())
        } else {
            Err(format!(
                "no element of `{}` has the id `{id}`",
                page.display()
            ))
        }
    }
}

/// The scheme of an absolute URL; `//host` counts as one.
fn scheme(url: &str) -> Option<&str> {
    if url.starts_with("//") {
        return Some("//");
    }
    let (scheme, _) = url.split_once(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    (!scheme.is_empty() && scheme.chars().all(is_name)).then_some(scheme)
}

/// `path` seen from `file`; `None` if it leaves the site or starts at the host's root, which is
/// not the site's root everywhere.
fn resolve(file: &Path, path: &str) -> Option<PathBuf> {
    let mut target = file.parent()?.to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => target.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !target.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(target)
}

fn percent_decode(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|h| str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Gives what is dead its place in the pages as they are written.
///
/// `site` is the folder of the site as a reader of the complaint would name it.
pub fn complaints(
    dead: Vec<(PathBuf, String, String)>,
    pages: &[Page],
    site: &Path,
) -> BTreeSet<Complaint> {
    let complaint = |(html, written, reason): (PathBuf, String, String)| {
        let Some(page) = pages.iter().find(|page| page.html == html) else {
            return Complaint::new(site.join(html), 1, reason);
        };
        let as_markdown = written.replace(".html", ".md");
        let readme = as_markdown.replace("index.md", "README.md");
        let wanted = [readme, as_markdown, written];
        match wanted.iter().find(|w| page.markdown.contains(w.as_str())) {
            Some(text) => Complaint::new(&page.file, page.line_of(text), reason),
            None => Complaint::new(
                &page.file,
                1,
                format!("{reason} (the page's text does not say so: the theme or the build does)"),
            ),
        }
    };
    dead.into_iter().map(complaint).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_resolve_as_in_a_browser() {
        let from = Path::new("losses/regression/huber.html");
        let to = |path| resolve(from, path).map(|p| p.display().to_string());
        assert_eq!(
            to("mse.html").as_deref(),
            Some("losses/regression/mse.html")
        );
        assert_eq!(to("../../run/h.txt").as_deref(), Some("run/h.txt"));
        assert_eq!(to("../../../up.html"), None);
        assert_eq!(to("/root.html"), None);
    }

    #[test]
    fn schemes_are_seen() {
        assert_eq!(scheme("https://a.b"), Some("https"));
        assert_eq!(scheme("//a.b/c.js"), Some("//"));
        assert_eq!(scheme("a/b:c.html"), None);
        assert_eq!(scheme("#a:b"), None);
    }

    #[test]
    fn percent_signs_are_decoded() {
        assert_eq!(percent_decode("a%20b%c3%a9%"), "a bé%");
    }
}
