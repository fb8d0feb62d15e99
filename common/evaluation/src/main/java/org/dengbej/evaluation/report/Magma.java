package org.dengbej.evaluation.report;

/**
 * The colour map magma: as bright as the value is high, for every eye and in grey. By Nathaniel Smith and Stéfan van der Walt (CC0);
 * every sixteenth colour of matplotlib's table ({@code _cm_listed.py}), even steps between, at most 3 of 255 off.
 */
final class Magma {

    private static final int[] STOPS = {
        0x000004, 0x0a0822, 0x1d1147, 0x36106b, 0x51127c, 0x6a1c81, 0x832681, 0x9c2e7f, 0xb73779, 0xd0416f, 0xe75263,
        0xf56b5c, 0xfc8961, 0xfea772, 0xfec488, 0xfde2a3, 0xfcfdbf
    };

    private Magma() {}

    /** The colour, 0xRRGGBB, of a value in [0, 1]; what is outside has the colour of the nearest end, NaN that of 0. */
    static int rgb(double value) {
        double location = Math.max(0, Math.min(1, Double.isNaN(value) ? 0 : value)) * (STOPS.length - 1);
        int stop = Math.min((int) location, STOPS.length - 2);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int low = STOPS[stop] >> shift & 0xff;
            int high = STOPS[stop + 1] >> shift & 0xff;
            colour |= (int) Math.round(low + (high - low) * (location - stop)) << shift;
        }
        return colour;
    }
}
