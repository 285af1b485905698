/// Bluetooth LE: frames between neighbours through a GATT service, readings from what advertises.
///
/// BlueZ does the radio, over D-Bus; this node is a peripheral to some and a central to others.
@NullMarked
package ipvm.ble;

import org.jspecify.annotations.NullMarked;
