// One line of JSON asks, {"op": name, ...}; one answers: {"ok": value} when it was done, {"refused": why} when the
// library under test said no, {"broken": stack} when this program is at fault. Bytes travel as base64.
import { createInterface } from 'node:readline'

class Refusal extends Error {}

/** Runs what may be refused: a library's no is an answer, every other failure is a bug of ours. */
export async function attempt (call) {
  try {
    return await call()
  } catch (error) {
    throw new Refusal(error.message)
  }
}

export const toBytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'))
export const toText = (bytes) => Buffer.from(bytes).toString('base64')

/** Answers line by line until the other side closes the pipe. */
export async function serve (operations) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(operations, line))}\n`)
  }
}

async function answer (operations, line) {
  try {
    const { op, ...request } = JSON.parse(line)
    return { ok: await operations[op](request) ?? null }
  } catch (error) {
    return error instanceof Refusal ? { refused: error.message } : { broken: error.stack }
  }
}
