"""What the script prepare_data.py did, by librosa and soundfile: filter, decode, resample, remove DC, trim silence, bring to one loudness
(pyloudnorm; where that is missing, by RMS), limit peaks, write WAV and metadata, look at what was written."""

import csv
import tempfile
import time
from pathlib import Path

import librosa
import numpy as np
import soundfile

from measured import arguments, tell

try:
    import pyloudnorm
except ImportError:
    pyloudnorm = None

RATE = 16000
LOUDNESS_LUFS = -23
MAX_PEAK = 10 ** (-1 / 20)
TRIM_BELOW_DB = 45
MARGIN = RATE // 10
BLOCK = 4 * RATE // 10
WARM_UP_CLIPS = 100


def loudness(waveform):
    if pyloudnorm is None or len(waveform) < BLOCK:
        return -0.691 + 10 * np.log10(np.mean(waveform**2))
    return METER.integrated_loudness(waveform)


METER = pyloudnorm.Meter(RATE) if pyloudnorm else None


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
