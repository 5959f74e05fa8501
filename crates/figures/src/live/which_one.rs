//! Which variant of a function returned this number: the probes of the catalogue as a form.

use catalog::probes::{APART, FAMILIES, Family, Probe, alike};

use super::{Choice, Control, Entry, Field, Figure, Named, Shown, State, list};
use crate::layers::{Part, Table};
use crate::numeral::significant;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("which-one", || Box::new(WhichOne));

struct WhichOne;

const FAMILY: Choice<&Family> = Choice::new("family", "function", FAMILIES);
const PROBE: Choice<(&str, usize)> =
    Choice::new("probe", "input", &[("the first", 0), ("the second", 1)]);
/// What tanh-GELU returns in 32 bit at −2.
const RETURNED: Field = Field::new("returned", "it returned")
    .at(-0.045_402_29)
    .or(-0.3);

impl Named for &Family {
    fn name(&self) -> &str {
        self.title
    }
}

impl Figure for WhichOne {
    fn caption(&self) -> String {
        "Choose what your function is called, call it at the input that is named here, and type what it returned. The rows that fit are marked.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&FAMILY, &PROBE, &RETURNED])
    }

    fn show(&self, state: &State) -> Shown {
        let (family, returned) = (state.get(FAMILY), state.get(RETURNED));
        let place = state.get(PROBE).1.min(family.probes.len() - 1);
        let probe = &family.probes[place];
        let values: Vec<f64> = family.variants.iter().map(|v| v.value(probe)).collect();
        let fits = |i: &usize| alike(values[*i], returned);
        let lit: Vec<usize> = (0..values.len()).filter(fits).collect();
        let row = |(i, value): (usize, &f64)| {
            let variant = &family.variants[i];
            vec![
                variant.name.to_owned(),
                variant.formula.to_owned(),
                significant(*value, 7),
                distance(*value, returned),
            ]
        };
        let head = ["variant", "formula", "returns", "away"].map(str::to_owned);
        let part = Part {
            caption: String::new(),
            head: head.to_vec(),
            rows: values.iter().enumerate().map(row).collect(),
            lit: lit.clone(),
        };
        let words = format!(
            "At {probe}, {}: {}",
            family.reads,
            verdict(family, place, &values, returned, &lit)
        );
        let only = (family.probes.len() == 1).then(|| "the only one".to_owned());
        Shown::answer(words, Table::new(vec![part])).says(&PROBE, only)
    }
}

/// What fits, how far the next one is, and what to try then.
fn verdict(family: &Family, place: usize, values: &[f64], returned: f64, lit: &[usize]) -> String {
    let name = |i: usize| family.variants[i].name;
    let rest = (0..values.len()).filter(|i| !lit.contains(i));
    let next = rest.reduce(
        |a, b| match gap(values[b], returned) < gap(values[a], returned) {
            true => b,
            false => a,
        },
    );
    let next = next.map(|i| format!("“{}”, is {}", name(i), distance(values[i], returned)));
    let next = next.unwrap_or_default();
    match lit {
        [] => format!(
            "nothing here returns this; the nearest, {next} away. With fewer than seven digits a right answer looks like this too."
        ),
        [one] => format!("this is “{}”; the next, {next} away.", name(*one)),
        some => {
            let names: Vec<String> = some.iter().map(|i| format!("“{}”", name(*i))).collect();
            let names = names.join(" or ");
            format!("{names}: {}.", further(family, place, some))
        }
    }
}

/// Which input tells these variants apart, if there is one.
fn further(family: &Family, place: usize, some: &[usize]) -> String {
    let apart = |probe: &Probe| {
        let values: Vec<f64> = some
            .iter()
            .map(|i| family.variants[*i].value(probe))
            .collect();
        let pairs = (0..values.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        pairs
            .filter(|(i, j)| !alike(values[*i], values[*j]))
            .count()
    };
    let others = (0..family.probes.len()).filter(|p| *p != place);
    let best = others.reduce(
        |a, b| match apart(&family.probes[b]) > apart(&family.probes[a]) {
            true => b,
            false => a,
        },
    );
    match best.filter(|p| apart(&family.probes[*p]) > 0) {
        Some(0) => "the first input tells them apart".to_owned(),
        Some(_) => "the second input tells them apart".to_owned(),
        None => "no input tells them apart, they are the same function".to_owned(),
    }
}

/// How far apart, relative to the larger one.
fn gap(a: f64, b: f64) -> f64 {
    match a == b {
        true => 0.0,
        false => (a - b).abs() / a.abs().max(b.abs()),
    }
}

/// The same as a share in words.
fn distance(a: f64, b: f64) -> String {
    match gap(a, b) {
        close if close <= APART => "fits".to_owned(),
        far if far < 1.0 => format!("{} %", significant(100.0 * far, 2)),
        _ => "over 100 %".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    fn asked(key: &str, probe: usize, returned: f64) -> String {
        let family = FAMILIES.iter().position(|f| f.key == key).unwrap();
        let request = format!("which-one\nfamily={family}\nprobe={probe}\nreturned={returned}");
        answer(&request).unwrap()
    }

    #[test]
    fn at_rest_it_names_the_tanh_form() {
        let words = at_rest(&WhichOne).words;
        assert!(words.contains("At x = −2, "), "{words}");
        assert!(
            words.contains("this is “tanh”; the next, “exact”, is 0.22 % away."),
            "{words}"
        );
    }

    #[test]
    fn each_variant_is_named_by_what_it_returns_in_32_bit() {
        for family in FAMILIES {
            for variant in family.variants {
                for (place, probe) in family.probes.iter().enumerate() {
                    let said = asked(family.key, place, f64::from(variant.value(probe) as f32));
                    let name = format!("“{}”", variant.name);
                    assert!(said.contains(&name), "{}: {name}: {said}", family.key);
                    assert!(!said.contains("nothing here"), "{}: {said}", family.key);
                }
            }
        }
    }

    #[test]
    fn where_two_are_left_it_says_which_input_is_next() {
        let weight = 3.0 * nnfn::losses::bce_with_logits(0.5, 1.0, 1.0);
        let said = asked("pos-weight", 0, weight);
        assert!(
            said.contains("“on a yes” or “on both”: the second input tells them apart"),
            "{said}"
        );
        let said = asked("glu", 0, 0.75);
        assert!(said.contains("they are the same function"), "{said}");
        let said = asked("gelu", 0, 7.0);
        assert!(
            said.contains("nothing here returns this; the nearest, "),
            "{said}"
        );
    }
}
