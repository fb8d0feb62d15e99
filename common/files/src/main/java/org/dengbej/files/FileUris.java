package org.dengbej.files;

import java.net.URI;
import java.nio.file.Path;

/** The paths of {@code file:} URIs, in which events name folders. */
public final class FileUris {

    private FileUris() {}

    /**
     * The path that a URI names; one without a scheme is a path itself.
     *
     * @param field for the message: of which event or setting it is
     * @throws IllegalArgumentException for any other scheme, and for what is no path
     */
    public static Path path(String field, URI uri) {
        if (uri.getScheme() == null && uri.getPath() != null) {
            return Path.of(uri.getPath());
        }
        if (!"file".equals(uri.getScheme()) || uri.getRawAuthority() != null) {
            throw new IllegalArgumentException(
                    "%s must be a file: URI of this machine like file:///data, found %s".formatted(field, uri));
        }
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s must be a file: URI like file:///data, found %s".formatted(field, uri), e);
        }
    }
}
