package org.dengbej.vits.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.dengbej.vits.engine.Ops.ColumnConvolution;
import org.dengbej.vits.engine.Ops.Convolution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The engine's convolutions and their gradients against sums in double precision. Some of the engine's kernels are wrong on some
 * processors: each shape here has been seen to go wrong one way or another.
 */
class ConvolutionTest {

    private static final double ROUNDING = 1e-5;

    private final NDManager manager = Torch.newManager(Device.cpu());
    private final Random random = new Random(1);

    @AfterEach
    void close() {
        manager.close();
    }

    /** One number added to an output for each triple: input times weight. */
    private interface Products {
        void each(Adding adding);

        interface Adding {
            void add(int output, int input, int weight);
        }
    }

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private void assertAsInDouble(
            Shape input, Shape weight, int channels, Products products, Function<NDList, NDArray> op) {
        float[] x = normal((int) input.size());
        float[] w = normal((int) weight.size());
        float[] b = normal(channels);
        NDArray bias = Ops.array(manager, b, new Shape(channels));
        NDList arguments = new NDList(Ops.array(manager, x, input), Ops.array(manager, w, weight), bias);
        arguments.forEach(array -> array.setRequiresGradient(true));
        float[] slope;
        float[] found;
        try (Autograd.Recording recording = Autograd.record()) {
            NDArray y = op.apply(arguments);
            slope = normal((int) y.size());
            found = y.toFloatArray();
            recording.backward(y.mul(Ops.array(manager, slope, y.getShape())).sum(), 1);
        }
        double[] y = new double[found.length];
        double[] dx = new double[x.length];
        double[] dw = new double[w.length];
        double[] db = new double[channels];
        int perChannel = found.length / (int) input.get(0) / channels;
        for (int i = 0; i < y.length; i++) {
            int channel = i / perChannel % channels;
            y[i] = b[channel];
            db[channel] += slope[i];
        }
        products.each((output, in, of) -> {
            y[output] += (double) x[in] * w[of];
            dx[in] += (double) slope[output] * w[of];
            dw[of] += (double) slope[output] * x[in];
        });
        String shapes = input + " " + weight;
        assertClose("output " + shapes, found, y);
        assertClose("input's gradient " + shapes, gradient(arguments.get(0)), dx);
        assertClose("weight's gradient " + shapes, gradient(arguments.get(1)), dw);
        assertClose("bias' gradient " + shapes, gradient(bias), db);
    }

    private static float[] gradient(NDArray array) {
        try (NDArray gradient = Autograd.gradient(array).orElseThrow()) {
            return gradient.toFloatArray();
        }
    }

    private static void assertClose(String what, float[] found, double[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - found[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(difference / norm)).as(what).isLessThan(ROUNDING);
    }

    private void assertConvolves(int items, int in, int out, int length, int kernel, Convolution how) {
        int groups = (int) how.groups();
        int inOfGroup = in / groups;
        int outputs = (int) ((length + 2 * how.padding() - (kernel - 1) * how.dilation() - 1) / how.stride() + 1);
        assertAsInDouble(
                new Shape(items, in, length),
                new Shape(out, kernel, inOfGroup),
                out,
                adding -> {
                    for (int row = 0; row < items * out * outputs; row++) {
                        int item = row / (out * outputs);
                        int channel = row / outputs % out;
                        int first = channel / (out / groups) * inOfGroup;
                        for (int tap = 0; tap < kernel; tap++) {
                            int at = (int) (row % outputs * how.stride() - how.padding() + tap * how.dilation());
                            for (int c = 0; at >= 0 && at < length && c < inOfGroup; c++) {
                                adding.add(
                                        row,
                                        (item * in + first + c) * length + at,
                                        (channel * kernel + tap) * inOfGroup + c);
                            }
                        }
                    }
                },
                arguments -> Ops.conv1d(arguments.get(0), arguments.get(1), arguments.get(2), how));
    }

    private static Convolution same(int kernel, int dilation) {
        return new Convolution(1, (long) (kernel - 1) * dilation / 2, dilation, 1, Precision.FLOAT32);
    }

    @Test
    void anyNumberOfChannelsIsConvolvedRightly() {
        int[][] channels = {{32, 1}, {4, 4}, {1, 1}, {1, 16}, {7, 5}, {33, 64}, {2, 1}, {48, 96}};
        for (int[] of : channels) {
            for (int items : new int[] {1, 2, 5}) {
                assertConvolves(items, of[0], of[1], 60, 7, same(7, 1));
            }
        }
    }

    @Test
    void anyLengthIsConvolvedRightlyHoweverFarTheTapsReach() {
        for (int length : new int[] {1, 2, 7, 32, 2000}) {
            for (int kernel : new int[] {3, 5, 11}) {
                for (int dilation : new int[] {1, 3, 5}) {
                    assertConvolves(2, 16, 8, length, kernel, same(kernel, dilation));
                }
            }
        }
    }

    @Test
    void stridesAndGroupsAreConvolvedRightly() {
        for (int length : new int[] {16, 100, 2048}) {
            assertConvolves(2, 1, 16, length, 15, same(15, 1));
            assertConvolves(2, 16, 64, length, 41, new Convolution(4, 20, 1, 4, Precision.FLOAT32));
            assertConvolves(2, 64, 64, length, 41, new Convolution(4, 20, 1, 16, Precision.FLOAT32));
        }
    }

    @Test
    void eachChannelIsConvolvedByItselfThoughTheTapsReachBeyondBothEnds() {
        int channels = 32;
        int length = 21;
        for (int dilation : new int[] {1, 3, 9, 27}) {
            assertAsInDouble(
                    new Shape(2, channels, length),
                    new Shape(channels, 3, 1),
                    channels,
                    adding -> {
                        for (int row = 0; row < 2 * channels * length; row++) {
                            for (int tap = 0; tap < 3; tap++) {
                                int at = row % length + (tap - 1) * dilation;
                                if (at >= 0 && at < length) {
                                    adding.add(row, row - row % length + at, row / length % channels * 3 + tap);
                                }
                            }
                        }
                    },
                    arguments -> Ops.depthwise(arguments.get(0), arguments.get(1), arguments.get(2), dilation));
        }
    }

    @Test
    void columnsAreConvolvedRightly() {
        List<int[]> shapes = new ArrayList<>();
        shapes.add(new int[] {2, 1, 4, 171, 3, 5, 3});
        shapes.add(new int[] {1, 8, 16, 57, 2, 5, 3});
        shapes.add(new int[] {3, 64, 64, 19, 5, 5, 1});
        shapes.add(new int[] {2, 64, 1, 19, 5, 3, 1});
        for (int[] of : shapes) {
            int in = of[1];
            int out = of[2];
            int height = of[3];
            int width = of[4];
            int kernel = of[5];
            int stride = of[6];
            int outputs = (height + 2 * (kernel / 2) - kernel) / stride + 1;
            assertAsInDouble(
                    new Shape(of[0], in, height, width),
                    new Shape(out, (long) kernel * in),
                    out,
                    adding -> {
                        for (int at = 0; at < of[0] * out * outputs * width; at++) {
                            int item = at / (out * outputs * width);
                            int channel = at / (outputs * width) % out;
                            for (int tap = 0; tap < kernel; tap++) {
                                int row = at / width % outputs * stride - kernel / 2 + tap;
                                for (int c = 0; row >= 0 && row < height && c < in; c++) {
                                    int input = ((item * in + c) * height + row) * width + at % width;
                                    adding.add(at, input, (channel * kernel + tap) * in + c);
                                }
                            }
                        }
                    },
                    arguments -> Ops.convColumns(
                            arguments.get(0),
                            arguments.get(1),
                            arguments.get(2),
                            new ColumnConvolution(kernel, stride, Precision.FLOAT32)));
        }
    }

    @Test
    void transposedConvolutionsAreRight() {
        for (int[] of :
                new int[][] {{2, 2, 1, 1, 4, 2}, {2, 16, 8, 32, 16, 8}, {1, 7, 5, 20, 10, 5}, {3, 64, 32, 250, 4, 2}}) {
            int in = of[1];
            int out = of[2];
            int length = of[3];
            int kernel = of[4];
            int stride = of[5];
            int padding = (kernel - stride) / 2;
            int outputs = (length - 1) * stride - 2 * padding + kernel;
            assertAsInDouble(
                    new Shape(of[0], in, length),
                    new Shape(in, out, kernel),
                    out,
                    adding -> {
                        for (int at = 0; at < of[0] * in * length; at++) {
                            int item = at / (in * length);
                            int channel = at / length % in;
                            for (int tap = 0; tap < kernel * out; tap++) {
                                int position = at % length * stride - padding + tap % kernel;
                                if (position >= 0 && position < outputs) {
                                    int output = (item * out + tap / kernel) * outputs + position;
                                    adding.add(output, at, (channel * out + tap / kernel) * kernel + tap % kernel);
                                }
                            }
                        }
                    },
                    arguments -> Ops.convTranspose1d(
                            arguments.get(0), arguments.get(1), arguments.get(2), stride, padding, Precision.FLOAT32));
        }
    }
}
