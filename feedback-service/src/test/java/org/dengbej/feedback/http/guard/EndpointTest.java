package org.dengbej.feedback.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of endpoints that take something, against the resources as they are annotated. */
class EndpointTest {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private static final List<Class<?>> RESOURCES = resources();

    /** A resource method that takes something. */
    private record Taking(String method, String template, boolean form) {}

    private static List<Class<?>> resources() {
        java.nio.file.Path classes = java.nio.file.Path.of("target/classes");
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && name.startsWith("org/dengbej"))
                    .map(name -> name.replace('/', '.').substring(0, name.length() - ".class".length()))
                    .<Class<?>>map(EndpointTest::load)
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, EndpointTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Taking> taking(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.HttpMethod.class))
                        .map(type -> type.getAnnotation(jakarta.ws.rs.HttpMethod.class)
                                .value())
                        .filter(verb -> !SAFE.contains(verb))
                        .map(verb -> new Taking(verb, template(resource, method), takesForm(resource, method))));
    }

    private static String template(Class<?> resource, Method method) {
        Path part = method.getAnnotation(Path.class);
        String whole = "/" + resource.getAnnotation(Path.class).value() + "/" + (part == null ? "" : part.value());
        return whole.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }

    private static boolean takesForm(Class<?> resource, Method method) {
        Consumes consumes = method.isAnnotationPresent(Consumes.class)
                ? method.getAnnotation(Consumes.class)
                : resource.getAnnotation(Consumes.class);
        return consumes != null && List.of(consumes.value()).contains(MediaType.MULTIPART_FORM_DATA);
    }

    @Test
    void everyResourceMethodThatTakesSomethingIsInTheTableAndNothingElse() {
        assertThat(RESOURCES).hasSizeGreaterThanOrEqualTo(6);
        Set<String> declared = RESOURCES.stream()
                .flatMap(EndpointTest::taking)
                .map(Taking::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> table = Arrays.stream(Endpoint.values())
                .map(endpoint -> new Taking(endpoint.method(), endpoint.template(), endpoint.form()).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table).isEqualTo(declared);
    }

    @Test
    void pathsAreMatchedWhole() {
        assertThat(RateLimitClass.of(HttpMethod.POST, "/api/ratings")).isEqualTo(RateLimitClass.RATINGS);
        assertThat(RateLimitClass.of(HttpMethod.POST, "/api/corrections/")).isEqualTo(RateLimitClass.UPLOADS);
        assertThat(RateLimitClass.of(HttpMethod.POST, "/api/operators/voices/corrections/fine-tune"))
                .isEqualTo(RateLimitClass.RATINGS);
        assertThat(Endpoint.takesForms("/api/operators/corrections")).isFalse();
        assertThat(Endpoint.takesForms("/demo")).isFalse();
        assertThat(Endpoint.takesForms("/demo/0a-1b/recording")).isFalse();
        assertThat(Endpoint.takesForms("/demo/0a-1b")).isTrue();
        assertThat(Endpoint.takesForms("/api/voices/demo/cards/0a-1b")).isFalse();
    }

    @Test
    void anUnknownPathCountsAsTheScarcestClass() {
        for (String path : List.of("/api/ratings;a=b", "/api/corrections;a=b", "/api/ratings/x", "/", "/nowhere")) {
            assertThat(RateLimitClass.of(HttpMethod.POST, path)).as(path).isEqualTo(RateLimitClass.UPLOADS);
        }
        assertThat(RateLimitClass.of(HttpMethod.DELETE, "/api/ratings")).isEqualTo(RateLimitClass.UPLOADS);
    }

    @Test
    void safeMethodsAreReadsWhateverThePath() {
        for (HttpMethod safe : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)) {
            assertThat(RateLimitClass.of(safe, "/api/corrections")).isEqualTo(RateLimitClass.READS);
        }
    }
}
