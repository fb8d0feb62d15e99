package org.dengbej.speech.hub;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data set on the Hugging Face hub, written as its file system library writes it: {@code hf://datasets/owner/name@revision}.
 *
 * @param id       owner and name
 * @param revision branch, tag or commit
 */
public record DatasetReference(String id, String revision) {

    public static final String SCHEME = "hf";

    private static final String MAIN = "main";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]*");
    private static final Pattern FORM = Pattern.compile("hf://datasets/([^@]+)(?:@(.+))?");

    /** @throws IllegalArgumentException when the id or the revision is none */
    public DatasetReference {
        revision = revision == null ? MAIN : revision;
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("expected a data set's id like owner/name, found '%s'".formatted(id));
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
            throw new IllegalArgumentException(
                    "[%s] expected a branch, tag or commit as revision, found '%s'".formatted(id, revision));
        }
    }

    /** The reference that a URI is; empty for a URI of another scheme. */
    public static Optional<DatasetReference> parse(URI uri) {
        if (!SCHEME.equals(uri.getScheme())) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(uri.toString());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "expected hf://datasets/owner/name or hf://datasets/owner/name@revision, found '%s'"
                            .formatted(uri));
        }
        return Optional.of(new DatasetReference(form.group(1), form.group(2)));
    }

    public URI uri() {
        return URI.create("hf://datasets/%s@%s".formatted(id, revision));
    }

    @Override
    public String toString() {
        return id + "@" + revision;
    }
}
