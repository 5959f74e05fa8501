//! Models of pictures.

use super::sources::*;
use super::{Cell, Checkpoint, NO_GATE, NO_PORT, read};

pub static MODELS: &[Checkpoint] = &[
    Checkpoint {
        name: "ResNet-50",
        hidden: read(
            "ReLU",
            &["relu"],
            RESNET.at("prototxt/ResNet-50-deploy.prototxt", 45),
        ),
        gate: NO_GATE,
        ported: read(
            "ReLU",
            &["relu"],
            TRANSFORMERS.at("src/transformers/models/resnet/configuration_resnet.py", 60),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "DCGAN, generator",
        hidden: read(
            "ReLU, and tanh at the end",
            &["relu", "tanh"],
            DCGAN.at("main.lua", 70),
        ),
        gate: NO_GATE,
        ported: NO_PORT,
        loss: read(
            "binary cross-entropy",
            &["bce_with_logits"],
            DCGAN.at("main.lua", 110),
        ),
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "DCGAN, discriminator",
        hidden: read(
            "leaky ReLU, slope 0.2",
            &["leaky_relu"],
            DCGAN.at("main.lua", 91),
        ),
        gate: NO_GATE,
        ported: NO_PORT,
        loss: read(
            "binary cross-entropy of a sigmoid",
            &["bce_with_logits", "sigmoid"],
            DCGAN.at("main.lua", 103),
        ),
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "EfficientNet",
        hidden: read(
            "Swish, β = 1",
            &["silu"],
            TPU.at("models/official/efficientnet/efficientnet_builder.py", 197),
        ),
        gate: NO_GATE,
        ported: read(
            "Swish, β = 1",
            &["silu"],
            TRANSFORMERS.at(
                "src/transformers/models/efficientnet/configuration_efficientnet.py",
                81,
            ),
        ),
        loss: read(
            "cross-entropy, smoothed",
            &["smoothed_cross_entropy"],
            TPU.at("models/official/efficientnet/main.py", 414),
        ),
        beside: read(
            "label smoothing 0.1",
            &["smoothed_cross_entropy"],
            TPU.at("models/official/efficientnet/main.py", 250),
        ),
    },
    Checkpoint {
        name: "MobileNetV3",
        hidden: read(
            "hard Swish, but ReLU in the first blocks",
            &["hard_swish", "relu"],
            TENSORFLOW_MODELS.at("research/slim/nets/mobilenet/mobilenet_v3.py", 50),
        ),
        gate: NO_GATE,
        ported: NO_PORT,
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "YOLOv4",
        hidden: read(
            "Mish in the backbone, then leaky ReLU, slope 0.1",
            &["mish", "leaky_relu"],
            DARKNET.at("cfg/yolov4.cfg", 742),
        ),
        gate: NO_GATE,
        ported: NO_PORT,
        loss: read(
            "sigmoid and binary cross-entropy for each class, CIoU for the box",
            &["bce_with_logits"],
            DARKNET.at("src/yolo_layer.c", 347),
        ),
        beside: read(
            "no smoothing by default",
            &[],
            DARKNET.at("src/parser.c", 465),
        ),
    },
    Checkpoint {
        name: "ViT",
        hidden: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            VISION_TRANSFORMER.at("vit_jax/models_vit.py", 90),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at("src/transformers/models/vit/configuration_vit.py", 54),
        ),
        loss: read(
            "cross-entropy, where it is fine-tuned",
            &["cross_entropy"],
            VISION_TRANSFORMER.at("vit_jax/train.py", 50),
        ),
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "CLIP",
        hidden: read("quick GELU", &["quick_gelu"], CLIP.at("clip/model.py", 168)),
        gate: NO_GATE,
        ported: read(
            "quick GELU",
            &["quick_gelu"],
            TRANSFORMERS.at("src/transformers/models/clip/configuration_clip.py", 54),
        ),
        loss: Cell::NotFound,
        beside: read(
            "a learned temperature, at first 0.07",
            &["clip_loss"],
            CLIP.at("clip/model.py", 295),
        ),
    },
    Checkpoint {
        name: "SigLIP",
        hidden: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            BIG_VISION.at("big_vision/models/vit.py", 75),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, tanh form",
            &["gelu_tanh"],
            TRANSFORMERS.at("src/transformers/models/siglip/configuration_siglip.py", 53),
        ),
        loss: read(
            "the SigLIP loss",
            &["siglip"],
            BIG_VISION.at("big_vision/trainers/proj/image_text/siglip.py", 300),
        ),
        beside: read(
            "a learned factor and bias",
            &["siglip"],
            BIG_VISION.at("big_vision/trainers/proj/image_text/siglip.py", 292),
        ),
    },
    Checkpoint {
        name: "ConvNeXt",
        hidden: read(
            "GELU, exact",
            &["gelu"],
            CONVNEXT.at("models/convnext.py", 31),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at(
                "src/transformers/models/convnext/configuration_convnext.py",
                52,
            ),
        ),
        loss: read(
            "cross-entropy of mixed targets",
            &["cross_entropy_soft"],
            CONVNEXT.at("main.py", 371),
        ),
        beside: read(
            "label smoothing 0.1 by default",
            &["smoothed_cross_entropy"],
            CONVNEXT.at("main.py", 105),
        ),
    },
    Checkpoint {
        name: "Segment Anything, encoder",
        hidden: read(
            "GELU, exact",
            &["gelu"],
            SEGMENT_ANYTHING.at("segment_anything/modeling/common.py", 18),
        ),
        gate: NO_GATE,
        ported: read(
            "GELU, exact",
            &["gelu"],
            TRANSFORMERS.at("src/transformers/models/sam/configuration_sam.py", 125),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Segment Anything, decoder",
        hidden: read(
            "ReLU in its transformer",
            &["relu"],
            SEGMENT_ANYTHING.at("segment_anything/modeling/transformer.py", 23),
        ),
        gate: NO_GATE,
        ported: read(
            "ReLU",
            &["relu"],
            TRANSFORMERS.at("src/transformers/models/sam/configuration_sam.py", 68),
        ),
        loss: Cell::NotFound,
        beside: Cell::NotFound,
    },
    Checkpoint {
        name: "Stable Diffusion 1, U-Net",
        hidden: read(
            "SiLU between convolutions, GEGLU in the attention blocks",
            &["silu", "geglu"],
            STABLE_DIFFUSION.at("ldm/modules/diffusionmodules/openaimodel.py", 203),
        ),
        gate: read(
            "the second half, by the exact GELU",
            &["geglu"],
            STABLE_DIFFUSION.at("ldm/modules/attention.py", 44),
        ),
        ported: NO_PORT,
        loss: read(
            "mean squared error of the noise",
            &["diffusion_mse"],
            STABLE_DIFFUSION.at("ldm/models/diffusion/ddpm.py", 1022),
        ),
        beside: Cell::NotFound,
    },
];
