"""Makes the files beside it: python make_golden.py CLONE_OF_FINETUNE_HF_VITS ../golden

A voice of three speakers with random weights, computed by transformers' VitsModel as ylacombe/finetune-hf-vits (6f3f51f) carries it with
its training forward. The little of transformers that this needs is stubbed, so that PyTorch 1.13 or later is all that must be there.
Inputs (tokens, recordings, mel filters) are those of ../golden.
"""

import dataclasses
import importlib.util
import json
import math
import os
import sys
import types

import numpy as np
import torch
from torch import nn

clone, golden = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(14)


def stub(name, **content):
    module = types.ModuleType(name)
    module.__dict__.update(content)
    sys.modules[name] = module


class Config:
    output_attentions = False
    output_hidden_states = False
    use_return_dict = True
    pad_token_id = None

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)


class Model(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config

    def post_init(self):
        self.apply(self._init_weights)

    @property
    def device(self):
        return torch.device("cpu")


class Output:
    def __getitem__(self, index):
        return [getattr(self, f.name) for f in dataclasses.fields(self)][index]


@dataclasses.dataclass
class BaseOutput(Output):
    last_hidden_state: object = None
    hidden_states: object = None
    attentions: object = None


def plain(*_, **__):
    return lambda function: function


def attention_mask(mask, dtype, tgt_len=None):
    inverted = 1.0 - mask[:, None, None, :].expand(-1, 1, tgt_len or mask.shape[1], -1).to(dtype)
    return inverted.masked_fill(inverted.bool(), torch.finfo(dtype).min)


logging = types.SimpleNamespace(get_logger=lambda _: None)
stub("transformers")
stub("transformers.activations", ACT2FN={"relu": nn.ReLU()})
stub("transformers.integrations")
stub("transformers.integrations.deepspeed", is_deepspeed_zero3_enabled=lambda: False)
stub("transformers.modeling_attn_mask_utils", _prepare_4d_attention_mask=attention_mask)
stub("transformers.modeling_outputs", BaseModelOutput=BaseOutput, ModelOutput=Output)
stub("transformers.modeling_utils", PreTrainedModel=Model)
stub("transformers.configuration_utils", PretrainedConfig=Config)
stub(
    "transformers.utils",
    add_start_docstrings=plain,
    add_start_docstrings_to_model_forward=plain,
    logging=logging,
    replace_return_docstrings=plain,
)
stub("vits", __path__=[os.path.join(clone, "utils")])


def load(name):
    spec = importlib.util.spec_from_file_location("vits." + name, os.path.join(clone, "utils", name + ".py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["vits." + name] = module
    spec.loader.exec_module(module)
    return module


TYPES = {"F32": np.float32, "I32": np.int32, "I64": np.int64}


def read(file):
    with open(file, "rb") as f:
        blob = f.read()
    size = int.from_bytes(blob[:8], "little")
    header = json.loads(blob[8 : 8 + size])
    header.pop("__metadata__", None)
    return {
        name: torch.from_numpy(
            np.frombuffer(blob[8 + size :], TYPES[t["dtype"]], offset=t["data_offsets"][0], count=math.prod(t["shape"]))
            .reshape(t["shape"])
            .copy()
        )
        for name, t in header.items()
    }


def write(file, tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in sorted(tensors.items()):
        array = tensor.detach().contiguous().numpy()
        dtype = next(key for key, value in TYPES.items() if value == array.dtype)
        end = len(data) + array.nbytes
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), end]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(here, file), "wb") as f:
        f.write(len(text).to_bytes(8, "little") + text + data)


VitsConfig = load("configuration_vits").VitsConfig
modeling = load("modeling_vits_training")
given = read(os.path.join(golden, "tiny_vits_io.safetensors"))
with open(os.path.join(golden, "tiny_vits_expected.json")) as f:
    settings = json.load(f)["config"]
settings.update(
    hidden_size=16,
    num_hidden_layers=1,
    ffn_dim=16,
    flow_size=8,
    speaking_rate=4.0,
    num_speakers=3,
    speaker_embedding_size=6,
    upsample_initial_channel=16,
    upsample_rates=[16, 16],
    upsample_kernel_sizes=[32, 32],
    resblock_kernel_sizes=[3],
    resblock_dilation_sizes=[[1, 3, 5]],
    prior_encoder_num_flows=2,
    posterior_encoder_num_wavenet_layers=2,
    discriminator_periods=[2],
    discriminator_scale_channels=[1, 8],
)
config = VitsConfig(**settings)
model = modeling.VitsModelForPreTraining(config).eval()
with torch.no_grad():
    for name, parameter in model.named_parameters():
        if name.endswith("conv_post.bias") or name.endswith(".conv_post.weight") and "flow" in name:
            parameter.normal_(0, 0.1)  # zeros in a new voice, which would hide a mistake in the flow
    model.embed_speaker.weight.normal_(0, 1)

ids, mask = given["input_ids"].long(), given["attention_mask"].long()
waveforms = given["waveforms"]
speakers = torch.tensor([2, 0])
io = {key: given[key] for key in ("input_ids", "attention_mask", "waveforms")}
io["speaker_ids"] = speakers


class Recorded:
    """Draws in the place of PyTorch's, which are kept."""

    def __enter__(self):
        self.kept, self.original = [], (torch.randn, torch.randn_like, torch.rand)

        def keep(original):
            def draw(*args, **kwargs):
                self.kept.append(original(*args, **kwargs))
                return self.kept[-1].clone()

            return draw

        torch.randn, torch.randn_like, torch.rand = map(keep, self.original)
        return self.kept

    def __exit__(self, *_):
        torch.randn, torch.randn_like, torch.rand = self.original


def published(state):
    return {name: tensor for name, tensor in state.items() if not name.startswith("discriminator.")}


state = {name: tensor.clone() for name, tensor in model.state_dict().items()}
write("tiny_vits_speakers_train.safetensors", state)
write("tiny_vits_speakers_published_layout.safetensors", published(state))

# Synthesis
with torch.no_grad(), Recorded() as drawn:
    spoken = model(ids, mask, speaker_id=speakers)
io["infer_noise_duration"], io["infer_noise_prior"] = drawn
io["infer_latents"], io["infer_waveform"] = spoken.spectrogram, spoken.waveform
io["infer_sequence_lengths"] = spoken.sequence_lengths.int()


def stft(waveform, padding):
    padded = nn.functional.pad(waveform.unsqueeze(1), (padding, padding), mode="reflect").squeeze(1)
    spectrum = torch.stft(padded, 1024, 256, 1024, torch.hann_window(1024), center=False, return_complex=True)
    return spectrum


def magnitudes(waveform):
    return (torch.view_as_real(stft(waveform, 384)).pow(2).sum(-1) + 1e-6).sqrt()


def log_mel(spectrum):
    return (given["mel_filters"].T @ spectrum).clamp(min=1e-5).log()


def norms(named):
    return {name: None if p.grad is None else p.grad.norm().item() for name, p in named}


def total(values):
    return math.sqrt(sum(v * v for v in values.values() if v is not None))


# Training
lengths = []
for item in waveforms[:, 0]:
    lengths.append(int(item.nonzero().max()) + 1)
frames = [n // 256 for n in lengths]
spec = torch.zeros(len(lengths), 513, max(frames))
for i, n in enumerate(lengths):
    spec[i, :, : frames[i]] = magnitudes(waveforms[i, :, :n])[0, :, : frames[i]]
spec_mask = torch.zeros(len(lengths), max(frames))
for i, n in enumerate(frames):
    spec_mask[i, :n] = 1
with Recorded() as drawn:
    out = model(ids, mask, speaker_id=speakers, labels=spec, labels_attention_mask=spec_mask)
io["train_noise_posterior"], io["train_noise_sdp"], io["train_rand_slice"] = drawn
io["attn"], io["waveform_segment"] = out.attn, out.waveform
starts = out.ids_slice
target = torch.stack([waveforms[i, :, s * 256 : s * 256 + 8192] for i, s in enumerate(starts.tolist())])
target_mel = modeling.slice_segments(log_mel(spec), starts, 32)
generated_mel = log_mel(magnitudes(out.waveform.squeeze(1)))
losses = {"duration": out.log_duration.sum(), "mel": (target_mel - generated_mel).abs().mean()}
kl = out.prior_log_variances - out.posterior_log_variances - 0.5
kl = kl + 0.5 * (out.prior_latents - out.prior_means) ** 2 * torch.exp(-2 * out.prior_log_variances)
losses["kl"] = (kl * out.labels_padding_mask).sum() / out.labels_padding_mask.sum()
real, real_maps = model.discriminator(target)
fake, fake_maps = model.discriminator(out.waveform)
losses["fmaps"] = 2 * sum((r.detach() - f).abs().mean() for a, b in zip(real_maps, fake_maps) for r, f in zip(a, b))
losses["gen"] = sum(((1 - f) ** 2).mean() for f in fake)
weights = {"duration": 1, "mel": 35, "kl": 1.5, "fmaps": 1, "gen": 1}
losses["total_weighted"] = sum(weights[name] * losses[name] for name in weights)
losses["total_weighted"].backward()
generator = [(n, p) for n, p in model.named_parameters() if not n.startswith("discriminator.")]
generator_norms = norms(generator)
model.zero_grad()
fake, _ = model.discriminator(out.waveform.detach())
real, _ = model.discriminator(target)
losses["disc"] = sum(((1 - r) ** 2).mean() + (f**2).mean() for r, f in zip(real, fake))
losses["disc"].backward()
discriminator_norms = norms((n, p) for n, p in model.named_parameters() if n.startswith("discriminator."))
expected = {
    "config": settings,
    "losses": {name: loss.item() for name, loss in losses.items()},
    "weights": weights,
    "generator_grad_l2": generator_norms,
    "generator_grad_total_l2": total(generator_norms),
    "discriminator_grad_l2": discriminator_norms,
}

# The mel-reconstruction objective: free-running synthesis, with the draws of above
mel = {"sampling_rate": 16000, "n_fft": 1024, "win_length": 1024, "hop_length": 256, "n_mels": 80, "power": 2.0}
mel.update(mel_scale="htk", f_min=0.0, f_max=8000.0, log_floor=1e-5)
points = torch.linspace(0, 2595 * math.log10(1 + 8000 / 700), 82, dtype=torch.float64)
points = 700 * (10 ** (points / 2595) - 1)
bins = torch.linspace(0, 8000, 513, dtype=torch.float64)
up = (bins[:, None] - points[None, :-2]) / (points[1:-1] - points[:-2])
down = (points[None, 2:] - bins[:, None]) / (points[2:] - points[1:-1])
htk = torch.minimum(up, down).clamp(min=0).float()


def centred(waveform):
    power = torch.view_as_real(stft(waveform, 512)).pow(2).sum(-1)
    return (htk.T @ power).clamp(min=1e-5).log()


replayed = [io["infer_noise_duration"], io["infer_noise_prior"]]
originals = torch.randn, torch.randn_like
torch.randn = torch.randn_like = lambda *_, **__: replayed.pop(0)
model.zero_grad(set_to_none=True)
generated = centred(model(ids, mask, speaker_id=speakers).waveform)
torch.randn, torch.randn_like = originals
recorded = centred(waveforms[:, 0])
longer = max(generated.shape[2], recorded.shape[2])
generated, recorded = (nn.functional.pad(m, (0, longer - m.shape[2])) for m in (generated, recorded))
loss = (generated - recorded).abs().mean()
loss.backward()
mel_norms = norms(generator)
seed = {"mel": mel, "loss": loss.item(), "grad_l2": mel_norms, "grad_total_l2": total(mel_norms)}

write("tiny_vits_speakers_io.safetensors", io)
for name, content in (("tiny_vits_speakers_expected.json", expected), ("seed_objective_expected.json", seed)):
    with open(os.path.join(here, name), "w") as f:
        json.dump(content, f, indent=1)
        f.write("\n")
print({name: loss.item() for name, loss in losses.items()}, seed["loss"], generator_norms["embed_speaker.weight"])
