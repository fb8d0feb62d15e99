package org.dengbej.events.batch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dengbej.safetensors.InvalidSafetensorsException;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.safetensors.TensorType;

/**
 * A prepared batch as one safetensors blob; {@code safetensors.torch.load(value)} reads it.
 *
 * <p>B utterances, T tokens of the longest, N samples of the longest: {@code input_ids} I64 [B, T] and {@code waveform} I16
 * [B, N], both right-padded with 0; {@code input_lengths} and {@code waveform_lengths} I64 [B]; {@code weights} F32 [B].
 * {@code __metadata__}: {@code format} = 1, {@code dataset}, {@code index}, {@code sample_rate}, {@code utterance_ids} (a JSON
 * list).
 *
 * <p>A batch that knows its speakers is of format 2: {@code speaker_ids} I64 [B] are places in {@code __metadata__.speakers}, a JSON
 * list of names that begins anew in each batch, so that batches are prepared independently of each other; -1: nobody says who speaks.
 */
public final class PreparedBatchCodec {

    private static final String FORMAT = "1";
    private static final String FORMAT_WITH_SPEAKERS = "2";
    private static final long NO_SPEAKER = -1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PreparedBatchCodec() {}

    public static byte[] write(PreparedBatch batch) {
        List<PreparedUtterance> utterances = batch.utterances();
        int items = utterances.size();
        int tokens =
                utterances.stream().mapToInt(u -> u.inputIds().length).max().orElseThrow();
        int samples =
                utterances.stream().mapToInt(u -> u.waveform().length).max().orElseThrow();
        long[] inputIds = new long[items * tokens];
        short[] waveform = new short[Math.multiplyExact(items, samples)];
        long[] inputLengths = new long[items];
        long[] waveformLengths = new long[items];
        float[] weights = new float[items];
        for (int i = 0; i < items; i++) {
            PreparedUtterance utterance = utterances.get(i);
            inputLengths[i] = utterance.inputIds().length;
            waveformLengths[i] = utterance.waveform().length;
            weights[i] = utterance.weight();
            System.arraycopy(utterance.inputIds(), 0, inputIds, i * tokens, utterance.inputIds().length);
            System.arraycopy(utterance.waveform(), 0, waveform, i * samples, utterance.waveform().length);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("input_ids", Tensor.of(inputIds, items, tokens));
        tensors.put("input_lengths", Tensor.of(inputLengths, items));
        tensors.put("waveform_lengths", Tensor.of(waveformLengths, items));
        tensors.put("weights", Tensor.of(weights, items));
        List<String> speakers = speakers(batch);
        if (!speakers.isEmpty()) {
            tensors.put("speaker_ids", Tensor.of(speakerIds(utterances, speakers), items));
        }
        tensors.put("waveform", Tensor.of(waveform, items, samples));
        return new Safetensors(tensors, metadata(batch, speakers)).toBytes();
    }

    /** The names of a batch's speakers, each once. */
    private static List<String> speakers(PreparedBatch batch) {
        return batch.utterances().stream()
                .map(PreparedUtterance::speaker)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static long[] speakerIds(List<PreparedUtterance> utterances, List<String> speakers) {
        return utterances.stream()
                .mapToLong(u -> u.speaker() == null ? NO_SPEAKER : speakers.indexOf(u.speaker()))
                .toArray();
    }

    private static Map<String, String> metadata(PreparedBatch batch, List<String> speakers) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", speakers.isEmpty() ? FORMAT : FORMAT_WITH_SPEAKERS);
        metadata.put("dataset", batch.dataset());
        metadata.put("index", Integer.toString(batch.index()));
        metadata.put("sample_rate", Integer.toString(batch.sampleRateHz()));
        List<String> ids =
                batch.utterances().stream().map(PreparedUtterance::id).toList();
        metadata.put("utterance_ids", JSON.valueToTree(ids).toString());
        if (!speakers.isEmpty()) {
            metadata.put("speakers", JSON.valueToTree(speakers).toString());
        }
        return metadata;
    }

    /**
     * Reads a blob.
     *
     * @throws InvalidBatchException when it is truncated, lies about its sizes, or is of another format
     */
    public static PreparedBatch read(byte[] blob) {
        try {
            return batch(Safetensors.read(blob));
        } catch (InvalidSafetensorsException e) {
            throw new InvalidBatchException("not a prepared batch: " + e.getMessage(), e);
        }
    }

    private static PreparedBatch batch(Safetensors file) {
        String format = file.metadata().get("format");
        if (!FORMAT.equals(format) && !FORMAT_WITH_SPEAKERS.equals(format)) {
            throw new InvalidBatchException(
                    "expected batch format %s or %s, found %s; this reader is older or the record is no batch"
                            .formatted(FORMAT, FORMAT_WITH_SPEAKERS, format));
        }
        List<String> ids = texts(file, "utterance_ids");
        int items = ids.size();
        if (items == 0) {
            throw new InvalidBatchException("a batch holds at least one utterance");
        }
        Tensor inputIds = file.tensor("input_ids", TensorType.I64);
        Tensor waveform = file.tensor("waveform", TensorType.I16);
        long[] inputLengths = lengths(file, "input_lengths", items, width("input_ids", inputIds, items));
        long[] waveformLengths = lengths(file, "waveform_lengths", items, width("waveform", waveform, items));
        float[] weights = vector(file, "weights", TensorType.F32, items).toFloats();
        String[] speakers = format.equals(FORMAT) ? new String[items] : speakers(file, items);
        List<PreparedUtterance> utterances = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            long[] tokens = new long[(int) inputLengths[i]];
            inputIds.data().asLongBuffer().get(Math.toIntExact(i * inputIds.shape()[1]), tokens);
            short[] samples = new short[(int) waveformLengths[i]];
            waveform.data().asShortBuffer().get(Math.toIntExact(i * waveform.shape()[1]), samples);
            utterances.add(new PreparedUtterance(ids.get(i), tokens, samples, weights[i], speakers[i]));
        }
        return new PreparedBatch(text(file, "dataset"), number(file, "index"), number(file, "sample_rate"), utterances);
    }

    /** The name of each utterance's speaker; null where nobody says. */
    private static String[] speakers(Safetensors file, int items) {
        List<String> names = texts(file, "speakers");
        long[] ids = vector(file, "speaker_ids", TensorType.I64, items).toLongs();
        String[] speakers = new String[items];
        for (int i = 0; i < items; i++) {
            if (ids[i] < NO_SPEAKER || ids[i] >= names.size()) {
                throw new InvalidBatchException("speaker_ids must be from %d to %d, as many names there are, found %d"
                        .formatted(NO_SPEAKER, names.size() - 1, ids[i]));
            }
            speakers[i] = ids[i] == NO_SPEAKER ? null : names.get((int) ids[i]);
        }
        return speakers;
    }

    private static int width(String name, Tensor tensor, int items) {
        long[] shape = tensor.shape();
        if (shape.length != 2 || shape[0] != items) {
            throw new InvalidBatchException(
                    "tensor '%s' must be [%d, *], found %s".formatted(name, items, Arrays.toString(shape)));
        }
        return Math.toIntExact(shape[1]);
    }

    private static long[] lengths(Safetensors file, String name, int items, int width) {
        long[] lengths = vector(file, name, TensorType.I64, items).toLongs();
        for (long length : lengths) {
            if (length < 1 || length > width) {
                throw new InvalidBatchException("%s must be from 1 to %d, found %d".formatted(name, width, length));
            }
        }
        return lengths;
    }

    private static Tensor vector(Safetensors file, String name, TensorType type, int items) {
        Tensor tensor = file.tensor(name, type);
        if (!Arrays.equals(tensor.shape(), new long[] {items})) {
            throw new InvalidBatchException(
                    "tensor '%s' must be [%d], found %s".formatted(name, items, Arrays.toString(tensor.shape())));
        }
        return tensor;
    }

    private static String text(Safetensors file, String key) {
        String text = file.metadata().get(key);
        if (text == null) {
            throw new InvalidBatchException("__metadata__.%s is missing".formatted(key));
        }
        return text;
    }

    private static int number(Safetensors file, String key) {
        String text = text(file, key);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidBatchException(
                    "__metadata__.%s must be a whole number, found '%s'".formatted(key, text), e);
        }
    }

    private static List<String> texts(Safetensors file, String key) {
        String json = text(file, key);
        try {
            return List.of(JSON.readValue(json, String[].class));
        } catch (JacksonException | NullPointerException e) {
            throw new InvalidBatchException("__metadata__.%s must be a JSON list of texts".formatted(key), e);
        }
    }
}
