package org.dengbej.feedback.studio;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.dengbej.feedback.audit.Audit;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** The first page of the studio: all voices, or the form to sign in; and the audit log. */
@Path("/studio")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class HomePage {

    private static final int AUDIT_ENTRIES = 100;

    private static final String SETTINGS = "dengbej.feedback.";
    private static final String SECRET = SETTINGS + "operator-key";

    /** A setting as it is in force. */
    public record Setting(String name, String value) {}

    /** A voice in the overview; {@code score}: null while it has none. */
    public record VoiceRow(Version champion, ScoreView score, Waiting waiting) {}

    @Inject
    @Location("studio/home")
    Template home;

    @Inject
    @Location("studio/sign-in")
    Template signIn;

    @Inject
    @Location("studio/audit")
    Template auditLog;

    @Inject
    @Location("studio/settings")
    Template settingsTable;

    @Inject
    StudioPages pages;

    @Inject
    StudioSessions sessions;

    @Inject
    OperatorKey key;

    @Inject
    SecurityIdentity identity;

    @Inject
    Voices voices;

    @Inject
    OpinionScores opinions;

    @Inject
    StudioQueries queries;

    @Inject
    Outbox outbox;

    @Inject
    Audit audit;

    @GET
    public Response start() throws SQLException {
        return identity.hasRole(OperatorKey.ROLE) ? StudioPages.ok(overview()) : StudioPages.ok(signIn(false));
    }

    private TemplateInstance overview() throws SQLException {
        List<VoiceRow> rows = new ArrayList<>();
        for (Version champion : voices.all()) {
            rows.add(new VoiceRow(champion, ScoreView.of(opinions.of(champion)), queries.waiting(champion.voice())));
        }
        return pages.page(home, StudioPages.messages().voices(), null)
                .data("rows", rows)
                .data("backlog", outbox.backlog().events());
    }

    private TemplateInstance signIn(boolean wrong) {
        return pages.page(signIn, StudioPages.messages().signIn(), null).data("wrong", wrong);
    }

    @POST
    @Path("/session")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response open(@RestForm("key") String given, @Context HttpServerRequest request) throws SQLException {
        if (!key.matches(given)) {
            return Response.status(Response.Status.FORBIDDEN)
                    .entity(signIn(true))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        return Response.fromResponse(StudioPages.see("/studio"))
                .cookie(sessions.cookie(sessions.open(), request.isSSL()))
                .build();
    }

    @POST
    @Path("/session/end")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response close(@CookieParam(StudioSessions.COOKIE) String cookie, @Context HttpServerRequest request)
            throws SQLException {
        if (cookie != null) {
            sessions.close(cookie);
        }
        return Response.fromResponse(StudioPages.see("/studio"))
                .cookie(StudioSessions.noCookie(request.isSSL()))
                .build();
    }

    @GET
    @Path("/settings")
    @RolesAllowed(OperatorKey.ROLE)
    public Response settings() {
        Config config = ConfigProvider.getConfig();
        List<Setting> settings = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(SETTINGS) && !name.equals(SECRET))
                .distinct()
                .sorted()
                .map(name -> new Setting(
                        name, config.getOptionalValue(name, String.class).orElse("")))
                .toList();
        return StudioPages.ok(pages.page(settingsTable, StudioPages.messages().settings(), null)
                .data("settings", settings));
    }

    @GET
    @Path("/audit")
    @RolesAllowed(OperatorKey.ROLE)
    public Response audit(@RestQuery String before) throws SQLException {
        Integer id = Require.number("before", before);
        return StudioPages.ok(pages.page(auditLog, StudioPages.messages().audit(), null)
                .data("entries", audit.before(id == null ? Long.MAX_VALUE : id, AUDIT_ENTRIES))
                .data("full", AUDIT_ENTRIES));
    }
}
