package org.dengbej.feedback.recording;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.dengbej.feedback.config.FeedbackConfig;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The one migration that is no SQL, told where the data folder is. */
@Singleton
class RecordingsMigration implements FlywayConfigurationCustomizer {

    @Inject
    FeedbackConfig config;

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.javaMigrations(new RecordingsToFiles(config.dataDir()));
    }
}
