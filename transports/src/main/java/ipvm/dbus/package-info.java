/// D-Bus: messages, values and one connection to the system's bus, as much as Bluetooth needs.
///
/// The bus is local and speaks little; what a library would bring besides is proxies, threads and
/// half a megabyte.
@NullMarked
package ipvm.dbus;

import org.jspecify.annotations.NullMarked;
