// What a program asks of its system by preview 1 of WASI: a count or value when it is told, else 1000 and the error.

@external("wasi_snapshot_preview1", "fd_write")
declare function fd_write(fd: i32, parts: usize, count: i32, written: usize): i32
@external("wasi_snapshot_preview1", "fd_read")
declare function fd_read(fd: i32, parts: usize, count: i32, read: usize): i32
@external("wasi_snapshot_preview1", "environ_sizes_get")
declare function environ_sizes_get(count: usize, bytes: usize): i32
@external("wasi_snapshot_preview1", "args_sizes_get")
declare function args_sizes_get(count: usize, bytes: usize): i32
@external("wasi_snapshot_preview1", "clock_time_get")
declare function clock_time_get(clock: i32, precision: i64, at: usize): i32
@external("wasi_snapshot_preview1", "clock_res_get")
declare function clock_res_get(clock: i32, at: usize): i32
@external("wasi_snapshot_preview1", "random_get")
declare function random_get(at: usize, count: usize): i32
@external("wasi_snapshot_preview1", "path_open")
declare function path_open(dir: i32, flags: i32, path: usize, length: usize, how: i32, base: i64, inheriting: i64, fdflags: i32, fd: usize): i32
@external("wasi_snapshot_preview1", "sched_yield")
declare function sched_yield(): i32
@external("wasi_snapshot_preview1", "proc_exit")
declare function proc_exit(code: i32): void

const AT = memory.data(64, 8)

function told(error: i32): u64 { return error == 0 ? load<u64>(AT) : 1000 + error }

export function cabi_realloc(old: usize, had: usize, align: usize, size: usize): usize { return heap.alloc(size) }

function write(fd: i32, at: usize, length: u32): u32 {
  store<usize>(AT + 16, at)
  store<u32>(AT + 20, length)
  store<u64>(AT, 0)
  return <u32>told(fd_write(fd, AT + 16, 1, AT))
}

export function say(at: usize, length: u32): u32 { return write(1, at, length) }
export function complain(at: usize, length: u32): u32 { return write(2, at, length) }

export function hear(): u32 {
  store<usize>(AT + 16, AT + 32)
  store<u32>(AT + 20, 32)
  store<u64>(AT, 77)
  return <u32>told(fd_read(0, AT + 16, 1, AT))
}

export function environment(): u32 {
  store<u64>(AT, -1)
  return <u32>told(environ_sizes_get(AT, AT + 4))
}

export function arguments(): u32 {
  store<u64>(AT, -1)
  return <u32>told(args_sizes_get(AT, AT + 4))
}

export function now(clock: u32): u64 { return told(clock_time_get(clock, 1, AT)) }
export function resolution(clock: u32): u64 { return told(clock_res_get(clock, AT)) }
export function chance(): u64 { return told(random_get(AT, 8)) }
export function file(): u32 { return <u32>told(path_open(3, 0, AT, 1, 0, 1, 0, 0, AT)) }

export function stay(): u32 {
  store<u64>(AT, 0)
  return <u32>told(sched_yield())
}

export function leave(code: u32): void { proc_exit(code) }
