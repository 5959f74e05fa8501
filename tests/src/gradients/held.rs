//! Losses of which a part is held fixed: their gradient is not the derivative of the value, but of the value with that
//! part as it is at the point.

use catalog::Args;
use nnfn::losses::{cross_entropy, group_advantages};

/// The value at the second arguments, with what is held fixed as it is at the first ones.
pub type Held = fn(&Args, &Args) -> f64;

/// No tolerance: the losses that have such a part.
const HELD: &[(&str, Held)] = &[("cispo", cispo), ("dft", dft)];

/// How a loss of this name holds a part fixed, if it does.
pub fn of(name: &str) -> Option<Held> {
    let own = HELD.iter().find(|(held, _)| *held == name);
    own.map(|(_, held)| *held)
}

/// The weights of the tokens.
fn cispo(at: &Args, moved: &Args) -> f64 {
    let advantages = group_advantages(at.row(3));
    let (mut sum, mut tokens) = (0.0, 0.0);
    for (i, advantage) in advantages.iter().enumerate() {
        for (t, kept) in at.table(2)[i].iter().enumerate() {
            if *kept == 1.0 {
                let ratio = (at.table(0)[i][t] - at.table(1)[i][t]).exp();
                sum -= ratio.min(at.number(4)) * advantage * moved.table(0)[i][t];
                tokens += 1.0;
            }
        }
    }
    sum / tokens
}

/// The weights of the tokens.
fn dft(at: &Args, moved: &Args) -> f64 {
    let (tokens, mask) = (at.indices(1), at.row(2));
    let (mut sum, mut scored) = (0.0, 0.0);
    for t in (1..tokens.len()).filter(|t| mask[*t] == 1.0) {
        let loss = |args: &Args| cross_entropy(&args.table(0)[t - 1], tokens[t]);
        sum += (-loss(at)).exp() * loss(moved);
        scored += 1.0;
    }
    sum / scored
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::calls;
    use catalog::Function;

    #[test]
    fn at_the_point_itself_it_is_the_loss() {
        for (name, held) in HELD {
            let Some(Function::Loss(loss)) = catalog::find(name) else {
                panic!("{name} is no loss")
            };
            for args in calls(loss) {
                let (own, found) = ((loss.value)(&args), held(&args, &args));
                let slack = 1e-13 * own.abs();
                assert!((own - found).abs() <= slack, "{name}: {own} and {found}");
            }
        }
    }
}
