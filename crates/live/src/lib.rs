//! The module that a page loads: `figures::live::answer` behind two plain functions.
//!
//! The page writes a request as UTF-8 to the address that [`room`] gives, calls [`answer`] and reads
//! the answer from the address that [`said`] gives. A negative length is an error in words.
//! Nothing here is shared between threads: the module has one.

use std::cell::RefCell;

thread_local! {
    static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes room for a request of `length` bytes and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    REQUEST.with_borrow_mut(|request| {
        request.clear();
        request.resize(length, 0);
        request.as_mut_ptr()
    })
}

/// Answers the request that was written: the length of the answer, negative if it is an error.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> isize {
    let request = REQUEST.with_borrow(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (sign, text) = match figures::live::answer(&request) {
        Ok(text) => (1, text),
        Err(why) => (-1, why),
    };
    let length = sign * text.len() as isize;
    ANSWER.set(text);
    length
}

/// Where the last answer stands.
#[unsafe(no_mangle)]
pub extern "C" fn said() -> *const u8 {
    ANSWER.with_borrow(|text| text.as_ptr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_request_has_a_negative_length() {
        assert!(!room(4).is_null());
        assert!(answer() < 0);
        assert!(!said().is_null());
    }
}
