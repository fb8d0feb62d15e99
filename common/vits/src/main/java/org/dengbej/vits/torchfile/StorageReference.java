package org.dengbej.vits.torchfile;

/**
 * A run of numbers that lies in an entry of its own.
 *
 * @param type     PyTorch's name of the class, such as {@code FloatStorage}
 * @param key      of the entry, below {@code data/}
 * @param elements that it claims to hold
 */
public record StorageReference(String type, String key, long elements) {}
