package org.dengbej.feedback.voice;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Endpoints for voices, their sentences and their sound. */
@Path("/api/voices")
@Tag(name = "Voices")
@Produces(MediaType.APPLICATION_JSON)
public class VoiceApi {

    /** A voice as listeners see it: its champion. */
    public record VoiceView(String name, int version, String checkpoint, boolean finished) {}

    /** A sentence as listeners see it; {@code role} is evaluation or recording, {@code audio} the path of a WAV file, null for the latter. */
    public record SentenceView(UUID id, String text, String role, String checkpoint, String audio) {}

    private static final String FOREVER = "public, max-age=31536000, immutable";

    @Inject
    Voices voices;

    @Inject
    SentenceAudioCache audioCache;

    @GET
    @Operation(summary = "The voices, the most recently promoted first")
    public List<VoiceView> voices() throws SQLException {
        return voices.all().stream()
                .map(voice -> new VoiceView(voice.voice(), voice.number(), voice.sha256(), voice.finished()))
                .toList();
    }

    @GET
    @Path("/{voice}/sentences")
    @Operation(summary = "The sentences that a voice speaks now")
    public List<SentenceView> sentences(String voice) throws SQLException {
        Version champion = voices.require(voice);
        return voices.sentences(champion).stream()
                .filter(sentence -> sentence.role() != SentenceRole.TRAP) // known, they would be none
                .map(sentence -> new SentenceView(
                        sentence.id(),
                        sentence.text(),
                        sentence.role().label(),
                        sentence.sha256(),
                        sentence.role() == SentenceRole.EVALUATION ? audioPath(voice, sentence.id()) : null))
                .toList();
    }

    /** Path of a sentence's sound. */
    public static String audioPath(String voice, UUID sentence) {
        return UriBuilder.fromPath("/api/voices/{voice}/sentences/{sentence}/audio")
                .build(voice, sentence)
                .toString();
    }

    @GET
    @Path("/{voice}/sentences/{sentence}/audio")
    @Produces("audio/wav")
    @Operation(summary = "A sentence as a WAV file; it never changes, and byte ranges are served")
    public Response audio(String voice, String sentence, @Context Request request, @HeaderParam("Range") String range)
            throws SQLException {
        UUID id = Require.uuid("sentence", sentence);
        SentenceAudio spoken = audioCache
                .find(id)
                .filter(candidate -> candidate.sentence().voice().equals(voice))
                .orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchSentence));
        EntityTag tag = new EntityTag(id.toString());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? ByteRange.of(range, spoken.wav()) : unchanged)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, FOREVER)
                .build();
    }
}
