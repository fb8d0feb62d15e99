#!/usr/bin/env bash
# Measures the small voice (voice/), or the folders that are given, on unseen-sentences.txt, which are in no training set: references are
# made as the clips were (make-clip.sh), then `dengbej evaluate` compares. Needs espeak-ng and ffmpeg (Debian packages of the same names).
set -euo pipefail
cd "$(dirname "$0")/../.."
work="${1:?a folder for what is made on the way}"
shift
voices=("${@:-deploy/sample-data/voice}")
mkdir -p "$work/unseen/clips"
printf 'client_id\tpath\tsentence\tup_votes\tdown_votes\n' > "$work/unseen/validated.tsv"
i=0
while IFS= read -r sentence; do
  i=$((i + 1)); name=$(printf 'unseen_%02d' "$i")
  deploy/sample-data/make-clip.sh "$sentence" "$work/unseen/clips/$name.mp3"
  printf 'speaker-a\t%s.mp3\t%s\t2\t0\n' "$name" "$sentence" >> "$work/unseen/validated.tsv"
done < deploy/sample-data/unseen-sentences.txt
models=()
for voice in "${voices[@]}"; do models+=(--model "$voice"); done
deploy/local/dengbej evaluate --work "$work/work" "${models[@]}" --data "$work/unseen" --output_dir "$work/evaluation" --overwrite
