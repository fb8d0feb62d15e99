package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The recordings of tables whose rows name a sound file and its text. */
final class TableSource {

    private TableSource() {}

    /**
     * Reads tables of one kind; each decides about its columns by itself.
     *
     * @param layout for the description
     * @param source that they are of
     * @param audio  of the folder in which the tables' names are looked for
     */
    static RecordingSource of(
            String layout, Source source, List<Table> tables, AudioFiles audio, SourceOptions options) {
        List<Recording> recordings = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        RowNames names = new RowNames();
        for (Table table : tables) {
            ColumnRoles roles = ColumnRoles.of(table, audio::has, options);
            notes.add("%s, %s, recordings in column %d, texts in column %s%s"
                    .formatted(
                            table.file().getFileName(),
                            table.notation(),
                            roles.audio() + 1,
                            roles.texts().stream()
                                    .map(column -> Integer.toString(column + 1))
                                    .toList(),
                            roles.speaker() < 0 ? "" : ", speakers in column " + (roles.speaker() + 1)));
            List<List<String>> rows = table.rows();
            String file = source.relative(table.file());
            for (int i = roles.header() ? 1 : 0; i < rows.size(); i++) {
                List<String> row = rows.get(i);
                if (roles.split() < 0 || options.wants(ColumnRoles.cell(row, roles.split()))) {
                    Origin origin = new Origin(file, table.lines().get(i));
                    recordings.add(recording(row, roles, audio, names, origin));
                }
            }
        }
        return new ListedSource(inputs(source, tables, audio), recordings, layout + ": " + String.join("; ", notes));
    }

    private static List<Path> inputs(Source source, List<Table> tables, AudioFiles audio) {
        return Stream.of(Stream.of(source.path()), tables.stream().map(Table::file), audio.folders().stream())
                .flatMap(paths -> paths)
                .distinct()
                .toList();
    }

    private static Recording recording(
            List<String> row, ColumnRoles roles, AudioFiles audio, RowNames names, Origin origin) {
        String name = ColumnRoles.cell(row, roles.audio()).strip();
        String text = roles.text(row);
        return new Recording(
                names.next(name, text),
                text,
                votes(ColumnRoles.cell(row, roles.upVotes())),
                votes(ColumnRoles.cell(row, roles.downVotes())),
                orNull(ColumnRoles.cell(row, roles.speaker())),
                orNull(ColumnRoles.cell(row, roles.gender())),
                audio.sound(name),
                origin);
    }

    static String orNull(String cell) {
        return cell.isBlank() ? null : cell.strip();
    }

    /** Votes that are no number count as none. */
    static Integer votes(String cell) {
        if (cell.isBlank()) {
            return null;
        }
        return cell.strip().matches("[0-9]{1,9}(\\.0*)?")
                ? Integer.valueOf(cell.strip().replaceFirst("\\..*", ""))
                : Integer.valueOf(0);
    }

    /** The split that a table is of, by the folder or the name that it has. */
    static String split(Path table) {
        String name = Source.name(table);
        for (String split :
                List.of("train", "validation", "valid", "dev", "val", "test", "other", "validated", "invalidated")) {
            if (name.startsWith(split) || name.contains("_" + split + "_filelist") || name.contains("-" + split)) {
                return split;
            }
        }
        return table.getParent() == null ? "" : Source.name(table.getParent());
    }
}
