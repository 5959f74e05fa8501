//! The checks as tests: one a step, and the failures of all of its outcomes in its message.

use verification::Outcome;

#[track_caller]
fn clean(outcomes: Vec<Outcome>) {
    let problems: Vec<String> = outcomes
        .iter()
        .flat_map(|o| &o.problems)
        .map(|p| format!("{}:{}: {}", p.file, p.line, p.message))
        .collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    assert!(
        outcomes.iter().map(|o| o.points).sum::<usize>() > 0,
        "nothing was checked"
    );
}

macro_rules! steps {
    ($($step:ident),* $(,)?) => {
        $(#[test] fn $step() {
            let step = verification::STEPS.iter().find(|step| step.name == stringify!($step)).expect("a step");
            clean((step.run)(&verification::functions()));
        })*
        #[test]
        fn every_step_is_a_test() {
            let tested = [$(stringify!($step)),*];
            assert_eq!(verification::STEPS.iter().map(|step| step.name).collect::<Vec<_>>(), tested);
        }
    };
}

steps!(
    constants, golden, peers, gradients, claims, limits, edges, properties, complete
);
