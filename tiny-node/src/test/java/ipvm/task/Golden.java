package ipvm.task;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import java.util.ArrayList;
import java.util.List;

/// What the released Homestar 0.3.0 answered for its workflows.
final class Golden {

    private Golden() {}

    /// A task of a workflow beside what Homestar said of it.
    record Said(String name, HomestarTask task, JsonNode json) {

        Cid cid(String field) {
            return Vectors.cid(json.get(field).textValue());
        }

        Bytes bytes(String field) throws MalformedException {
            return Bytes.fromHex(json.get(field).textValue());
        }

        boolean has(String field) {
            return json.hasNonNull(field);
        }
    }

    static List<JsonNode> all() {
        return Vectors.json("homestar/golden-fixtures-v0.3.0.json").valueStream().toList();
    }

    static HomestarWorkflow workflow(JsonNode golden) throws MalformedException {
        return workflow("golden-workflows/" + golden.get("file").textValue());
    }

    /// Some of them await what other workflows did.
    static HomestarWorkflow workflow(String file) throws MalformedException {
        return HomestarWorkflow.read(
                Vectors.bytes("homestar/" + file), Limits.DEFAULT, cid -> true);
    }

    /// Every task of which Homestar said something, or said the field that is named.
    static List<Said> said(String field) throws MalformedException {
        var said = new ArrayList<Said>();
        for (var golden : all()) {
            var tasks = workflow(golden).tasks();
            for (int i = 0; i < golden.get("tasks").size(); i++) {
                var name = golden.get("file").textValue() + " task " + i;
                said.add(new Said(name, tasks.get(i), golden.get("tasks").get(i)));
            }
        }
        return said.stream().filter(one -> one.has(field)).toList();
    }
}
