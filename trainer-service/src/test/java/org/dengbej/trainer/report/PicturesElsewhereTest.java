package org.dengbej.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other machines than a developer's: each in a process of its own. */
class PicturesElsewhereTest {

    @TempDir
    Path folder;

    /** Draws a picture and prints what came of it. */
    static final class Draw {

        public static void main(String[] args) {
            try {
                System.out.println(
                        AlignmentPng.of(List.of("a"), new float[] {3}, 0.016).length > 0 ? "drawn" : "empty");
            } catch (UndrawablePictureException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private String draw(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // Java remembers the fonts of the machine there.
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Draw.class.getName());
        java.environment().putAll(environment);
        Process process = java.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    @Test
    void aDisplayThatLeadsNowhereDoesNotMatter() throws Exception {
        assertThat(draw(Map.of("DISPLAY", ":77"))).endsWith("drawn");
    }

    @Test
    void aMachineWithoutFontsIsToldWhatItLacks() throws Exception {
        Path noFonts = folder.resolve("fonts.conf");
        Files.writeString(noFonts, "<fontconfig><cachedir>%s</cachedir></fontconfig>".formatted(folder));
        assertThat(draw(Map.of("FONTCONFIG_FILE", noFonts.toString()))).contains("install fontconfig and a font");
    }
}
