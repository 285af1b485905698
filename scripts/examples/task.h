/* What a task in C needs to take and give lists, as the component model lays them out. A call begins
   with fresh memory and keeps none of it, so room is handed out upwards and never taken back. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint8_t *at;
  uint32_t size;
} bytes;

extern uint8_t __heap_base;
static uintptr_t next_free;

static void *room(uint32_t align, uint32_t size) {
  if (next_free == 0) next_free = (uintptr_t)&__heap_base;
  uintptr_t at = (next_free + align - 1) & -(uintptr_t)align;
  uintptr_t room = __builtin_wasm_memory_size(0) * 65536;
  if (size > UINT32_MAX - at) __builtin_trap();
  if (at + size > room && __builtin_wasm_memory_grow(0, (at + size - room + 65535) / 65536) == (unsigned long)-1)
    __builtin_trap();
  next_free = at + size;
  return (void *)at;
}

/* Called for the room that an argument needs. */
__attribute__((export_name("cabi_realloc")))
void *cabi_realloc(const void *old, uint32_t had, uint32_t align, uint32_t size) {
  uint8_t *at = room(align, size);
  for (uint32_t i = 0; i < had && i < size; i++) at[i] = ((const uint8_t *)old)[i];
  return at;
}
