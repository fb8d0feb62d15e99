"""The training step of vits_training.py, on the batch that ours trains on."""

import json
import time

import torch
from safetensors.torch import load_file

from measured import arguments, median, peak_megabytes, tell
from vits_training import Trainer

WARM_UP = 5

folder, steps, device = arguments()
torch.set_default_device(device)
on_gpu = device.startswith("cuda")


def now():
    """Seconds, when the device has done what it was told."""
    if on_gpu:
        torch.cuda.synchronize()
    return time.perf_counter()


def peak():
    """Of a GPU's memory, whose allocator gives nothing back, what is in use."""
    if not on_gpu:
        return peak_megabytes()
    free, total = torch.cuda.mem_get_info()
    return (total - free) / 1e6


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
tell(train_step_seconds=median(seconds), train_peak_memory=peak())
