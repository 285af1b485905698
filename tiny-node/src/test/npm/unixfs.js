// Files and directories as ipfs-unixfs-importer cuts them and ipfs-unixfs-exporter puts them together, in CARs.
import { CarBlockIterator, CarWriter } from '@ipld/car'
import { exporter, recursive } from 'ipfs-unixfs-exporter'
import { importer } from 'ipfs-unixfs-importer'
import { fixedSize, rabin } from 'ipfs-unixfs-importer/chunker'
import { balanced, trickle } from 'ipfs-unixfs-importer/layout'
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { attempt, serve, toBytes, toText } from './wire.js'

class Blocks {
  all = new Map()

  static async from (car) {
    const blocks = new Blocks()
    for await (const { cid, bytes } of await CarBlockIterator.fromIterable(createReadStream(car))) {
      blocks.put(cid, bytes)
    }
    return blocks
  }

  put (cid, block) {
    this.all.set(cid.toString(), { cid, bytes: block.subarray() })
    return cid
  }

  * get (cid) {
    const block = this.all.get(cid.toString())
    if (block == null) throw new Error(`no block ${cid}`)
    yield block.bytes
  }

  async into (car, root) {
    const { writer, out } = CarWriter.create([root])
    const written = pipeline(Readable.from(out), createWriteStream(car))
    for (const block of this.all.values()) await writer.put(block)
    await writer.close()
    await written
    return { root: root.toString(), blocks: this.all.size }
  }
}

const cut = (chunkSize, maxChildrenPerNode) =>
  ({ cidVersion: 1, rawLeaves: true, chunker: fixedSize({ chunkSize }), layout: balanced({ maxChildrenPerNode }) })

/** Ways to cut a file; `chunk` and `width` count for those that are not fixed by a profile. */
const ways = {
  BALANCED: ({ chunk, width }) => cut(chunk, width),
  UNIXFS_V0_2015: () => ({ profile: 'unixfs-v0-2015' }),
  UNIXFS_V1_2025: () => ({ profile: 'unixfs-v1-2025' }),
  LEAVES_IN_FILE_NODES: ({ chunk, width }) => ({ ...cut(chunk, width), rawLeaves: false }),
  LEAVES_IN_RAW_NODES: ({ chunk, width }) => ({ ...cut(chunk, width), rawLeaves: false, leafType: 'raw' }),
  VERSION_0: ({ chunk, width }) => ({ ...cut(chunk, width), cidVersion: 0, rawLeaves: false }),
  TRICKLE: ({ chunk, width }) => ({ ...cut(chunk, width), layout: trickle({ maxChildrenPerNode: width, layerRepeat: 2 }) }),
  TRICKLE_OF_FILE_NODES: ({ chunk, width }) =>
    ({ ...cut(chunk, width), rawLeaves: false, layout: trickle({ maxChildrenPerNode: width }) }),
  NODE_ABOVE_A_SINGLE_LEAF: ({ chunk, width }) => ({ ...cut(chunk, width), reduceSingleLeafToSelf: false }),
  DATA_BEFORE_LINKS: ({ chunk, width }) => ({ ...cut(chunk, width), fieldOrder: 'data-first' }),
  MODE_AND_TIME: ({ chunk, width }) => cut(chunk, width),
  CUT_BY_CONTENT: ({ chunk, width }) => ({ ...cut(chunk, width), chunker: rabin({ avgChunkSize: chunk }) })
}

const extras = (way) => way === 'MODE_AND_TIME' ? { mode: 0o640, mtime: { secs: 1_700_000_000n, nsecs: 5 } } : {}

async function last (entries) {
  let found
  for await (const entry of entries) found = entry
  return found
}

serve({
  importFile: async ({ file, car, way, ...sizes }) => {
    const blocks = new Blocks()
    const { cid } = await last(importer([{ content: createReadStream(file), ...extras(way) }], blocks, ways[way](sizes)))
    return blocks.into(car, cid)
  },

  exportFile: async ({ car, root, file }) => attempt(async () => {
    const entry = await exporter(root, await Blocks.from(car))
    await pipeline(Readable.from(entry.content()), createWriteStream(file))
    return { size: Number(entry.size) }
  }),

  exportRange: async ({ car, root, offset, length }) => attempt(async () => {
    const entry = await exporter(root, await Blocks.from(car))
    const parts = []
    for await (const part of entry.content({ offset, length })) parts.push(part)
    return toText(Buffer.concat(parts))
  }),

  importTree: async ({ entries, car, shardAbove, fanoutBits }) => {
    const blocks = new Blocks()
    const source = entries.map(({ path, content, link }) =>
      ({ path, ...content == null ? {} : { content: toBytes(content) }, ...link == null ? {} : { link } }))
    const { cid } = await last(importer(source, blocks, {
      ...cut(262_144, 174),
      wrapWithDirectory: true,
      shardSplitThresholdBytes: shardAbove,
      shardFanoutBits: fanoutBits
    }))
    return blocks.into(car, cid)
  },

  /** Everything below a root by listing, each file's content included. */
  exportTree: async ({ car, root }) => attempt(async () => {
    const blocks = await Blocks.from(car)
    const found = []
    for await (const { cid, path, depth } of recursive(root, blocks)) {
      if (depth > 0) found.push({ path: path.slice(root.length + 1), ...await shown(await exporter(cid, blocks)) })
    }
    return found
  }),

  /** One file by its path. */
  resolve: async ({ car, root, path }) => attempt(async () => shown(await exporter(`${root}/${path}`, await Blocks.from(car))))
})

async function shown (entry) {
  if (entry.type === 'directory') return { directory: true }
  const parts = []
  for await (const part of entry.content()) parts.push(part)
  return { content: toText(Buffer.concat(parts)) }
}
