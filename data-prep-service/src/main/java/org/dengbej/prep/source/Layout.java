package org.dengbej.prep.source;

import java.util.Optional;

/** A way in which data sets of speech are laid out on a disk. */
interface Layout {

    /** The name under which it can be asked for. */
    String name();

    /** The files that it consists of, for somebody whose folder was not recognised. */
    String needs();

    /** The reason why a source is of this layout; empty where it is not. */
    Optional<String> recognise(Source source);

    /**
     * Opens a source.
     *
     * @throws UnusableSourceException when it is not of this layout, or ambiguous
     */
    RecordingSource open(Source source, SourceOptions options);
}
