//! Values and gradients against references to 60 digits.

use catalog::{ClassLoss, FUNCTIONS, Function, PairLoss, Row, RowScalar, Scalar, SoftLoss};

use crate::Outcome;
use crate::golden::{self, Case};
use crate::outcome::{Problem, function_place};
use crate::tolerance::{ULPS, condition, ulp};

/// Two outcomes a function: `value` and `gradient`.
#[must_use]
pub fn outcomes() -> Vec<Outcome> {
    FUNCTIONS
        .iter()
        .flat_map(|function| {
            let (value, grad) = of(function);
            [value, grad]
        })
        .collect()
}

/// The outcomes `value` and `gradient` of one function.
#[must_use]
pub fn of(function: &Function) -> (Outcome, Outcome) {
    let about = function.about();
    let mut value = Outcome::new(about.name, "value", "ulp");
    let mut grad = Outcome::new(about.name, "gradient", "ulp");
    for case in &golden::of(about.name).cases {
        let mut sheet = Sheet {
            function,
            case,
            value: &mut value,
            grad: &mut grad,
        };
        match function {
            Function::Scalar(f) => sheet.scalar(f),
            Function::Pair(f) => sheet.pair(f),
            Function::Row(f) => sheet.row(f),
            Function::RowScalar(f) => sheet.row_scalar(f),
            Function::Class(f) => sheet.class(f),
            Function::Soft(f) => sheet.soft(f),
        }
    }
    // An emptied file would otherwise pass unseen.
    let least = if matches!(function, Function::Scalar(_)) {
        500
    } else {
        50
    };
    for outcome in [&mut value, &mut grad] {
        if outcome.points < least {
            let message = format!(
                "{} points of {} {}, expected at least {least}: run tests/golden/generate.py",
                outcome.points, about.name, outcome.check
            );
            outcome.problems.push(Problem {
                file: format!("tests/golden/{}.json", about.name),
                line: 1,
                message,
            });
        }
    }
    (value, grad)
}

/// A golden case and the outcomes that it is entered in.
struct Sheet<'a> {
    function: &'a Function,
    case: &'a Case,
    value: &'a mut Outcome,
    grad: &'a mut Outcome,
}

/// A result against its reference: at most `ULPS` units in the last place, next to a zero times the
/// condition number, plus the same of `scale` where the definition itself is a difference of that size.
struct Entry {
    found: f64,
    exact: f64,
    condition: f64,
    scale: f64,
}

impl Entry {
    fn exactly(found: f64, exact: f64) -> Entry {
        Entry {
            found,
            exact,
            condition: 1.0,
            scale: 0.0,
        }
    }
}

impl Sheet<'_> {
    fn enter(&mut self, which: Which, entry: &Entry, input: impl Fn() -> String) {
        let about = self.function.about();
        let (outcome, suffix) = match which {
            Which::Value => (&mut *self.value, ""),
            Which::Gradient => (
                &mut *self.grad,
                if matches!(self.function, Function::Row(_)) {
                    "_vjp"
                } else {
                    "_grad"
                },
            ),
        };
        let name = format!("{}{suffix}", about.name);
        let Entry {
            found,
            exact,
            condition,
            scale,
        } = *entry;
        // In units of what this entry is allowed to lose once.
        let unit = ulp(exact) * condition + f64::EPSILON / 2.0 * scale;
        let same = found == exact || (found.is_nan() && exact.is_nan());
        let error = if same {
            0.0
        } else {
            (found - exact).abs() / unit
        };
        let error = if error.is_nan() { f64::INFINITY } else { error };
        let note = &self.case.note;
        outcome.point(error, ULPS, &input, || function_place(about.source, &name), || {
            format!("{name}({}) is {exact:e}, the library gives {found:e}: {error:.1} ulp off, {ULPS} are allowed (tests/golden/{}.json, `{note}`)", input(), about.name)
        });
    }

    fn scalar(&mut self, f: &Scalar) {
        let (x, value, grad) = (
            self.case.input("x"),
            self.case.result("value"),
            self.case.result("grad"),
        );
        let second = self.case.result("second");
        for i in 0..x.len() {
            let at = || format!("{:e}", x[i]);
            let entry = Entry {
                condition: near_zero(f.value, x[i], || condition(x[i], value[i], grad[i])),
                ..Entry::exactly((f.value)(x[i]), value[i])
            };
            self.enter(Which::Value, &entry, at);
            let entry = Entry {
                condition: near_zero(f.grad, x[i], || condition(x[i], grad[i], second[i])),
                ..Entry::exactly((f.grad)(x[i]), grad[i])
            };
            self.enter(Which::Gradient, &entry, at);
        }
    }

    fn pair(&mut self, f: &PairLoss) {
        let name = f.parameter.name;
        let parameter = self
            .case
            .param(name)
            .unwrap_or_else(|| panic!("{name} of {}", self.case.note));
        let (prediction, target) = (self.case.input("prediction"), self.case.input("target"));
        let (value, grad) = (self.case.result("value"), self.case.result("grad"));
        for i in 0..prediction.len() {
            let (p, y) = (prediction[i], target[i]);
            let at = || format!("{p:e}, {y:e}, {parameter:e}");
            self.enter(
                Which::Value,
                &Entry::exactly((f.value)(p, y, parameter), value[i]),
                at,
            );
            self.enter(
                Which::Gradient,
                &Entry::exactly((f.grad)(p, y, parameter), grad[i]),
                at,
            );
        }
    }

    fn row(&mut self, f: &Row) {
        let name = f.parameter.name;
        let temperature = self
            .case
            .param(name)
            .unwrap_or_else(|| panic!("{name} of {}", self.case.note));
        let (logits, upstream) = (self.case.input("logits"), self.case.input("upstream"));
        let (value, vjp) = (self.case.result("value"), self.case.result("vjp"));
        let found = (f.value)(&logits, temperature);
        let back = (f.vjp)(&logits, temperature, &upstream);
        // The vjp is a difference: of u_j and the mean of u for softmax, of u_j and p_j·Σu for its log.
        let p: Vec<f64> = nnfn::activations::softmax(&logits, temperature);
        let mean: f64 = upstream.iter().zip(&p).map(|(u, p)| (u * p).abs()).sum();
        let total: f64 = upstream.iter().map(|u| u.abs()).sum();
        let logarithmic = f.about.name == "log_softmax";
        for (k, &i) in self.case.index(logits.len()).iter().enumerate() {
            let at = || format!("row of {}, entry {i}, T = {temperature}", logits.len());
            self.enter(Which::Value, &Entry::exactly(found[i], value[k]), at);
            let terms = if logarithmic {
                upstream[i].abs() + p[i] * total
            } else {
                p[i] * (upstream[i].abs() + mean)
            };
            let entry = Entry {
                scale: terms / temperature,
                ..Entry::exactly(back[i], vjp[k])
            };
            self.enter(Which::Gradient, &entry, at);
        }
    }

    fn row_scalar(&mut self, f: &RowScalar) {
        let logits = self.case.input("logits");
        let at = || format!("row of {}", logits.len());
        let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let scale = if largest.is_finite() {
            largest.abs()
        } else {
            0.0
        };
        let entry = Entry {
            scale,
            ..Entry::exactly((f.value)(&logits), self.case.result("value")[0])
        };
        self.enter(Which::Value, &entry, at);
        self.gradient(&logits, &(f.grad)(&logits), |_| 0.0);
    }

    fn class(&mut self, f: &ClassLoss) {
        let (logits, class) = (self.case.input("logits"), self.case.class());
        let value = self.case.result("value")[0];
        self.enter(
            Which::Value,
            &Entry::exactly((f.value)(&logits, class), value),
            || format!("row of {}, class {class}", logits.len()),
        );
        self.gradient(&logits, &(f.grad)(&logits, class), |_| 0.0);
    }

    fn soft(&mut self, f: &SoftLoss) {
        let (logits, target) = (self.case.input("logits"), self.case.input("target"));
        let value = self.case.result("value")[0];
        self.enter(
            Which::Value,
            &Entry::exactly((f.value)(&logits, &target), value),
            || format!("row of {}", logits.len()),
        );
        // p·Σt − t is a difference of two numbers of about t.
        self.gradient(&logits, &(f.grad)(&logits, &target), |i| {
            2.0 * target[i].abs()
        });
    }

    fn gradient(&mut self, logits: &[f64], found: &[f64], scale: impl Fn(usize) -> f64) {
        let grad = self.case.result("grad");
        for (k, &i) in self.case.index(logits.len()).iter().enumerate() {
            let entry = Entry {
                scale: scale(i),
                ..Entry::exactly(found[i], grad[k])
            };
            self.enter(Which::Gradient, &entry, || {
                format!("row of {}, entry {i}", logits.len())
            });
        }
    }
}

/// `condition`, where `f` changes sign within a tenth of `x`; 1 elsewhere, in the far tails too.
fn near_zero(f: fn(f64) -> f64, x: f64, condition: impl Fn() -> f64) -> f64 {
    if f(0.9 * x) * f(1.1 * x) < 0.0 {
        condition()
    } else {
        1.0
    }
}

#[derive(Clone, Copy)]
enum Which {
    Value,
    Gradient,
}
