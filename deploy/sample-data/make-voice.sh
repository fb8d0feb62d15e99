#!/usr/bin/env bash
# Makes the small voice that the demo trains further (voice/, 3.5 M parameters) from the clips beside it, in some hours on two cores.
# It was made with exactly this, stopped (`deploy/local/dengbej down`, which saves a checkpoint) in epoch 83 of 240, after step 1075;
# voice-training.txt is what it printed. The trainer was killed once on the way and went on from its checkpoint of step 260, and
# waited twice while its machine measured something else. Held out, 8 of 97 utterances: mel loss 1.76 after the first epoch, 0.70
# after the last. Needs JDK 17 and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
work="${1:?a folder for what is made on the way}"
deploy/local/dengbej new-voice --size demo --alphabet "abcçdeêfghiîjklmnopqrsştuûvwxyz'-" --seed 20 --output_dir "$work/new-voice"
deploy/local/dengbej train --work "$work/work" --data_dir deploy/sample-data --model_name "fresh:$work/new-voice" \
  --output_dir "$work/out" --batch_size 8 --gradient_accumulation_steps 1 --learning_rate 4e-4 --epochs 240 --seed 20 \
  --voice kurmanji-small --set discriminatorLearningRate=2e-4 --set learningRateDecay=0.995 \
  --set checkpointEveryEpochs=10 --set checkpointEverySteps=0 --set validationFraction=0.08
newest="$(ls -d "$work"/out/checkpoints/step-* | sort -V | tail -1)"
deploy/local/dengbej convert --dtype float16 --model "$newest" --output_dir deploy/sample-data/voice
