package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Limits;
import ipvm.ucan.Revocation;
import ipvm.ucan.Revocations;
import ipvm.ucan.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tokens of a home: delegations and revocations, each as raw bytes under its CID.
///
/// A file that is no token, or bears another's name, is said and passed over, so that one bad byte
/// on a card does not lock its owner out.
final class Wallet {

    private static final String SUFFIX = ".ucan";

    private final Home home;
    private final List<Token> tokens;

    private Wallet(Home home, List<Token> tokens) {
        this.home = home;
        this.tokens = tokens;
    }

    static Wallet open(Home home, Output out) throws IOException {
        var tokens = new ArrayList<Token>();
        if (Files.isDirectory(home.tokens())) {
            for (var file : files(home.tokens())) {
                read(file, out).ifPresent(tokens::add);
            }
        }
        return new Wallet(home, tokens);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    private static Optional<Token> read(Path file, Output out) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = Bytes.wrap(in.readNBytes(Limits.DEFAULT.tokenBytesMax() + 1));
            var token = Token.decode(bytes);
            if (file.endsWith(token.cid() + SUFFIX)) {
                return Optional.of(token);
            }
            out.note(file + ": passed over: it holds " + token.cid());
        } catch (MalformedException e) {
            out.note(file + ": passed over: " + e.getMessage());
        }
        return Optional.empty();
    }

    List<Token> tokens() {
        return List.copyOf(tokens);
    }

    List<Delegation> delegations() {
        return delegations(tokens);
    }

    static List<Delegation> delegations(List<Token> tokens) {
        return tokens.stream()
                .filter(Delegation.class::isInstance)
                .map(Delegation.class::cast)
                .toList();
    }

    Optional<Delegation> delegation(Cid cid) {
        return delegations().stream().filter(one -> one.cid().equals(cid)).findFirst();
    }

    Revocations revocations() {
        return Revocations.of(allRevocations());
    }

    List<Revocation> allRevocations() {
        return revocations(tokens);
    }

    /// Those among some tokens that take a delegation back.
    static List<Revocation> revocations(List<Token> tokens) {
        var revocations = new ArrayList<Revocation>();
        for (var token : tokens) {
            if (token instanceof Invocation invocation) {
                revocation(invocation).ifPresent(revocations::add);
            }
        }
        return revocations;
    }

    /// One that is meant as a revocation and malformed takes nothing back.
    static Optional<Revocation> revocation(Invocation invocation) {
        try {
            return Revocation.of(invocation);
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    boolean holds(Cid cid) {
        return tokens.stream().anyMatch(token -> token.cid().equals(cid));
    }

    /// Keeps a token for good.
    void keep(Token token) throws IOException {
        if (!holds(token.cid())) {
            home.write(home.tokens().resolve(token.cid() + SUFFIX), token.bytes(), Disk.SECRET);
            tokens.add(token);
        }
    }
}
