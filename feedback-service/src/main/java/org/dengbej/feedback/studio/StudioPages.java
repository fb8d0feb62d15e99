package org.dengbej.feedback.studio;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.dengbej.feedback.web.Language;

/** Common to all pages of the studio. They are in English as yet. */
@ApplicationScoped
class StudioPages {

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
}
