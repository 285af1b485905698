package ipvm.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TidyTest {

    private static final Checkout OURS = Checkout.ours();

    static List<Rule> rules() {
        return List.of(
                new Layers(),
                new PackageSentences(),
                new FileLength(),
                new Names(),
                new ClockAndChance(),
                new NoDefault(),
                new Documented(),
                new Explained(),
                new BroadCatch(),
                new OpenEnds());
    }

    static Stream<Named<Rule>> namedRules() {
        return rules().stream().map(rule -> Named.of(rule.getClass().getSimpleName(), rule));
    }

    @ParameterizedTest
    @MethodSource("namedRules")
    void holdsInThisCheckout(Rule rule) throws IOException {
        assertThat(rule.offences(OURS)).isEmpty();
    }

    /// A rule that asks what a name means is blind where javac is.
    @Test
    void understandsEveryNameOfTheMainCode() throws IOException {
        assertThat(OURS.mainCode().errors()).isEmpty();
        assertThat(OURS.mainCode().units()).hasSizeGreaterThan(20);
    }
}
