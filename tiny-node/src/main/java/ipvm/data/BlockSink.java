package ipvm.data;

import java.io.IOException;

/// Where blocks go: a store, a CAR, a neighbour.
@FunctionalInterface
public interface BlockSink {

    void put(Block block) throws IOException;
}
