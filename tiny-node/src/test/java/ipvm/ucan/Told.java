package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A story once it is signed: tokens, of which the invocation names the proofs.
record Told(List<Bytes> proofs, Bytes invocation) {

    /// The heads of list and signature, which lie before the signature's 64 bytes.
    private static final int SIGNATURE_AT = 3;

    private static final int SIGNATURE_BYTES = 64;

    Told {
        proofs = List.copyOf(proofs);
    }

    /// What we say of it.
    Verdict verdict() throws MalformedException {
        var delegations = new ArrayList<Delegation>();
        for (var proof : proofs) {
            delegations.add(Delegation.decode(proof));
        }
        var judge = new Judge(Revocations.NONE);
        return judge.judge(Invocation.decode(invocation), Proofs.of(delegations), Story.NOW);
    }

    /// Why we refuse it.
    Refusal.Reason reason() throws MalformedException {
        return switch (verdict()) {
            case Grant grant -> throw new AssertionError("granted: " + grant);
            case Refusal refusal -> refusal.reason();
        };
    }

    /// One bit of the invocation's signature is turned.
    Told forged(RandomGenerator random) {
        int at = SIGNATURE_AT + random.nextInt(SIGNATURE_BYTES);
        var bit = Bytes.of(invocation.at(at) ^ (1 << random.nextInt(8)));
        return new Told(
                proofs, Bytes.concat(invocation.slice(0, at), bit, invocation.from(at + 1)));
    }

    /// One proof got lost.
    Told incomplete(RandomGenerator random) {
        var left = new ArrayList<>(proofs);
        left.remove(random.nextInt(left.size()));
        return new Told(left, invocation);
    }
}
