use super::*;
use crate::trials::{kept, outcomes};

fn trials(scores: &[(f64, [f64; 10])]) -> Trials {
    let all = training::candidates(Task::Curve, Vary::Activations);
    let usual = all
        .iter()
        .position(|c| c.name(Vary::Activations) == "relu")
        .unwrap();
    // The usual one first, then others.
    let order = std::iter::once(usual).chain(0..usual);
    Trials {
        task: Task::Curve,
        vary: Vary::Activations,
        all: (order.zip(scores))
            .map(|(i, (rate, by_seed))| Trial {
                candidate: all[i],
                score: Score {
                    rate: *rate,
                    by_seed: by_seed.to_vec(),
                    again: by_seed.iter().rev().map(|x| x + 1.0).collect(),
                },
            })
            .collect(),
        usual: 0,
    }
}

const BASE: [f64; 10] = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9];

#[test]
fn what_is_clear_is_counted_and_what_is_so_again_stands_out() {
    let lower = BASE.map(|x| x - 0.5);
    let higher = BASE.map(|x| x + 0.5);
    let mut mixed = BASE;
    mixed.reverse();
    let mut trials = trials(&[(0.1, BASE), (0.01, lower), (0.3, higher), (0.03, mixed)]);
    // The second time the one that was worse is as good as the usual one.
    trials.all[2].score.again = trials.all[0].score.again.clone();
    let row = outcomes::row(&trials);
    for part in [
        "<td>1: <b>none</b></td>",
        "<td>1: sigmoid</td>",
        "<td>1</td><td>2</td></tr>",
    ] {
        assert!(row.contains(part), "no `{part}` in `{row}`");
    }
}

#[test]
fn what_is_kept_is_found_to_the_last_bit() {
    let scores = vec![Score {
        rate: 0.1,
        by_seed: vec![0.1 + 0.2, 1.0 / 3.0, 1e-300],
        again: vec![f64::MIN_POSITIVE, 5.0],
    }];
    assert_eq!(kept::from_text(&kept::as_text(&scores)), Some(scores));
    assert_eq!(kept::from_text("[[0.1, [1.0], null]]"), None);
    assert_eq!(kept::from_text("cut sho"), None);
}

#[test]
fn a_name_that_is_not_known_is_answered_with_those_that_are() {
    let of = |task, vary| Trials::of(task, vary, &Memory::none()).err().unwrap();
    assert_eq!(
        of("sun", "losses"),
        "no task `sun`: expected one of curve, moons, outliers"
    );
    assert_eq!(
        of("moons", "rates"),
        "`rates` is not varied: expected activations or losses"
    );
}

#[test]
fn a_page_whose_cell_prints_other_numbers_is_refused() {
    let page = |printed: &str| {
        let text = format!("# P\n\n```rust\nprintln!();\n```\n```output\n{printed}\n```\n");
        Page::scan("book/recipes/p.md", &text)
    };
    let wrong = agrees(
        &page("relu   rate 0.1   mean 0.0000   spread 0.0000"),
        "curve",
    )
    .unwrap_err();
    let (_, rest) = wrong.split_once('`').unwrap();
    let (right, _) = rest.split_once('`').unwrap();
    assert!(agrees(&page(right), "curve").is_ok());
}
