package org.dengbej.local.command;

import picocli.CommandLine.Command;

@Command(
        name = "dead-letters",
        description = "Lists and replays the records that no service could handle.",
        mixinStandardHelpOptions = true,
        subcommands = {ListDeadLetters.class, ReplayDeadLetters.class})
public final class DeadLetters {}
