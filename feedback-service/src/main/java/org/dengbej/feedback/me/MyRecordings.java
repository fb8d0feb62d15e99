package org.dengbej.feedback.me;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dengbej.feedback.correction.Corrections;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;

/** A listener's recordings, one by one and all together with everything else. */
@ApplicationScoped
class MyRecordings {

    private static final String DATA = "data.json";

    @Inject
    MyDataQueries queries;

    @Inject
    Corrections corrections;

    @Inject
    ObjectMapper json;

    /**
     * The WAV file of a recording.
     *
     * @throws InvalidInputException (404) when the listener has no such recording
     */
    byte[] wav(Listener listener, String recording) throws SQLException, IOException {
        UUID id = Require.uuid("recording", recording);
        if (!queries.isOwn(listener.id(), id)) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchRecording);
        }
        try {
            return corrections.wav(id);
        } catch (NoSuchFileException e) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchRecording);
        }
    }

    /** Writes a ZIP file of {@value #DATA} and a WAV file for each recording. Sound does not shrink: it is stored, not deflated. */
    void writeArchive(MyData data, OutputStream out) throws IOException {
        try (ZipOutputStream archive = new ZipOutputStream(out)) {
            archive.putNextEntry(new ZipEntry(DATA));
            archive.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(data));
            archive.closeEntry();
            archive.setLevel(Deflater.NO_COMPRESSION);
            for (MyData.Recording recording : data.recordings()) {
                write(recording, archive);
            }
        }
    }

    /** One that was erased since its row was read is left out. */
    private void write(MyData.Recording recording, ZipOutputStream archive) throws IOException {
        byte[] wav;
        try {
            wav = corrections.wav(recording.id());
        } catch (NoSuchFileException e) {
            return;
        }
        archive.putNextEntry(new ZipEntry(recording.id() + ".wav"));
        archive.write(wav);
        archive.closeEntry();
    }
}
