package org.dengbej.feedback.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A voice builder who is signed in to the studio: the cookie of a session. */
public record Builder(RawClient client, String cookie) {

    /** The operators' key of the tests. */
    public static final String KEY = "the operators of the tests";

    private static final Pattern COOKIE = Pattern.compile("(studio=[0-9a-f]{64})");

    public static Builder signIn(RawClient client) throws IOException {
        Answer answer = signIn(client, KEY);
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        Matcher set = COOKIE.matcher(answer.header("Set-Cookie"));
        assertThat(set.find()).as(answer.header("Set-Cookie")).isTrue();
        return new Builder(client, set.group(1));
    }

    public static Answer signIn(RawClient client, String key) throws IOException {
        return client.send(
                "POST",
                "/studio/session",
                Multipart.HEADER,
                new Multipart().field("key", key).bytes());
    }

    /** The Cookie header. */
    public String header() {
        return "Cookie: %s\r\n".formatted(cookie);
    }

    public Answer get(String path) throws IOException {
        return client.get(path, header());
    }

    public Answer post(String path, Multipart form) throws IOException {
        return client.send("POST", path, Multipart.HEADER + header(), form.bytes());
    }

    /** Sends a form without fields. */
    public Answer post(String path) throws IOException {
        return post(path, new Multipart());
    }
}
