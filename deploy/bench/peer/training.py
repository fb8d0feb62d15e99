"""The training step of vits_training.py, on the batch that ours trains on."""

import json

import torch
from safetensors.torch import load_file

from measured import arguments, median, now, peak_megabytes, tell
from vits_training import Trainer

WARM_UP = 5

folder, steps, device = arguments()
trainer = Trainer(json.loads((folder / "voice" / "config.json").read_text())["vocab_size"])
batch = load_file(folder / "batch.safetensors", device=device)
ids = batch["input_ids"]
mask = torch.ones(ids.shape)
waveform = batch["waveform"].float() / 32768
seconds = []
for i in range(-WARM_UP, steps):
    begin = now()
    trainer.step(ids, mask, waveform)
    if i >= 0:
        seconds.append(now() - begin)
tell(train_step_seconds=median(seconds), train_peak_memory=peak_megabytes())
