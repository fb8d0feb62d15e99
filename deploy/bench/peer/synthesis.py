"""transformers' VitsModel speaks the text that ours speaks, its rhythm not varied."""

import time

import torch
from transformers import AutoTokenizer, VitsModel

from measured import arguments, median, tell

WARM_UP = 3

folder, times, device = arguments()
model = VitsModel.from_pretrained(folder / "voice").eval().to(device)
model.noise_scale_duration = 0.0
tokenizer = AutoTokenizer.from_pretrained(folder / "voice")
text = (folder / "text.txt").read_text()
factors = []
for i in range(-WARM_UP, times):
    begin = time.perf_counter()
    with torch.no_grad():
        waveform = model(**tokenizer(text, return_tensors="pt").to(device)).waveform[0].cpu().numpy()
    seconds = time.perf_counter() - begin
    if i >= 0:
        factors.append(seconds / (len(waveform) / model.config.sampling_rate))
tell(synthesis_rtf=median(factors))
