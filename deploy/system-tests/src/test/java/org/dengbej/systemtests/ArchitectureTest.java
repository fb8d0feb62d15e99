package org.dengbej.systemtests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, and inside a service one package alone knows Kafka. */
class ArchitectureTest {

    private static final List<String> MODULES = List.of(
            "common/files",
            "common/safetensors",
            "common/events",
            "common/messaging",
            "common/embedded",
            "common/speech",
            "common/vits",
            "common/evaluation",
            "data-prep-service",
            "trainer-service",
            "feedback-service",
            "deploy/local",
            "deploy/system-tests");

    private static final JavaClasses OURS = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> Path.of("../..", module, "target/classes"))
                    .toList());

    private static final String[] SERVICES = {
        "org.dengbej.prep..", "org.dengbej.trainer..", "org.dengbej.feedback..", "org.dengbej.local.."
    };

    private static void check(ArchRule rule) {
        rule.check(OURS);
    }

    private static ArchRule none(String of, String... dependOn) {
        return noClasses()
                .that()
                .resideInAPackage(of)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(dependOn);
    }

    @Test
    void everyModuleIsLookedAt() {
        for (String name : new String[] {
            "files.AtomicFile",
            "safetensors.Safetensors",
            "events.Topics",
            "messaging.WorkQueue",
            "embedded.EmbeddedKafka",
            "speech.audio.Audio",
            "vits.VitsModel",
            "evaluation.VoiceEvaluator",
            "prep.preparation.Preparation",
            "trainer.loop.TrainingRun",
            "feedback.rating.Ratings",
            "local.Main",
            "systemtests.Chaos"
        }) {
            assertThat(OURS.contain("org.dengbej." + name)).as(name).isTrue();
        }
    }

    @Test
    void eventsKnowNoFramework() {
        check(none(
                "org.dengbej.events..",
                "io.quarkus..",
                "jakarta..",
                "ai.djl..",
                "org.apache.kafka..",
                "org.dengbej.messaging..",
                "org.dengbej.speech..",
                "org.dengbej.vits.."));
    }

    @Test
    void filesAndSafetensorsKnowNothingOfOurs() {
        for (String module : List.of("org.dengbej.files..", "org.dengbej.safetensors..")) {
            check(noClasses()
                    .that()
                    .resideInAPackage(module)
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.dengbej..").and(resideOutsideOfPackage(module))));
        }
    }

    @Test
    void speechKnowsNoTensors() {
        check(none("org.dengbej.speech..", "ai.djl..", "io.quarkus..", "org.apache.kafka..", "org.dengbej.vits.."));
    }

    @Test
    void theModelKnowsNoEventAndNoService() {
        check(none("org.dengbej.vits..", "io.quarkus..", "org.apache.kafka..", "org.dengbej.messaging.."));
        check(none("org.dengbej.vits..", "org.dengbej.events.."));
        check(none("org.dengbej.vits..", SERVICES));
    }

    @Test
    void theMeasuresKnowNoEventAndNoService() {
        check(none("org.dengbej.evaluation..", "io.quarkus..", "org.apache.kafka..", "org.dengbej.messaging.."));
        check(none("org.dengbej.evaluation..", "org.dengbej.events.."));
        check(none("org.dengbej.evaluation..", SERVICES));
        check(none("org.dengbej.vits..", "org.dengbej.evaluation.."));
    }

    @Test
    void checkpointsOfOthersAreReadWithoutTheEngine() {
        check(none("org.dengbej.vits.torchfile..", "ai.djl..", "org.dengbej.vits.original.."));
        check(none("org.dengbej.vits.original..", "ai.djl.."));
    }

    @Test
    void commonPartsKnowNoService() {
        check(none("org.dengbej.messaging..", SERVICES));
        check(none("org.dengbej.embedded..", SERVICES));
    }

    @Test
    void servicesKnowOnlyThemselves() {
        check(none("org.dengbej.prep..", "org.dengbej.trainer..", "org.dengbej.feedback..", "org.dengbej.vits.."));
        check(none("org.dengbej.trainer..", "org.dengbej.prep..", "org.dengbej.feedback.."));
        check(none("org.dengbej.feedback..", "org.dengbej.prep..", "org.dengbej.trainer.."));
        for (String client : List.of("org.dengbej.local..", "org.dengbej.systemtests..")) {
            check(none(client, "org.dengbej.prep..", "org.dengbej.trainer..", "org.dengbej.feedback.."));
        }
        check(none("org.dengbej.local..", "org.dengbej.systemtests.."));
    }

    @Test
    void inAServiceOnePackageAloneKnowsKafka() {
        check(noClasses()
                .that()
                .resideInAnyPackage("org.dengbej.prep..", "org.dengbej.trainer..", "org.dengbej.feedback..")
                .and()
                .resideOutsideOfPackage("..messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "io.smallrye.reactive.messaging..", "org.dengbej.messaging.."));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("org.dengbej.trainer.(*)..").should().beFreeOfCycles());
        check(slices().matching("org.dengbej.prep.(*)..").should().beFreeOfCycles());
        check(slices().matching("org.dengbej.feedback.(*)..").should().beFreeOfCycles());
        check(slices().matching("org.dengbej.local.(*)..").should().beFreeOfCycles());
    }

    @Test
    void onlyTheEnginePackageCallsDjlsInternals() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.dengbej.vits.engine..", "org.dengbej.trainer.step..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch.."));
    }
}
