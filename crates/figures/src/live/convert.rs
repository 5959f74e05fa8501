//! A quantity in the conventions of several libraries: a form for each kind of quantity.

mod kinds;

use super::{Choice, Control, Entry, Field, Figure, Shown, State, list};
use crate::layers::{Part, Table};
use crate::live::typed::Settable;
use crate::numeral::significant;
use kinds::KINDS;

/// The forms.
pub(super) const ENTRY: Entry = Entry::of("convert", "QUANTITY", of, || {
    KINDS
        .iter()
        .map(|kind| format!("convert {}", kind.key))
        .collect()
});

/// A quantity that is written in several ways.
struct Kind {
    /// The second word of its key.
    key: &'static str,
    /// What one can do here.
    caption: &'static str,
    /// The ways to write it.
    forms: &'static [(&'static str, usize)],
    /// The number that is given, and what else must be known.
    fields: &'static [Field<'static>],
    /// The quantity in all of these ways, given in one of them.
    all: fn(usize, &[f64]) -> Result<Vec<f64>, String>,
}

fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    let kind = KINDS.iter().find(|kind| words == [kind.key]);
    match kind {
        Some(kind) => Ok(Box::new(kind)),
        None => {
            let known: Vec<&str> = KINDS.iter().map(|kind| kind.key).collect();
            Err(format!("`convert` needs one of {}", known.join(", ")))
        }
    }
}

impl Kind {
    const fn form(&self) -> Choice<'static, (&'static str, usize)> {
        Choice::new("form", "it is", self.forms)
    }
}

impl Figure for &'static Kind {
    fn caption(&self) -> String {
        self.caption.to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let form = self.form();
        let mut all: Vec<&dyn Settable> = vec![&form];
        all.extend(self.fields.iter().map(|field| field as &dyn Settable));
        list(&all)
    }

    fn show(&self, state: &State) -> Shown {
        let form = state.get(self.form()).1;
        let numbers: Vec<f64> = self.fields.iter().map(|field| state.get(*field)).collect();
        let all = match (self.all)(form, &numbers) {
            Ok(all) => all,
            Err(why) => return Shown::refused(why),
        };
        let number = |x: f64| significant(x, 8);
        let named = || self.forms.iter().zip(&all);
        let others = named().filter(|((_, i), _)| *i != form);
        let others = others.map(|((name, _), x)| format!("{} as {name}", number(*x)));
        let words = format!(
            "{} as {} is {}",
            number(numbers[0]),
            self.forms[form].0,
            others.collect::<Vec<String>>().join(", ")
        );
        let row = |((name, _), x): (&(&str, usize), &f64)| vec![(*name).to_owned(), number(*x)];
        let part = Part {
            caption: String::new(),
            head: ["written as", "number"].map(str::to_owned).to_vec(),
            rows: named().map(row).collect(),
            lit: vec![form],
        };
        Shown::answer(words, Table::new(vec![part]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::answer;

    fn said(request: &str) -> String {
        let answer = answer(request).unwrap();
        answer
            .split(crate::live::PART)
            .nth(1)
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn each_form_says_the_others() {
        assert_eq!(
            said("convert smoothing\nepsilon=0.1\nclasses=10"),
            "0.1 as shared by all classes is 0.09 as shared by the wrong ones"
        );
        assert_eq!(
            said("convert huber"),
            "4 as Huber is 2 as smooth L1, 3.2111026 as pseudo-Huber"
        );
        assert_eq!(
            said("convert angle\nform=0\nangle=180"),
            "180 as degrees is 3.1415927 as radians"
        );
    }

    #[test]
    fn a_way_back_leads_back() {
        for kind in KINDS {
            let state = State::at_rest(&kind.controls());
            let rest: Vec<f64> = (kind.fields.iter())
                .map(|field| state.get(*field))
                .collect();
            for (form, _) in kind.forms.iter().enumerate() {
                let all = (kind.all)(form, &rest).unwrap();
                assert_eq!(all.len(), kind.forms.len(), "{}", kind.key);
                assert_eq!(all[form], rest[0], "{}", kind.key);
                for (other, x) in all.iter().enumerate() {
                    let mut numbers = rest.clone();
                    numbers[0] = *x;
                    let back = (kind.all)(other, &numbers).unwrap();
                    for (a, b) in all.iter().zip(&back) {
                        assert!(
                            (a - b).abs() <= 1e-12 * a.abs().max(1.0),
                            "{}: {a} {b}",
                            kind.key
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_written_is_refused_in_words() {
        let refused = |request: &str| answer(request).unwrap_err();
        assert_eq!(
            refused("convert smoothing\nform=1\nepsilon=0.95\nclasses=4"),
            "at most 0.75 can be shared by 3 wrong classes of 4, which leaves the right one as much as each of them"
        );
        let of_noise = refused("convert diffusion\nform=0\nalpha_bar=0");
        assert!(of_noise.contains("pure noise"), "{of_noise}");
        assert!(refused("convert nothing").contains("needs one of diffusion, "));
    }
}
