// A client of MQTT 5: asks a node with a response topic, and takes its share of the work.
import mqtt from 'mqtt'
import readline from 'node:readline'

const tell = (what) => console.log(JSON.stringify(what))
const client = mqtt.connect(process.argv[2], { protocolVersion: 5 })

client.on('connect', async () => {
  await client.subscribeAsync(['my/answers', '$share/ipvm/ipvm/1/work', 'ipvm/1/n/+/up'], { qos: 1 })
  tell({ ready: true })
})
client.on('message', (topic, payload, { properties }) =>
  tell({ topic, payload: payload.toString('hex'), correlation: properties?.correlationData?.toString('hex'), type: properties?.contentType }))

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { topic, hex, answerTo, correlation } = JSON.parse(line)
  const properties = answerTo ? { responseTopic: answerTo, correlationData: Buffer.from(correlation, 'hex') } : {}
  client.publish(topic, Buffer.from(hex, 'hex'), { qos: 1, properties })
}).on('close', () => process.exit(0))
