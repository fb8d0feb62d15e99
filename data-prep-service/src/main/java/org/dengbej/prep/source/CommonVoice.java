package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mozilla Common Voice: {@code validated.tsv} and {@code clips/}. */
final class CommonVoice {

    static final String LAYOUT = "common-voice";
    private static final String TABLE = "validated.tsv";
    private static final String TAB = "\t";

    private CommonVoice() {}

    static RecordingSource open(Path path) {
        SourceFolder folder = new SourceFolder(path);
        SourceFolder clips = new SourceFolder(folder.path().resolve("clips"));
        Path table = folder.required(TABLE, LAYOUT);
        List<String> lines = Lines.of(table);
        Map<String, Integer> columns = columns(lines, table);
        List<Recording> recordings = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (!line.isBlank()) {
                recordings.add(recording(line.split(TAB, -1), columns, clips));
            }
        }
        return new ListedSource(List.of(folder.path(), table, clips.path()), recordings);
    }

    private static Map<String, Integer> columns(List<String> lines, Path table) {
        Map<String, Integer> columns = new HashMap<>();
        String[] names = lines.isEmpty() ? new String[0] : lines.get(0).split(TAB, -1);
        for (int i = 0; i < names.length; i++) {
            columns.put(names[i].strip(), i);
        }
        for (String name : List.of("path", "sentence")) {
            if (!columns.containsKey(name)) {
                throw new UnusableSourceException(
                        "[%s] expected a column %s, found %s".formatted(table, name, columns.keySet()));
            }
        }
        return columns;
    }

    private static Recording recording(String[] cells, Map<String, Integer> columns, SourceFolder clips) {
        String path = cell(cells, columns, "path");
        return new Recording(
                path == null ? "" : path,
                cell(cells, columns, "sentence"),
                votes(cell(cells, columns, "up_votes")),
                votes(cell(cells, columns, "down_votes")),
                cell(cells, columns, "client_id"),
                cell(cells, columns, "gender"),
                clips.sound(path == null ? "" : path));
    }

    private static String cell(String[] cells, Map<String, Integer> columns, String name) {
        Integer index = columns.get(name);
        return index == null || index >= cells.length || cells[index].isEmpty() ? null : cells[index];
    }

    /** Votes; a cell that is no number counts as none. */
    private static Integer votes(String cell) {
        return cell == null ? null : cell.matches("[0-9]{1,9}") ? Integer.valueOf(cell) : Integer.valueOf(0);
    }
}
