package org.dengbej.feedback.studio;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.sql.SQLException;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.ReasonMessages;

/** Common to all pages of the studio. They are in English as yet. */
@ApplicationScoped
class StudioPages {

    @Inject
    Voices voices;

    /** A page; {@code voice}: null for one of no voice. */
    TemplateInstance page(Template template, String title, String voice) {
        return Language.ENGLISH.apply(template.instance()).data("title", title).data("voice", voice);
    }

    static Response ok(TemplateInstance page) {
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    /** Redirect to a page, after a form was taken. */
    static Response see(String template, Object... values) {
        URI address = UriBuilder.fromPath(template).build(values);
        return Response.seeOther(address)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    static StudioMessages messages() {
        return Language.ENGLISH.messages(StudioMessages.class);
    }

    /**
     * The champion of a voice.
     *
     * @throws InvalidInputException when there is no such voice
     */
    Version champion(String voice) throws SQLException {
        return voices.find(voice).orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchVoice));
    }
}
