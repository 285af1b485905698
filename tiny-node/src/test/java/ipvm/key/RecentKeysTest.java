package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentKeysTest {

    @Test
    void knowsWhatItWasToldLastForAPlace() {
        var keys = new RecentKeys();
        var a = Keys.ed25519(1).publicKey();
        var b = Keys.ed25519(2).publicKey();

        keys.add("Aa", a); // "Aa" and "BB" have one hash, so one place
        assertThat(keys.find("Aa")).isSameAs(a);
        assertThat(keys.find("BB")).isNull();
        keys.add("BB", b);
        assertThat(keys.find("BB")).isSameAs(b);
        assertThat(keys.find("Aa")).isNull();
    }

    @Test
    void keepsNamesOfOtherPlacesApart() {
        var keys = new RecentKeys();
        var a = Keys.ed25519(1).publicKey();
        var b = Keys.ed25519(2).publicKey();

        keys.add("a", a);
        keys.add("b", b);

        assertThat(keys.find("a")).isSameAs(a);
        assertThat(keys.find("b")).isSameAs(b);
    }

    @Test
    void findsNothingAtFirst() {
        assertThat(new RecentKeys().find("did:key:z6Mk")).isNull();
    }

    @Test
    void sparesTheSecondReadingOfAName() throws Exception {
        var did = Keys.ed25519(99).did();

        assertThat(did.key()).isSameAs(Did.parse(did.text()).key());
    }
}
