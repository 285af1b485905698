package ipvm.store;

/// How much of a budget is used since its window began.
public record Account(long sinceMillis, long used) {

    public static final Account UNUSED = new Account(0, 0);
}
