package org.dengbej.feedback.client;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.util.List;

/** Requests of a voice builder with the operators' key. */
public final class Operator {

    /** The header of the key. */
    public static final String HEADER = "Authorization: Bearer %s\r\n".formatted(Builder.KEY);

    private Operator() {}

    public static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + Builder.KEY);
    }

    /** Rejects the recordings of a voice that wait, so that no other test's listeners are asked about them. */
    public static void rejectPending(String voice) {
        List<String> waiting = operator()
                .get("/api/operators/corrections?voice=" + voice)
                .path("findAll { it.state == 'pending' }.id");
        waiting.forEach(id -> operator().post("/api/operators/corrections/%s/reject".formatted(id)));
    }
}
