// Text in, text out.
import { text, returned } from '../task'
export { cabi_realloc } from '../task'

export function greet(name: usize, units: u32): usize {
  return returned('Hello, ' + text(name, units) + '!')
}
