#!/usr/bin/env bash
# Adds spoken sentences to a data set in Mozilla Common Voice's layout: speak-sentences.sh FOLDER NAME < SENTENCES
#   FOLDER/clips/*.mp3 (32 kHz mono, as Common Voice ships them), and their rows in FOLDER/validated.tsv, which is made where there is none.
#   NAME is printf's format of a clip's name, e.g. kmr_%04d.
# The voice is the formant synthesiser espeak-ng (-v ku): a plain machine voice, the same bytes on every run,
# so a model can learn it quickly; it proves the pipeline and says nothing about naturalness.
# Needs espeak-ng and ffmpeg (Debian packages of the same names).
set -euo pipefail
folder="$1" format="$2"
mkdir -p "$folder/clips"
[[ -e "$folder/validated.tsv" ]] ||
  printf 'client_id\tpath\tsentence\tup_votes\tdown_votes\tage\tgender\taccents\tlocale\tsegment\n' > "$folder/validated.tsv"
i=0
while IFS= read -r sentence; do
  i=$((i + 1)); name=$(printf "$format" "$i")
  espeak-ng -v ku -s 150 -p 45 --stdout "$sentence" |
    ffmpeg -v error -nostdin -y -i - -ar 32000 -ac 1 -c:a libmp3lame -b:a 48k -bitexact "$folder/clips/$name.mp3"
  printf 'speaker-a\t%s.mp3\t%s\t2\t0\tthirties\tmale_masculine\t\tkmr\t\n' "$name" "$sentence" >> "$folder/validated.tsv"
done
