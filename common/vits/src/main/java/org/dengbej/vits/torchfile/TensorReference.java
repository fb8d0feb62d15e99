package org.dengbej.vits.torchfile;

import java.util.List;

/**
 * A tensor as a checkpoint describes it: a view of a storage. Nothing of it has been checked against the file yet.
 *
 * @param storage where its elements are
 * @param offset  of the first one, in elements
 * @param shape   sizes, outermost first
 * @param strides elements from one index to the next, for each size
 */
public record TensorReference(StorageReference storage, long offset, List<Long> shape, List<Long> strides) {}
