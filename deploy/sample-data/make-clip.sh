#!/usr/bin/env bash
# Speaks a sentence into a clip, 32 kHz mono MP3 as Common Voice ships them: make-clip.sh SENTENCE FILE.mp3
# The voice is the formant synthesiser espeak-ng (-v ku): a plain machine voice, the same bytes on every run,
# so a model can learn it quickly; it proves the pipeline and says nothing about naturalness.
# Needs espeak-ng and ffmpeg (Debian packages of the same names).
set -euo pipefail
espeak-ng -v ku -s 150 -p 45 --stdout "$1" |
  ffmpeg -v error -nostdin -y -i - -ar 32000 -ac 1 -c:a libmp3lame -b:a 48k -bitexact "$2"
