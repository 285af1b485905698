package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.wasm.Compiled;
import ipvm.wasm.Limits;
import ipvm.wasm.Refused;
import java.io.IOException;

/// This process answers for the home itself.
record LocalDesk(Station station) implements Desk {

    @Override
    public void ask(String op, Ipld.Map args, Lines lines)
            throws Stop, MalformedException, IOException {
        Ops.find(op).answer(station, new Word(args), lines);
    }

    @Override
    public Compiled compiled(Cid cid, Bytes module, Limits limits) throws Refused {
        return station.modules().compile(cid, module);
    }

    @Override
    public void close() {
        station.close();
    }
}
