package org.dengbej.feedback.recording;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Migration of recordings from their rows into files, some in memory at a time. One that was interrupted begins anew: a file that is
 * there already, whole or not, is written again.
 */
final class RecordingsToFiles implements JavaMigration {

    /** In memory at the same time; each has 3 MB at most. */
    private static final int BATCH_RECORDINGS = 16;

    /** Before all ids. */
    private static final UUID NONE = new UUID(0, 0);

    private record Recording(UUID id, byte[] wav) {}

    private final RecordingFolder folder;

    RecordingsToFiles(Path dataDir) {
        folder = new RecordingFolder(dataDir);
    }

    @Override
    public void migrate(Context context) throws SQLException, IOException {
        int moved = 0;
        List<Recording> batch = after(NONE, context.getConnection());
        while (!batch.isEmpty()) {
            for (Recording recording : batch) {
                folder.write(recording.id(), recording.wav());
                tell(context.getConnection(), recording);
            }
            moved += batch.size();
            batch = after(batch.get(batch.size() - 1).id(), context.getConnection());
        }
        Log.infof("recordings moved into files: recordings=%d folder=%s", moved, folder.path());
    }

    /** The next ones in the order of their ids. */
    private static List<Recording> after(UUID last, Connection connection) throws SQLException {
        List<Recording> batch = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, audio FROM correction WHERE id > ? AND sha256 IS NULL ORDER BY id LIMIT ?")) {
            select.setObject(1, last);
            select.setInt(2, BATCH_RECORDINGS);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                batch.add(new Recording(rows.getObject("id", UUID.class), rows.getBytes("audio")));
            }
        }
        return batch;
    }

    /** The row's own sound goes at once, so that its space is used again. */
    private static void tell(Connection connection, Recording recording) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE correction SET sha256 = ?, bytes = ?, audio = '' WHERE id = ?")) {
            update.setString(1, DigestUtils.sha256Hex(recording.wav()));
            update.setInt(2, recording.wav().length);
            update.setObject(3, recording.id());
            update.executeUpdate();
        }
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("3.3");
    }

    @Override
    public String getDescription() {
        return "recordings to files";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
