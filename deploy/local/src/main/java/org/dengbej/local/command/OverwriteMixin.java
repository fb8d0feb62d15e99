package org.dengbej.local.command;

import picocli.CommandLine.Option;

/** The option of every command that leaves files. */
final class OverwriteMixin {

    @Option(
            names = "--overwrite",
            description = "Replace what is there already; without it, files that this command did not make are refused")
    boolean overwrite;
}
