//! Public reports of what the records show; each was opened and read.

use verification::accuracy::found::Found;
use verification::golden::Of;

/// A report: where, and what of the records it is about.
#[derive(Clone, Copy, Debug)]
pub struct Issue {
    /// `pytorch#187806`, as it is written.
    pub name: &'static str,
    /// Its address.
    pub address: &'static str,
    pub library: &'static str,
    pub functions: &'static [&'static str],
    /// Whether it is about values; if not, about derivatives.
    pub of_values: bool,
    pub of_gradients: bool,
}

const fn value(
    name: &'static str,
    address: &'static str,
    library: &'static str,
    functions: &'static [&'static str],
) -> Issue {
    Issue {
        name,
        address,
        library,
        functions,
        of_values: true,
        of_gradients: false,
    }
}

const fn gradient(
    name: &'static str,
    address: &'static str,
    library: &'static str,
    functions: &'static [&'static str],
) -> Issue {
    Issue {
        of_values: false,
        of_gradients: true,
        ..value(name, address, library, functions)
    }
}

/// The reports. One of which the records show nothing any more fails.
pub static ISSUES: &[Issue] = &[
    value(
        "pytorch#187806",
        "https://github.com/pytorch/pytorch/issues/187806",
        "PyTorch",
        &["gelu"],
    ),
    Issue {
        of_gradients: true,
        ..value(
            "pytorch#189234",
            "https://github.com/pytorch/pytorch/pull/189234",
            "PyTorch",
            &["gelu"],
        )
    },
    value(
        "pytorch#192318",
        "https://github.com/pytorch/pytorch/pull/192318",
        "PyTorch",
        &["gelu", "gelu_tanh"],
    ),
    value(
        "pytorch#195197",
        "https://github.com/pytorch/pytorch/pull/195197",
        "PyTorch",
        &["silu"],
    ),
    value(
        "pytorch#6864",
        "https://github.com/pytorch/pytorch/issues/6864",
        "PyTorch",
        &["softmax", "log_softmax"],
    ),
    value(
        "jax#21495",
        "https://github.com/jax-ml/jax/issues/21495",
        "JAX",
        &["softmax"],
    ),
    value(
        "pytorch#113708",
        "https://github.com/pytorch/pytorch/issues/113708",
        "PyTorch",
        &["log_softmax"],
    ),
    gradient(
        "jax#39795",
        "https://github.com/jax-ml/jax/issues/39795",
        "JAX",
        &["elu"],
    ),
    gradient(
        "jax#39796",
        "https://github.com/jax-ml/jax/issues/39796",
        "JAX",
        &["selu"],
    ),
    gradient(
        "jax#39798",
        "https://github.com/jax-ml/jax/issues/39798",
        "JAX",
        &["silu", "swish"],
    ),
    gradient(
        "jax#40820",
        "https://github.com/jax-ml/jax/pull/40820",
        "JAX",
        &["celu", "elu", "selu"],
    ),
    gradient(
        "jax#4177",
        "https://github.com/jax-ml/jax/issues/4177",
        "JAX",
        &["contrastive"],
    ),
    gradient(
        "trl#2564",
        "https://github.com/huggingface/trl/issues/2564",
        "TRL",
        &["orpo"],
    ),
];

impl Issue {
    /// Whether it is about this.
    pub fn is_about(&self, function: &str, found: &Found) -> bool {
        let kind = if found.of == Of::Value {
            self.of_values
        } else {
            self.of_gradients
        };
        kind && self.library == found.library && self.functions.contains(&function)
    }
}
