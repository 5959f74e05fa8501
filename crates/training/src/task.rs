//! Three small tasks, whose data are made of a seed.

use crate::random::Random;

/// What a network is to learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// A curve of one input, with a little noise.
    Curve,
    /// Two classes in the plane, half-circles that reach into each other.
    Moons,
    /// The curve again, where one target in ten is too high by [`TOO_HIGH`].
    Outliers,
}

/// An example: what goes in, and what should come out; of two classes 0 or 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The inputs.
    pub x: Vec<f64>,
    /// The target.
    pub y: f64,
}

/// How many examples a network learns from.
pub const EXAMPLES: usize = 64;
/// How many it is judged by.
pub const JUDGED: usize = 400;
/// The standard deviation of the noise in targets of the curve, and in both coordinates of the moons.
pub const NOISE: f64 = 0.2;
/// The share of outliers.
pub const SHARE: f64 = 0.1;
/// How much they are too high.
pub const TOO_HIGH: f64 = 4.0;

/// All tasks.
pub const TASKS: [Task; 3] = [Task::Curve, Task::Moons, Task::Outliers];

impl Task {
    /// Its name in directives.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Task::Curve => "curve",
            Task::Moons => "moons",
            Task::Outliers => "outliers",
        }
    }

    /// How many numbers go in.
    #[must_use]
    pub fn inputs(self) -> usize {
        match self {
            Task::Moons => 2,
            Task::Curve | Task::Outliers => 1,
        }
    }

    /// Whether the targets are classes.
    #[must_use]
    pub fn has_classes(self) -> bool {
        self == Task::Moons
    }

    /// What is measured on examples that the network has not seen.
    #[must_use]
    pub fn measure(self) -> &'static str {
        match self {
            Task::Moons => "wrong decisions in per cent",
            Task::Curve | Task::Outliers => "root mean square distance from the curve",
        }
    }

    /// An example to learn from.
    fn example(self, random: &mut Random) -> Example {
        match self {
            Task::Moons => moon(random),
            Task::Curve => {
                let (x, noise) = (4.0 * random.uniform() - 2.0, random.normal());
                let y = curve(x) + NOISE * noise;
                Example { x: vec![x], y }
            }
            Task::Outliers => {
                let mut example = Task::Curve.example(random);
                if random.uniform() < SHARE {
                    example.y += TOO_HIGH;
                }
                example
            }
        }
    }

    /// The examples to learn from.
    #[must_use]
    pub fn examples(self, random: &mut Random) -> Vec<Example> {
        (0..EXAMPLES).map(|_| self.example(random)).collect()
    }

    /// The examples to be judged by: fresh ones, or evenly spaced points of the curve itself.
    #[must_use]
    pub fn judged(self, random: &mut Random) -> Vec<Example> {
        let even = |i: usize| 4.0 * (i as f64 + 0.5) / JUDGED as f64 - 2.0;
        (0..JUDGED)
            .map(|i| match self {
                Task::Moons => moon(random),
                Task::Curve | Task::Outliers => Example {
                    x: vec![even(i)],
                    y: curve(even(i)),
                },
            })
            .collect()
    }
}

/// The curve.
fn curve(x: f64) -> f64 {
    (2.0 * x).sin() + 0.5 * x
}

/// A point of one of two half-circles: the upper one, class 0, and the lower one, which begins in its middle.
fn moon(random: &mut Random) -> Example {
    let lower = random.uniform() < 0.5;
    let (sin, cos) = (std::f64::consts::PI * random.uniform()).sin_cos();
    let at = if lower {
        [1.0 - cos, 0.5 - sin]
    } else {
        [cos, sin]
    };
    // Moved so that both classes lie around 0.
    let x = [at[0] - 0.5, at[1] - 0.25].map(|at| at + NOISE * random.normal());
    Example {
        x: x.to_vec(),
        y: f64::from(u8::from(lower)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_are_those_of_the_seed() {
        for task in TASKS {
            let made = |seed| task.examples(&mut Random::new(seed));
            assert_eq!(made(3), made(3));
            assert_ne!(made(3), made(4));
            assert!(made(3).iter().all(|e| e.x.len() == task.inputs()));
            assert_eq!(task.judged(&mut Random::new(3)).len(), JUDGED);
        }
    }

    #[test]
    fn one_target_in_ten_is_too_high_and_half_of_the_points_are_of_each_class() {
        let mut random = Random::new(5);
        let many = |task: Task, random: &mut Random| -> Vec<Example> {
            (0..40).flat_map(|_| task.examples(random)).collect()
        };
        let all = many(Task::Outliers, &mut random);
        let high = all.iter().filter(|e| e.y - curve(e.x[0]) > 2.0).count();
        let share = high as f64 / all.len() as f64;
        // Five standard errors of a share of 2,560.
        assert!((share - SHARE).abs() < 0.03, "{share}");
        let all = many(Task::Moons, &mut random);
        let lower = all.iter().map(|e| e.y).sum::<f64>() / all.len() as f64;
        assert!((lower - 0.5).abs() < 0.05, "{lower}");
    }

    #[test]
    fn no_line_separates_the_moons() {
        let points: Vec<Example> = Task::Moons.judged(&mut Random::new(6));
        let wrong = |angle: f64, offset: f64| {
            let side = |e: &&Example| {
                let along = e.x[0] * angle.cos() + e.x[1] * angle.sin();
                (along > offset) != (e.y > 0.5)
            };
            points.iter().filter(side).count()
        };
        let best = (0..360).flat_map(|degrees| {
            let angle = f64::from(degrees).to_radians();
            (-10..=10).map(move |i| wrong(angle, f64::from(i) / 10.0))
        });
        assert!(best.min() > Some(JUDGED / 20));
    }
}
