/// MQTT 5: an inbox for each node at a broker, greetings and goodbyes, readings in, results out.
///
/// Paho does the protocol and stays in here, one client for each connection: connecting again, what
/// waits to be sent and what is acknowledged when are ours, on one thread.
@NullMarked
package ipvm.mqtt;

import org.jspecify.annotations.NullMarked;
