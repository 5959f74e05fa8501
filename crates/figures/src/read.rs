//! For tests: reads a figure back, and refuses it where it is not well-formed.

/// An element as it was read back: its name, its attributes, the text directly within.
#[derive(Debug)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    /// Index of the element around it.
    pub parent: Option<usize>,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter().filter(|(key, _)| key == name);
        found.next().map(|(_, value)| value.as_str())
    }

    pub fn number(&self, name: &str) -> f64 {
        self.get(name).unwrap().parse().unwrap()
    }
}

/// Reads a document, in the order of the opening tags. Panics where it is not well-formed: a
/// tag left open or closed twice, an attribute twice or unquoted, a bare `<` or `&`, two roots.
#[track_caller]
pub(crate) fn read(svg: &str) -> Vec<Element> {
    let plain = |text: &str| {
        assert!(!text.contains(['<', '>', '\'']), "{text:?} is not escaped");
        let mut plain = text.replace("&lt;", "<").replace("&gt;", ">");
        plain = plain.replace("&quot;", "\"").replace("&#39;", "'");
        let rest = plain.replace("&amp;", "");
        assert!(!rest.contains('&'), "an entity is broken in {text:?}");
        plain.replace("&amp;", "&")
    };
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = svg;
    while let Some(after) = rest.strip_prefix('<') {
        assert!(elements.is_empty() || !open.is_empty(), "a second root");
        let (tag, tail) = after.split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            let i = open.pop().expect("a closing tag has an opening one");
            assert_eq!(elements[i].name, name, "tags are nested");
        } else {
            let (tag, empty) = match tag.strip_suffix('/') {
                Some(tag) => (tag, true),
                None => (tag, false),
            };
            let (name, mut list) = tag.split_once(' ').unwrap_or((tag, ""));
            let mut attributes: Vec<(String, String)> = Vec::new();
            while !list.is_empty() {
                let (key, value) = list.split_once("=\"").expect("a value is quoted");
                let (value, tail) = value.split_once('"').expect("a quote ends");
                assert!(
                    attributes.iter().all(|(other, _)| other != key),
                    "{key} twice"
                );
                attributes.push((key.to_owned(), plain(value)));
                list = match tail.strip_prefix(' ') {
                    Some(more) => more,
                    None if tail.is_empty() => "",
                    None => panic!("{tail:?} after a value"),
                };
            }
            elements.push(Element {
                name: name.to_owned(),
                attributes,
                text: String::new(),
                parent: open.last().copied(),
            });
            if !empty {
                open.push(elements.len() - 1);
            }
        }
        let end = tail.find('<').unwrap_or(tail.len());
        if end > 0 {
            let i = *open.last().expect("text is within an element");
            elements[i].text += &plain(&tail[..end]);
        }
        rest = &tail[end..];
    }
    assert!(
        rest.is_empty() && open.is_empty(),
        "{open:?} open, {rest:?} left"
    );
    elements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_refuses_what_is_not_well_formed() {
        for bad in [
            "<a>",
            "<a></b>",
            "<a/></a>",
            "<a/><b/>",
            "<a x=1/>",
            "<a x=\"1\" x=\"2\"/>",
            "<a>&b</a>",
            "<a x=\"<\"/>",
            "text",
        ] {
            let read = std::panic::catch_unwind(|| read(bad));
            assert!(read.is_err(), "{bad} was read");
        }
    }
}
