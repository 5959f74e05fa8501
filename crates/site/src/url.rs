//! Addresses within the site and out of it.

use std::path::{Component, Path, PathBuf};

/// The scheme of an absolute URL; `//host` counts as one.
pub fn scheme(url: &str) -> Option<&str> {
    if url.starts_with("//") {
        return Some("//");
    }
    let (scheme, _) = url.split_once(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    (!scheme.is_empty() && scheme.chars().all(is_name)).then_some(scheme)
}

/// `path` seen from `file`; `None` if it leaves the site or starts at the host's root, which is
/// not the site's root everywhere.
pub fn resolve(file: &Path, path: &str) -> Option<PathBuf> {
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

/// `%20` to a space, and so on; what is not valid stays.
pub fn percent_decode(url: &str) -> String {
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
