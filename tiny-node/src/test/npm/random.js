// Random IPLD values as JavaScript has them, from a seed.
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'
import { identity } from 'multiformats/hashes/identity'
import { sha256, sha512 } from 'multiformats/hashes/sha2'

const DEPTH_MAX = 5
const CODES = [0x55, 0x70, 0x71, 0x72, 0x0129, 0x7fffff]
const NUMBERS = [0, -0, 1, -1, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 1 - 2 ** 53, 0.1, 1e21, 1e-7,
  2 ** 53, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1 / 3]

export class Random {
  constructor (seed) {
    this.state = seed >>> 0
  }

  /** Mulberry32: 32 bits at a time. */
  bits () {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }

  below (bound) {
    return this.bits() % bound
  }

  of (all) {
    return all[this.below(all.length)]
  }

  bytes () {
    return Uint8Array.from({ length: this.below(8) === 0 ? this.below(300) : this.below(40) }, () => this.below(256))
  }

  integer () {
    const magnitude = ((BigInt(this.bits()) << 32n) | BigInt(this.bits())) >> BigInt(this.below(64))
    const value = this.below(2) === 0 ? magnitude : -1n - magnitude
    return Number.isSafeInteger(Number(value)) ? Number(value) : value
  }

  /** Any finite bit pattern. */
  real () {
    const view = new DataView(new ArrayBuffer(8))
    view.setUint32(0, this.bits())
    view.setUint32(4, this.bits())
    const value = view.getFloat64(0)
    return Number.isFinite(value) ? value : 1.5
  }

  text () {
    const length = this.below(8) === 0 ? this.below(200) : this.below(10)
    return String.fromCodePoint(...Array.from({ length }, () => this.codePoint()))
  }

  codePoint () {
    switch (this.below(6)) {
      case 0: return this.below(0x20)
      case 1: return 0x80 + this.below(0x780)
      case 2: return 0x800 + this.below(0xd000)
      case 3: return 0xe000 + this.below(0x2000)
      case 4: return 0x10000 + this.below(0x100000)
      default: return 0x20 + this.below(0x60)
    }
  }

  async cid () {
    const content = this.bytes()
    switch (this.below(4)) {
      case 0: return CID.createV0(await sha256.digest(content))
      case 1: return CID.createV1(this.of(CODES), await sha512.digest(content))
      case 2: return CID.createV1(this.of(CODES), create(identity.code, content.subarray(0, 64)))
      default: return CID.createV1(this.of(CODES), await sha256.digest(content))
    }
  }

  async value (depth = 0) {
    switch (this.below(depth < DEPTH_MAX ? 13 : 9)) {
      case 0: return null
      case 1: return this.below(2) === 0
      case 2: case 3: return this.integer()
      case 4: return this.of(NUMBERS)
      case 5: return this.real()
      case 6: return this.text()
      case 7: return this.bytes()
      case 8: return this.cid()
      case 9: case 10: return this.list(depth + 1)
      default: return this.map(depth + 1)
    }
  }

  async list (depth) {
    const items = []
    for (let count = this.below(6); count > 0; count--) {
      items.push(await this.value(depth))
    }
    return items
  }

  async map (depth) {
    const map = {}
    for (let count = this.below(6); count > 0; count--) {
      const key = this.text()
      if (key !== '/' && key !== '__proto__') {
        map[key] = await this.value(depth)
      }
    }
    return map
  }
}
