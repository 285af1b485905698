/// CoAP: frames between neighbours in datagrams, discovery by multicast, readings in, results out.
///
/// Californium does the protocol and stays in here. Its handlers only queue; one thread reads the
/// sockets, one runs the protocol, and everything that strangers can fill has a bound.
@NullMarked
package ipvm.coap;

import org.jspecify.annotations.NullMarked;
