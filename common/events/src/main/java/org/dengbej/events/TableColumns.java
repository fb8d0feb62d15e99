package org.dengbej.events;

/**
 * The columns of a data set's table, by name or by number from 1 on. An absent one is decided by looking at the table.
 *
 * @param audio   column that names the recordings, or holds them
 * @param text    column of the texts
 * @param speaker column of the speakers
 */
public record TableColumns(String audio, String text, String speaker) {

    public static final TableColumns BY_LOOKING = new TableColumns(null, null, null);
}
