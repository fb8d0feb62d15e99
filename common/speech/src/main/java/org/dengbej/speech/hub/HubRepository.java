package org.dengbej.speech.hub;

/**
 * A repository of the Hugging Face hub.
 *
 * @param kind {@code models} or {@code datasets}, as the API's addresses have it
 * @param id   owner and name
 */
record HubRepository(String kind, String id) {

    private static final String MODELS = "models";
    private static final String DATASETS = "datasets";

    static HubRepository model(String id) {
        return new HubRepository(MODELS, id);
    }

    static HubRepository dataset(String id) {
        return new HubRepository(DATASETS, id);
    }

    /** Beginning of the addresses that tell of it. */
    String apiPath() {
        return "/api/%s/%s".formatted(kind, id);
    }

    /** Beginning of its files' addresses, which for models does not say what it is. */
    String filePath() {
        return kind.equals(MODELS) ? "/" + id : "/%s/%s".formatted(kind, id);
    }

    @Override
    public String toString() {
        return id;
    }
}
