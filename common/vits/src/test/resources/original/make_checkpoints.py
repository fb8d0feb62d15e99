"""Makes the files beside it: python make_checkpoints.py ../golden/tiny_vits_train.safetensors

The golden voice as the original VITS code would have saved it: its names, its convolutions, its weight norm.
"""

import json
import re
import struct
import sys
from collections import OrderedDict

import numpy
import torch

GENERATOR = [
    (r"text_encoder\.embed_tokens", "enc_p.emb"),
    (r"text_encoder\.project", "enc_p.proj"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.attention\.([qkv])_proj", r"enc_p.encoder.attn_layers.\1.conv_\2"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.attention\.out_proj", r"enc_p.encoder.attn_layers.\1.conv_o"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.attention\.emb_rel", r"enc_p.encoder.attn_layers.\1.emb_rel"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.layer_norm\.weight", r"enc_p.encoder.norm_layers_1.\1.gamma"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.layer_norm\.bias", r"enc_p.encoder.norm_layers_1.\1.beta"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.final_layer_norm\.weight", r"enc_p.encoder.norm_layers_2.\1.gamma"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.final_layer_norm\.bias", r"enc_p.encoder.norm_layers_2.\1.beta"),
    (r"text_encoder\.encoder\.layers\.(\d+)\.feed_forward", r"enc_p.encoder.ffn_layers.\1"),
    (r"^duration_predictor", "dp"),
    (r"norms_([12])\.(\d)\.weight", r"norms_\1.\2.gamma"),
    (r"norms_([12])\.(\d)\.bias", r"norms_\1.\2.beta"),
    (r"^(dp.*)conv_dds\.convs_dilated", r"\1convs.convs_sep"),
    (r"^(dp.*)conv_dds\.convs_pointwise", r"\1convs.convs_1x1"),
    (r"^(dp.*)conv_dds", r"\1convs"),
    (r"^(dp.*)conv_(pre|proj)", r"\1\2"),
    (r"translate$", "m"),
    (r"log_scale$", "logs"),
    (r"^posterior_encoder", "enc_q"),
    (r"^(flow.*|enc_q.*)wavenet", r"\1enc"),
    (r"^(flow.*|enc_q.*)conv_(pre|post|proj)", r"\1\2"),
    (r"^decoder\.upsampler", "dec.ups"),
    (r"^decoder", "dec"),
]


def original(name):
    for pattern, replacement in GENERATOR:
        name = re.sub(pattern, replacement, name)
    # flips are counted
    name = re.sub(r"^flow\.flows\.(\d+)", lambda m: f"flow.flows.{2 * int(m[1])}", name)
    return re.sub(r"^dp\.(post_)?flows\.([1-9])", lambda m: f"dp.{m[1] or ''}flows.{2 * int(m[2]) - 1}", name)


def read(file):
    blob = open(file, "rb").read()
    length = struct.unpack("<Q", blob[:8])[0]
    header = json.loads(blob[8 : 8 + length])
    header.pop("__metadata__", None)
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = numpy.frombuffer(blob[8 + length + begin : 8 + length + end], "<f4").reshape(entry["shape"])
        yield name, torch.from_numpy(array.copy())


def put(model, name, tensor, normed):
    """Puts weight norm on, as torch.nn.utils.weight_norm does it; v is not the weight itself, as after training."""
    if normed and name.endswith(".weight"):
        norm = tensor.flatten(1).norm(dim=1).view(-1, *[1] * (tensor.dim() - 1))
        model[name + "_g"] = norm
        model[name + "_v"] = tensor * 2
    else:
        model[name] = tensor


def save(model, step, file):
    # the state of a few parameters stands for that of all
    parameters = [torch.nn.Parameter(tensor.clone()) for tensor in list(model.values())[:4]]
    optimizer = torch.optim.AdamW(parameters, 2e-4, betas=[0.8, 0.99], eps=1e-9)
    sum(parameter.square().sum() for parameter in parameters).backward()
    optimizer.step()
    model._metadata = OrderedDict({"": {"version": 1}})
    checkpoint = {
        "model": model,
        "iteration": step,
        "optimizer": optimizer.state_dict(),
        "learning_rate": 2e-4,
    }
    torch.save(checkpoint, file)


generator, discriminator = OrderedDict(), OrderedDict()
for name, tensor in read(sys.argv[1]):
    if name.startswith("discriminator."):
        name = name.removeprefix("discriminator.").replace("final_conv", "conv_post")
        put(discriminator, name, tensor, True)
    else:
        name = original(name)
        if re.search(r"conv_[qkvo]\.weight$", name):
            tensor = tensor.unsqueeze(-1)
        put(generator, name, tensor, re.match(r"dec\.(ups|resblocks)", name))
save(generator, 100000, "G_100000.pth")
save(discriminator, 100000, "D_100000.pth")
