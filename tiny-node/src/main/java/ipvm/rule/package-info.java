/// Standing workflows: a pure machine that turns time and readings into tasks, rule by rule.
@NullMarked
package ipvm.rule;

import org.jspecify.annotations.NullMarked;
