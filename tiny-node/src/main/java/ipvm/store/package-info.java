/// What outlives the process: blocks, receipts, the journal, intents and budgets.
@NullMarked
package ipvm.store;

import org.jspecify.annotations.NullMarked;
