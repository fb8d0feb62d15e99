package org.dengbej.prep.preparation;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.config.DataPrepConfig;
import org.dengbej.prep.filter.UnusableVoiceException;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.SourceOptions;
import org.dengbej.prep.source.UnusableSourceException;
import org.dengbej.speech.hub.DatasetHub;
import org.dengbej.speech.hub.DatasetReference;
import org.dengbej.speech.hub.DatasetUnavailableException;
import org.dengbej.speech.hub.HubClient;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.hub.ModelUnavailableException;

/** The inputs that requests name: recordings and voices, downloaded first where they lie on a hub. */
public record RequestedInputs(DataPrepConfig config) {

    /**
     * Opens the recordings.
     *
     * @throws UnusableSourceException when they cannot be read
     */
    public RecordingSource source(PrepareDataset request) {
        return Layouts.open(folder(request), SourceOptions.of(request));
    }

    private URI folder(PrepareDataset request) {
        try {
            return DatasetReference.parse(request.source())
                    .map(reference -> new DatasetHub(config.datasetCache(), hub())
                            .resolve(reference)
                            .toUri())
                    .orElse(request.source());
        } catch (IllegalArgumentException | DatasetUnavailableException e) {
            throw new UnusableSourceException(e.getMessage(), e);
        }
    }

    private HubClient hub() {
        return new HubClient(config.modelEndpoint(), config.hubToken().or(HubClient::userToken));
    }

    /**
     * The folder of the voice.
     *
     * @throws UnusableVoiceException when there is none
     */
    public Path model(PrepareDataset request) {
        try {
            return new ModelHub(config.modelCache(), hub()).resolve(request.model());
        } catch (ModelUnavailableException e) {
            throw new UnusableVoiceException(e.getMessage(), e);
        }
    }

    /** The format of the data that a voice's folder is trained on, at the rate that is asked for. */
    public static VoiceFormat voice(PrepareDataset request, Path model) {
        return VoiceFormat.read(model).at(request.sampleRateHz());
    }

    /** All that is read and lies on this machine: the recordings, and the voice where it is a folder. */
    public static List<Path> local(PrepareDataset request, RecordingSource source) {
        return Stream.concat(source.inputs().stream(), ModelHub.folder(request.model()).stream())
                .toList();
    }
}
