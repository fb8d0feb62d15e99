package org.dengbej.feedback.web;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Pages that only say something. */
@ApplicationScoped
public class Pages {

    @Inject
    @Location("message")
    Template message;

    /** {@code link}: the words of the way back to the sentences, or null. */
    public TemplateInstance message(Messages words, String title, String text, String link) {
        return message.data("words", words)
                .data("title", title)
                .data("text", text)
                .data("link", link);
    }
}
