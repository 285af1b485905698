package ipvm.store;

/// How full a store is.
///
/// @param bytes on the disk
/// @param bytesMax what it may take
public record Usage(long bytes, long bytesMax, long blocks, long receipts) {}
