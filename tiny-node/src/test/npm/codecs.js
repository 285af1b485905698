// What @ipld/dag-cbor, @ipld/dag-json, @ipld/dag-pb and multiformats make of bytes and names.
import * as dagCbor from '@ipld/dag-cbor'
import * as dagJson from '@ipld/dag-json'
import * as dagPb from '@ipld/dag-pb'
import { base16, base16upper } from 'multiformats/bases/base16'
import { base32, base32upper } from 'multiformats/bases/base32'
import { base36 } from 'multiformats/bases/base36'
import { base58btc } from 'multiformats/bases/base58'
import { base64, base64pad, base64url } from 'multiformats/bases/base64'
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'
import { identity } from 'multiformats/hashes/identity'
import { sha256, sha512 } from 'multiformats/hashes/sha2'
import { Random } from './random.js'
import { attempt, serve, toBytes, toText } from './wire.js'

const codecs = { 'dag-cbor': dagCbor, 'dag-json': dagJson, 'dag-pb': dagPb }
const bases = { base16, base16upper, base32, base32upper, base36, base58btc, base64, base64pad, base64url }
const anyBase = Object.values(bases).reduce((all, base) => all.or(base.decoder), base32.decoder)
const hashes = {
  identity: (content) => create(identity.code, content),
  'sha2-256': (content) => sha256.digest(content),
  'sha2-512': (content) => sha512.digest(content)
}

async function named (codec, data) {
  const cid = CID.createV1(codecs[codec].code, await sha256.digest(data))
  return { data: toText(data), cid: cid.toString() }
}

/** Every spelling of a name; version 0 has one only. */
function spelled (cid) {
  const texts = cid.version === 0
    ? {}
    : Object.fromEntries(Object.entries(bases).map(([name, base]) => [name, cid.toString(base.encoder)]))
  return { data: toText(cid.bytes), text: cid.toString(), texts }
}

async function pbNode (random) {
  const links = []
  for (let count = random.below(5); count > 0; count--) {
    links.push({ Hash: await random.cid(), Name: random.text(), Tsize: random.below(1 << 30) })
  }
  const node = dagPb.prepare({ Data: random.bytes(), Links: links })
  if (random.below(4) === 0) delete node.Data
  return node
}

serve({
  /** What can be read need not be writable: dag-pb reads links in any order. */
  again: async ({ codec, data }) => {
    const value = await attempt(() => codecs[codec].decode(toBytes(data)))
    try {
      return await named(codec, codecs[codec].encode(value))
    } catch (error) {
      return { unwritable: error.message }
    }
  },

  value: async ({ seed }) => {
    const value = await new Random(seed).value()
    return { 'dag-cbor': await named('dag-cbor', dagCbor.encode(value)), 'dag-json': await named('dag-json', dagJson.encode(value)) }
  },

  node: async ({ seed }) => named('dag-pb', dagPb.encode(await pbNode(new Random(seed)))),

  randomCid: async ({ seed }) => spelled(await new Random(seed).cid()),
  readCid: async ({ data }) => spelled(await attempt(() => CID.decode(toBytes(data)))),
  parseCid: async ({ text }) => spelled(await attempt(() => CID.parse(text, anyBase))),
  name: async ({ codec, hash, data }) => spelled(CID.createV1(codec, await hashes[hash](toBytes(data))))
})
