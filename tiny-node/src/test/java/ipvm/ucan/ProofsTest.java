package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.CAROL;
import static ipvm.ucan.Cast.letting;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofsTest {

    private final Delegation toBob = letting(ALICE, BOB);
    private final Delegation toCarol = letting(BOB, CAROL);

    @Test
    void areFoundByName() {
        var proofs = Proofs.of(List.of(toBob, toCarol, toBob));

        assertThat(proofs.find(toBob.cid())).contains(toBob);
        assertThat(proofs.find(toCarol.cid())).contains(toCarol);
        assertThat(proofs.find(letting(ALICE, CAROL).cid())).isEmpty();
        assertThat(Proofs.NONE.find(toBob.cid())).isEmpty();
    }

    @Test
    void areLookedForHereFirstAndThereSecond() {
        Proofs here = cid -> cid.equals(toBob.cid()) ? Optional.of(toBob) : Optional.empty();
        Proofs there = cid -> Optional.of(toCarol);

        assertThat(here.or(there).find(toBob.cid())).contains(toBob);
        assertThat(here.or(there).find(toCarol.cid())).contains(toCarol);
        assertThat(here.or(Proofs.NONE).find(toCarol.cid())).isEmpty();
    }
}
