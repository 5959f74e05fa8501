"""What other libraries return at the probes of the catalogue.

Takes the site's `probes.json`, calls each library at each probe and writes `recorded.json` beside this file:

    python tests/probes/record.py target/book/probes.json

The build compares each recorded value with that of the variant under which it stands, and shows the call there.
Libraries are those of tests/golden/requirements.txt and pytorch-metric-learning==2.9.0, in 32 bit, as their users
call them.
"""

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "golden"))

import jax
import keras
import numpy
import optax
import scipy.special
import scipy.stats
import sklearn.metrics
import torch
import torchvision
import transformers
from jax import numpy as jnp
from transformers.activations import ACT2FN

from pytorch_metric_learning import losses
from pytorch_metric_learning.distances import LpDistance

from engine.trainers.dpo import DPOConfig

# What is a parameter and no data: bound as a plain number.
PLAIN = {"δ", "s", "level", "gamma", "alpha", "epsilon", "m", "T", "t", "beta", "ε", "length_chosen", "length_rejected"}
PACKAGES = {
    "PyTorch": "torch",
    "torchvision": "torchvision",
    "JAX": "jax",
    "Optax": "optax",
    "Keras": "keras",
    "scikit-learn": "scikit-learn",
    "SciPy": "scipy",
    "transformers": "transformers",
    "TRL": "trl",
    "pytorch-metric-learning": "pytorch-metric-learning",
}
F = torch.nn.functional
NAMES = {
    "torch": torch,
    "F": F,
    "torchvision": torchvision,
    "jax": jax,
    "jnp": jnp,
    "optax": optax,
    "keras": keras,
    "sklearn": sklearn,
    "scipy": scipy,
    "numpy": numpy,
    "transformers": transformers,
    "ACT2FN": ACT2FN,
    "DPOConfig": DPOConfig,
    "losses": losses,
    "LpDistance": LpDistance,
    "float": float,
}

# Family, variant, library, call.
CALLS = [
    ("gelu", "exact", "PyTorch", "F.gelu(x)"),
    ("gelu", "exact", "Keras", "keras.activations.gelu(x)"),
    ("gelu", "exact", "JAX", "jax.nn.gelu(x, approximate=False)"),
    ("gelu", "exact", "transformers", "ACT2FN['gelu'](x)"),
    ("gelu", "tanh", "JAX", "jax.nn.gelu(x)"),
    ("gelu", "tanh", "PyTorch", "F.gelu(x, approximate='tanh')"),
    ("gelu", "tanh", "Keras", "keras.activations.gelu(x, approximate=True)"),
    ("gelu", "tanh", "transformers", "ACT2FN['gelu_new'](x)"),
    ("gelu", "sigmoid", "transformers", "ACT2FN['quick_gelu'](x)"),
    ("gelu", "SiLU", "PyTorch", "F.silu(x)"),
    ("hard-sigmoid", "slope 1/6", "PyTorch", "F.hardsigmoid(x)"),
    ("hard-sigmoid", "slope 1/6", "JAX", "jax.nn.hard_sigmoid(x)"),
    ("hard-sigmoid", "slope 1/6", "Keras", "keras.activations.hard_sigmoid(x)"),
    ("leaky-relu", "slope 0.01", "PyTorch", "F.leaky_relu(x)"),
    ("leaky-relu", "slope 0.01", "JAX", "jax.nn.leaky_relu(x)"),
    ("leaky-relu", "slope 0.2", "Keras", "keras.activations.leaky_relu(x)"),
    ("leaky-relu", "slope 0.3", "Keras", "keras.layers.LeakyReLU()(x)"),
    ("leaky-relu", "slope 0.25", "PyTorch", "torch.nn.PReLU()(x)"),
    ("elu", "ELU", "PyTorch", "F.elu(x, alpha)"),
    ("elu", "ELU", "JAX", "jax.nn.elu(x, alpha)"),
    ("elu", "ELU", "Keras", "keras.activations.elu(x, alpha)"),
    ("elu", "CELU", "PyTorch", "F.celu(x, alpha)"),
    ("elu", "CELU", "JAX", "jax.nn.celu(x, alpha)"),
    ("elu", "CELU", "Keras", "keras.activations.celu(x, alpha)"),
    ("softplus", "over beta", "PyTorch", "F.softplus(x, beta)"),
    ("glu", "σ of the second half", "PyTorch", "F.glu(x)[0]"),
    ("glu", "σ of the second half", "JAX", "jax.nn.glu(x)[0]"),
    ("glu", "σ of the second half", "Keras", "keras.activations.glu(x)[0]"),
    ("residual", "Huber", "PyTorch", "F.huber_loss(prediction, target, delta=δ)"),
    ("residual", "Huber", "Optax", "optax.losses.huber_loss(prediction, target, delta=δ)"),
    ("residual", "Huber", "Keras", "keras.losses.huber(target[None], prediction[None], delta=δ)"),
    ("residual", "Huber", "SciPy", "scipy.special.huber(δ, prediction - target)"),
    ("residual", "smooth L1", "PyTorch", "F.smooth_l1_loss(prediction, target, beta=δ)"),
    ("residual", "pseudo-Huber", "SciPy", "scipy.special.pseudo_huber(δ, prediction - target)"),
    ("residual", "log-cosh", "Optax", "optax.losses.log_cosh(prediction, target)"),
    ("residual", "log-cosh", "Keras", "keras.losses.log_cosh(target[None], prediction[None])"),
    ("residual", "squared error", "PyTorch", "F.mse_loss(prediction, target)"),
    ("residual", "squared error", "Optax", "optax.losses.squared_error(prediction, target)"),
    ("residual", "squared error", "Keras", "keras.losses.mean_squared_error(target[None], prediction[None])"),
    ("residual", "half the squared error", "Optax", "optax.losses.l2_loss(prediction, target)"),
    ("residual", "absolute error", "PyTorch", "F.l1_loss(prediction, target)"),
    ("residual", "absolute error", "Keras", "keras.losses.mean_absolute_error(target[None], prediction[None])"),
    ("pinball", "level on targets above", "scikit-learn", "sklearn.metrics.mean_pinball_loss([target], [prediction], alpha=level)"),
    ("gaussian-nll", "variance, without the constant", "PyTorch", "F.gaussian_nll_loss(prediction, target, spread)"),
    ("gaussian-nll", "variance, with the constant", "PyTorch", "F.gaussian_nll_loss(prediction, target, spread, full=True)"),
    ("gaussian-nll", "standard deviation, with the constant", "PyTorch", "-torch.distributions.Normal(prediction, spread).log_prob(target)"),
    ("gaussian-nll", "standard deviation, with the constant", "JAX", "-jax.scipy.stats.norm.logpdf(target, prediction, spread)"),
    ("poisson", "log rate", "PyTorch", "F.poisson_nll_loss(prediction, target)"),
    ("poisson", "rate", "PyTorch", "F.poisson_nll_loss(prediction, target, log_input=False)"),
    ("poisson", "rate", "Keras", "keras.losses.poisson(target[None], prediction[None])"),
    ("poisson", "log rate, with Stirling's term", "PyTorch", "F.poisson_nll_loss(prediction, target, full=True)"),
    ("poisson", "rate, with Stirling's term", "PyTorch", "F.poisson_nll_loss(prediction, target, log_input=False, full=True)"),
    ("poisson", "rate, with the factorial", "PyTorch", "-torch.distributions.Poisson(prediction).log_prob(target)"),
    ("poisson", "deviance of a rate", "scikit-learn", "sklearn.metrics.mean_poisson_deviance([target], [prediction])"),
    ("reduction", "mean of all", "PyTorch", "F.mse_loss(predictions, targets)"),
    ("reduction", "mean of all", "Keras", "keras.losses.MeanSquaredError()(targets, predictions)"),
    ("reduction", "mean of all", "scikit-learn", "sklearn.metrics.mean_squared_error(targets, predictions)"),
    ("reduction", "sum", "PyTorch", "F.mse_loss(predictions, targets, reduction='sum')"),
    ("reduction", "mean of an example, sum over the batch", "Keras", "keras.losses.MeanSquaredError(reduction='sum')(targets, predictions)"),
    ("reduction", "half the mean", "Optax", "optax.losses.l2_loss(predictions, targets).mean()"),
    ("reduction", "root of the mean", "Keras", "keras.metrics.RootMeanSquaredError()(targets, predictions)"),
    ("reduction", "mean of the columns' roots", "scikit-learn", "sklearn.metrics.root_mean_squared_error(targets, predictions)"),
    ("binary-cross-entropy", "of the logit", "PyTorch", "F.binary_cross_entropy_with_logits(logit, target)"),
    ("binary-cross-entropy", "of the logit", "Optax", "optax.losses.sigmoid_binary_cross_entropy(logit, target)"),
    ("binary-cross-entropy", "of the logit", "Keras", "keras.losses.binary_crossentropy(target[None], logit[None], from_logits=True)"),
    ("binary-cross-entropy", "the logit taken for a probability", "PyTorch", "F.binary_cross_entropy(logit, target)"),
    ("binary-cross-entropy", "the logit taken for a probability", "Keras", "keras.losses.binary_crossentropy(target[None], logit[None])"),
    ("pos-weight", "on a yes", "PyTorch", "F.binary_cross_entropy_with_logits(logit, target, pos_weight=w)"),
    ("pos-weight", "on both", "PyTorch", "F.binary_cross_entropy_with_logits(logit, target, weight=w)"),
    ("focal", "no alpha", "torchvision", "torchvision.ops.sigmoid_focal_loss(logit, target, alpha=-1, gamma=gamma)"),
    ("focal", "no alpha", "Keras", "keras.losses.binary_focal_crossentropy(target[None], logit[None], gamma=gamma, from_logits=True)"),
    ("focal", "no alpha", "Optax", "optax.losses.sigmoid_focal_loss(logit, target, gamma=gamma)"),
    ("focal", "alpha on a yes", "torchvision", "torchvision.ops.sigmoid_focal_loss(logit, target, alpha=alpha, gamma=gamma)"),
    ("focal", "alpha on a yes", "Optax", "optax.losses.sigmoid_focal_loss(logit, target, alpha=alpha, gamma=gamma)"),
    ("focal", "alpha on a yes", "Keras", "keras.losses.binary_focal_crossentropy(target[None], logit[None], apply_class_balancing=True, alpha=alpha, gamma=gamma, from_logits=True)"),
    ("hinge", "of y", "Keras", "keras.losses.hinge(label[None], score[None])"),
    ("hinge", "of y", "Optax", "optax.losses.hinge_loss(score, 2 * label - 1)"),
    ("hinge", "squared", "Keras", "keras.losses.squared_hinge(label[None], score[None])"),
    ("hinge", "of the label itself", "Optax", "optax.losses.hinge_loss(score, label)"),
    ("hinge", "perceptron", "Optax", "optax.losses.perceptron_loss(score, 2 * label - 1)"),
    ("hinge", "logistic", "PyTorch", "F.soft_margin_loss(score, 2 * label - 1)"),
    ("cross-entropy", "of the logits", "PyTorch", "F.cross_entropy(logits, label)"),
    ("cross-entropy", "of the logits", "Optax", "optax.losses.softmax_cross_entropy_with_integer_labels(logits, label)"),
    ("cross-entropy", "of the logits", "Keras", "keras.losses.sparse_categorical_crossentropy(label, logits, from_logits=True)"),
    ("cross-entropy", "softmax twice", "PyTorch", "F.cross_entropy(F.softmax(logits, dim=-1), label)"),
    ("cross-entropy", "logits taken for log-probabilities", "PyTorch", "F.nll_loss(logits, label)"),
    ("cross-entropy", "probabilities taken for log-probabilities", "PyTorch", "F.nll_loss(F.softmax(logits, dim=-1), label)"),
    ("cross-entropy", "logits taken for probabilities", "Keras", "keras.losses.sparse_categorical_crossentropy(label, logits)"),
    ("cross-entropy", "a sigmoid for each, averaged", "PyTorch", "F.binary_cross_entropy_with_logits(logits, onehot)"),
    ("label-smoothing", "ε/K on all classes", "PyTorch", "F.cross_entropy(logits, label, label_smoothing=epsilon)"),
    ("label-smoothing", "ε/K on all classes", "Keras", "keras.losses.categorical_crossentropy(onehot, logits, from_logits=True, label_smoothing=epsilon)"),
    ("label-smoothing", "ε/K on all classes", "Optax", "optax.losses.softmax_cross_entropy(logits, optax.losses.smooth_labels(onehot, epsilon))"),
    ("label-smoothing", "ε/K on all classes", "transformers", "transformers.trainer_pt_utils.LabelSmoother(epsilon)({'logits': logits[None]}, label[None])"),
    ("label-smoothing", "a sigmoid for each, averaged", "Keras", "keras.losses.binary_crossentropy(onehot, logits, from_logits=True, label_smoothing=epsilon)"),
    ("weighted-cross-entropy", "over the sum of the weights", "PyTorch", "F.cross_entropy(logits, classes, weight=weights)"),
    ("weighted-cross-entropy", "over the number of rows", "Keras", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)(classes, logits, sample_weight=weights[classes])"),
    ("weighted-cross-entropy", "over the sum of the weights", "Keras", "keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction='mean_with_sample_weight')(classes, logits, sample_weight=weights[classes])"),
    ("weighted-cross-entropy", "over the sum of the weights", "scikit-learn", "sklearn.metrics.log_loss(classes, scipy.special.softmax(logits, axis=1), sample_weight=weights[classes])"),
    ("weighted-cross-entropy", "summed", "PyTorch", "F.cross_entropy(logits, classes, weight=weights, reduction='sum')"),
    ("temperature", "temperature", "transformers", "F.cross_entropy(transformers.TemperatureLogitsWarper(t)(None, logits), label)"),
    ("multi-class-hinge", "Crammer and Singer", "Optax", "optax.losses.multiclass_hinge_loss(scores, label)"),
    ("multi-class-hinge", "Crammer and Singer", "scikit-learn", "sklearn.metrics.hinge_loss([label], [scores], labels=[0, 1, 2])"),
    ("multi-class-hinge", "sum over K", "PyTorch", "F.multi_margin_loss(scores, label)"),
    ("multi-class-hinge", "squares over K", "PyTorch", "F.multi_margin_loss(scores, label, p=2)"),
    ("multi-class-hinge", "best wrong score or 0", "Keras", "keras.losses.categorical_hinge(onehot, scores)"),
    ("multi-class-hinge", "cross-entropy", "PyTorch", "F.cross_entropy(scores, label)"),
    ("kl-divergence", "forward, mean over all entries", "PyTorch", "F.kl_div(q.log(), p)"),
    ("kl-divergence", "forward, mean over the rows", "PyTorch", "F.kl_div(q.log(), p, reduction='batchmean')"),
    ("kl-divergence", "forward, mean over the rows", "Keras", "keras.losses.KLDivergence()(p, q)"),
    ("kl-divergence", "forward, mean over the rows", "Optax", "optax.losses.kl_divergence(jnp.log(q), p).mean()"),
    ("kl-divergence", "forward, sum", "PyTorch", "F.kl_div(q.log(), p, reduction='sum')"),
    ("kl-divergence", "forward, sum", "SciPy", "scipy.special.rel_entr(p, q).sum()"),
    ("kl-divergence", "reversed, mean over the rows", "PyTorch", "F.kl_div(p.log(), q, reduction='batchmean')"),
    ("kl-divergence", "q handed over as it is, mean over the rows", "PyTorch", "F.kl_div(q, p, reduction='batchmean')"),
    ("kl-divergence", "q handed over as it is, mean over all entries", "PyTorch", "F.kl_div(q, p)"),
    ("kl-divergence", "p taken for a logarithm, mean over the rows", "PyTorch", "F.kl_div(q.log(), p, reduction='batchmean', log_target=True)"),
    ("vae-kl", "standard deviation, sum", "PyTorch", "torch.distributions.kl_divergence(torch.distributions.Normal(mean, spread), torch.distributions.Normal(0., 1.)).sum()"),
    ("triplet", "distances", "PyTorch", "F.triplet_margin_loss(a[None], p[None], n[None], margin=m)"),
    ("triplet", "distances", "Optax", "optax.losses.triplet_margin_loss(a, p, n, margin=m)"),
    ("triplet", "nearer of anchor and positive", "PyTorch", "F.triplet_margin_loss(a[None], p[None], n[None], margin=m, swap=True)"),
    ("nt-xent", "all but itself", "Optax", "optax.losses.ntxent(jnp.concatenate([first, second]), jnp.array([0, 1, 0, 1]), T)"),
    ("info-nce", "rows", "PyTorch", "F.cross_entropy(similarities / t, torch.arange(3))"),
    ("info-nce", "mean of both", "transformers", "transformers.models.clip.modeling_clip.image_text_contrastive_loss(similarities / t)"),
    ("pair-contrastive", "linear, 1 for the same", "pytorch-metric-learning", "losses.ContrastiveLoss(neg_margin=m, distance=LpDistance(normalize_embeddings=False))"),
    ("angular-margin", "angle in degrees", "pytorch-metric-learning", "losses.ArcFaceLoss(3, 4, margin=m, scale=s)"),
    ("angular-margin", "cosine", "pytorch-metric-learning", "losses.CosFaceLoss(3, 4, margin=m, scale=s)"),
    ("dpo", "DPO", "TRL", "DPOConfig(loss_type=['sigmoid'], beta=beta)"),
    ("dpo", "robust DPO", "TRL", "DPOConfig(loss_type=['robust'], beta=beta, label_smoothing=ε)"),
    ("dpo", "hinge", "TRL", "DPOConfig(loss_type=['hinge'], beta=beta)"),
    ("dpo", "IPO of means over the tokens", "TRL", "DPOConfig(loss_type=['ipo'], beta=beta)"),
]


def bound(library, arguments):
    """The arguments of a probe as this library takes them."""
    torch_like = library in ("PyTorch", "torchvision", "transformers", "TRL", "pytorch-metric-learning")
    numpy_like = library in ("SciPy", "scikit-learn")
    out = {}
    for name, value in arguments.items():
        name = "label" if name == "class" else name
        whole = isinstance(value, int) or (isinstance(value, list) and isinstance(value[0], int))
        if name in PLAIN:
            out[name] = float(value)
        elif torch_like:
            out[name] = torch.tensor(value, dtype=torch.long if whole else torch.float32)
        elif numpy_like:
            out[name] = numpy.array(value, dtype=int if whole else float)
        else:
            out[name] = jnp.array(value, dtype=jnp.int32 if whole else jnp.float32)
    if "class" in arguments:
        one = [1.0 if k == arguments["class"] else 0.0 for k in range(3)]
        out["onehot"] = torch.tensor(one) if torch_like else jnp.array(one, dtype=jnp.float32)
    return out


def value(library, call, arguments):
    """What the call returns, as a number."""
    names = bound(library, arguments)
    if library == "TRL":
        # The stand-in for a model takes the log-probability of each token.
        lengths = (int(names["length_chosen"]), int(names["length_rejected"]))
        per_token = [
            names[f"{who}_{which}"][None] / length
            for who in ("policy", "reference")
            for which, length in zip(("chosen", "rejected"), lengths, strict=True)
        ]
        return float(eval(call, NAMES | names)(*per_token, tokens=lengths))
    if library == "pytorch-metric-learning":
        return metric(eval(call, NAMES | names), names)
    result = eval(call, NAMES | names)
    result = result.detach() if isinstance(result, torch.Tensor) else result
    return float(numpy.asarray(result).reshape(-1).item())


def metric(loss, names):
    """A loss of embeddings: of a pair, or of cosines, which are those with the vectors of classes along the axes."""
    if "first" in names:
        same = names["label"].item() == 1
        return float(loss(torch.stack([names["first"], names["second"]]), torch.tensor([0, 0 if same else 1])))
    cosines = names["cosines"]
    rest = (1 - (cosines**2).sum()).sqrt()
    loss.W.data = torch.eye(4)[:, :3]
    return float(loss(torch.cat([cosines, rest[None]])[None], names["label"][None]).detach())


def main():
    families = {family["key"]: family for family in json.loads(Path(sys.argv[1]).read_text())["families"]}
    lines = []
    failed = []
    for family, variant, library, call in CALLS:
        probes = families[family]["probes"]
        right = next(v["values"] for v in families[family]["variants"] if v["name"] == variant)
        try:
            values = [value(library, call, probe) for probe in probes]
        except Exception as error:  # all of them are reported, not the first alone
            failed.append(f"{call}: {type(error).__name__}: {error}")
            continue
        for found, expected in zip(values, right, strict=True):
            if abs(found - expected) > 1e-5 * max(abs(found), abs(expected)):
                failed.append(f"{call} returns {found}, {variant} is {expected}")
        entry = {
            "family": family,
            "variant": variant,
            "library": library,
            "version": version(PACKAGES[library]),
            "call": call,
            "values": values,
        }
        lines.append(json.dumps(entry, ensure_ascii=False))
    if failed:
        sys.exit("\n".join(failed))
    (HERE / "recorded.json").write_text('{"calls":[\n' + ",\n".join(lines) + "\n]}\n")


main()
