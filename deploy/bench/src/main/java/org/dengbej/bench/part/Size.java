package org.dengbej.bench.part;

import org.dengbej.vits.VitsConfig;

/** The size of the voice. */
public enum Size {
    /** The published voices': 36 M parameters. */
    MMS {
        @Override
        public VitsConfig config(int vocabSize) {
            return VitsConfig.mms(vocabSize);
        }
    },
    /** The demo's: 4 M. */
    DEMO {
        @Override
        public VitsConfig config(int vocabSize) {
            return VitsConfig.demo(vocabSize);
        }
    };

    public abstract VitsConfig config(int vocabSize);
}
