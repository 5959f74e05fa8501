//! Wrong formulas of losses have other values.

use formula::mutate::{Mutant, mutants};
use formula::{Input, Value, certain, chain};

use crate::case::*;
use crate::tables::{INFO_NCE, batch};
use crate::vectors::triplet;

/// The mutants of a formula that are read and have its value, spaces left out.
fn survivors(case: &Case, latex: &str, symbols: &[&str]) -> Vec<String> {
    // On the diagonal, too, where there is one.
    let mut diagonal = case.inputs.clone();
    diagonal.iter_mut().filter(|input| &*input.name == "j").for_each(|input| input.value = Value::Whole(2));
    let values = |latex: &str| {
        let chain = chain(&format!("0 = {latex}"), &case.names).ok()?;
        let at = |inputs: &[Input]| certain(&chain.sides[1].tree, inputs, false).ok().map(|value| value.near());
        Some([at(&case.inputs)?, at(&diagonal)?])
    };
    let own = values(latex).expect("the formula itself has a value");
    let near = |found: [f64; 2]| (0..2).all(|at| (found[at] - own[at]).abs() < 1e-12);
    let same = |mutant: &Mutant| values(&mutant.latex).is_some_and(near);
    let all = mutants(latex, symbols, false);
    assert!(all.len() > 20, "{} mutants of {latex}", all.len());
    let spaced = |mutant: Mutant| format!("{}: {}", mutant.change, mutant.latex.split_whitespace().collect::<String>());
    all.into_iter().filter(same).map(spaced).collect()
}

#[test]
fn mutants_of_losses_have_other_values() {
    let active = triplet(2.0);
    let latex = r"\max\left(0, \lVert a - p \rVert_2 - \lVert a - n \rVert_2 + m\right)";
    // -0 is 0.
    let equal = [r"sign: \max\left(-0,\lVerta-p\rVert_2-\lVerta-n\rVert_2+m\right)"];
    assert_eq!(survivors(&active, latex, &["a", "p", "n", "m"]), equal);
    let case = batch();
    assert_eq!(survivors(&case, INFO_NCE, &["s", r"\tau"]), [""; 0]);
    let latex = r"\frac{1}{N \tau}\left( \frac{e^{s_{ij}/\tau}}{\sum_k e^{s_{ik}/\tau}} - [i = j] \right)";
    assert_eq!(survivors(&case, latex, &["s", r"\tau"]), [""; 0]);
    let latex = r"-\ln \frac{e^{s_{ij}/\tau}}{\sum_{k \ne i} e^{s_{ik}/\tau}}";
    assert_eq!(survivors(&case, latex, &["s", r"\tau"]), [""; 0]);
}
