//! The activations in all their forms, beside their definitions.

#![allow(dead_code)] // each test program uses some of it

use ndarray::ArrayD;
use nnfn::activations as definition;
use nnfn_ndarray::{Error, activations};

use crate::common::Precision;

type Map<A> = Box<dyn Fn(&ArrayD<A>) -> Result<ArrayD<A>, Error>>;
type Pair<A> = Box<dyn Fn(&ArrayD<A>) -> Result<(ArrayD<A>, ArrayD<A>), Error>>;
type Into<A> = Box<dyn Fn(&ArrayD<A>, &mut ArrayD<A>) -> Result<(), Error>>;
type Inplace<A> = Box<dyn Fn(&mut ArrayD<A>) -> Result<(), Error>>;
type Vjp<A> = Box<dyn Fn(&ArrayD<A>, &ArrayD<A>) -> Result<ArrayD<A>, Error>>;

/// An activation, with parameters that it was given.
pub struct Case<A> {
    pub name: String,
    pub value: Map<A>,
    pub grad: Map<A>,
    pub with_grad: Pair<A>,
    pub into: Into<A>,
    pub grad_into: Into<A>,
    pub inplace: Inplace<A>,
    pub grad_inplace: Inplace<A>,
    pub vjp: Vjp<A>,
    /// Value and derivative.
    pub definition: Box<dyn Fn(f64) -> (f64, f64) + Send + Sync>,
    /// Where the derivative vanishes as terms of it cancel, if the definition is not good to 4 ulp there.
    pub zero: Option<f64>,
}

impl<A> Case<A> {
    /// The size of the terms that cancel in the derivative at `x`: 0 where they do not.
    pub fn cancelled(&self, x: f64) -> f64 {
        match self.zero {
            Some(zero) if (x - zero).abs() < 0.5 * zero.abs() => 0.25,
            _ => 0.0,
        }
    }
}

/// What a form returns, where some return a `Result` and others cannot fail.
trait Fallible<T> {
    fn result(self) -> Result<T, Error>;
}

impl<T> Fallible<T> for Result<T, Error> {
    fn result(self) -> Result<T, Error> {
        self
    }
}

impl<A> Fallible<Self> for ArrayD<A> {
    fn result(self) -> Result<Self, Error> {
        Ok(self)
    }
}

impl<A> Fallible<Self> for (ArrayD<A>, ArrayD<A>) {
    fn result(self) -> Result<Self, Error> {
        Ok(self)
    }
}

impl Fallible<()> for () {
    fn result(self) -> Result<(), Error> {
        Ok(())
    }
}

macro_rules! case {
    ($name:ident $(, $parameter:expr)? $(; zero $zero:expr)?) => { pastey::paste! { Case {
        name: [stringify!($name) $(, " ", &format!("{:?}", $parameter))?].concat(),
        value: Box::new(move |x| activations::$name(x $(, $parameter)?).result()),
        grad: Box::new(move |x| activations::[<$name _grad>](x $(, $parameter)?).result()),
        with_grad: Box::new(move |x| activations::[<$name _with_grad>](x $(, $parameter)?).result()),
        into: Box::new(move |x, out| activations::[<$name _into>](x, $($parameter,)? out)),
        grad_into: Box::new(move |x, out| activations::[<$name _grad_into>](x, $($parameter,)? out)),
        inplace: Box::new(move |x| activations::[<$name _inplace>](x $(, $parameter)?).result()),
        grad_inplace: Box::new(move |x| activations::[<$name _grad_inplace>](x $(, $parameter)?).result()),
        vjp: Box::new(move |x, upstream| activations::[<$name _vjp>](x, $($parameter,)? upstream)),
        definition: Box::new(move |x| (
            definition::$name(x $(, $parameter.into())?),
            definition::[<$name _grad>](x $(, $parameter.into())?),
        )),
        zero: [None $(, Some($zero))?].into_iter().flatten().next(),
    } } };
}

/// Every activation of numbers, with parameters small, usual, large and at the ends of their domains.
pub fn cases<A: Precision + Send + Sync>() -> Vec<Case<A>> {
    let of = A::of;
    let mut all = vec![
        case!(sigmoid),
        case!(log_sigmoid),
        case!(softplus),
        case!(tanh),
        case!(tanhshrink),
        case!(softsign),
        case!(silu; zero -1.278_464_542_761_074),
        case!(mish; zero -1.192_457_622_410_896),
        case!(gelu),
        case!(gelu_tanh; zero -0.752_461_422_071_016),
        case!(quick_gelu; zero -0.751_154_249_565_848),
        case!(relu),
        case!(relu6),
        case!(squared_relu),
        case!(hard_sigmoid),
        case!(hard_swish),
        case!(selu),
    ];
    for alpha in [0.0, 1e-30, 0.3, 1.0, 1e11, 1e30, A::max_value().into()].map(of) {
        all.push(case!(elu, alpha));
    }
    for alpha in [1e-30, 0.3, 1.0, 3.7, 1e30, A::max_value().into()].map(of) {
        all.push(case!(celu, alpha));
    }
    for beta in [-2.7, -1e-30, -0.0, 0.0, 1e-3, 1.0, 999.0, 1e30].map(of) {
        let wide: f64 = beta.into();
        all.push(case!(swish, beta; zero -1.278_464_542_761_074 / wide));
    }
    for slope in [-1.5, 0.0, 0.01, 1e30].map(of) {
        all.push(case!(leaky_relu, slope));
    }
    for lambda in [0.0, 0.5, 1e30].map(of) {
        all.push(case!(softshrink, lambda));
        all.push(case!(hardshrink, lambda));
    }
    all
}
