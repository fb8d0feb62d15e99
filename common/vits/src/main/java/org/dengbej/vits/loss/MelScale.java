package org.dengbej.vits.loss;

/** From hertz to a scale of pitch that is heard as even. */
public enum MelScale {
    /** O'Shaughnessy (1987), as in HTK: {@code 2595 log10(1 + f / 700)}; filters of height 1. */
    HTK {
        @Override
        double mels(double hertz) {
            return 2595 * Math.log10(1 + hertz / 700);
        }

        @Override
        double hertz(double mels) {
            return 700 * (Math.pow(10, mels / 2595) - 1);
        }

        @Override
        double height(double lowHz, double highHz) {
            return 1;
        }
    },
    /** Slaney (1998): linear below 1 kHz, logarithmic above; filters of equal area. */
    SLANEY {
        private static final double HERTZ_A_MEL = 200.0 / 3;
        private static final double BREAK_HZ = 1000;
        private static final double BREAK_MELS = BREAK_HZ / HERTZ_A_MEL;
        private static final double LOG_STEP = Math.log(6.4) / 27;

        @Override
        double mels(double hertz) {
            return hertz < BREAK_HZ ? hertz / HERTZ_A_MEL : BREAK_MELS + Math.log(hertz / BREAK_HZ) / LOG_STEP;
        }

        @Override
        double hertz(double mels) {
            return mels < BREAK_MELS ? mels * HERTZ_A_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mels - BREAK_MELS));
        }

        @Override
        double height(double lowHz, double highHz) {
            return 2 / (highHz - lowHz);
        }
    };

    abstract double mels(double hertz);

    abstract double hertz(double mels);

    /** Height of the triangle between two frequencies. */
    abstract double height(double lowHz, double highHz);

    /** Triangular filters, row-major [mels, bins]. */
    static float[] filters(MelSettings settings) {
        MelScale scale = settings.scale();
        int bins = settings.bins();
        double low = scale.mels(settings.fMinHz());
        double step = (scale.mels(settings.fMaxHz()) - low) / (settings.mels() + 1);
        float[] filters = new float[settings.mels() * bins];
        for (int mel = 0; mel < settings.mels(); mel++) {
            double left = scale.hertz(low + mel * step);
            double centre = scale.hertz(low + (mel + 1) * step);
            double right = scale.hertz(low + (mel + 2) * step);
            for (int bin = 0; bin < bins; bin++) {
                double hertz = (double) bin * settings.sampleRateHz() / settings.nFft();
                double triangle = Math.min((hertz - left) / (centre - left), (right - hertz) / (right - centre));
                filters[mel * bins + bin] = (float) (Math.max(0, triangle) * scale.height(left, right));
            }
        }
        return filters;
    }
}
