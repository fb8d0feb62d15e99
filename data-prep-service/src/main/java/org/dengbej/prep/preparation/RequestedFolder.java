package org.dengbej.prep.preparation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.dengbej.files.FileUris;
import org.dengbej.files.OutputFolder;
import org.dengbej.files.OutputFolderException;
import org.dengbej.files.PathWriter;

/** An output folder that a field of a request names. What fails names the field. */
final class RequestedFolder {

    private static final String MAKER = "prepare";

    private final String field;
    private final OutputFolder folder;
    private final String advice;

    private RequestedFolder(String field, OutputFolder folder, String advice) {
        this.field = field;
        this.folder = folder;
        this.advice = advice;
    }

    /**
     * The folder that a field names; empty when it names none.
     *
     * @param uri    the field's value; may be null
     * @param advice the end of the message when it cannot be written
     * @throws UnusableExportException when it names no folder of this machine
     */
    static Optional<RequestedFolder> of(String field, URI uri, boolean overwrite, String advice) {
        if (uri == null) {
            return Optional.empty();
        }
        try {
            Path path = FileUris.path(field, uri);
            return Optional.of(new RequestedFolder(field, new OutputFolder(path, MAKER, overwrite), advice));
        } catch (IllegalArgumentException e) {
            throw new UnusableExportException(e.getMessage(), e);
        }
    }

    Path path() {
        return folder.path();
    }

    void check(Collection<Path> inputs) {
        access(() -> folder.check(inputs.toArray(Path[]::new)));
    }

    void checkApart(Path input) {
        access(() -> folder.checkApart(input));
    }

    void write(PathWriter writer) {
        access(() -> folder.write(writer));
    }

    /** Something that is done with the files of the folder or beside it. */
    interface Access {
        void run() throws IOException;
    }

    /** @throws UnusableExportException when it fails */
    void access(Access access) {
        try {
            access.run();
        } catch (OutputFolderException e) {
            throw new UnusableExportException("%s: %s".formatted(field, e.getMessage()), e);
        } catch (IOException e) {
            throw new UnusableExportException("%s: %s%s".formatted(field, e.getMessage(), advice), e);
        }
    }
}
