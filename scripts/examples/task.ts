// What a task in AssemblyScript needs to take and give strings and lists, as the component model lays
// them out: two 32-bit numbers, where the items begin and how many there are.

/** Called for the room that an argument needs. */
export function cabi_realloc(old: usize, had: usize, align: usize, size: usize): usize {
  const at = heap.alloc(size)
  memory.copy(at, old, had < size ? had : size)
  return at
}

/** The string that an argument of type `string` is. */
export function text(at: usize, units: u32): string {
  return String.UTF16.decodeUnsafe(at, (<usize>units) << 1)
}

/** What a function returns for a result of type `string`. */
export function returned(s: string): usize {
  const at = heap.alloc(8)
  store<usize>(at, changetype<usize>(s))
  store<u32>(at, s.length, 4)
  return at
}
