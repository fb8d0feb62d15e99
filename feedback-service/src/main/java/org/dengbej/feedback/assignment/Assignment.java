package org.dengbej.feedback.assignment;

import java.util.UUID;

/**
 * A card that a listener was given.
 *
 * @param token      part of its address, which is its listener's alone
 * @param listener   who was given it
 * @param voice      that it is about
 * @param kind       what it asks
 * @param position   of the listener's cards of this voice, from 1
 * @param first      sentence heard first, or to be recorded; null for a review
 * @param second     the other sentence of a pair; else null
 * @param correction to be reviewed; else null
 * @param answered   whether it was answered or skipped
 */
public record Assignment(
        UUID token,
        UUID listener,
        String voice,
        CardKind kind,
        int position,
        UUID first,
        UUID second,
        UUID correction,
        boolean answered) {}
