// Makes the archives beside it: npm i ipfs-unixfs-importer@17 blockstore-core @ipld/car && node make.mjs
import { importer } from 'ipfs-unixfs-importer'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced, trickle } from 'ipfs-unixfs-importer/layout'
import { MemoryBlockstore } from 'blockstore-core'
import { CarWriter } from '@ipld/car'
import { createWriteStream, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'

// The content of unixfs-cids.json.
function content (size) {
  const bytes = new Uint8Array(size)
  let x = 1
  for (let i = 0; i < size; i++) {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0
    bytes[i] = (x >>> 16) & 0xff
  }
  return bytes
}

async function make (name, entries, options) {
  const blocks = []
  const store = new MemoryBlockstore()
  const put = store.put.bind(store)
  store.put = (cid, bytes) => { blocks.push({ cid, bytes }); return put(cid, bytes) }
  let root
  for await (const entry of importer(entries, store, options)) root = entry.cid
  if (name == null) return root.toString()
  const { writer, out } = CarWriter.create([root])
  Readable.from(out).pipe(createWriteStream(name + '.car'))
  for (const block of blocks) await writer.put(block)
  await writer.close()
  return root.toString()
}

const one = (size) => [{ path: 'f', content: content(size) }]
const names = (count) => Array.from({ length: count }, (_, i) => ({ path: `d/file ${i} ä.txt`, content: new Uint8Array(0) }))
const v1 = { cidVersion: 1, rawLeaves: true, chunker: fixedSize({ chunkSize: 262144 }), layout: balanced({ maxChildrenPerNode: 174 }) }
const v0 = { cidVersion: 0, rawLeaves: false, chunker: fixedSize({ chunkSize: 100 }), layout: balanced({ maxChildrenPerNode: 4 }) }
const roots = {}
roots['174 * 174 + 1 chunks of one byte'] = await make(null, one(174 * 174 + 1), { ...v1, chunker: fixedSize({ chunkSize: 1 }) })
roots['directory'] = await make('directory', [
  { path: 'd/b', content: content(1) },
  { path: 'd/a/\u{1f600}', content: content(1000) },
  { path: 'd/a/\uff5e', content: content(300) },
  { path: 'd/B', content: content(0) }], v1)
roots['file-v0'] = await make('file-v0', one(5000), v0)
roots['file-v0-raw-type'] = await make('file-v0-raw-type', one(5000), { ...v0, leafType: 'raw' })
roots['file-trickle'] = await make('file-trickle', one(5000), { ...v0, layout: trickle({ maxChildrenPerNode: 4 }) })
roots['file-v1-trickle'] = await make('file-v1-trickle', one(5000), { ...v0, cidVersion: 1, rawLeaves: true, layout: trickle({ maxChildrenPerNode: 4 }) })
roots['file-mtime'] = await make('file-mtime', [{ path: 'f', content: content(500), mode: 0o755, mtime: { secs: -5n, nsecs: 7 } }], v0)
for (const bits of [8, 4, 10]) {
  roots['sharded-' + (1 << bits)] = await make('sharded-' + (1 << bits), names(300), { ...v1, shardSplitThresholdBytes: 0, shardFanoutBits: bits, wrapWithDirectory: false })
}
writeFileSync('roots.json', JSON.stringify(roots, null, 1) + '\n')
console.log(roots)
