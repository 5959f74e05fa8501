//! Words and where they stand, in few bytes.
//!
//! A line for each word, in alphabetical order: one digit, how many characters it shares with the
//! word before; the others; a space; the sections that hold it, numbered through the book in the
//! order of `names.json`, each as the distance from the one before (the first from -1), with `*`
//! and how often if that is more than once. All numbers are written to base 36.

use std::collections::BTreeMap;

use super::Section;

/// More often than this is as good as this.
const OFTEN: usize = 35;

/// The index of these sections.
pub fn index<'a>(sections: impl Iterator<Item = &'a Section>) -> String {
    let mut places: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
    for (number, section) in sections.enumerate() {
        let letters = section.letters.iter().map(|c| c.to_lowercase().to_string());
        // A remark often begins with bold words, which say what it is about: they count thrice.
        let text = words(&section.text).into_iter().map(|word| (word, 1));
        let strong = words(&section.strong).into_iter().map(|word| (word, 2));
        for (word, count) in text.chain(strong).chain(letters.map(|letter| (letter, 1))) {
            *places.entry(word).or_default().entry(number).or_default() += count;
        }
    }
    let mut out = String::new();
    let mut before: Vec<char> = vec![];
    for (word, sections) in places {
        let word: Vec<char> = word.chars().collect();
        let pairs = word.iter().zip(&before);
        let shared = pairs.take_while(|(a, b)| a == b).count().min(35);
        out.push_str(&base36(shared));
        out.extend(&word[shared..]);
        let mut last = 0;
        for (i, (section, count)) in sections.into_iter().enumerate() {
            out.push(if i == 0 { ' ' } else { ',' });
            out.push_str(&base36(section + 1 - last));
            if count > 1 {
                out.push('*');
                out.push_str(&base36(count.min(OFTEN)));
            }
            last = section + 1;
        }
        out.push('\n');
        before = word;
    }
    out
}

/// The words of a text, in small letters. What hyphens or underscores join is there in its parts and
/// as a whole: `log-sum-exp` is `log`, `sum`, `exp` and `logsumexp`. Numbers and single Latin
/// letters are no words.
pub fn words(text: &str) -> Vec<String> {
    let is_joint = |c: char| matches!(c, '-' | '_' | '\u{2011}');
    let text = text.to_lowercase();
    let mut found = vec![];
    for compound in text.split(|c: char| !c.is_alphanumeric() && !is_joint(c)) {
        let parts: Vec<&str> = compound.split(is_joint).filter(|p| !p.is_empty()).collect();
        found.extend(parts.iter().filter(|p| is_word(p)).map(|&p| p.to_owned()));
        if parts.len() > 1 && is_word(&parts.concat()) {
            found.push(parts.concat());
        }
    }
    found
}

fn is_word(text: &str) -> bool {
    let is_letter = text.len() == 1;
    !is_letter && !text.chars().all(|c| c.is_ascii_digit())
}

fn base36(mut n: usize) -> String {
    let mut digits = vec![];
    loop {
        digits.push(char::from_digit((n % 36) as u32, 36).expect("a digit to base 36"));
        n /= 36;
        if n == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parts_and_compounds() {
        assert_eq!(
            words("Log-sum-exp: ReLU6’s 3 f32 (σ)"),
            ["log", "sum", "exp", "logsumexp", "relu6", "f32", "σ"]
        );
    }

    #[test]
    fn lines_share_beginnings_and_count_distances() {
        let section = |text: &str, letters: &[char]| Section {
            text: text.to_owned(),
            letters: letters.to_vec(),
            ..Section::default()
        };
        let sections = [
            section("soft soft", &['Σ']),
            section("x", &[]),
            section("softmax soft", &[]),
        ];
        assert_eq!(index(sections.iter()), "0soft 1*2,2\n4max 3\n0σ 1\n");
        assert_eq!(base36(36 * 36 + 35), "10z");
    }
}
