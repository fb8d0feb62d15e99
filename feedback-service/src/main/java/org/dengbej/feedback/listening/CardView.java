package org.dengbej.feedback.listening;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A card as its listener sees it: nothing in it tells which version speaks.
 *
 * @param token    part of its address
 * @param kind     rating, pair, review or recording
 * @param voice    that it is about
 * @param text     the sentence
 * @param first    path of what is heard first; null for a recording
 * @param second   path of the other sound of a pair; else null
 * @param position of the listener's cards, from 1
 * @param consent  of a recording: version of the text that the listener must agree to first; null where nothing is to be agreed to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CardView(
        UUID token,
        String kind,
        String voice,
        String text,
        String first,
        String second,
        int position,
        Integer consent) {}
