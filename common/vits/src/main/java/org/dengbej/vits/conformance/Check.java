package org.dengbej.vits.conformance;

/**
 * One quantity, compared with its reference.
 *
 * @param quantity for example {@code infer_waveform}
 * @param maxAbs   largest absolute difference
 * @param maxRel   largest difference relative to the reference, or to the absolute bound where that is larger
 * @param ok       whether all differences are within bounds
 * @param detail   the bounds, and where the largest difference is
 */
public record Check(String quantity, double maxAbs, double maxRel, boolean ok, String detail) {}
