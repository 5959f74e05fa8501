//! Losses of which a part is held fixed: their gradient is not the derivative of the value, but of the value with that
//! part as it is at the point.

use catalog::Args;
use nnfn::losses::group_advantages;

/// The value at the second arguments, with what is held fixed as it is at the first ones.
pub type Held = fn(&Args, &Args) -> f64;

/// No tolerance: the losses that have such a part.
const HELD: &[(&str, Held)] = &[("cispo", cispo)];

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

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::{Function, args};

    #[test]
    fn at_the_point_itself_it_is_the_loss() {
        for (name, held) in HELD {
            let Some(Function::Loss(loss)) = catalog::find(name) else {
                panic!("{name} is no loss")
            };
            let args = args![
                vec![vec![-1.0, -0.5], vec![-2.0, -0.25]],
                vec![vec![-1.5, -0.25], vec![-1.75, -3.0]],
                vec![vec![1.0, 1.0], vec![0.0, 1.0]],
                [1.0, 0.0],
                1.25
            ];
            let (own, found) = ((loss.value)(&args), held(&args, &args));
            assert!((own - found).abs() < 1e-15, "{name}: {own} and {found}");
        }
    }
}
