package org.dengbej.prep.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The roles of a table's columns: which names recordings, which holds the texts, which the speakers. Decided by their names where there
 * is a header, else by what stands in them; where that leaves a choice, the table is refused with its first rows.
 *
 * @param header  whether the first row is one
 * @param audio   index of the column of recordings
 * @param texts   indices of the columns of texts, the best first: one that is empty in a row gives way to the next
 * @param speaker index; -1: none
 * @param upVotes index; -1: none
 * @param downVotes index; -1: none
 * @param gender  index; -1: none
 * @param split   index; -1: none
 */
record ColumnRoles(
        boolean header,
        int audio,
        List<Integer> texts,
        int speaker,
        int upVotes,
        int downVotes,
        int gender,
        int split) {

    private static final int MIN_ROWS_OF_NAMES = 10;
    private static final int MIN_WORDS_OF_SENTENCE = 4;

    static final List<String> AUDIO_NAMES = List.of(
            "path",
            "file_name",
            "filename",
            "file",
            "audio_file",
            "audio_path",
            "audio_filepath",
            "audio",
            "wav",
            "wav_path",
            "wav_filename",
            "wav_file",
            "clip",
            "clip_path",
            "recording",
            "id",
            "utterance_id",
            "utt_id");
    static final List<String> TEXT_NAMES = List.of(
            "normalized_text",
            "text_normalized",
            "normalized_transcription",
            "normalised_text",
            "normalized",
            "normalised",
            "sentence",
            "transcription",
            "transcript",
            "text",
            "raw_text",
            "text_original",
            "raw_transcription",
            "sentence_text",
            "utterance",
            "content",
            "label");
    static final List<String> SPEAKER_NAMES = List.of(
            "client_id",
            "speaker",
            "speaker_id",
            "speaker_name",
            "spk",
            "spk_id",
            "spkid",
            "user_id",
            "reader",
            "voice");

    static final List<String> GENDER_NAMES = List.of("gender", "sex");

    private static final int SAMPLE_ROWS = 500;
    private static final int SHOWN_ROWS = 3;
    private static final int SHOWN_CHARACTERS = 60;
    private static final double SAME_TEXT = 0.5;

    /** @throws UnusableSourceException when the columns are ambiguous, with the first rows and the flags that decide */
    static ColumnRoles of(Table table, Predicate<String> isAudio, SourceOptions options) {
        return new Resolution(table, isAudio, options).roles();
    }

    /** The cell of a role in a row; empty where the row is too short or there is no such column. */
    static String cell(List<String> row, int column) {
        return column < 0 || column >= row.size() || row.get(column) == null ? "" : row.get(column);
    }

    String text(List<String> row) {
        return texts.stream()
                .map(column -> cell(row, column))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private static final class Resolution {

        private final Table table;
        private final Predicate<String> isAudio;
        private final SourceOptions options;
        private final List<String> names;
        private final List<List<String>> sample;
        private final int width;

        Resolution(Table table, Predicate<String> isAudio, SourceOptions options) {
            this.table = table;
            this.isAudio = isAudio;
            this.options = options;
            List<List<String>> rows = table.rows();
            boolean header = table.named() || hasHeader(rows);
            this.names = header
                    ? rows.get(0).stream()
                            .map(name -> name.strip().toLowerCase(Locale.ROOT))
                            .toList()
                    : List.of();
            int from = header ? 1 : 0;
            this.sample = rows.subList(Math.min(from, rows.size()), Math.min(rows.size(), from + SAMPLE_ROWS));
            this.width = sample.stream().mapToInt(List::size).max().orElse(names.size());
        }

        /** A first row whose cells are names that tables have, or that the user gave, and none of which is a recording. */
        private boolean hasHeader(List<List<String>> rows) {
            if (rows.isEmpty()) {
                return false;
            }
            List<String> first = rows.get(0).stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            Set<String> known = new HashSet<>(AUDIO_NAMES);
            known.addAll(TEXT_NAMES);
            known.addAll(SPEAKER_NAMES);
            for (String given : Arrays.asList(options.audioColumn(), options.textColumn(), options.speakerColumn())) {
                if (given != null) {
                    known.add(given.toLowerCase(Locale.ROOT));
                }
            }
            long named = first.stream().filter(known::contains).count();
            boolean recording = rows.get(0).stream().anyMatch(isAudio);
            return !recording
                    && first.size() > 1
                    && named >= Math.min(2, first.size()) - (first.size() > 2 ? 1 : 0)
                    && named > 0;
        }

        ColumnRoles roles() {
            if (sample.isEmpty()) {
                throw refused("expected rows of recordings and texts, found none");
            }
            int audio = audio();
            int speaker = speaker(audio);
            List<Integer> texts = texts(audio, speaker);
            return new ColumnRoles(
                    !names.isEmpty(),
                    audio,
                    texts,
                    texts.contains(speaker) ? -1 : speaker,
                    names.indexOf("up_votes"),
                    names.indexOf("down_votes"),
                    GENDER_NAMES.stream()
                            .map(names::indexOf)
                            .filter(column -> column >= 0)
                            .findFirst()
                            .orElse(-1),
                    names.indexOf("split"));
        }

        private int audio() {
            if (options.audioColumn() != null) {
                return given("--audio_column", options.audioColumn());
            }
            List<Integer> columns = IntStream.range(0, width).boxed().toList();
            long most = columns.stream().mapToLong(this::recordings).max().orElse(0);
            List<Integer> best = columns.stream()
                    .filter(column -> recordings(column) == most)
                    .toList();
            for (String name : AUDIO_NAMES) {
                int column = names.indexOf(name);
                if (column >= 0 && (most == 0 || best.contains(column))) {
                    return column;
                }
            }
            if (most > 0) {
                if (best.size() > 1 && !sameFiles(best)) {
                    throw refused("expected one column of recordings, found %s; name one with --audio_column"
                            .formatted(described(best)));
                }
                return best.get(0);
            }
            if (names.isEmpty() && width > 1 && distinct(0) == sample.size() && spaces(0) == 0) {
                return 0; // names of recordings that are missing: each row says so
            }
            throw refused(
                    "expected a column that names recordings of this folder, found none; name it with --audio_column, and see that the recordings lie beside the table or below");
        }

        private boolean sameFiles(List<Integer> columns) {
            return sample.stream()
                    .allMatch(row -> columns.stream()
                                    .map(column -> AudioFiles.stem(cell(row, column)
                                            .toLowerCase(Locale.ROOT)
                                            .replace('\\', '/')))
                                    .distinct()
                                    .count()
                            == 1);
        }

        private int speaker(int audio) {
            if (options.speakerColumn() != null) {
                return given("--speaker_column", options.speakerColumn());
            }
            for (String name : SPEAKER_NAMES) {
                int column = names.indexOf(name);
                if (column >= 0 && column != audio) {
                    return column;
                }
            }
            if (!names.isEmpty()) {
                return -1;
            }
            return IntStream.range(0, width)
                    .filter(column -> column != audio)
                    .filter(column -> spaces(column) == 0 && filled(column) == sample.size())
                    .filter(column -> distinct(column) == 1
                            || distinct(column) * 2 <= sample.size()
                            || distinct(column) < sample.size() && isBesideSentences(column, audio))
                    .findFirst()
                    .orElse(-1);
        }

        /** True when another column has sentences, so that one of single words that come again names speakers, also in a few rows. */
        private boolean isBesideSentences(int column, int audio) {
            return IntStream.range(0, width)
                    .filter(other -> other != column && other != audio)
                    .anyMatch(other -> spaces(other) * 2 > sample.size());
        }

        private List<Integer> texts(int audio, int speaker) {
            if (options.textColumn() != null) {
                return List.of(given("--text_column", options.textColumn()));
            }
            List<Integer> named = TEXT_NAMES.stream()
                    .map(names::indexOf)
                    .filter(column -> column >= 0 && column != audio && filled(column) > 0)
                    .filter(column -> !isConstant(column) || isOneSentence(column))
                    .toList();
            if (!named.isEmpty()) {
                return named;
            }
            List<Integer> candidates = IntStream.range(0, width)
                    .filter(column -> column != audio && column != speaker)
                    .filter(column -> isText(column) && !isConstant(column))
                    .boxed()
                    .toList();
            if (candidates.isEmpty()
                    && names.isEmpty()
                    && width == 2
                    && (sample.size() == 1 || isOneSentence(1 - audio))) {
                return List.of(1 - audio);
            }
            if (candidates.isEmpty()) {
                throw refused("expected a column of texts, found none; name it with --text_column");
            }
            for (int i = 1; i < candidates.size(); i++) {
                if (overlap(candidates.get(0), candidates.get(i)) < SAME_TEXT) {
                    throw refused("expected one column of texts, found %s; name one with --text_column"
                            .formatted(described(candidates)));
                }
            }
            // Two forms of the same text: the last one has numbers and abbreviations written out.
            List<Integer> best = new ArrayList<>(candidates);
            java.util.Collections.reverse(best);
            return best;
        }

        private int given(String flag, String column) {
            int byName = names.indexOf(column.strip().toLowerCase(Locale.ROOT));
            if (byName >= 0) {
                return byName;
            }
            if (column.strip().matches("[1-9][0-9]{0,3}") && Integer.parseInt(column.strip()) <= width) {
                return Integer.parseInt(column.strip()) - 1;
            }
            throw refused("expected %s to be %s, found '%s'"
                    .formatted(
                            flag,
                            names.isEmpty()
                                    ? "a number from 1 to " + width
                                    : "one of " + names + " or a number from 1 to " + width,
                            column));
        }

        private long recordings(int column) {
            return sample.stream()
                    .filter(row -> isAudio.test(cell(row, column)))
                    .count();
        }

        private long filled(int column) {
            return sample.stream().filter(row -> !cell(row, column).isBlank()).count();
        }

        private long distinct(int column) {
            return sample.stream()
                    .map(row -> cell(row, column).strip())
                    .distinct()
                    .count();
        }

        private long spaces(int column) {
            return sample.stream()
                    .filter(row -> cell(row, column).strip().indexOf(' ') >= 0)
                    .count();
        }

        /** A column that is the same in all rows says nothing about a recording. */
        private boolean isConstant(int column) {
            return sample.size() > 1 && distinct(column) == 1;
        }

        /** True when a few recordings are all of one sentence, as a trial has it; a name has fewer words. */
        private boolean isOneSentence(int column) {
            return sample.size() < MIN_ROWS_OF_NAMES
                    && isConstant(column)
                    && words(cell(sample.get(0), column)).size() >= MIN_WORDS_OF_SENTENCE;
        }

        private boolean isText(int column) {
            long letters = sample.stream()
                    .filter(row -> cell(row, column).codePoints().anyMatch(Character::isLetter))
                    .count();
            return letters * 2 > filled(column)
                    && filled(column) > 0
                    && (spaces(column) * 3 >= filled(column) || distinct(column) * 2 > sample.size());
        }

        /** The share of words that two columns have in common, in the rows where both are filled. */
        private double overlap(int one, int other) {
            double sum = 0;
            int rows = 0;
            for (List<String> row : sample) {
                Set<String> words = words(cell(row, one));
                Set<String> others = words(cell(row, other));
                if (!words.isEmpty() && !others.isEmpty()) {
                    int smaller = Math.min(words.size(), others.size());
                    words.retainAll(others);
                    sum += (double) words.size() / smaller;
                    rows++;
                }
            }
            return rows == 0 ? 1 : sum / rows;
        }

        private static Set<String> words(String text) {
            Set<String> words =
                    new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+")));
            words.remove("");
            return words;
        }

        private String described(List<Integer> columns) {
            return columns.stream()
                    .map(column -> names.isEmpty() ? "column " + (column + 1) : "'%s'".formatted(names.get(column)))
                    .toList()
                    .toString();
        }

        private UnusableSourceException refused(String problem) {
            StringBuilder rows = new StringBuilder();
            List<List<String>> first =
                    table.rows().subList(0, Math.min(SHOWN_ROWS, table.rows().size()));
            first.forEach(row -> rows.append("\n  ")
                    .append(row.stream().map(Resolution::shown).toList()));
            return new UnusableSourceException(
                    "[%s] a table %s: %s. Its first rows:%s".formatted(table.file(), table.notation(), problem, rows));
        }

        private static String shown(String cell) {
            return cell.length() <= SHOWN_CHARACTERS ? cell : cell.substring(0, SHOWN_CHARACTERS) + " ...";
        }
    }
}
