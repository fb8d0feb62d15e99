package org.dengbej.local.command;

import picocli.CommandLine.Command;

@Command(
        name = "dead-letters",
        description = "Records that no service could handle: shows them, and puts them back.",
        mixinStandardHelpOptions = true,
        subcommands = {ListDeadLetters.class, ReplayDeadLetters.class})
public final class DeadLetters {}
