package org.dengbej.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads event files record by record. */
final class EventFile {

    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    private EventFile() {}

    /**
     * An event.
     *
     * @param step  of it
     * @param what  {@code version}, {@code start} or {@code summary}
     */
    record Entry(long step, String what) {}

    static List<Entry> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Entry> entries = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int length = Math.toIntExact(bytes.getLong());
            bytes.getInt();
            byte[] data = new byte[length];
            bytes.get(data);
            bytes.getInt();
            entries.add(entry(CodedInputStream.newInstance(data)));
        }
        return entries;
    }

    private static Entry entry(CodedInputStream event) throws IOException {
        long step = 0;
        String what = "version";
        for (int tag = event.readTag(); tag != 0; tag = event.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field == 2) {
                step = event.readInt64();
                continue;
            }
            what = field == SESSION_LOG ? "start" : field == SUMMARY ? "summary" : what;
            assertThat(event.skipField(tag)).isTrue();
        }
        return new Entry(step, what);
    }
}
