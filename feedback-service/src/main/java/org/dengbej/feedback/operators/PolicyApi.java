package org.dengbej.feedback.operators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.dengbej.feedback.trigger.Policies;
import org.dengbej.feedback.trigger.PolicySettings;
import org.dengbej.feedback.trigger.TriggerPolicy;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.DetailedReason;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Endpoints for voice builders: the policy by which a voice is fine-tuned, and what it would have done so far. */
@Path("/api/operators/voices/{voice}/policy")
@RolesAllowed(OperatorKey.ROLE)
@Cache(noStore = true)
@Tag(name = "Operators")
@SecurityRequirement(name = "operators-key")
@Produces(MediaType.APPLICATION_JSON)
public class PolicyApi {

    /** A policy; {@code settings} are the voice's own, {@code policy} all that follows from them and the configuration. */
    public record PolicyView(PolicySettings settings, PolicySettings policy) {

        PolicyView(PolicySettings settings, TriggerPolicy policy) {
            this(
                    settings,
                    new PolicySettings(
                            policy.corrections(),
                            policy.correctionSeconds(),
                            policy.targetScore(),
                            policy.every(),
                            policy.coolDown()));
        }
    }

    /** A job that would have been started; {@code corrections} that waited for it. */
    public record StartView(Instant at, String trigger, int corrections) {}

    @Inject
    ObjectMapper json;

    @Inject
    Voices voices;

    @Inject
    Policies policies;

    @Inject
    OperatorActs acts;

    @GET
    @Operation(summary = "The policy of a voice")
    public PolicyView policy(String voice) throws SQLException {
        voices.require(voice);
        return new PolicyView(policies.settings(voice), policies.of(voice));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the policy of a voice; what is left out has the configured default")
    @APIResponse(responseCode = "200", description = "It counts from now on")
    @APIResponse(responseCode = "400", description = "What is wrong with it")
    public PolicyView set(String voice, String body) throws SQLException {
        voices.require(voice);
        acts.setPolicy(voice, settings(body));
        return policy(voice);
    }

    @POST
    @Path("/dry-run")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "The jobs that settings would have started over all that was recorded and rated; nothing is changed")
    public List<StartView> dryRun(String voice, String body) throws SQLException {
        voices.require(voice);
        return policies.tried(voice, settings(body)).stream()
                .map(start -> new StartView(start.at(), start.trigger().label(), start.corrections()))
                .toList();
    }

    /** A field that there is not would be taken for the default otherwise. */
    private PolicySettings settings(String body) {
        try {
            PolicySettings settings = json.readerFor(PolicySettings.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(Require.present("the body", body));
            return Require.present("the body", settings);
        } catch (JsonProcessingException e) {
            throw InvalidInputException.malformed(
                    new DetailedReason(ReasonMessages::unreadableBody, e.getOriginalMessage()));
        }
    }
}
