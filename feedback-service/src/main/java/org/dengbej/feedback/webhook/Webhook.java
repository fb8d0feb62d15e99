package org.dengbej.feedback.webhook;

import java.util.List;
import java.util.UUID;

/**
 * An address that is told of events.
 *
 * @param url    http or https
 * @param secret that signs what is sent, with its prefix {@code whsec_}
 * @param types  CloudEvents types of which it is told
 */
public record Webhook(UUID id, String url, String secret, List<String> types) {

    public Webhook {
        types = List.copyOf(types);
    }
}
