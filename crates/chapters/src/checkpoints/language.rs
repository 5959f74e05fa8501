//! Models of language and speech.

use super::sources::*;
use super::{Cell, Checkpoint, NO_GATE, NO_PORT, read};

const GATE_PROJ: &str = "`gate_proj`, times `up_proj`";
const W1: &str = "`w1`, times `w3`";

pub static MODELS: &[Checkpoint] = &[
    Checkpoint {
        name: "Transformer (2017)",
        hidden: read(
            "ReLU",
            &["relu"],
            TENSOR2TENSOR.at("tensor2tensor/layers/common_layers.py", 1353),
        ),
        gate: NO_GATE,
        ported: NO_PORT,
        loss: read(
            "cross-entropy, smoothed over the wrong tokens: ε/(V − 1)",
            &["smoothed_cross_entropy"],
            TENSOR2TENSOR.at("tensor2tensor/layers/common_layers.py", 2094),
        ),
        beside: read(
            "label smoothing 0.1",
            &["smoothed_cross_entropy"],
            TENSOR2TENSOR.at("tensor2tensor/models/transformer.py", 1792),
        ),
    },
    Checkpoint {
        name: "BERT",
        hidden: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            BERT.at("modeling.py", 275),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at("src/transformers/models/bert/configuration_bert.py", 49),
        ),
        loss: read(
            "masked language modelling, and whether the second sentence follows",
            &["masked_lm", "cross_entropy"],
            BERT.at("run_pretraining.py", 277),
        ),
        beside: read(
            "none: targets are one-hot",
            &[],
            BERT.at("run_pretraining.py", 270),
        ),
    },
    Checkpoint {
        name: "GPT-2",
        hidden: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            GPT_2.at("src/model.py", 26),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            TRANSFORMERS.at("src/transformers/models/gpt2/configuration_gpt2.py", 83),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "T5",
        hidden: read(
            "ReLU",
            &["relu"],
            MESH.at("mesh_tensorflow/transformer/transformer_layers.py", 39),
        ),
        gate: NO_GATE,
        ported: read(
            "ReLU",
            &["relu"],
            TRANSFORMERS.at("src/transformers/models/t5/configuration_t5.py", 55),
        ),
        loss: read(
            "cross-entropy",
            &["next_token_cross_entropy"],
            MESH.at("mesh_tensorflow/transformer/transformer.py", 841),
        ),
        beside: read(
            "z-loss 1e-4, no smoothing, both by default",
            &["z_loss"],
            MESH.at("mesh_tensorflow/transformer/transformer.py", 712),
        ),
    },
    Checkpoint {
        name: "T5 v1.1",
        hidden: read(
            "GEGLU, tanh form",
            &["geglu"],
            T5.at("t5/models/gin/models/t5.1.1.base.gin", 17),
        ),
        gate: read(
            "the first factor, `wi_0`, times `wi_1`",
            &["geglu"],
            MESH.at("mesh_tensorflow/layers.py", 288),
        ),
        ported: read(
            "GEGLU, tanh form",
            &["geglu"],
            TRANSFORMERS.at("src/transformers/models/t5/configuration_t5.py", 74),
        ),
        loss: read(
            "cross-entropy",
            &["next_token_cross_entropy"],
            MESH.at("mesh_tensorflow/transformer/transformer.py", 841),
        ),
        beside: read(
            "z-loss 1e-4, no smoothing, both by default",
            &["z_loss"],
            MESH.at("mesh_tensorflow/transformer/transformer.py", 712),
        ),
    },
    Checkpoint {
        name: "Llama 2",
        hidden: read("SwiGLU", &["swiglu"], LLAMA_2.at("llama/model.py", 348)),
        gate: read(W1, &["swiglu"], LLAMA_2.at("llama/model.py", 348)),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/llama/modeling_llama.py", 164),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Llama 3",
        hidden: read("SwiGLU", &["swiglu"], LLAMA_3.at("llama/model.py", 219)),
        gate: read(W1, &["swiglu"], LLAMA_3.at("llama/model.py", 219)),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/llama/modeling_llama.py", 164),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Mistral 7B",
        hidden: read(
            "SwiGLU",
            &["swiglu"],
            MISTRAL.at("src/mistral_inference/transformer_layers.py", 106),
        ),
        gate: read(
            W1,
            &["swiglu"],
            MISTRAL.at("src/mistral_inference/transformer_layers.py", 106),
        ),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/mistral/modeling_mistral.py", 47),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Qwen2.5",
        hidden: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/qwen2/modeling_qwen2.py", 47),
        ),
        gate: read(
            GATE_PROJ,
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/qwen2/modeling_qwen2.py", 47),
        ),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/qwen2/configuration_qwen2.py", 66),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Qwen3",
        hidden: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/qwen3/modeling_qwen3.py", 82),
        ),
        gate: read(
            GATE_PROJ,
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/qwen3/modeling_qwen3.py", 82),
        ),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/qwen3/configuration_qwen3.py", 68),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Gemma 2",
        hidden: read(
            "GEGLU, tanh form",
            &["geglu"],
            GEMMA_PYTORCH.at("gemma/model.py", 208),
        ),
        gate: read(
            GATE_PROJ,
            &["geglu"],
            GEMMA_PYTORCH.at("gemma/model.py", 210),
        ),
        ported: read(
            "GEGLU, tanh form",
            &["geglu"],
            TRANSFORMERS.at("src/transformers/models/gemma2/configuration_gemma2.py", 74),
        ),
        loss: Cell::NotFound,
        beside: read(
            "logits capped: 30 tanh(z/30)",
            &["tanh"],
            GEMMA_PYTORCH.at("gemma/config.py", 149),
        ),
    },
    Checkpoint {
        name: "Gemma 3",
        hidden: read(
            "GEGLU, tanh form",
            &["geglu"],
            GEMMA.at("gemma/gm/nn/_modules.py", 380),
        ),
        gate: read(
            "the first half, `gate[.., 0, :]`",
            &["geglu"],
            GEMMA.at("gemma/gm/nn/_modules.py", 380),
        ),
        ported: read(
            "GEGLU, tanh form",
            &["geglu"],
            TRANSFORMERS.at("src/transformers/models/gemma3/configuration_gemma3.py", 80),
        ),
        loss: Cell::NotFound,
        beside: read(
            "no cap on the logits",
            &[],
            GEMMA.at("gemma/gm/nn/_gemma.py", 225),
        ),
    },
    Checkpoint {
        name: "Phi-3",
        hidden: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/phi3/modeling_phi3.py", 62),
        ),
        gate: read(
            "the first half of `gate_up_proj`",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/phi3/modeling_phi3.py", 61),
        ),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/phi3/configuration_phi3.py", 69),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "DeepSeek-V3",
        hidden: read(
            "SwiGLU",
            &["swiglu"],
            DEEPSEEK.at("inference/model.py", 633),
        ),
        gate: read(W1, &["swiglu"], DEEPSEEK.at("inference/model.py", 633)),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at(
                "src/transformers/models/deepseek_v3/modeling_deepseek_v3.py",
                116,
            ),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "OLMo 2",
        hidden: read("SwiGLU", &["swiglu"], OLMO.at("olmo/model.py", 368)),
        gate: read(
            "the second half",
            &["swiglu"],
            OLMO.at("olmo/model.py", 367),
        ),
        ported: read(
            "SwiGLU",
            &["swiglu"],
            TRANSFORMERS.at("src/transformers/models/olmo2/modeling_olmo2.py", 274),
        ),
        loss: read(
            "cross-entropy",
            &["next_token_cross_entropy"],
            OLMO.at("olmo/train.py", 132),
        ),
        beside: read(
            "z-loss 1e-5",
            &["z_loss"],
            OLMO.at("configs/official-1124/OLMo2-7B-stage1.yaml", 39),
        ),
    },
    Checkpoint {
        name: "Falcon",
        hidden: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at("src/transformers/models/falcon/modeling_falcon.py", 526),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at("src/transformers/models/falcon/configuration_falcon.py", 87),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "BLOOM",
        hidden: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            MEGATRON.at("megatron/model/fused_bias_gelu.py", 34),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            TRANSFORMERS.at("src/transformers/models/bloom/modeling_bloom.py", 121),
        ),
        loss: read(
            "cross-entropy",
            &["next_token_cross_entropy"],
            MEGATRON.at("megatron/model/gpt_model.py", 168),
        ),
        beside: read("none", &[], MEGATRON.at("megatron/model/gpt_model.py", 168)),
    },
    Checkpoint {
        name: "OPT",
        hidden: read(
            "ReLU",
            &["relu"],
            METASEQ.at("metaseq/launcher/opt_baselines.py", 211),
        ),
        gate: NO_GATE,
        ported: read(
            "ReLU",
            &["relu"],
            TRANSFORMERS.at("src/transformers/models/opt/configuration_opt.py", 64),
        ),
        loss: read(
            "cross-entropy",
            &["next_token_cross_entropy"],
            METASEQ.at("metaseq/launcher/opt_baselines.py", 203),
        ),
        beside: read(
            "none",
            &[],
            METASEQ.at("metaseq/criterions/vocab_parallel_cross_entropy.py", 32),
        ),
    },
    Checkpoint {
        name: "ModernBERT",
        hidden: read(
            "GEGLU, exact",
            &["geglu"],
            TRANSFORMERS.at(
                "src/transformers/models/modernbert/modeling_modernbert.py",
                90,
            ),
        ),
        gate: read(
            "the first half of `Wi`",
            &["geglu"],
            TRANSFORMERS.at(
                "src/transformers/models/modernbert/modeling_modernbert.py",
                89,
            ),
        ),
        ported: read(
            "GEGLU, exact",
            &["geglu"],
            TRANSFORMERS.at(
                "src/transformers/models/modernbert/configuration_modernbert.py",
                83,
            ),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Whisper",
        hidden: read(
            "GELU, exact",
            &["gelu"],
            WHISPER.at("whisper/model.py", 156),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at(
                "src/transformers/models/whisper/configuration_whisper.py",
                139,
            ),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "wav2vec 2.0",
        hidden: read(
            "GELU, exact",
            &["gelu"],
            FAIRSEQ.at("fairseq/modules/gelu.py", 25),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at(
                "src/transformers/models/wav2vec2/configuration_wav2vec2.py",
                170,
            ),
        ),
        loss: read(
            "InfoNCE, and two penalties with the weights 0.1 and 10",
            &["info_nce"],
            FAIRSEQ.at(
                "examples/wav2vec/config/pretraining/wav2vec2_base_librispeech.yaml",
                31,
            ),
        ),
        beside: read(
            "cosines divided by 0.1",
            &["info_nce"],
            FAIRSEQ.at("fairseq/models/wav2vec/wav2vec2.py", 115),
        ),
    },
];
