//! What can be said of trials, in sentences that follow from the numbers.

use notebook::{Memory, escape};
use training::{Difference, RATES};

use super::{Trial, Trials};
use crate::numbers::{number, short};

/// How many differ clearly from the usual one, and what becomes of that with other seeds.
pub fn said(task: &str, vary: &str, memory: &Memory) -> Result<String, String> {
    Ok(escape::text(&words(&Trials::of(task, vary, memory)?)))
}

pub(super) fn words(trials: &Trials) -> String {
    let usual = trials.usual();
    let name = |trial: &Trial| trial.candidate.name(trials.vary).to_owned();
    let once = |trial: &Trial| trial.score.minus(&usual.score);
    let again = |trial: &Trial| trial.score.minus_again(&usual.score);
    let which = |better: bool| -> Vec<&Trial> {
        trials
            .others()
            .filter(|trial| is(once(trial), better))
            .collect()
    };
    let (better, worse) = (which(true), which(false));
    let list = |some: &[&Trial]| -> String {
        let names: Vec<String> = some.iter().map(|trial| name(trial)).collect();
        match names.as_slice() {
            [] => "none".to_owned(),
            [one] => format!("one ({one})"),
            names => format!("{} ({})", names.len(), names.join(", ")),
        }
    };
    let others = trials.others().count();
    let unclear = others - better.len() - worse.len();
    let mut text = format!(
        "Of {others} {} beside {}, whose own seeds spread by {} around {}, {} {} clearly better, {} clearly worse, and for {unclear} the interval holds 0.",
        trials.vary.name(),
        name(usual),
        number(usual.score.spread(), trials.digits()),
        number(usual.score.mean(), trials.digits()),
        list(&better),
        if better.len() > 1 { "are" } else { "is" },
        list(&worse),
    );
    let still = |some: &[&Trial], better: bool| {
        some.iter().filter(|trial| is(again(trial), better)).count()
    };
    text += &format!(
        " With ten other seeds {} of the better and {} of the worse are so again",
        still(&better, true),
        still(&worse, false)
    );
    let new = |better: bool| -> Vec<&Trial> {
        let fresh = |t: &&Trial| is(again(t), better) && !is(once(t), better);
        trials.others().filter(fresh).collect()
    };
    text += &match (new(true), new(false)) {
        (a, b) if a.is_empty() && b.is_empty() => ", and no other joins them.".to_owned(),
        (a, b) => format!("; newly better: {}, newly worse: {}.", list(&a), list(&b)),
    };
    let (least, most) = (RATES[0], RATES[RATES.len() - 1]);
    let at_an_end = |trial: &&Trial| trial.score.rate == least || trial.score.rate == most;
    let ends = trials.all.iter().filter(at_an_end).count();
    text + &format!(
        " {ends} of all {} got the smallest or the largest rate, and might have done better beyond it.",
        trials.all.len()
    )
}

/// What came of two of them, with their learning rates.
pub fn compared(
    task: &str,
    vary: &str,
    names: [&str; 2],
    memory: &Memory,
) -> Result<String, String> {
    let trials = Trials::of(task, vary, memory)?;
    let one = |name: &str| {
        let trial = trials.find(name)?;
        Ok::<_, String>(format!(
            "{name} at {} with the rate {}",
            number(trial.score.mean(), trials.digits()),
            short(trial.score.rate)
        ))
    };
    let [first, second] = names.map(one);
    Ok(escape::text(&format!("{}, {}", first?, second?)))
}

/// Whether a difference is clear, and in this direction.
fn is(difference: Difference, better: bool) -> bool {
    difference.is_clear() && (difference.mean < 0.0) == better
}
