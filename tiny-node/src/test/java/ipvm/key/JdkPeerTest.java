package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.testkit.Seeds;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

/// Random keys and messages against the JDK, an implementation that shares no line with ours.
class JdkPeerTest {

    /// What comes before the raw key in the encodings that the JDK reads.
    private static final String X509_ED25519 = "302a300506032b6570032100";

    private static final String X509_X25519 = "302a300506032b656e032100";
    private static final String X509_P256 = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

    @Test
    void signsWhatTheJdkAcceptsAndAcceptsWhatItSigns() throws Exception {
        Seeds.forEach(
                100,
                random -> {
                    var seed = bytes(random, 32);
                    var message = bytes(random, random.nextInt(300));
                    var key = PrivateKey.of(KeyKind.ED25519, seed);
                    var spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.toArray());
                    var peer = Signature.getInstance("Ed25519");
                    peer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
                    peer.update(message.toArray());

                    assertThat(Bytes.wrap(peer.sign())).isEqualTo(key.sign(message));
                    peer.initVerify(publicKey("Ed25519", X509_ED25519, key.publicKey().raw()));
                    peer.update(message.toArray());
                    assertThat(peer.verify(key.sign(message).toArray())).isTrue();
                });
    }

    @Test
    void signsWithP256WhatTheJdkAccepts() throws Exception {
        Seeds.forEach(
                20,
                random -> {
                    var key = PrivateKey.generate(KeyKind.P256, bytes(random, 32));
                    var message = bytes(random, random.nextInt(300));
                    var peer = Signature.getInstance("SHA256withECDSAinP1363Format");
                    peer.initVerify(publicKey("EC", X509_P256, Keys.uncompressed(key.publicKey())));
                    peer.update(message.toArray());

                    assertThat(peer.verify(key.sign(message).toArray())).isTrue();
                });
    }

    @Test
    void sharesTheSecretThatTheJdkComputes() throws Exception {
        Seeds.forEach(
                50,
                random -> {
                    var seed = bytes(random, 32);
                    var ours = PrivateKey.of(KeyKind.X25519, bytes(random, 32));
                    var theirs = PrivateKey.of(KeyKind.X25519, seed);
                    var spec = new XECPrivateKeySpec(NamedParameterSpec.X25519, seed.toArray());
                    var peer = KeyAgreement.getInstance("X25519");
                    peer.init(KeyFactory.getInstance("X25519").generatePrivate(spec));
                    peer.doPhase(publicKey("X25519", X509_X25519, ours.publicKey().raw()), true);

                    assertThat(Bytes.wrap(peer.generateSecret()))
                            .isEqualTo(ours.agree(theirs.publicKey()));
                });
    }

    private static java.security.PublicKey publicKey(String name, String prefix, Bytes raw)
            throws Exception {
        var encoded = Bytes.concat(Bytes.fromHex(prefix), raw).toArray();
        return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static Bytes bytes(RandomGenerator random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
