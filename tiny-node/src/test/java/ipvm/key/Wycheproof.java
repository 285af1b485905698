package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import java.util.ArrayList;
import java.util.List;

/// Runs the cases of a Wycheproof file.
final class Wycheproof {

    private Wycheproof() {}

    /// One case, with the group that it stands in.
    record Case(JsonNode group, JsonNode test) {

        Bytes bytes(String field) throws MalformedException {
            return Bytes.fromHex(test.get(field).asText());
        }

        String result() {
            return test.get("result").asText();
        }
    }

    /// What a case expects of the code under test.
    interface Rule {
        boolean holds(Case vector) throws MalformedException;
    }

    /// Runs every case of a file, says how many hold, and fails by the numbers of those that do
    /// not.
    static void runAll(String file, Rule rule) throws MalformedException {
        var failed = new ArrayList<Integer>();
        var cases = cases(Vectors.json("wycheproof/" + file));
        for (var vector : cases) {
            if (!rule.holds(vector)) {
                failed.add(vector.test().get("tcId").asInt());
            }
        }
        int held = cases.size() - failed.size();
        System.out.println("wycheproof " + file + ": " + held + " of " + cases.size());
        assertThat(failed).as(file).isEmpty();
    }

    private static List<Case> cases(JsonNode file) {
        var cases = new ArrayList<Case>();
        for (var group : file.get("testGroups")) {
            group.get("tests").forEach(test -> cases.add(new Case(group, test)));
        }
        assertThat(cases).hasSize(file.get("numberOfTests").asInt());
        return cases;
    }
}
