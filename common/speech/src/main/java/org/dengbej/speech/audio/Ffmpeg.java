package org.dengbej.speech.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

/** The settings of FFmpeg's libraries in this process. */
final class Ffmpeg {

    static {
        // Else JavaCPP asks for this process's memory at every allocation, and refuses one when the engine, of which it
        // knows nothing, has taken four times what Java may have.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        av_log_set_level(AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /** Makes the settings, the first time that it is called; to be called before anything else of FFmpeg. */
    static void load() {
        // by the class's initialisation
    }
}
