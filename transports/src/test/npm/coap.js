// A client and a server of CoAP: lines of JSON in, lines of JSON out.
import coap from 'coap'
import readline from 'node:readline'

const tell = (what) => console.log(JSON.stringify(what))

// A thermometer that tells whoever observes it a new value ten times a second.
const server = coap.createServer((request, response) => {
  let value = 20
  response.setOption('Content-Format', 'application/json')
  if (request.headers.Observe !== 0) return response.end(JSON.stringify({ temperature: value }))
  const timer = setInterval(() => response.write(JSON.stringify({ temperature: value++ })), 100)
  response.write(JSON.stringify({ temperature: value++ }))
  response.on('finish', () => clearInterval(timer))
})
server.listen(0, '127.0.0.1', () => tell({ port: server._port ?? server._sock.address().port }))

const ask = ({ url, method, body, observe }) => {
  const { hostname, port, pathname } = new URL(url.replace('coap:', 'http:'))
  const request = coap.request({ hostname, port, pathname, method, observe })
  if (body) request.setOption('Content-Format', 'application/json')
  request.on('error', (error) => tell({ error: error.message }))
  request.on('response', (response) => {
    if (!observe) return tell({ code: response.code, body: String(response.payload) })
    response.on('data', (data) => tell({ notified: String(data) }))
  })
  request.end(body)
}
readline.createInterface({ input: process.stdin }).on('line', (line) => ask(JSON.parse(line))).on('close', () => process.exit(0))
