package org.dengbej.evaluation;

import org.dengbej.evaluation.pitch.F0Track;

/**
 * Errors of pitch along a path of frames that meet.
 *
 * @param logF0Error   root mean square difference of F0's natural logarithms over pairs voiced in both; NaN where there is none
 * @param voicingError share of the pairs of which one frame alone is voiced, 0 to 1
 */
record ProsodyErrors(double logF0Error, double voicingError) {

    static ProsodyErrors of(F0Track spoken, F0Track recorded, DynamicTimeWarping.Path path) {
        double squares = 0;
        int voiced = 0;
        int differing = 0;
        for (int i = 0; i < path.length(); i++) {
            int a = path.first()[i];
            int b = path.second()[i];
            if (spoken.voiced(a) != recorded.voiced(b)) {
                differing++;
            } else if (spoken.voiced(a)) {
                voiced++;
                double error = Math.log(spoken.hertz()[a] / recorded.hertz()[b]);
                squares += error * error;
            }
        }
        return new ProsodyErrors(
                voiced == 0 ? Double.NaN : Math.sqrt(squares / voiced), (double) differing / path.length());
    }
}
