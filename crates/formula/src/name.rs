use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Mutex;

/// A name that is bound to a value when the formula is evaluated: `x`, `\hat y`, `z`.
///
/// What is spelled alike is the same text in memory, so that two names are compared by their addresses: an
/// evaluation looks up a name at every symbol. The texts stay until the program ends; a book has some hundred.
#[derive(Clone, Copy)]
pub struct Name(&'static str);

impl From<&str> for Name {
    fn from(text: &str) -> Name {
        static ALL: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
        let mut all = ALL.lock().unwrap_or_else(|broken| broken.into_inner());
        let all = all.get_or_insert_default();
        if let Some(known) = all.get(text) {
            return Name(known);
        }
        let own: &'static str = Box::leak(text.into());
        all.insert(own);
        Name(own)
    }
}

impl From<String> for Name {
    fn from(text: String) -> Name {
        text.as_str().into()
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Name {}

/// In the order of the alphabet.
impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        self.0.cmp(other.0)
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_ptr().addr().hash(state);
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_if_they_are_spelled_alike() {
        let (x, again, y) = (Name::from("x"), Name::from(String::from("x")), Name::from("y"));
        assert_eq!(x, again);
        assert_ne!(x, y);
        assert_ne!(Name::from(""), x);
        assert_eq!(HashSet::from([x, again, y]).len(), 2);
        assert_eq!(format!("{x} {x:?}"), "x \"x\"");
    }
}
