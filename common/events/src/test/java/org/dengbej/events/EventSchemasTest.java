package org.dengbej.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the published contract, schemas and AsyncAPI document, to the records. */
class EventSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static String resource(String name) throws IOException {
        try (InputStream in = EventSchemasTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String schemaText(Event event) throws IOException {
        return resource("schemas/%s.v1.json".formatted(event.getClass().getSimpleName()));
    }

    private static boolean valid(Event event, JsonNode json) throws IOException {
        Schema schema = SCHEMAS.getSchema(schemaText(event), InputFormat.JSON);
        return schema.validate(json.toString(), InputFormat.JSON).isEmpty();
    }

    private static ObjectNode json(Event event) throws IOException {
        return (ObjectNode) JSON.readTree(EventJson.write(event));
    }

    static Stream<Event> events() {
        return Examples.ALL.stream();
    }

    @Test
    void everyEventHasAType() {
        assertThat(Event.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        Arrays.stream(EventType.values()).map(EventType::record).toArray(Class<?>[]::new));
    }

    @Test
    void thereIsAnExampleOfEveryEvent() {
        assertThat(Examples.ALL.stream().map(Event::type)).containsExactlyInAnyOrder(EventType.values());
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventFitsItsSchemaAndReadsBackTheSame(Event event) throws IOException {
        assertThat(valid(event, json(event))).isTrue();
        assertThat(EventJson.read(EventJson.write(event), event.getClass())).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void theSchemaKnowsTheFieldsOfTheRecord(Event event) throws IOException {
        JsonNode schema = JSON.readTree(schemaText(event));
        assertThat(names(schema.path("properties"))).isEqualTo(components(event.getClass()));
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            JsonNode property = schema.path("properties").path(component.getName());
            assertThat(property.path("description").asText())
                    .as(component.getName())
                    .isNotBlank();
            assertThat(property.has("$ref") ? "object" : property.path("type").asText())
                    .as(component.getName())
                    .isEqualTo(jsonType(component.getType()));
        }
        schema.path("$defs")
                .properties()
                .forEach(definition -> assertThat(names(definition.getValue().path("properties")))
                        .isEqualTo(components(nested(definition.getKey()))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatTheSchemaRequiresTheRecordRefusesToMiss(Event event) throws IOException {
        JsonNode schema = JSON.readTree(schemaText(event));
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (String field : names(json(event))) {
            ObjectNode without = json(event);
            without.remove(field);
            byte[] bytes = JSON.writeValueAsBytes(without);
            if (required.contains(field)) {
                assertThat(valid(event, without)).as(field).isFalse();
                assertThatThrownBy(() -> EventJson.read(bytes, event.getClass()))
                        .as(field)
                        .isInstanceOf(InvalidEventException.class)
                        .hasMessageContaining(event.getClass().getSimpleName())
                        .hasMessageContaining(field);
            } else {
                assertThat(valid(event, without)).as(field).isTrue();
                assertThatCode(() -> EventJson.read(bytes, event.getClass()))
                        .as(field)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void theAsyncApiDocumentKnowsEveryTopicAndWhatTravelsOnIt() throws IOException {
        // Given
        JsonNode document = new YAMLMapper().readTree(resource("asyncapi.yaml"));
        assertThat(document.path("asyncapi").asText()).startsWith("3.");

        // Then
        Map<String, Set<String>> documented = document.path("channels").properties().stream()
                .collect(Collectors.toMap(
                        channel -> channel.getValue().path("address").asText(),
                        channel -> names(channel.getValue().path("messages"))));
        Map<String, Set<String>> ours = Arrays.stream(EventType.values())
                .collect(Collectors.groupingBy(
                        EventType::topic,
                        Collectors.mapping(type -> type.record().getSimpleName(), Collectors.toSet())));
        ours.put(Topics.BATCHES, Set.of("PreparedBatch"));
        ours.put(Topics.TEMPORARY_BATCHES, Set.of("PreparedBatch"));
        assertThat(documented).isEqualTo(ours);
        assertThat(documented.keySet())
                .isEqualTo(Topics.all().stream()
                        .map(TopicSpec::name)
                        .filter(name -> !name.endsWith(".dlq"))
                        .collect(Collectors.toSet()));

        // And every message has its type's name and a schema that is there
        for (Map.Entry<String, JsonNode> message :
                document.path("components").path("messages").properties()) {
            assertThat(message.getValue().path("name").asText())
                    .isEqualTo("org.dengbej.%s.v1".formatted(message.getKey()));
            JsonNode schema = message.getValue().path("payload").path("schema").path("$ref");
            if (!message.getKey().equals("PreparedBatch")) {
                resource(schema.asText());
            }
        }
        assertThat(document.at("/components/messages/PreparedBatch/name").asText())
                .isEqualTo(EventType.PREPARED_BATCH);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static Class<?> nested(String name) {
        return Stream.of(
                        OffsetRange.class,
                        DatasetStatistics.class,
                        RejectedUtterance.class,
                        WeightedDataset.class,
                        PrepareDataset.class,
                        ShardRange.class,
                        Filters.class,
                        SoundFilters.class,
                        SoundConditioning.class,
                        SoundStatistics.class,
                        Distribution.class,
                        MeasuredValue.class,
                        TableColumns.class,
                        SpeakerSelection.class,
                        SpeakerSummary.class,
                        SpeakerHours.class,
                        Hyperparameters.class,
                        LossWeights.class,
                        CheckpointSaved.Sample.class)
                .filter(record -> record.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String jsonType(Class<?> type) {
        if (List.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
            return "integer";
        }
        if (List.of(double.class, Double.class).contains(type)) {
            return "number";
        }
        if (List.of(boolean.class, Boolean.class).contains(type)) {
            return "boolean";
        }
        if (List.class.isAssignableFrom(type)) {
            return "array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "object" : "string";
    }
}
