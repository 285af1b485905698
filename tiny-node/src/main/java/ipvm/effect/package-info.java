/// What a task may ask of the world: queries, commands, and the providers that carry them out.
///
/// A provider is told everything it may use: arguments that a grant allowed, and its surroundings.
/// It decides nothing about authority, keeps no journal and never repeats a command by itself; what
/// it owes is an honest answer, above all whether a command may have reached the world.
@NullMarked
package ipvm.effect;

import org.jspecify.annotations.NullMarked;
