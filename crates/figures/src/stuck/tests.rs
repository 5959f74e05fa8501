use nnfn::losses::{info_nce, nt_xent, sup_con};

use super::*;

fn number(written: &str, task: &Task) -> f64 {
    let entry = all().find(|entry| entry.written == written);
    (entry.expect("it is there").number)(task)
}

#[test]
fn the_numbers_of_the_first_task() {
    for (written, expected) in [
        ("ln 2", "0.6931"),
        ("h(π)", "0.3251"),
        ("ln(1 + 1/e)", "0.3133"),
        ("π ln(1 + 1/e) + (1 − π) ln 2", "0.6552"),
        ("two bells, sigmoid twice, at best", "0.684296"),
        ("two bells, true probabilities squashed", "0.701885"),
        ("¼", "0.2500"),
        ("π(1 − π)", "0.0900"),
        ("ln 2/4", "0.1733"),
        ("−ln 10⁻⁷", "16.11810"),
        ("−ln 2⁻²³", "15.9424"),
        ("−ln 10⁻⁸", "18.42"),
        ("100", "100"),
        ("ln K", "2.3026"),
        ("ln(1 + 2/e)", "0.5514"),
        ("ln(1 + (K − 1)/e)", "1.4612"),
        ("ln V", "10.8249"),
        ("√(2/π)", "0.79788"),
        ("½", "0.5000"),
        ("ln N", "4.8520"),
        ("ln(2N − 1)", "5.5413"),
        ("ln 2N", "5.5452"),
        ("ln(exp(1/τ) + 2N − 1)", "10.011510"),
        ("ln |P|, with |P| = N/K − 1", "2.4849"),
        ("1/(4τ²)", "25"),
        ("0, with a gradient", "0"),
    ] {
        let found = number(written, &Task::AT_REST);
        let decimals = expected
            .split_once('.')
            .map_or(0, |(_, digits)| digits.len());
        assert_eq!(format!("{found:.decimals$}"), expected, "{written}");
    }
}

#[test]
fn the_best_with_the_sigmoid_twice_is_what_a_search_finds() {
    use nnfn::activations::sigmoid;
    use nnfn::losses::bce_with_logits;
    let task = Task::AT_REST;
    let shift = (task.share / (1.0 - task.share)).ln();
    let mut sum = 0.0;
    for i in -600..=600 {
        let x = f64::from(i) / 60.0;
        let bell = |middle: f64| (-0.5 * (x - middle) * (x - middle)).exp();
        let yes = task.share * bell(1.0);
        let no = (1.0 - task.share) * bell(-1.0);
        let cost = |logit: f64| {
            let said = sigmoid(logit);
            yes * bce_with_logits(said, 1.0, 1.0) + no * bce_with_logits(said, 0.0, 1.0)
        };
        let tried = (-200..=200).map(|j| cost(f64::from(j) / 10.0));
        sum += tried.fold(f64::INFINITY, f64::min);
        assert!((yes / no).ln() - (2.0 * x + shift) < 1e-9);
    }
    let found = sum / 60.0 / core::f64::consts::TAU.sqrt();
    let said = number("two bells, sigmoid twice, at best", &task);
    assert!((found - said).abs() < 1e-5, "{found} {said}");
}

#[test]
fn rows_stand_for_the_batches_that_they_are_taken_from() {
    let task = Task {
        batch: 6,
        classes: 3,
        ..Task::AT_REST
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    close(number("ln N", &task), info_nce(&vec![vec![0.3; 6]; 6], 0.1));
    let equal = vec![vec![1.0]; 6];
    close(number("ln(2N − 1)", &task), nt_xent(&equal, &equal, 0.1));
    // Two classes in opposite points: what SupCon comes to.
    let sides: Vec<Vec<f64>> = (0..6).map(|i| vec![f64::from(i % 2) - 0.5]).collect();
    let found = sup_con(&sides, &[0, 1, 0, 1, 0, 1], 0.05);
    let halves = Task { classes: 2, ..task };
    close(number("ln |P|, with |P| = N/K − 1", &halves), found);
    // All outcomes of five draws from three items.
    let mut mean = 0.0;
    for draws in 0..3_usize.pow(5) {
        let again = (0..5).filter(|i| draws / 3_usize.pow(*i) % 3 == 0).count();
        mean += (again as f64).ln_1p() / 243.0;
    }
    close(number("E ln(1 + B), B of N − 1 with 1/K", &task), mean);
}

#[test]
fn the_nearest_come_first_and_a_number_that_is_none_does_not_come() {
    let found = matches(0.693, &Task::AT_REST);
    assert_eq!(found[0].entry.written, "ln 2");
    assert!(
        found
            .windows(2)
            .all(|pair| pair[0].distance <= pair[1].distance)
    );
    assert_eq!(found.len(), all().count());
    let few = Task {
        batch: 10,
        ..Task::AT_REST
    };
    assert_eq!(matches(0.693, &few).len(), all().count() - 1);
    let near: Vec<&str> = matches(0.0, &few)
        .iter()
        .take_while(|m| m.distance < NEAR)
        .map(|m| m.entry.whose)
        .collect();
    assert_eq!(near.len(), 3, "{near:?}");
}
