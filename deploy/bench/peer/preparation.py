"""What the script prepare_data.py did, by librosa and soundfile: filter, decode, resample, remove DC, trim silence, bring to one loudness
(ITU-R BS.1770-4 by scipy, as pyloudnorm has it), limit peaks, write WAV and metadata, look at what was written."""

import csv
import tempfile
import time
from pathlib import Path

import librosa
import numpy as np
import soundfile
from scipy.signal import lfilter

from measured import arguments, tell

RATE = 16000
LOUDNESS_LUFS = -23
MAX_PEAK = 10 ** (-1 / 20)
TRIM_BELOW_DB = 45
MARGIN = RATE // 10
BLOCK = 4 * RATE // 10
WARM_UP_CLIPS = 100


def shelf(gain_db, q, hz):
    a, w = 10 ** (gain_db / 40), 2 * np.pi * hz / RATE
    alpha, c = np.sin(w) / (2 * q), np.cos(w)
    root = 2 * np.sqrt(a) * alpha
    b = a * np.array([a + 1 + (a - 1) * c + root, -2 * (a - 1 + (a + 1) * c), a + 1 + (a - 1) * c - root])
    return b, np.array([a + 1 - (a - 1) * c + root, 2 * (a - 1 - (a + 1) * c), a + 1 - (a - 1) * c - root])


def high_pass(q, hz):
    w = 2 * np.pi * hz / RATE
    alpha, c = np.sin(w) / (2 * q), np.cos(w)
    return np.array([(1 + c) / 2, -(1 + c), (1 + c) / 2]), np.array([1 + alpha, -2 * c, 1 - alpha])


K_WEIGHTING = shelf(4.0, 1 / np.sqrt(2), 1500.0), high_pass(0.5, 38.0)


def lufs(power):
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-20))


def loudness(waveform):
    if len(waveform) < BLOCK:
        return lufs(np.mean(waveform**2))
    for b, a in K_WEIGHTING:
        waveform = lfilter(b, a, waveform)
    power = np.concatenate([[0.0], np.cumsum(waveform**2)])
    begin = np.arange(0, len(waveform) - BLOCK + 1, BLOCK // 4)
    blocks = (power[begin + BLOCK] - power[begin]) / BLOCK
    blocks = blocks[lufs(blocks) > -70]
    return lufs(np.mean(blocks[lufs(blocks) > lufs(np.mean(blocks)) - 10]))


def condition(waveform):
    waveform = waveform - np.mean(waveform)
    _, (begin, end) = librosa.effects.trim(waveform, top_db=TRIM_BELOW_DB)
    waveform = waveform[max(0, begin - MARGIN) : end + MARGIN]
    waveform = waveform * 10 ** ((LOUDNESS_LUFS - loudness(waveform)) / 20)
    return np.clip(waveform, -MAX_PEAK, MAX_PEAK)


def prepare(recordings, output, most=None):
    (output / "wavs").mkdir()
    with open(recordings / "validated.tsv", encoding="utf-8", newline="") as listed:
        rows = list(csv.DictReader(listed, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if int(row["up_votes"]) >= 2 and int(row["down_votes"]) <= 0 and row["sentence"].strip()]
    kept = []
    for index, row in enumerate(rows[:most]):
        waveform, _ = librosa.load(recordings / "clips" / row["path"], sr=RATE)
        if not 1 <= len(waveform) / RATE <= 20:
            continue
        waveform = condition(waveform)
        name = f"audio_{index:06d}.wav"
        soundfile.write(output / "wavs" / name, waveform, RATE)
        kept.append((name, row["sentence"].strip()))
    with open(output / "metadata.csv", "w", encoding="utf-8") as metadata:
        metadata.writelines(f"{name}|{text}\n" for name, text in kept)
    seconds = [soundfile.info(output / "wavs" / name).duration for name, _ in kept]
    return len(kept), np.sum(seconds)


folder, _, _ = arguments()
with tempfile.TemporaryDirectory(dir=folder) as first, tempfile.TemporaryDirectory(dir=folder) as second:
    prepare(folder / "recordings", Path(first), WARM_UP_CLIPS)
    begin = time.perf_counter()
    clips, _ = prepare(folder / "recordings", Path(second))
    tell(prep_clips_per_second=clips / (time.perf_counter() - begin))
