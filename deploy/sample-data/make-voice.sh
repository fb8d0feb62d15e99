#!/usr/bin/env bash
# Makes the small voice that the demo trains further (voice/, 4.0 M parameters), from nothing, on the clips beside it and on
# more-sentences.txt, which are words and syllables of sentences.txt in random order, spoken by speak-sentences.sh.
# It was made with these data and hyperparameters and the seed 20 on one H200, in 21 minutes beside two or three others, by the trainer's
# JobRunner alone, which read the batches from files: steps of 32 utterances were one micro-batch there, and are two of 16 here, the
# same step. The first job was stopped after 1149 steps, the second after 1661 of 1900. voice-training.txt is what they told. On two
# cores it takes some hours. Needs espeak-ng and ffmpeg (Debian packages of the same names), JDK 17 and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
work="${1:?a folder for what is made on the way}"
mkdir -p "$work/recordings/clips"
cp deploy/sample-data/clips/*.mp3 "$work/recordings/clips/"
cp deploy/sample-data/validated.tsv "$work/recordings/"
deploy/sample-data/speak-sentences.sh "$work/recordings" more_%04d < deploy/sample-data/more-sentences.txt
deploy/local/dengbej new-voice --size demo --alphabet "abcçdeêfghiîjklmnopqrsştuûvwxyz'-" --seed 20 --output_dir "$work/new-voice"
train() {
  deploy/local/dengbej train --work "$work/work" --data_dir "$work/recordings" --batch_size 16 --gradient_accumulation_steps 2 \
    --seed 20 --voice kurmanji-small --no-fp16 --patience 0 --warmup_steps 30 --publish last --set validationFraction=0.02 "$@"
}
train --model_name "fresh:$work/new-voice" --output_dir "$work/first" --steps 1149 --learning_rate 6e-4 \
  --set discriminatorLearningRate=4e-4 --set learningRateDecay=1 --set discriminatorWarmUpSteps=100
deploy/local/dengbej convert --dtype float16 --model "$work/first/final_model" --output_dir "$work/first-float16"
train --model_name "$work/first-float16" --output_dir "$work/second" --steps 1900 --learning_rate 5e-4 \
  --use_scheduler --set discriminatorWarmUpSteps=0 --set lossWeights.mel=45 --set lossWeights.kl=1 --set lossWeights.discriminator=1 \
  --set maxGradientNorm=0 --set epsilon=1e-9
deploy/local/dengbej convert --dtype float16 --model "$work/second/final_model" --output_dir deploy/sample-data/voice --overwrite
rm deploy/sample-data/voice/SHA256SUMS
