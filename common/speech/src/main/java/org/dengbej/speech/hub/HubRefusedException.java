package org.dengbej.speech.hub;

import java.io.IOException;

/** An answer of the hub that no repetition changes. */
final class HubRefusedException extends IOException {

    HubRefusedException(String message) {
        super(message);
    }
}
