package ipvm.ble;

/// What there is while an adapter serves.
///
/// @param adapter its path on the bus
record Station(String adapter, Guests guests, Search search) {

    /// Everybody is gone, for this reason.
    void end(String why) {
        search.end(why);
        guests.addresses().forEach(guests::left);
    }
}
