//! The repositories that the cells were read in, each at one commit.

/// A line of a file at a commit.
#[derive(Clone, Copy)]
pub struct Source {
    pub repository: &'static str,
    pub commit: &'static str,
    pub path: &'static str,
    pub line: u32,
}

/// A repository at the commit that was read.
pub struct Repository(&'static str, &'static str);

impl Repository {
    pub const fn at(&self, path: &'static str, line: u32) -> Source {
        Source {
            repository: self.0,
            commit: self.1,
            path,
            line,
        }
    }
}

impl Source {
    /// Where it can be read.
    pub fn address(&self) -> String {
        let Source {
            repository,
            commit,
            path,
            line,
        } = self;
        format!("https://github.com/{repository}/blob/{commit}/{path}#L{line}")
    }

    /// The file without its folders.
    pub fn file(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// The commit as people write it.
    pub fn short_commit(&self) -> &'static str {
        match self.commit.len() {
            40 => &self.commit[..7],
            _ => self.commit,
        }
    }
}

pub const TRANSFORMERS: Repository = Repository("huggingface/transformers", "v5.24.0");

pub const BERT: Repository = Repository(
    "google-research/bert",
    "eedf5716ce1268e56f0a50264a88cafad334ac61",
);
pub const BIG_VISION: Repository = Repository(
    "google-research/big_vision",
    "0127fb6b337ee2a27bf4e54dea79cff176527356",
);
pub const CLIP: Repository = Repository("openai/CLIP", "d05afc436d78f1c48dc0dbf8e5980a9d471f35f6");
pub const CONVNEXT: Repository = Repository(
    "facebookresearch/ConvNeXt",
    "048efcea897d999aed302f2639b6270aedf8d4c8",
);
pub const DARKNET: Repository = Repository(
    "AlexeyAB/darknet",
    "59596d7880f6504768df41d6daa586f5cb2b932f",
);
pub const DCGAN: Repository = Repository(
    "soumith/dcgan.torch",
    "6eaac638c3df1086530905d318ac2362efefe7b4",
);
pub const DEEPSEEK: Repository = Repository(
    "deepseek-ai/DeepSeek-V3",
    "9b4e9788e4a3a731f7567338ed15d3ec549ce03b",
);
pub const FAIRSEQ: Repository = Repository(
    "facebookresearch/fairseq",
    "3d262bb25690e4eb2e7d3c1309b1e9c406ca4b99",
);
pub const GEMMA: Repository = Repository(
    "google-deepmind/gemma",
    "7691fd4e7f26c9ec5db38110dddb3addfab4d767",
);
pub const GEMMA_PYTORCH: Repository = Repository(
    "google/gemma_pytorch",
    "014acb7ac4563a5f77c76d7ff98f31b568c16508",
);
pub const GPT_2: Repository =
    Repository("openai/gpt-2", "9b63575ef42771a015060c964af2c3da4cf7c8ab");
pub const LLAMA_2: Repository = Repository(
    "meta-llama/llama",
    "689c7f261b9c5514636ecc3c5fefefcbb3e6eed7",
);
pub const LLAMA_3: Repository = Repository(
    "meta-llama/llama3",
    "a0940f9cf7065d45bb6675660f80d305c041a754",
);
pub const MEGATRON: Repository = Repository(
    "bigscience-workshop/Megatron-DeepSpeed",
    "8387ae17c4704f6579f88a84500b535d19d7fbbf",
);
pub const MESH: Repository = Repository(
    "tensorflow/mesh",
    "da907937e68aa421186f1178d71eb5f736fcb069",
);
pub const METASEQ: Repository = Repository(
    "facebookresearch/metaseq",
    "f7ffa5fd61cf90f498a36d365c13dd7f1a912ff7",
);
pub const MISTRAL: Repository = Repository(
    "mistralai/mistral-inference",
    "2557e12d0e1878a1562ece30434820f80aa3e12a",
);
pub const OLMO: Repository = Repository("allenai/OLMo", "59a53e3f68e546330ca5a99ec626e58f9ab96494");
pub const RESNET: Repository = Repository(
    "KaimingHe/deep-residual-networks",
    "a7026cb6d478e131b765b898c312e25f9f6dc031",
);
pub const SEGMENT_ANYTHING: Repository = Repository(
    "facebookresearch/segment-anything",
    "dca509fe793f601edb92606367a655c15ac00fdf",
);
pub const STABLE_DIFFUSION: Repository = Repository(
    "CompVis/stable-diffusion",
    "21f890f9da3cfbeaba8e2ac3c425ee9e998d5229",
);
pub const T5: Repository = Repository(
    "google-research/text-to-text-transfer-transformer",
    "e081111ccd51df425aa7124e8e311ed6d403d767",
);
pub const TENSOR2TENSOR: Repository = Repository(
    "tensorflow/tensor2tensor",
    "bafdc1b67730430d38d6ab802cbd51f9d053ba2e",
);
pub const TPU: Repository =
    Repository("tensorflow/tpu", "7dc921f846c9e4071f3884b768a7ddf521272a49");
pub const VISION_TRANSFORMER: Repository = Repository(
    "google-research/vision_transformer",
    "c6de1e5378c9831a8477feb30994971bdc409e46",
);
pub const WHISPER: Repository =
    Repository("openai/whisper", "c0d2f624c09dc18e709e37c2ad90c039a4eb72a2");
pub const TENSORFLOW_MODELS: Repository = Repository(
    "tensorflow/models",
    "03cdc5fecfb6c7d30845e6990a6d346b3acbfeb8",
);
