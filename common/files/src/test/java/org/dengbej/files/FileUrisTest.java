package org.dengbej.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileUrisTest {

    @Test
    void aFileUriAndAPlainPathArePaths() {
        assertThat(FileUris.path("source", URI.create("file:///data/a%20b"))).isEqualTo(Path.of("/data/a b"));
        assertThat(FileUris.path("source", URI.create("/data"))).isEqualTo(Path.of("/data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/key", "file://host/data", "file:data", "mailto:a@b", "file:///a?b=c"})
    void anythingElseIsNamed(String uri) {
        assertThatThrownBy(() -> FileUris.path("PrepareDataset.source", URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PrepareDataset.source")
                .hasMessageContaining(uri);
    }
}
