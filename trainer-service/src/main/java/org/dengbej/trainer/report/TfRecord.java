package org.dengbej.trainer.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A record of a TFRecord file (tensorflow.org, "TFRecords format details"), little-endian: the data's length (8 bytes), the masked
 * CRC-32C of these bytes (4), the data, its masked CRC-32C (4).
 */
final class TfRecord {

    private static final int MASK = 0xa282ead8;

    private TfRecord() {}

    static byte[] of(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + data.length + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedCrc(record.array(), Long.BYTES));
        record.put(data);
        record.putInt(maskedCrc(data, data.length));
        return record.array();
    }

    /** A CRC of data that hold CRCs says little: hence the mask. */
    private static int maskedCrc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
