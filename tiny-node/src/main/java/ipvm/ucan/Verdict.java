package ipvm.ucan;

/// What a [Judge] says of a token: a grant, or why not.
public sealed interface Verdict permits Grant, Refusal {}
