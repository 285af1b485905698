/// Which task runs next, and which need not run: fairness, budgets, recall, workflows.
@NullMarked
package ipvm.schedule;

import org.jspecify.annotations.NullMarked;
