//! Every link, fragment, image, script, style sheet and font of the finished site resolves, and no
//! page loads anything from elsewhere.

use super::pages::Page;
use super::print::is_print;
use super::references::{self, Reference};
use super::url::{percent_decode, resolve, scheme};
use notebook::{Complaint, did_you_mean, files};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the check found.
pub struct Checked {
    /// How many references were followed.
    pub references: usize,
    /// What is wrong, as file of the site, reference as written, reason.
    pub dead: Vec<(PathBuf, String, String)>,
}

/// Checks every page and style sheet of a site; the pages that repeat chapters only `with_print`.
pub fn check(site: &Path, with_print: bool) -> io::Result<Checked> {
    let files = files(site)?;
    let has = |file: &Path, ending: &str| file.extension().is_some_and(|e| e == ending);
    let is_read = |file: &&PathBuf| {
        (has(file, "html") || has(file, "css")) && (with_print || !is_print(file))
    };
    let to_read: Vec<&PathBuf> = files.iter().filter(is_read).collect();
    let read = notebook::run::each(&to_read, |file| -> io::Result<_> {
        let text = fs::read_to_string(site.join(file))?;
        Ok(match has(file, "css") {
            true => (references::of_style_sheet(&text), None),
            false => {
                let (references, ids) = references::of_page(&text);
                (references, Some(ids))
            }
        })
    });
    let mut found = Vec::new();
    let mut ids = BTreeMap::new();
    let mut dead = Vec::new();
    for (file, read) in to_read.into_iter().zip(read) {
        let (references, own) = read?;
        found.extend(references.into_iter().map(|r| (file, r)));
        let Some(own) = own else { continue };
        let mut unique = BTreeSet::new();
        for id in own {
            if !unique.insert(id.clone()) {
                let reason =
                    format!("the id `{id}` occurs twice on the page: rename one of the headings");
                dead.push((file.clone(), id, reason));
            }
        }
        ids.insert(file.clone(), unique);
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
                (true, _) => Err(format!("a link to `{url}`: expected https, http or mailto")),
                (false, _) => Err(format!(
                    "`{url}` is loaded from another origin: put the file into the site"
                )),
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
            let known = self.files.iter().filter_map(|file| file.to_str());
            let near = did_you_mean(&target.to_string_lossy(), known);
            let target = target.display();
            return Err(format!(
                "`{url}` leads nowhere: {near}no `{target}` in the site"
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
            let known = self.ids.get(page).into_iter().flatten();
            let near = did_you_mean(id, known.map(String::as_str));
            Err(format!(
                "no element of `{}` has the id `{id}`{}{}",
                page.display(),
                if near.is_empty() { "" } else { ": " },
                near.trim()
            ))
        }
    }
}

/// Maps dead references to their lines in the Markdown pages.
///
/// `site` is the folder of the site as it is to be named in complaints.
pub fn complaints(
    dead: Vec<(PathBuf, String, String)>,
    pages: &[Page],
    site: &Path,
) -> BTreeSet<Complaint> {
    // Without a README.md mdBook writes the first page a second time, as the index.
    let first = pages.first().map(|page| page.html.as_path());
    let is_copy = |html: &Path| {
        let own = pages.iter().any(|page| page.html == html);
        html == Path::new("index.html")
            && !own
            && first.and_then(Path::parent) == Some(Path::new(""))
    };
    let complaint = |(html, written, reason): (PathBuf, String, String)| {
        let Some(page) = pages.iter().find(|page| page.html == html) else {
            return Complaint::new(site.join(html), 1, reason);
        };
        let as_markdown = written.replace(".html", ".md");
        let as_readme = as_markdown.replace("index.md", "README.md");
        let spellings = [written, as_markdown, as_readme];
        // As the target of a link, as an attribute, anywhere.
        let wanted = ["(", "\"", ""].into_iter().flat_map(|before| {
            let spellings = spellings.iter();
            spellings.map(move |spelling| format!("{before}{spelling}"))
        });
        match wanted
            .into_iter()
            .find(|text| page.markdown.contains(text.as_str()))
        {
            Some(text) => Complaint::new(&page.file, page.line_of(&text), reason),
            None => {
                let reason =
                    format!("{reason} (not in the text of the page: from the theme or the build)");
                Complaint::new(&page.file, 1, reason)
            }
        }
    };
    let dead = dead.into_iter().filter(|(html, ..)| !is_copy(html));
    dead.map(complaint).collect()
}
