//! Visits that were in order in an earlier run and need not be made again.
//!
//! What a visit finds depends on the page, on the browser, on this program, and on every file that
//! the page asks for. Which files those are is known from the visit itself: it is used again only if
//! each of them is the same, byte for byte.
//!
//! A figure is operated again only if its own part of the page, a script, a style sheet or its module
//! is another: words around it do not change what its controls show.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use notebook::{Memory, memory};
use serde_json::{Value, json};

use super::visit::{Visit, Window};

/// The site as it is now, and what is known of its pages.
pub struct Known<'a> {
    pub memory: &'a Memory,
    /// The folder of the site.
    pub site: &'a Path,
    /// The browser that looks.
    pub version: &'a str,
}

/// A visit that found nothing wrong.
pub struct Good {
    pub checks: usize,
    /// For `verify.json`; null for a window that says nothing there.
    pub page: Value,
}

const KIND: &str = "visits";
const FIGURES: &str = "driven-figures";

/// All that the controls of a figure depend on.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Figure {
    /// Its part of the page.
    html: String,
    /// Scripts, style sheets and its module.
    files: Vec<(PathBuf, u128)>,
    version: String,
}

impl Known<'_> {
    /// What the visit found, if it would find the same again.
    pub fn recall(&self, visit: &Visit) -> Option<Good> {
        let text = self.memory.recall(KIND, &self.key(visit))?;
        let kept: Value = serde_json::from_str(&text).ok()?;
        let files = kept["files"].as_object()?;
        let is_same = |(file, content): (&String, &Value)| {
            self.digest(Path::new(file)).as_deref() == content.as_str()
        };
        files.iter().all(is_same).then_some(())?;
        Some(Good {
            checks: kept["checks"].as_u64()?.try_into().ok()?,
            page: kept["page"].clone(),
        })
    }

    /// Keeps what a visit found that asked for these files of the site.
    pub fn keep(&self, visit: &Visit, files: &[PathBuf], good: &Good) {
        let digests: Option<BTreeMap<String, String>> = files
            .iter()
            .map(|file| Some((file.display().to_string(), self.digest(file)?)))
            .collect();
        // A file that is not there: what the page gets instead is not known.
        let Some(digests) = digests else { return };
        let text = json!({"files": digests, "checks": good.checks, "page": good.page});
        (self.memory).keep(KIND, &self.key(visit), text.to_string());
    }

    /// The figure with this key on a page.
    pub fn figure(&self, page: &Path, key: &str) -> Option<Figure> {
        let text = fs::read_to_string(self.site.join(page)).ok()?;
        let at = text.find(&format!(" data-live=\"{key}\""))?;
        let start = text[..at].rfind("<figure")?;
        let end = at + text[at..].find("</figure>")?;
        let html = text[start..end].to_owned();
        let module = html.split(" data-module=\"").nth(1)?.split('"').next()?;
        let module = page.parent()?.join(module);
        let is_common = |file: &PathBuf| {
            file.extension()
                .is_some_and(|end| end == "js" || end == "css")
        };
        let all = notebook::files(self.site).ok()?;
        let files: std::io::Result<Vec<(PathBuf, u128)>> = (all.into_iter().filter(is_common))
            .chain([module])
            .map(|file| Ok((file.clone(), memory::contents(&self.site.join(file))?)))
            .collect();
        Some(Figure {
            html,
            files: files.ok()?,
            version: self.version.to_owned(),
        })
    }

    /// How many states of the figure were compared, if that was in order and would be again.
    pub fn driven(&self, figure: &Figure) -> Option<usize> {
        self.memory.recall(FIGURES, figure)?.parse().ok()
    }

    /// Keeps that a figure was in order in so many states.
    pub fn keep_driven(&self, figure: &Figure, checks: usize) {
        self.memory.keep(FIGURES, figure, checks.to_string());
    }

    fn key(&self, visit: &Visit) -> (String, Window, Option<String>, String) {
        let page = visit.page.display().to_string();
        let content = self.digest(&visit.page);
        (page, visit.window, content, self.version.to_owned())
    }

    fn digest(&self, file: &Path) -> Option<String> {
        let path = self.site.join(file);
        let path = match path.is_dir() {
            true => path.join("index.html"),
            false => path,
        };
        let bytes = fs::read(path).ok()?;
        Some(format!("{:032x}", memory::digest(&bytes)))
    }
}

/// The file of the site that an address asks for; `None` if it asks somebody else.
pub fn file_of(address: &str, origin: &str) -> Option<PathBuf> {
    let place = address.strip_prefix(origin)?;
    let end = place.find(['?', '#']).unwrap_or(place.len());
    Some(place[..end].into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_made_again_if_anything_that_it_read_is_another() {
        let folder = std::env::temp_dir().join(format!("known-visits-{}", std::process::id()));
        let site = folder.join("site");
        fs::create_dir_all(&site).expect("a folder");
        let write = |file: &str, text: &str| fs::write(site.join(file), text).expect("a file");
        write("a.html", "page");
        write("live.js", "script");
        write("other.js", "not asked for");
        let memory = Memory::new(folder.join("memory"), &0);
        let known = |version| Known {
            memory: &memory,
            site: &site,
            version,
        };
        let visit = |window| Visit {
            page: "a.html".into(),
            window,
        };
        let wide = visit(Window::Wide);
        let is_known = || known("1").recall(&wide).map(|good| good.checks);
        let files: Vec<PathBuf> = ["http://x/a.html", "http://x/live.js?v=1#part"]
            .iter()
            .filter_map(|address| file_of(address, "http://x/"))
            .collect();
        let good = Good {
            checks: 3,
            page: Value::Null,
        };
        known("1").keep(&wide, &files, &good);
        assert_eq!(is_known(), Some(3));
        assert!(known("1").recall(&visit(Window::Narrow)).is_none());
        assert!(known("2").recall(&wide).is_none());
        write("other.js", "changed");
        assert_eq!(is_known(), Some(3));
        for file in ["a.html", "live.js"] {
            let before = fs::read_to_string(site.join(file)).expect("a file");
            write(file, "changed");
            assert_eq!(is_known(), None, "{file}");
            write(file, &before);
            assert_eq!(is_known(), Some(3), "{file}");
        }
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[test]
    fn a_figure_is_operated_again_if_its_part_a_script_or_its_module_is_another() {
        let folder = std::env::temp_dir().join(format!("known-figures-{}", std::process::id()));
        let site = folder.join("site");
        fs::create_dir_all(site.join("a")).expect("a folder");
        let write = |file: &str, text: &str| fs::write(site.join(file), text).expect("a file");
        let page = "<p>Words.</p><figure class=\"plot\" data-live=\"curve gelu\" data-module=\"../m.wasm\"><svg/></figure><p>More.</p>";
        write("a/gelu.html", page);
        write("m.wasm", "module");
        write("live.js", "script");
        let memory = Memory::new(folder.join("memory"), &0);
        let known = Known {
            memory: &memory,
            site: &site,
            version: "1",
        };
        let figure = || known.figure(Path::new("a/gelu.html"), "curve gelu");
        let before = figure().expect("it is there");
        assert_eq!(known.driven(&before), None);
        known.keep_driven(&before, 7);
        let is_known = || known.driven(&figure()?);
        assert_eq!(is_known(), Some(7));
        write("a/gelu.html", &page.replace("Words", "Other words"));
        assert_eq!(is_known(), Some(7));
        for (file, text) in [
            ("a/gelu.html", page.replace("<svg/>", "<svg></svg>")),
            ("m.wasm", "another".to_owned()),
            ("live.js", "another".to_owned()),
        ] {
            let own = fs::read_to_string(site.join(file)).expect("a file");
            write(file, &text);
            assert_eq!(is_known(), None, "{file}");
            write(file, &own);
            assert_eq!(is_known(), Some(7), "{file}");
        }
        assert!(known.figure(Path::new("a/gelu.html"), "softmax").is_none());
        fs::remove_dir_all(folder).expect("the folder");
    }
}
