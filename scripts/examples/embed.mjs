// node embed.mjs NAME [utf16]: writes the types of NAME.wit into NAME.wasm, so that whoever calls it knows
// them. It is what `jco embed` does, whose version 1.35 finds no file; strings are UTF-8 if not said.
import { readFile, writeFile } from 'node:fs/promises'
import { componentEmbed } from '@bytecodealliance/jco-transpile/wasm-tools'

const [name, stringEncoding = 'utf8'] = process.argv.slice(2)
const binary = new Uint8Array(await readFile(`${name}.wasm`))
const witSource = await readFile(`${name}.wit`, 'utf8')
await writeFile(`${name}.wasm`, await componentEmbed({ binary, witSource, stringEncoding }))
