package org.dengbej.feedback.studio;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.web.Require;
import org.dengbej.feedback.webhook.Webhooks;
import org.jboss.resteasy.reactive.RestForm;

/** The webhooks, to add and to remove, and what was sent to them. */
@Path("/studio/webhooks")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class WebhooksPage {

    private static final int MAX_DELIVERIES = 100;

    @Inject
    @Location("studio/webhooks")
    Template template;

    @Inject
    StudioPages pages;

    @Inject
    Webhooks webhooks;

    @GET
    public Response webhooks() throws SQLException {
        return StudioPages.ok(pages.page(template, StudioPages.messages().webhooks(), null)
                .data("webhooks", webhooks.all())
                .data("types", Webhooks.TYPES)
                .data("deliveries", webhooks.deliveries(MAX_DELIVERIES)));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response add(@RestForm String url, @RestForm("type") List<String> types) throws SQLException {
        webhooks.add(url, types);
        return StudioPages.see("/studio/webhooks");
    }

    @POST
    @Path("/{webhook}/remove")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response remove(String webhook) throws SQLException {
        webhooks.remove(Require.uuid("webhook", webhook));
        return StudioPages.see("/studio/webhooks");
    }
}
