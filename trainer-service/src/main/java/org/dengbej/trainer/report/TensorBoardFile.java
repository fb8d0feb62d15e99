package org.dengbej.trainer.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dengbej.speech.audio.Audio;

/**
 * An event file that {@code tensorboard --logdir} shows: curves, pictures and sounds over steps.
 *
 * <p>Each event is written at once and whole, so a run that is killed leaves at most one record cut short, which TensorBoard
 * skips. A run that is resumed writes a file of its own, read after the earlier ones, which makes void what those say of steps that are
 * now done again. Tags with a common beginning up to a slash ({@code loss/mel}, {@code loss/kl}) are shown together. Not safe for use
 * by several threads.
 */
public final class TensorBoardFile implements Closeable {

    /** TensorBoard reads a folder's files in the order of their names. */
    private static final String NAME = "events.out.tfevents.%010d.dengbej";

    private static final Pattern ANY = Pattern.compile("events\\.out\\.tfevents\\.([0-9]{10})(\\..*)?");

    private static final double NANOS_PER_SECOND = 1e9;

    private final OutputStream out;
    private final Clock clock;

    private TensorBoardFile(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * Begins a new file.
     *
     * @param folder    made if need be; holds the files of this run, and of no other
     * @param stepsDone what earlier files say of later steps is void; 0 for a run that begins
     * @param clock     for the events' times and the file's name
     */
    public static TensorBoardFile open(Path folder, long stepsDone, Clock clock) throws IOException {
        Files.createDirectories(folder);
        long seconds = Math.max(clock.instant().getEpochSecond(), newest(folder) + 1);
        Path file = folder.resolve(NAME.formatted(seconds));
        TensorBoardFile board = new TensorBoardFile(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
        board.write(TensorBoardEvent.version(board.now()));
        board.write(TensorBoardEvent.start(board.now(), stepsDone + 1));
        return board;
    }

    /** Seconds in the name of the last file; a clock that was set back must not bring a new file before it. */
    private static long newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> ANY.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max()
                    .orElse(-1);
        }
    }

    /** A point of each curve. */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        write(TensorBoardEvent.scalars(now(), step, values));
    }

    /** A picture. */
    public void image(long step, String tag, byte[] png) throws IOException {
        write(TensorBoardEvent.image(now(), step, tag, png));
    }

    /** A sound, as a WAV file of 16 bits. */
    public void audio(long step, String tag, Audio sound) throws IOException {
        write(TensorBoardEvent.audio(now(), step, tag, sound));
    }

    private void write(byte[] event) throws IOException {
        out.write(TfRecord.of(event));
    }

    private double now() {
        Instant now = clock.instant();
        return now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
