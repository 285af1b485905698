// The moving average: the rule's window gives all its readings at once, so nothing is kept here.
export { cabi_realloc } from '../task'

/** A record of one number lies in a list as that number does. */
export function average(readings: usize, count: u32): f64 {
  let sum: f64 = 0
  for (let i: u32 = 0; i < count; i++) sum += load<f64>(readings + (<usize>i << 3))
  return sum / count
}
