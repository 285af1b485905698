package ipvm.ucan;

/// What stands behind an invocation: a chain whose links fit, or what is wrong with it.
sealed interface Backing permits Chain, Refusal {}
