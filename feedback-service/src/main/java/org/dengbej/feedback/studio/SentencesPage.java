package org.dengbej.feedback.studio;

import io.quarkus.logging.Log;
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
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.dengbej.feedback.operators.OperatorActs;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.SentenceRole;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.Require;
import org.dengbej.speech.text.Tokenizer;
import org.jboss.resteasy.reactive.RestForm;

/** The sentences of a voice by their role, how they cover its alphabet, and a form to add more, one per line. */
@Path("/studio/voices/{voice}/sentences")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class SentencesPage {

    /** Latin letters with their extensions, and Arabic ones: those of the languages that we know. */
    private static final int[][] LETTERS = {{'a', 0x17F}, {0x1E00, 0x1EFF}, {0x620, 0x6FF}};

    /** The sentences of a role, and what of the alphabet is in them. */
    public record Role(SentenceRole role, List<Sentence> sentences, LetterCoverage coverage) {}

    @Inject
    @Location("studio/sentences")
    Template template;

    @Inject
    StudioPages pages;

    @Inject
    Voices voices;

    @Inject
    OperatorActs acts;

    @GET
    public Response sentences(String voice) throws SQLException {
        Version champion = voices.require(voice);
        Optional<Tokenizer> tokenizer = tokenizer(champion);
        NavigableSet<String> alphabet = tokenizer.map(SentencesPage::alphabet).orElseGet(TreeSet::new);
        List<Role> roles = new ArrayList<>();
        for (SentenceRole role : SentenceRole.values()) {
            List<Sentence> sentences = voices.sentences(champion, role);
            List<String> texts = sentences.stream()
                    .map(sentence -> tokenizer
                            .map(reader -> reader.normalized(sentence.text()))
                            .orElse(sentence.text()))
                    .toList();
            roles.add(new Role(role, sentences, LetterCoverage.of(texts, alphabet)));
        }
        return StudioPages.ok(
                pages.page(template, StudioPages.messages().sentences(), voice).data("roles", roles));
    }

    /** The tokenizer of a version; empty where its folder is gone. */
    private static Optional<Tokenizer> tokenizer(Version version) {
        try {
            return Optional.of(Tokenizer.read(version.folder()));
        } catch (RuntimeException e) {
            Log.warnf(
                    "alphabet not known: voice=%s version=%d reason=%s",
                    version.voice(), version.number(), e.getMessage());
            return Optional.empty();
        }
    }

    private static NavigableSet<String> alphabet(Tokenizer tokenizer) {
        NavigableSet<String> alphabet = new TreeSet<>();
        for (int[] range : LETTERS) {
            IntStream.rangeClosed(range[0], range[1])
                    .filter(Character::isLetter)
                    .mapToObj(Character::toString)
                    .filter(tokenizer::reads)
                    .forEach(alphabet::add);
        }
        return alphabet;
    }

    /** An empty field is none. */
    private static Integer trapScore(String score) {
        return score == null || score.isBlank() ? null : Require.number("score", score);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response add(String voice, @RestForm String role, @RestForm String texts, @RestForm String score)
            throws SQLException {
        voices.require(voice);
        List<String> lines = Require.present("texts", texts)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        acts.addSentences(voice, SentenceRole.of(role), lines, trapScore(score));
        return StudioPages.see("/studio/voices/{voice}/sentences", voice);
    }
}
