//! Extreme numbers.

use catalog::{Curve, Gate, Limits, Scalar, Setting};

use super::{EXTREME, Sheet, Stated, contract};
use crate::golden::Of;

/// A function of one number and its stated limits.
struct Line<'a> {
    /// The function's name, and what stands behind `x` in a call.
    name: &'a str,
    rest: &'a str,
    function: &'a dyn Fn(f64) -> f64,
    limits: Limits,
    field: &'static str,
    result: Of<'static>,
    parameter: Option<(&'a str, f64)>,
}

impl Line<'_> {
    fn call(&self, x: &str) -> String {
        format!("{}({x}{})", self.name, self.rest)
    }

    fn check(&self, sheet: &mut Sheet<'_>) {
        let function = self.function;
        for (shown, at, value) in [
            ("-∞", f64::NEG_INFINITY, self.limits.at_minus_infinity),
            ("∞", f64::INFINITY, self.limits.at_infinity),
        ] {
            let limit = Stated {
                field: self.field,
                result: self.result.clone(),
                at,
                value,
                parameter: self.parameter,
            };
            sheet.stated(&self.call(shown), function(at), &limit);
            // A finite limit is reached, an infinite one is not left early.
            let far = 1e300_f64.copysign(at);
            let (call, found) = (self.call(&format!("{far:e}")), function(far));
            let square = function(far.signum() * 1e150).abs() > 1e200;
            if value.is_finite() {
                sheet.is(&call, found, value);
            } else if !square {
                sheet.expect(&call, found, found.is_finite(), "a finite number");
            }
        }
        sheet.nan(&self.call("NaN"), function(f64::NAN));
        for x in EXTREME {
            sheet.number(&self.call(&format!("{x:e}")), function(x));
        }
        sheet.is(&self.call("-0.0"), function(-0.0), function(0.0));
    }
}

pub fn scalar(sheet: &mut Sheet<'_>, f: &Scalar) {
    let grad = format!("{}_grad", f.about.name);
    for (name, function, limits, field, result) in [
        (f.about.name, &f.value, f.limits, "limits", Of::Value),
        (&grad, &f.grad, f.grad_limits, "grad_limits", Of::Grad("x")),
    ] {
        let line = Line {
            name,
            rest: "",
            function,
            limits,
            field,
            result,
            parameter: None,
        };
        line.check(sheet);
    }
}

pub fn curve(sheet: &mut Sheet<'_>, f: &Curve) {
    let name = f.about.name;
    let (grad, parameter) = (format!("{name}_grad"), f.parameter.name);
    for &p in f.parameter.tried {
        let rest = format!(", {p}");
        let (limits, grad_limits) = ((f.limits)(p), (f.grad_limits)(p));
        for (name, function, limits, field, result) in [
            (name, &f.value, limits, "limits", Of::Value),
            (&grad, &f.grad, grad_limits, "grad_limits", Of::Grad("x")),
        ] {
            let line = Line {
                name,
                rest: &rest,
                function: &|x| function(x, p),
                limits,
                field,
                result,
                parameter: Some((parameter, p)),
            };
            line.check(sheet);
        }
        if let Setting::Learned(function) = f.setting {
            let name = format!("{name}_grad_{parameter}");
            sheet.nan(&format!("{name}(NaN, {p})"), function(f64::NAN, p));
            for x in EXTREME {
                sheet.number(&format!("{name}({x:e}, {p})"), function(x, p));
            }
        }
    }
    contract::check(sheet, &f.parameter, "", |p| {
        (f.value)(1.0, p);
    });
    contract::check(sheet, &f.parameter, "_grad", |p| {
        (f.grad)(1.0, p);
    });
    if let Setting::Learned(function) = f.setting {
        contract::check(sheet, &f.parameter, &format!("_grad_{parameter}"), |p| {
            function(1.0, p);
        });
    }
}

/// The gate's limits, as those of the value with `a = 1`; infinities of `a` where the gate is open.
pub fn gate(sheet: &mut Sheet<'_>, f: &Gate) {
    let name = f.about.name;
    let [by_a, by_b] = ["a", "b"].map(|letter| format!("{name}_grad_{letter}"));
    let (infinity, nan) = (f64::INFINITY, f64::NAN);
    for (shown, b, limit, slope) in [
        (
            "-∞",
            -infinity,
            f.limits.at_minus_infinity,
            f.grad_limits.at_minus_infinity,
        ),
        (
            "∞",
            infinity,
            f.limits.at_infinity,
            f.grad_limits.at_infinity,
        ),
    ] {
        for a in [1.0, -2.0] {
            let call = format!("{name}({a}, {shown})");
            sheet.is(&call, (f.value)(a, b), a * limit);
            let call = format!("{by_b}({a}, {shown})");
            sheet.is(&call, (f.grad_b)(a, b), a * slope);
        }
        sheet.is(&format!("{by_a}(1, {shown})"), (f.grad_a)(1.0, b), limit);
        let open = (f.value)(b, 1.0);
        let expected = b * (f.value)(1.0, 1.0).signum();
        sheet.is(&format!("{name}({shown}, 1)"), open, expected);
    }
    for a in EXTREME {
        for b in EXTREME {
            for (name, function) in [(name, f.value), (&by_a, f.grad_a), (&by_b, f.grad_b)] {
                sheet.number(&format!("{name}({a:e}, {b:e})"), function(a, b));
            }
        }
    }
    sheet.nan(&format!("{name}(NaN, 1)"), (f.value)(nan, 1.0));
    sheet.nan(&format!("{name}(1, NaN)"), (f.value)(1.0, nan));
    sheet.nan(&format!("{by_a}(1, NaN)"), (f.grad_a)(1.0, nan));
    sheet.nan(&format!("{by_b}(NaN, 1)"), (f.grad_b)(nan, 1.0));
}
