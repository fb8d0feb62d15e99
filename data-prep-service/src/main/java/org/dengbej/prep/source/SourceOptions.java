package org.dengbej.prep.source;

import java.util.Arrays;
import java.util.Locale;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.TableColumns;

/**
 * The choices that a user can make about a source; each may be null, and is then made by looking.
 *
 * @param layout        name of a layout
 * @param audioColumn   name of a table's column of recordings, or its number from 1 on
 * @param textColumn    likewise of texts
 * @param speakerColumn likewise of speakers
 * @param split         names of splits, separated by commas
 */
public record SourceOptions(String layout, String audioColumn, String textColumn, String speakerColumn, String split) {

    public static final SourceOptions NONE = new SourceOptions(null, null, null, null, null);

    public static SourceOptions ofLayout(String layout) {
        return new SourceOptions(layout, null, null, null, null);
    }

    /** The choices of a request. */
    public static SourceOptions of(PrepareDataset request) {
        TableColumns columns = request.columns();
        return new SourceOptions(request.layout(), columns.audio(), columns.text(), columns.speaker(), request.split());
    }

    /** True when recordings of a split are wanted. */
    boolean wants(String name) {
        return split == null
                || Arrays.asList(split.toLowerCase(Locale.ROOT).split("\\s*,\\s*"))
                        .contains(name.toLowerCase(Locale.ROOT));
    }
}
