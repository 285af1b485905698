// A sensor: so many readings, a given number each second, each under a name of its own; says when the broker has them all.
import mqtt from 'mqtt'

const [url, topic, countText, rateText] = process.argv.slice(2)
const count = Number(countText)
const rate = Number(rateText)
const properties = { sessionExpiryInterval: 3600 }
const client = mqtt.connect(url, { protocolVersion: 5, clientId: 'sensor', clean: false, reconnectPeriod: 200, properties })
client.on('error', () => {})

let sent = 0
let acknowledged = 0
const start = Date.now()

const publish = (number) =>
  client.publish(topic, String(number), { qos: 1, properties: { userProperties: { id: `r${number}` } } }, (error) => {
    if (error) console.log(`failed ${error.message}`)
    else if (++acknowledged === count) {
      console.log(`all ${count}`)
      client.end()
    }
  })

const beat = setInterval(() => {
  const due = Math.min(count, Math.floor((Date.now() - start) * rate / 1000))
  while (sent < due) publish(sent++)
  if (sent === count) clearInterval(beat)
}, 10)
