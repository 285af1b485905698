/// The vocabulary of work: instructions, tasks, workflows and receipts, and how peers write them.
@NullMarked
package ipvm.task;

import org.jspecify.annotations.NullMarked;
