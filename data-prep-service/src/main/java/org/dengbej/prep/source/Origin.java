package org.dengbej.prep.source;

/**
 * The place of a recording in its source, for people who look it up.
 *
 * @param file relative to the source: the table, or the sound itself where there is none
 * @param row  line of the table as an editor shows it, row of a Parquet file, from 1 on; 0 where the file is the recording
 */
public record Origin(String file, long row) {

    static final Origin UNKNOWN = new Origin("", 0);

    static Origin ofFile(String file) {
        return new Origin(file, 0);
    }

    /** As compilers write it: {@code file:row}. */
    @Override
    public String toString() {
        return row == 0 ? file : file + ":" + row;
    }
}
