package org.dengbej.feedback.web;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pages of a message alone. */
@ApplicationScoped
public class Pages {

    @Inject
    @Location("message")
    Template message;

    /** {@code link}: text of the link back to the sentences, or null for none. */
    public TemplateInstance message(Language language, String title, String text, String link) {
        return message(language, title, List.of(text), link);
    }

    /** The page of a refusal: its title, the reason, and where there is one an advice. */
    public TemplateInstance problem(Language language, ProblemDetail problem) {
        Messages messages = language.messages(Messages.class);
        Optional<ErrorPage> known = ErrorPage.of(problem.status());
        String title = known.map(messages::errorTitle).orElseGet(messages::otherErrorTitle);
        Stream<String> advice = known.map(messages::errorAdvice).stream();
        List<String> texts =
                Stream.concat(Stream.of(problem.reason().in(language)), advice).toList();
        return message(language, title, texts, messages.back());
    }

    private TemplateInstance message(Language language, String title, List<String> texts, String link) {
        return language.apply(message.instance())
                .data("title", title)
                .data("texts", texts)
                .data("link", link);
    }
}
