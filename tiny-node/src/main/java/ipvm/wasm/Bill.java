package ipvm.wasm;

/// What a run has used.
///
/// @param fuel units used since the instance was started, the grant when it is used up
/// @param pagesMax pages of 64 KiB at the highest
/// @param isBounded whether memory was refused that the module's own limits allow
public record Bill(long fuel, int pagesMax, boolean isBounded) {}
