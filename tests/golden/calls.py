"""The calls that are recorded: each text is evaluated as it stands, with `x`, `logits`, .. bound to arrays."""

# Their results are float32, whatever they are given.
NARROW = {"keras.activations.tanh(x)"}
PACKAGES = {"PyTorch": "torch", "JAX": "jax", "Optax": "optax", "Keras": "keras"}
# Library, call, and whether everything that changes the function is left at the library's default.
# A fourth entry is the parameter that a default stands for, where it is not the same in all libraries.
CALLS = {
    "sigmoid": [
        ("PyTorch", "torch.sigmoid(x)", True),
        ("JAX", "jax.nn.sigmoid(x)", True),
        ("Keras", "keras.activations.sigmoid(x)", True),
    ],
    "log_sigmoid": [
        ("PyTorch", "torch.nn.functional.logsigmoid(x)", True),
        ("JAX", "jax.nn.log_sigmoid(x)", True),
        ("Keras", "keras.activations.log_sigmoid(x)", True),
    ],
    "gelu": [
        ("PyTorch", "torch.nn.functional.gelu(x)", True),
        ("JAX", "jax.nn.gelu(x, approximate=False)", False),
        ("Keras", "keras.activations.gelu(x)", True),
    ],
    "gelu_tanh": [
        ("PyTorch", "torch.nn.functional.gelu(x, approximate='tanh')", False),
        ("JAX", "jax.nn.gelu(x)", True),
        ("Keras", "keras.activations.gelu(x, approximate=True)", False),
    ],
    "tanh": [
        ("PyTorch", "torch.tanh(x)", True),
        ("JAX", "jax.nn.tanh(x)", True),
        ("Keras", "keras.activations.tanh(x)", True),
    ],
    "relu": [
        ("PyTorch", "torch.nn.functional.relu(x)", True),
        ("JAX", "jax.nn.relu(x)", True),
        ("Keras", "keras.activations.relu(x)", True),
    ],
    "relu6": [
        ("PyTorch", "torch.nn.functional.relu6(x)", True),
        ("JAX", "jax.nn.relu6(x)", True),
        ("Keras", "keras.activations.relu6(x)", True),
    ],
    "selu": [
        ("PyTorch", "torch.nn.functional.selu(x)", True),
        ("JAX", "jax.nn.selu(x)", True),
        ("Keras", "keras.activations.selu(x)", True),
    ],
    "softplus": [
        ("PyTorch", "torch.nn.functional.softplus(x)", True),
        ("JAX", "jax.nn.softplus(x)", True),
        ("Keras", "keras.activations.softplus(x)", True),
    ],
    "softsign": [
        ("PyTorch", "torch.nn.functional.softsign(x)", True),
        ("JAX", "jax.nn.soft_sign(x)", True),
        ("Keras", "keras.activations.softsign(x)", True),
    ],
    "hard_sigmoid": [
        ("PyTorch", "torch.nn.functional.hardsigmoid(x)", True),
        ("JAX", "jax.nn.hard_sigmoid(x)", True),
        ("Keras", "keras.activations.hard_sigmoid(x)", True),
    ],
    "hard_swish": [
        ("PyTorch", "torch.nn.functional.hardswish(x)", True),
        ("JAX", "jax.nn.hard_swish(x)", True),
        ("Keras", "keras.activations.hard_swish(x)", True),
    ],
    "silu": [
        ("PyTorch", "torch.nn.functional.silu(x)", True),
        ("JAX", "jax.nn.silu(x)", True),
        ("Keras", "keras.activations.silu(x)", True),
    ],
    "mish": [
        ("PyTorch", "torch.nn.functional.mish(x)", True),
        ("JAX", "jax.nn.mish(x)", True),
        ("Keras", "keras.activations.mish(x)", True),
    ],
    "squared_relu": [
        ("PyTorch", "torch.nn.functional.relu(x).square()", False),
        ("JAX", "jax.numpy.square(jax.nn.relu(x))", False),
        ("Keras", "keras.ops.square(keras.activations.relu(x))", False),
    ],
    "quick_gelu": [
        ("PyTorch", "x * torch.sigmoid(1.702 * x)", False),
        ("JAX", "x * jax.nn.sigmoid(1.702 * x)", False),
        ("Keras", "x * keras.activations.sigmoid(1.702 * x)", False),
    ],
    "leaky_relu": [
        ("PyTorch", "torch.nn.functional.leaky_relu(x)", True, 0.01),
        ("JAX", "jax.nn.leaky_relu(x)", True, 0.01),
        ("Keras", "keras.activations.leaky_relu(x)", True, 0.2),
        ("Keras", "keras.layers.LeakyReLU(dtype=x.dtype.name)(x)", True, 0.3),
        ("PyTorch", "torch.nn.functional.leaky_relu(x, negative_slope=slope)", False),
        ("JAX", "jax.nn.leaky_relu(x, negative_slope=slope)", False),
        ("Keras", "keras.activations.leaky_relu(x, negative_slope=slope)", False),
    ],
    "prelu": [
        ("PyTorch", "torch.nn.PReLU(dtype=x.dtype)(x)", True, 0.25),
        ("Keras", "keras.layers.PReLU(dtype=x.dtype.name)(x[None])[0]", True, 0.0),
        ("PyTorch", "torch.nn.functional.prelu(x[None], slope)[0]", False),
    ],
    "elu": [
        ("PyTorch", "torch.nn.functional.elu(x)", True, 1.0),
        ("JAX", "jax.nn.elu(x)", True, 1.0),
        ("Keras", "keras.activations.elu(x)", True, 1.0),
        ("PyTorch", "torch.nn.functional.elu(x, alpha=alpha)", False),
        ("JAX", "jax.nn.elu(x, alpha=alpha)", False),
        ("Keras", "keras.activations.elu(x, alpha=alpha)", False),
    ],
    "celu": [
        ("PyTorch", "torch.nn.functional.celu(x)", True, 1.0),
        ("JAX", "jax.nn.celu(x)", True, 1.0),
        ("Keras", "keras.activations.celu(x)", True, 1.0),
        ("PyTorch", "torch.nn.functional.celu(x, alpha=alpha)", False),
        ("JAX", "jax.nn.celu(x, alpha=alpha)", False),
        ("Keras", "keras.activations.celu(x, alpha=alpha)", False),
    ],
    "swish": [
        ("JAX", "jax.nn.swish(x)", True, 1.0),
        ("Keras", "keras.activations.swish(x)", True, 1.0),
    ],
    "glu": [
        ("PyTorch", "torch.nn.functional.glu(torch.cat([a, b]))", True),
        ("JAX", "jax.nn.glu(jax.numpy.concatenate([a, b]))", True),
        ("Keras", "keras.activations.glu(keras.ops.concatenate([a, b]))", True),
    ],
    "bilinear": [
        ("PyTorch", "a * b", False),
        ("JAX", "a * b", False),
    ],
    "reglu": [
        ("PyTorch", "a * torch.nn.functional.relu(b)", False),
        ("JAX", "a * jax.nn.relu(b)", False),
        ("Keras", "a * keras.activations.relu(b)", False),
    ],
    "geglu": [
        ("PyTorch", "a * torch.nn.functional.gelu(b)", False),
        ("JAX", "a * jax.nn.gelu(b, approximate=False)", False),
        ("Keras", "a * keras.activations.gelu(b)", False),
    ],
    "swiglu": [
        ("PyTorch", "a * torch.nn.functional.silu(b)", False),
        ("JAX", "a * jax.nn.silu(b)", False),
        ("Keras", "a * keras.activations.silu(b)", False),
    ],
    "softmax": [
        ("PyTorch", "torch.softmax(logits, dim=-1)", True),
        ("JAX", "jax.nn.softmax(logits)", True),
        ("Keras", "keras.activations.softmax(logits[None])[0]", True),
    ],
    "log_softmax": [
        ("PyTorch", "torch.nn.functional.log_softmax(logits, dim=-1)", True),
        ("JAX", "jax.nn.log_softmax(logits)", True),
        ("Keras", "keras.activations.log_softmax(logits[None])[0]", True),
    ],
    "log_sum_exp": [
        ("PyTorch", "torch.logsumexp(logits, dim=-1)", True),
        ("JAX", "jax.nn.logsumexp(logits)", True),
        ("Keras", "keras.ops.logsumexp(logits)", True),
    ],
    "huber": [
        ("PyTorch", "torch.nn.functional.huber_loss(prediction, target, reduction='none')", True),
        ("Optax", "optax.losses.huber_loss(prediction, target)", True),
        ("Keras", "keras.losses.huber(target[:, None], prediction[:, None])", True),
        ("PyTorch", "torch.nn.functional.huber_loss(prediction, target, reduction='none', delta=delta)", False),
        ("Optax", "optax.losses.huber_loss(prediction, target, delta=delta)", False),
        ("Keras", "keras.losses.huber(target[:, None], prediction[:, None], delta=delta)", False),
    ],
    "smooth_l1": [
        ("PyTorch", "torch.nn.functional.smooth_l1_loss(prediction, target, reduction='none')", True),
        ("PyTorch", "torch.nn.functional.smooth_l1_loss(prediction, target, reduction='none', beta=beta)", False),
    ],
    "cross_entropy": [
        ("PyTorch", "torch.nn.functional.cross_entropy(logits, label)", True),
        ("Optax", "optax.losses.softmax_cross_entropy_with_integer_labels(logits, label)", True),
        ("Keras", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)(label[None], logits[None])", False),
    ],
    "cross_entropy_soft": [
        ("PyTorch", "torch.nn.functional.cross_entropy(logits, target)", True),
        ("Optax", "optax.losses.softmax_cross_entropy(logits, target)", True),
        ("Keras", "keras.losses.CategoricalCrossentropy(from_logits=True)(target[None], logits[None])", False),
    ],
}
