#!/usr/bin/env bash
# Measures the small voice (voice/), or the folders that are given, on unseen-sentences.txt, which are in no training set: references are
# made as the clips were (speak-sentences.sh), then `dengbej evaluate` compares. Needs espeak-ng and ffmpeg (Debian packages of the same names).
set -euo pipefail
cd "$(dirname "$0")/../.."
work="${1:?a folder for what is made on the way}"
shift
voices=("${@:-deploy/sample-data/voice}")
rm -f "$work/unseen/validated.tsv"
deploy/sample-data/speak-sentences.sh "$work/unseen" unseen_%02d < deploy/sample-data/unseen-sentences.txt
models=()
for voice in "${voices[@]}"; do models+=(--model "$voice"); done
deploy/local/dengbej evaluate --work "$work/work" "${models[@]}" --data "$work/unseen" --output_dir "$work/evaluation" --overwrite
