package org.dengbej.local.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final int PIXELS = 4;

    @ParameterizedTest
    @ValueSource(strings = {"https://192.168.178.21:8443/", "https://10.0.0.1:8443/", "https://localhost:18443/kmr"})
    void whatIsPrintedIsReadAsTheText(String text) throws ReaderException {
        assertThat(read(QrCode.of(text))).isEqualTo(text);
    }

    /** Reads the picture that a terminal of light letters on dark ground shows. */
    private static String read(String printed) throws ReaderException, NotFoundException {
        List<String> lines = printed.lines().toList();
        int width = lines.get(0).length() * PIXELS;
        int height = 2 * lines.size() * PIXELS;
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char symbol = lines.get(y / PIXELS / 2).charAt(x / PIXELS);
                boolean upper = y / PIXELS % 2 == 0;
                boolean light = symbol == '█' || symbol == (upper ? '▀' : '▄');
                pixels[y * width + x] = light ? 0xffffff : 0;
            }
        }
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
