// Components as people make them: jco around WAT and AssemblyScript, componentize-js and componentize-qjs for JavaScript.
import {
  componentEmbed, componentNew, parse, preview1AdapterCommandPath, preview1AdapterReactorPath
} from '@bytecodealliance/jco'
import asc from 'assemblyscript/asc'
import { readFile, writeFile } from 'node:fs/promises'
import { serve, toBytes, toText } from './wire.js'

const ADAPTERS = { reactor: preview1AdapterReactorPath(), command: preview1AdapterCommandPath() }

const adapters = async (name) =>
  name === 'none' ? [] : [['wasi_snapshot_preview1', new Uint8Array(await readFile(ADAPTERS[name]))]]

/** AssemblyScript's compiler works on files; these are not there. */
async function assembled (source) {
  const out = new Map()
  const { error, stderr } = await asc.main(
    ['in.ts', '-o', 'out.wasm', '-O', '--runtime', 'stub', '--use', 'abort='],
    {
      readFile: (name) => name === 'in.ts' ? source : null,
      writeFile: (name, content) => out.set(name, content),
      listFiles: () => []
    })
  if (error != null) throw new Error(`${error}\n${stderr}`)
  return out.get('out.wasm')
}

serve({
  wat: async ({ source }) => toText(await parse(source)),

  assembly: async ({ source }) => toText(await assembled(source)),

  /** A core module with its types in a custom section; `encoding` is that of its strings. */
  embed: async ({ core, wit, encoding }) =>
    toText(await componentEmbed({ binary: toBytes(core), witSource: wit, stringEncoding: encoding })),

  /** A component around such a module, with the adapter to preview 2 of WASI if it needs one. */
  wrap: async ({ embedded, adapter }) => toText(await componentNew(toBytes(embedded), await adapters(adapter))),

  /** Too large for a line, so it goes to a file. */
  javascript: async ({ source, wit, without, file }) => {
    const { componentize } = await import('@bytecodealliance/componentize-js')
    const { component } = await componentize(source, wit, { disableFeatures: without })
    await writeFile(file, component)
    return component.length
  },

  /** With an engine that is small enough for a line; `sync` leaves out what only asynchronous components have. */
  small: async ({ source, wit, sync }) => {
    const { componentize } = await import('componentize-qjs')
    await writeFile('small.wit', wit)
    const { component } = await componentize({ witPath: 'small.wit', jsSource: source, sync })
    return toText(component)
  }
})
