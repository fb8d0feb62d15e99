"""Writes reference.json: the F0 of sounds by librosa (pyin and yin), which PyinTest compares with ours.

    python make_reference.py CLIP.mp3 ... > reference.json

Needs librosa 0.11 and ffmpeg. Each clip is written beside this script as WAV, 16 kHz, mono, 16 bits. Frames are 1024 samples, 256 apart,
about sample 256 i + 128.
"""

import json
import pathlib
import subprocess
import sys
import wave

import librosa
import numpy

RATE, FRAME, HOP, FMIN, FMAX = 16000, 1024, 256, 50.0, 500.0


def samples(clip):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", clip, "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"],
        check=True,
        capture_output=True,
    ).stdout
    return numpy.frombuffer(raw, dtype="<i2")


def numbers(values):
    return [None if numpy.isnan(v) else round(float(v), 3) for v in values]


result = {}
for clip in sys.argv[1:]:
    name = pathlib.Path(clip).stem
    pcm = samples(clip)[: 2 * RATE]
    with wave.open(str(pathlib.Path(__file__).with_name(name + ".wav")), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm.tobytes())
    y = pcm.astype(numpy.float64) / 32768
    count = len(y) // HOP
    shift = FRAME // 2 - HOP // 2
    padded = numpy.pad(y, (shift, FRAME))
    options = dict(fmin=FMIN, fmax=FMAX, sr=RATE, frame_length=FRAME, hop_length=HOP, center=False)
    pyin, voiced, _ = librosa.pyin(padded, fill_na=numpy.nan, **options)
    yin = librosa.yin(padded, **options)
    result[name] = {"pyin": numbers(pyin[:count]), "yin": numbers(yin[:count])}
json.dump(result, sys.stdout, indent=None, separators=(",", ":"))
