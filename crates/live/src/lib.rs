//! The module that a page loads: figures behind plain functions.
//!
//! The page writes a key, and the name of each control that it sets, as lines of UTF-8 to the address
//! that [`room`] gives; it passes the values of these controls, in the same order, to [`set`]. Then it
//! calls the entry point of the figure, which returns the length of its answer, and reads the answer
//! from the address that [`said`] gives. A negative length is that of an error in words.
//!
//! The entry points are exported under the names of `figures::live::entry_points`. They are written
//! by `xtask`, into the file that `LIVE_ENTRY_POINTS` names; the archive holds all of them, and each
//! module is linked with those of one page.
//! Nothing here is shared between threads: the module has one.

use std::cell::RefCell;

thread_local! {
    static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static VALUES: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Begins a request: makes room for its text of `length` bytes and returns the address.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    VALUES.with_borrow_mut(Vec::clear);
    REQUEST.with_borrow_mut(|request| {
        request.clear();
        request.resize(length, 0);
        request.as_mut_ptr()
    })
}

/// Adds the value of the next control that the request names.
#[unsafe(no_mangle)]
pub extern "C" fn set(value: f64) {
    VALUES.with_borrow_mut(|values| values.push(value));
}

/// The address of the last answer.
#[unsafe(no_mangle)]
pub extern "C" fn said() -> *const u8 {
    ANSWER.with_borrow(|text| text.as_ptr())
}

/// What answers for a figure: its key and the controls that are set.
pub type Answer = fn(&str, &[(&str, f64)]) -> Result<String, String>;

/// Answers the request that was written: the length of the answer, negative if it is an error.
pub fn reply(answer: Answer) -> isize {
    let request = REQUEST.take();
    let values = VALUES.take();
    let result = match std::str::from_utf8(&request) {
        Ok(text) => {
            let mut lines = text.split('\n');
            let key = lines.next().unwrap_or("");
            let settings: Vec<(&str, f64)> = lines.zip(values).collect();
            answer(key, &settings)
        }
        Err(_) => Err("the request is not UTF-8".to_owned()),
    };
    let (sign, text) = match result {
        Ok(text) => (1, text),
        Err(why) => (-1, why),
    };
    let length = sign * text.len() as isize;
    ANSWER.set(text);
    length
}

/// Exports what answers for a figure.
#[cfg(target_family = "wasm")]
macro_rules! figure {
    ($name:literal, $answer:expr) => {
        const _: () = {
            #[unsafe(export_name = $name)]
            extern "C" fn entry() -> isize {
                crate::reply($answer)
            }
        };
    };
}

/// Exports a function of one number.
#[cfg(target_family = "wasm")]
macro_rules! number {
    ($name:literal, $of:expr) => {
        const _: () = {
            #[unsafe(export_name = $name)]
            extern "C" fn entry(x: f64) -> f64 {
                $of(x)
            }
        };
    };
}

#[cfg(target_family = "wasm")]
include!(env!(
    "LIVE_ENTRY_POINTS",
    "the entry points are written by `cargo xtask build`"
));

#[cfg(test)]
mod tests {
    use super::*;
    use figures::live::{GROUPS, answer, answer_kind, find};

    /// The answer as a page reads it, with its sign.
    fn ask(request: &str, values: &[f64], answer: Answer) -> (isize, String) {
        room(request.len());
        REQUEST.with_borrow_mut(|bytes| bytes.copy_from_slice(request.as_bytes()));
        values.iter().for_each(|value| set(*value));
        let length = reply(answer);
        (length, ANSWER.with_borrow(Clone::clone))
    }

    /// The first kind of the last group.
    const ANSWER_KIND: Answer = answer_kind::<{ GROUPS.len() - 1 }, 0>;

    /// Its key, and the name and the largest value of a control of it.
    fn kind() -> (&'static str, String, f64) {
        let key = GROUPS[GROUPS.len() - 1][0].name;
        let controls = find(key).unwrap().controls();
        let ends = controls
            .iter()
            .find_map(|c| Some((&c.name, c.range()?.max)));
        let (name, max) = ends.unwrap();
        (key, name.clone(), max)
    }

    #[test]
    fn a_request_is_answered_as_the_same_one_in_words() {
        let (key, name, max) = kind();
        let (length, text) = ask(&format!("{key}\n{name}"), &[max], ANSWER_KIND);
        assert_eq!(answer(&format!("{key}\n{name}={max}")).as_ref(), Ok(&text));
        assert_eq!(length, text.len() as isize);
    }

    #[test]
    fn a_wrong_request_has_a_negative_length() {
        let (length, text) = ask(&format!("{}\nspeed", kind().0), &[1.0], ANSWER_KIND);
        assert!(text.starts_with("no control `speed`"), "{text}");
        assert_eq!(length, -(text.len() as isize));
    }

    #[test]
    fn a_request_leaves_nothing_for_the_next_one() {
        let (key, name, max) = kind();
        ask(&format!("{key}\n{name}"), &[max], ANSWER_KIND);
        let (_, text) = ask(key, &[], ANSWER_KIND);
        assert_eq!(answer(key), Ok(text));
    }
}
