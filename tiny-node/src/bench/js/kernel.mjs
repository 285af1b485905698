// kernel.mjs MODULE FUNC ARG SECONDS: runs an export on V8, a new instance each time, and prints the median of the second half.
import { readFileSync } from 'node:fs';
const [file, name, argument, seconds] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(file));
const end = process.hrtime.bigint() + BigInt(Math.round(Number(seconds) * 1e9));
const taken = fits(Number(argument)) ? Number(argument) : BigInt(argument);
const times = [];
do {
  const instance = new WebAssembly.Instance(module, {});
  const start = process.hrtime.bigint();
  instance.exports[name](taken);
  times.push(Number(process.hrtime.bigint() - start) / 1e6);
} while (process.hrtime.bigint() < end);
const late = times.slice(times.length >> 1).sort((a, b) => a - b);
console.log(JSON.stringify({ median_ms: late[late.length >> 1] }));

// An i64 takes a BigInt only and an i32 a number only; the wrong one is refused before the call begins.
function fits(value) {
  try {
    new WebAssembly.Instance(module, {}).exports[name](value);
    return true;
  } catch (e) {
    if (e instanceof TypeError) return false;
    throw e;
  }
}
