package ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every published vector for tokens, chains, policies, selectors and tasks.
class UcanVectorsTest {

    private static final List<String> VERSIONS = List.of("1.0.0", "1.0.0-rc.1");

    @TestFactory
    Stream<DynamicTest> admitsEveryValidInvocationOfTheSpecification() {
        return cases("valid", (test, verdict) -> assertThat(verdict).isInstanceOf(Grant.class));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryInvalidInvocationOfTheSpecificationByItsName() {
        return cases(
                "invalid",
                (test, verdict) -> {
                    assertThat(verdict).isInstanceOf(Refusal.class);
                    var name = ((Refusal) verdict).reason().label();
                    assertThat(name).isEqualTo(test.at("/error/name").textValue());
                });
    }

    private interface Expectation {
        void of(JsonNode test, Verdict verdict);
    }

    private static Stream<DynamicTest> cases(String kind, Expectation expectation) {
        return VERSIONS.stream()
                .flatMap(version ->
                        spec(version, "invocation")
                                .get(kind)
                                .valueStream()
                                .map(test -> judged(version, test, expectation)));
    }

    private static DynamicTest judged(String version, JsonNode test, Expectation expectation) {
        return dynamicTest(
                version + " " + test.get("name").textValue(),
                () -> {
                    var invocation = Invocation.decode(binary(test.get("invocation")));
                    var proofs = new ArrayList<Delegation>();
                    for (var proof : test.get("proofs")) {
                        proofs.add(Delegation.decode(binary(proof)));
                    }
                    var judge = new Judge(Revocations.NONE);
                    long time = test.get("time").longValue();
                    expectation.of(test, judge.judge(invocation, Proofs.of(proofs), time));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.0-rc.1"})
    void readsTheDelegationOfTheSpecificationFieldByField(String version) throws Exception {
        var test = spec(version, "delegation").get("valid").get(0);
        var delegation = Delegation.decode(base64(test.get("token")));
        var payload = test.at("/envelope/payload");

        assertThat(delegation.cid()).hasToString(test.get("cid").textValue());
        assertThat(delegation.issuer()).hasToString(payload.get("iss").textValue());
        assertThat(delegation.terms().audience()).hasToString(payload.get("aud").textValue());
        assertThat(delegation.terms().command()).hasToString(payload.get("cmd").textValue());
        assertThat(delegation.terms().nonce()).isEqualTo(base64(payload.get("nonce")));
        assertThat(delegation.envelope().signature())
                .isEqualTo(base64(test.at("/envelope/signature")));
        assertThat(delegation.envelope().isSignedBy(delegation.issuer().key())).isTrue();
    }

    @Test
    void namesTheTasksOfTheSpecificationAsJavaScriptDoes() throws Exception {
        var byInvocation = Vectors.json("ucan/task-ids.json").get("vectors");
        int named = 0;
        for (var test : spec("1.0.0", "invocation").get("valid")) {
            var invocation = Invocation.decode(binary(test.get("invocation")));
            for (var vector : byInvocation) {
                if (vector.get("invocation_cid").textValue().equals(invocation.cid().toString())) {
                    assertThat(invocation.task()).hasToString(vector.get("task_cid").textValue());
                    named++;
                }
            }
        }
        assertThat(named).isEqualTo(byInvocation.size());
    }

    @Test
    void readsWhatIsoUcanMintedWithThreeKindsOfKey() throws Exception {
        for (var minted : Vectors.json("ucan/iso-ucan-minted.json").get("tokens")) {
            for (var kind : List.of("delegation", "invocation", "receiptStyleInvocation")) {
                var token = Token.decode(base64(minted.get(kind).get("bytes")));

                assertThat(token.cid()).hasToString(minted.get(kind).get("cid").textValue());
                var issuer = minted.get(kind).path("issuer").asText(minted.get("iss").textValue());
                assertThat(token.issuer()).hasToString(issuer);
                assertThat(token.envelope().isSignedBy(token.issuer().key())).isTrue();
            }
        }
    }

    /// Alice lets Bob, Bob lets Carol, and so on to Frank; from Dan on there are variants.
    @ParameterizedTest
    @CsvSource({
        "'', valid",
        "_ValidAttenuatedCommand, valid",
        "_ValidExamplePolicy, valid",
        "_InvalidExpandedCommand, InvalidClaim",
        "_InvalidSubject, UnavailableProof",
        "_InvalidExpired, Expired",
        "_InvalidInactive, TooEarly"
    })
    void judgesTheChainsThatGoMinted(String variant, String expected) throws Exception {
        var names = List.of("AliceBob", "BobCarol", "CarolDan", "DanErin", "ErinFrank");
        var chain = new ArrayList<Delegation>();
        for (var name : names) {
            var suffix = name.endsWith("Bob") || name.endsWith("Carol") ? "" : variant;
            var file = "ucan/go-ucan-delegations/Token" + name + suffix + ".dagcbor";
            chain.add(Delegation.decode(Vectors.bytes(file)));
        }
        var verdict = new Judge(Revocations.NONE).judge(chain.getLast(), chain, 1_767_225_600);

        var name =
                switch (verdict) {
                    case Grant grant -> "valid";
                    case Refusal refusal -> refusal.reason().label();
                };
        assertThat(name).as(verdict.toString()).isEqualTo(expected);
    }

    @Test
    void readsTheDelegationThatOtherImplementationsAgreeOn() throws Exception {
        var test = Vectors.json("ucan/go-ucan-delegations/interop_delegation.json").at("/valid/0");
        var delegation = Delegation.decode(base64(test.get("token")));

        assertThat(delegation.cid()).hasToString(test.get("cid").textValue());
        assertThat(delegation.envelope().isSignedBy(delegation.issuer().key())).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> judgesThePolicySets() {
        return Stream.of("valid", "invalid")
                .flatMap(kind ->
                        Vectors.json("ucan/policy/policy.json")
                                .get(kind)
                                .valueStream()
                                .flatMap(test ->
                                        test.get("policies")
                                                .valueStream()
                                                .map(policy ->
                                                        dynamicTest(
                                                                kind + " " + policy,
                                                                () -> {
                                                                    var args =
                                                                            Vectors.ipld(
                                                                                    test.get(
                                                                                            "args"));
                                                                    var read =
                                                                            Policy.decode(
                                                                                    Vectors.ipld(
                                                                                            policy));

                                                                    assertThat(read.allows(args))
                                                                            .isEqualTo(
                                                                                    kind.equals(
                                                                                            "valid"));
                                                                    assertThat(read.encode())
                                                                            .isEqualTo(
                                                                                    Vectors.ipld(
                                                                                            policy));
                                                                }))));
    }

    /// Two cases flatten nested lists as jq does; the specification's selectors return one value.
    @TestFactory
    Stream<DynamicTest> selectsWhatOtherImplementationsSelect() {
        return Stream.of("pass", "null", "fail")
                .flatMap(kind ->
                        Vectors.json("ucan/policy/selectors.json")
                                .get(kind)
                                .valueStream()
                                .filter(test ->
                                        !test.get("selector").textValue().startsWith(".[][]"))
                                .map(test ->
                                        dynamicTest(
                                                test.get("name").textValue(),
                                                () -> {
                                                    var selector =
                                                            Selector.parse(
                                                                    test.get("selector")
                                                                            .textValue());
                                                    var found =
                                                            selector.in(
                                                                    Vectors.ipld(
                                                                            test.get("input")));

                                                    if (kind.equals("pass")) {
                                                        assertThat(found)
                                                                .contains(
                                                                        Vectors.ipld(
                                                                                test.get(
                                                                                        "output")));
                                                    } else if (kind.equals("null")) {
                                                        assertThat(found).contains(Ipld.ofNull());
                                                    } else {
                                                        assertThat(found).isEmpty();
                                                    }
                                                })));
    }

    private static Stream<String> packings() {
        return Stream.of("Bytes", "Base64StdPadding", "Base64URL")
                .flatMap(packing -> Stream.of(packing, packing + "Gzipped"));
    }

    @ParameterizedTest
    @MethodSource("packings")
    void unpacksEveryPackingOfAContainer(String packing) throws Exception {
        var container = Container.decode(Vectors.bytes("ucan/container/" + packing));

        assertThat(container.tokens()).hasSize(10);
        for (var token : container.read(Limits.DEFAULT)) {
            assertThat(token.envelope().isSignedBy(token.issuer().key())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("packings")
    void unpacksOldContainersAndRefusesTheirSignatures(String packing) throws Exception {
        var container = Container.decode(Vectors.bytes("ucan/container-pre-v1-varsig/" + packing));

        assertThat(container.tokens()).hasSize(10);
        for (var token : container.read(Limits.DEFAULT)) {
            var verdict = new Judge(Revocations.NONE).judge((Delegation) token, List.of(), 0);

            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> {
                                assertThat(refusal.reason().label()).isEqualTo("InvalidSignature");
                                assertThat(refusal.found()).contains("pre-v1");
                            });
        }
    }

    private static JsonNode spec(String version, String file) {
        return Vectors.json("ucan/spec-" + version + "/" + file + ".json");
    }

    private static Bytes binary(JsonNode node) {
        return base64(node.at("/~1/bytes"));
    }

    private static Bytes base64(JsonNode node) {
        return Bytes.wrap(Base64.getDecoder().decode(node.textValue()));
    }
}
