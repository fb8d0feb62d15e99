package org.dengbej.feedback.studio;

import java.util.List;
import org.dengbej.feedback.voice.Version;

/**
 * A version with what listeners say of it.
 *
 * @param score    its mean opinion score; null while nobody has rated
 * @param pairs    the pairs that it won; null while nobody has compared
 * @param excluded ratings that do not count
 */
public record VersionRow(Version version, ScoreView score, ScoreView pairs, List<Excluded> excluded) {}
