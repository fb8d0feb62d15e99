package org.dengbej.feedback.web;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Pages of a message alone. */
@ApplicationScoped
public class Pages {

    @Inject
    @Location("message")
    Template message;

    /** {@code link}: text of the link back to the sentences, or null for none. */
    public TemplateInstance message(Language language, String title, String text, String link) {
        return language.apply(message.instance())
                .data("title", title)
                .data("text", text)
                .data("link", link);
    }
}
