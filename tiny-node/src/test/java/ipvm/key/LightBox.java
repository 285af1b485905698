package ipvm.key;

import ipvm.data.Bytes;

/// A passphrase box that costs nothing to try, where a test asks what happens after that.
public final class LightBox {

    private static final PassphraseBox.Cost COST = new PassphraseBox.Cost(1, 1, 1);
    private static final Bytes SALT = Keys.seed(3).slice(0, PassphraseBox.SALT_BYTES);

    private LightBox() {}

    public static Bytes seal(Bytes plaintext, String passphrase) {
        return PassphraseBox.seal(plaintext.toArray(), passphrase.toCharArray(), SALT, COST);
    }
}
