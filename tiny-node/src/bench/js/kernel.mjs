// kernel.mjs MODULE FUNC ARG SECONDS: runs an export on V8, a new instance each time, and prints the median of the second half.
import { readFileSync } from 'node:fs';
const [file, name, argument, seconds] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(file));
const end = process.hrtime.bigint() + BigInt(Math.round(Number(seconds) * 1e9));
const times = [];
do {
  const instance = new WebAssembly.Instance(module, {});
  const start = process.hrtime.bigint();
  instance.exports[name](Number(argument));
  times.push(Number(process.hrtime.bigint() - start) / 1e6);
} while (process.hrtime.bigint() < end);
const late = times.slice(times.length >> 1).sort((a, b) => a - b);
console.log(JSON.stringify({ median_ms: late[late.length >> 1] }));
