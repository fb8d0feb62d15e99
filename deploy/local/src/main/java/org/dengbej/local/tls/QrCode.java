package org.dengbej.local.tls;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/** A QR code (ISO/IEC 18004) for a terminal: two rows of modules in a line, light on dark as most terminals are. */
public final class QrCode {

    private static final int QUIET_ZONE_MODULES = 2;

    private QrCode() {}

    /** The lines of a text's code. */
    public static String of(String text) {
        BitMatrix modules = modules(text);
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < modules.getHeight(); row += 2) {
            for (int column = 0; column < modules.getWidth(); column++) {
                boolean upper = !modules.get(column, row);
                boolean lower = row + 1 >= modules.getHeight() || !modules.get(column, row + 1);
                lines.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.append(System.lineSeparator());
        }
        return lines.toString();
    }

    private static BitMatrix modules(String text) {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE_MODULES,
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.L));
        } catch (WriterException e) {
            throw new IllegalArgumentException("a QR code cannot hold: " + text, e);
        }
    }
}
