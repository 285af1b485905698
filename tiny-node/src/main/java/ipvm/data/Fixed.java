package ipvm.data;

import java.util.AbstractList;
import java.util.RandomAccess;

/// An immutable list over an array it owns: decoders fill one array and copy nothing.
final class Fixed<E> extends AbstractList<E> implements RandomAccess {

    private final E[] items;

    Fixed(E[] items) {
        this.items = items;
    }

    @Override
    public E get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }
}
