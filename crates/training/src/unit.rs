//! What a hidden unit does with what comes in.

use catalog::{FUNCTIONS, Function};

/// A hidden unit.
#[derive(Clone, Copy, Debug)]
pub enum Unit {
    /// It passes on what comes in: without an activation the network is a line.
    None,
    /// An activation of the catalogue, with its parameter at the default.
    Of(&'static Function),
}

impl Unit {
    /// The function's name in the library; `none` where there is no function.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::None => "none",
            Unit::Of(function) => function.about().name,
        }
    }

    /// Its name in prose, with its parameter.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Unit::None => "no activation".to_owned(),
            Unit::Of(Function::Curve(f)) => {
                let (name, default) = (f.parameter.name, f.parameter.default);
                format!("{}, {name} = {default}", f.about.title)
            }
            Unit::Of(function) => function.about().title.to_owned(),
        }
    }

    /// How many weighted sums go in: a gate takes two.
    #[must_use]
    pub fn sums(self) -> usize {
        match self {
            Unit::Of(Function::Gate(_)) => 2,
            _ => 1,
        }
    }

    /// The value at its sums, and the derivative by each; a unit of one sum leaves the second out.
    #[must_use]
    pub fn at(self, a: f64, b: f64) -> (f64, [f64; 2]) {
        match self {
            Unit::None => (a, [1.0, 0.0]),
            Unit::Of(Function::Scalar(f)) => ((f.value)(a), [(f.grad)(a), 0.0]),
            Unit::Of(Function::Curve(f)) => {
                let parameter = f.parameter.default;
                ((f.value)(a, parameter), [(f.grad)(a, parameter), 0.0])
            }
            Unit::Of(Function::Gate(f)) => ((f.value)(a, b), [(f.grad_a)(a, b), (f.grad_b)(a, b)]),
            Unit::Of(function) => {
                let name = function.about().name;
                unreachable!("{name} takes neither one sum nor two")
            }
        }
    }
}

/// All units: none, and every activation of the catalogue that takes one number, or gates one by another.
#[must_use]
pub fn units() -> Vec<Unit> {
    let fits = |f: &&Function| {
        matches!(
            f,
            Function::Scalar(_) | Function::Curve(_) | Function::Gate(_)
        )
    };
    let of = FUNCTIONS.iter().filter(fits).map(Unit::Of);
    std::iter::once(Unit::None).chain(of).collect()
}

/// The unit of this name.
#[must_use]
pub fn unit(name: &str) -> Option<Unit> {
    units().into_iter().find(|unit| unit.name() == name)
}
