package ipvm.cli;

/// One start of a command: what was asked, in which world, and where its results go.
public record Call(Arguments arguments, World world, Output out) {}
