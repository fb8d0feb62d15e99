#!/usr/bin/env python3
"""Opens a saved voice with transformers and lets it speak with the noise that ours drew.

    open_in_transformers.py VOICE SPOKEN

VOICE is a model folder; SPOKEN a safetensors file with input_ids, infer_noise_duration, infer_noise_prior and infer_waveform, the
text in its metadata (`deploy/bench/run transformers` makes it and calls this). Prints the largest absolute difference between the
waveforms as a JSON object; fails when lengths or token ids differ.
"""

import json
import sys

import torch
from safetensors import safe_open
from transformers import AutoTokenizer, VitsModel

voice, spoken = sys.argv[1:]
with safe_open(spoken, "pt") as file:
    ours = {name: file.get_tensor(name) for name in file.keys()}
    text = file.metadata()["text"]

ids = AutoTokenizer.from_pretrained(voice)(text, return_tensors="pt").input_ids
if not torch.equal(ids, ours["input_ids"]):
    sys.exit(f"the tokens of '{text}' are {ids.tolist()}, ours {ours['input_ids'].tolist()}")


def recorded(name):
    """Stands for a random draw."""

    def draw(*_, **__):
        return ours[name].clone()

    return draw


model = VitsModel.from_pretrained(voice).eval()
torch.randn = recorded("infer_noise_duration")
torch.randn_like = recorded("infer_noise_prior")
with torch.no_grad():
    waveform = model(input_ids=ids).waveform
if waveform.shape != ours["infer_waveform"].shape:
    sys.exit(f"{list(waveform.shape)} samples, ours {list(ours['infer_waveform'].shape)}")
print(
    json.dumps(
        {
            "largest_difference": (waveform - ours["infer_waveform"]).abs().max().item(),
            "largest_sample": waveform.abs().max().item(),
        }
    )
)
