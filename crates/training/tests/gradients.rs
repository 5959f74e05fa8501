//! The gradient of the network is that of its loss, for every candidate; and a seed decides everything.

use training::{Candidate, Random, Shape, TASKS, Vary, candidates};

/// All candidates, those twice that belong to both experiments.
fn all() -> Vec<Candidate> {
    let both = [Vary::Activations, Vary::Losses];
    let of = |task| both.map(|vary| candidates(task, vary)).concat();
    TASKS.into_iter().flat_map(of).collect()
}

fn name(c: &Candidate) -> String {
    let loss = c.objective.loss().about.name;
    format!("{} with {loss} on {}", c.unit.name(), c.task.name())
}

/// Central differences of the loss at weights of chance, where no kink lies between the two points.
#[test]
fn the_gradient_is_that_of_the_loss() {
    const STEP: f64 = 1e-6;
    let mut random = Random::new(7);
    let (mut checked, mut kinks) = (0, 0);
    for c in all() {
        let shape = Shape::new(c.task, c.unit, c.objective);
        let weights = shape.start(&mut random);
        assert_eq!(weights.len(), shape.weights());
        for example in c.task.examples(&mut random).iter().take(3) {
            let mut gradient = vec![0.0; weights.len()];
            shape.add_gradient(&weights, c.objective, example, 1.0, &mut gradient);
            let loss = |weights: &[f64]| {
                let outputs = shape.outputs(weights, &example.x);
                c.objective.value(&outputs, example.y)
            };
            for i in 0..weights.len() {
                let moved = |by: f64| {
                    let mut moved = weights.clone();
                    moved[i] += by;
                    loss(&moved)
                };
                let (up, middle, down) = (moved(STEP), loss(&weights), moved(-STEP));
                let (right, left) = ((up - middle) / STEP, (middle - down) / STEP);
                // At a kink the two sides differ by more than curvature makes of a step.
                if (right - left).abs() > 1e-3 * (1.0 + right.abs()) {
                    kinks += 1;
                    continue;
                }
                let slope = 0.5 * (right + left);
                let allowed = 1e-5 * (1.0 + slope.abs());
                let found = gradient[i];
                assert!(
                    (found - slope).abs() < allowed,
                    "{}: weight {i}: {found}, not {slope}",
                    name(&c)
                );
                checked += 1;
            }
        }
    }
    assert!(
        checked > 10_000 && kinks < checked / 100,
        "{checked} checked, {kinks} at kinks"
    );
}

#[test]
fn a_seed_decides_everything() {
    for c in all().iter().step_by(7) {
        assert_eq!(c.trained(3, 0.03), c.trained(3, 0.03), "{}", name(c));
        assert_ne!(c.trained(3, 0.03), c.trained(4, 0.03), "{}", name(c));
    }
}

/// A gate takes two sums, and so there are fewer of them: no candidate has many more weights than another.
#[test]
fn all_networks_of_a_task_have_about_as_many_weights() {
    for task in TASKS {
        let weights = |c: &Candidate| Shape::new(task, c.unit, c.objective).weights();
        let all: Vec<usize> = candidates(task, Vary::Activations)
            .iter()
            .map(weights)
            .collect();
        let (least, most) = (all.iter().min().unwrap(), all.iter().max().unwrap());
        assert!(most - least <= 4, "{}: from {least} to {most}", task.name());
    }
}

/// Functions that are the same by definition come out the same, to the last bit or nearly so.
#[test]
fn the_same_function_under_two_names_learns_the_same() {
    let found = |task: usize, vary: Vary, name: &str| {
        let all = candidates(TASKS[task], vary);
        let one = all.iter().find(|c| c.name(vary) == name);
        one.expect(name).trained(1, 0.03)
    };
    for (task, vary, one, other) in [
        (0, Vary::Activations, "silu", "swish"),
        (0, Vary::Activations, "elu", "celu"),
        (0, Vary::Losses, "huber", "smooth_l1"),
        (
            1,
            Vary::Losses,
            "cross_entropy",
            "temperature_scaled_cross_entropy",
        ),
        (1, Vary::Losses, "crammer_singer", "weston_watkins"),
    ] {
        let (a, b) = (found(task, vary, one), found(task, vary, other));
        assert!((a - b).abs() < 1e-6, "{one}: {a}, {other}: {b}");
    }
}

#[test]
fn every_activation_of_one_number_or_two_takes_part_and_every_loss_of_one_target() {
    let names = |task: usize, vary: Vary| -> Vec<&str> {
        let all = candidates(TASKS[task], vary);
        all.iter().map(|c| c.name(vary)).collect()
    };
    let units = names(0, Vary::Activations);
    for name in ["none", "sigmoid", "relu", "prelu", "swiglu", "bilinear"] {
        assert!(units.contains(&name), "{name}");
    }
    // Maps of rows are no hidden units.
    assert!(!units.contains(&"softmax"));
    let (of_numbers, of_classes) = (names(0, Vary::Losses), names(1, Vary::Losses));
    assert_eq!(of_numbers, names(2, Vary::Losses));
    for name in ["mse", "mae", "huber", "pinball", "gaussian_nll"] {
        assert!(
            of_numbers.contains(&name) && !of_classes.contains(&name),
            "{name}"
        );
    }
    for name in [
        "bce_with_logits",
        "hinge",
        "cross_entropy_soft",
        "asymmetric",
    ] {
        assert!(
            of_classes.contains(&name) && !of_numbers.contains(&name),
            "{name}"
        );
    }
    // These want more than outputs and one target: levels, weights, priors, a tree.
    for name in [
        "multi_quantile",
        "weighted_cross_entropy",
        "hierarchical_softmax",
    ] {
        assert!(
            !of_numbers.contains(&name) && !of_classes.contains(&name),
            "{name}"
        );
    }
}

/// What the page says of them: no training bends a line, and a gate that multiplies two lines is a parabola.
#[test]
fn a_line_and_a_parabola_fail_on_every_task() {
    for task in TASKS {
        let all = candidates(task, Vary::Activations);
        let score = |name: &str| {
            let one = all.iter().find(|c| c.name(Vary::Activations) == name);
            one.expect(name).score()
        };
        let usual = score("relu");
        for name in ["none", "bilinear"] {
            let difference = score(name).minus(&usual);
            let task = task.name();
            assert!(
                difference.is_clear() && difference.lower == 0,
                "{name} on {task}: {difference:?}"
            );
            assert!(
                difference.mean > 5.0 * usual.spread(),
                "{name} on {task}: {difference:?}"
            );
        }
    }
}
