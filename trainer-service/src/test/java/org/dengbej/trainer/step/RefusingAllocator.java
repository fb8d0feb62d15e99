package org.dengbej.trainer.step;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.StackWalker.StackFrame;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.dengbej.vits.engine.Torch;

/**
 * The engine, whose allocator refuses: right after this thread has called the engine from a chosen place in our code, it is asked for
 * more than there is. What the call did stays done, as when an operator of several allocations dies at its last.
 */
public final class RefusingAllocator implements AutoCloseable {

    /**
     * From where the engine is called.
     *
     * @param phase  of the work around it
     * @param method of ours, the nearest
     */
    public record BatchLocation(String phase, String method) {}

    /** Of float32; an array of it cannot be had. */
    static final Shape MORE_THAN_THERE_IS = new Shape(1L << 44);

    private static final String OURS = "org.dengbej.";
    private static final String ENGINE = OURS + "vits.engine.";
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final ThreadLocal<RefusingAllocator> OF_THREAD = new ThreadLocal<>();

    private final ResettableClassFileTransformer transformer;
    private final Function<List<StackFrame>, Optional<String>> phaseOf;
    private Set<BatchLocation> seen;
    private BatchLocation refusedAt;
    private int refusalsLeft;

    /**
     * {@code phaseOf}: the phase of a call, given the frames of our code around it, the innermost first; empty where the allocator is not
     * to refuse.
     */
    public RefusingAllocator(Function<List<StackFrame>, Optional<String>> phaseOf) {
        this.phaseOf = phaseOf;
        Torch.engine(); // its own beginning is none of our places
        transformer = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .type(ElementMatchers.is(JniUtils.class).or(ElementMatchers.is(IValueUtils.class)))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(AfterEach.class).on(ElementMatchers.isPublic())))
                .installOn(ByteBuddyAgent.install());
        OF_THREAD.set(this);
    }

    /** The advice that is added to each method by which DJL calls the engine. */
    static final class AfterEach {

        private AfterEach() {}

        @Advice.OnMethodExit
        static void called() {
            RefusingAllocator.engineWasCalled();
        }
    }

    /** Called from DJL's own classes. */
    public static void engineWasCalled() {
        RefusingAllocator allocator = OF_THREAD.get();
        if (allocator != null && (allocator.seen != null || allocator.refusalsLeft > 0)) {
            STACK.walk(frames -> frames.filter(RefusingAllocator::isOurCode).findFirst())
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                    .ifPresent(allocator::calledFrom);
        }
    }

    private static boolean isOurCode(StackFrame frame) {
        String name = frame.getClassName();
        return name.startsWith(OURS) && !name.startsWith(ENGINE) && !name.startsWith(RefusingAllocator.class.getName());
    }

    private void calledFrom(String method) {
        if (seen != null) {
            phase().ifPresent(phase -> seen.add(new BatchLocation(phase, method)));
        } else if (method.equals(refusedAt.method)
                && phase().filter(refusedAt.phase::equals).isPresent()) {
            refuse();
        }
    }

    private Optional<String> phase() {
        return phaseOf.apply(
                STACK.walk(frames -> frames.filter(RefusingAllocator::isOurCode).toList()));
    }

    private void refuse() {
        int left = refusalsLeft - 1;
        refusalsLeft = 0; // the refusal itself calls the engine
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            manager.zeros(MORE_THAN_THERE_IS);
        } finally {
            refusalsLeft = left;
        }
    }

    /** From where the engine is called during some work, in the order of the first call from each. */
    public List<BatchLocation> placesOf(Runnable work) {
        seen = new LinkedHashSet<>();
        try {
            work.run();
            return List.copyOf(seen);
        } finally {
            seen = null;
        }
    }

    /** At the next calls from there. */
    public void refuseAt(BatchLocation location, int times) {
        refusedAt = location;
        refusalsLeft = times;
    }

    public int refusalsLeft() {
        return refusalsLeft;
    }

    @Override
    public void close() {
        OF_THREAD.remove();
        transformer.reset(ByteBuddyAgent.install(), RedefinitionStrategy.RETRANSFORMATION);
    }
}
