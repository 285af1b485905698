/* Makes a picture narrower or wider: each new pixel is the mean of the old ones it covers. It reads and
   writes BMP with 24 bits per pixel and rows from the bottom up, the common kind, because that needs no
   unpacking; anything else traps. */
#include "../task.h"

enum { HEADER = 54, SIDE_MAX = 8192 };

static uint32_t number(const uint8_t *at) {
  return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put(uint8_t *at, uint32_t n) {
  for (int i = 0; i < 4; i++) at[i] = n >> 8 * i;
}

static uint32_t stride(uint32_t width) {
  return (width * 3 + 3) & ~3u;
}

static void require(bool holds) {
  if (!holds) __builtin_trap();
}

typedef struct {
  uint32_t width, height;
  uint8_t *pixels;
} picture;

static picture decoded(bytes file) {
  require(file.size >= HEADER && file.at[0] == 'B' && file.at[1] == 'M');
  uint32_t begin = number(file.at + 10);
  picture p = {number(file.at + 18), number(file.at + 22), file.at + begin};
  require(file.at[28] == 24 && file.at[29] == 0 && number(file.at + 30) == 0);
  require(p.width - 1 < SIDE_MAX && p.height - 1 < SIDE_MAX);
  require(begin <= file.size && stride(p.width) * p.height <= file.size - begin);
  return p;
}

static picture blank(bytes *file, uint32_t width, uint32_t height) {
  uint32_t size = stride(width) * height;
  *file = (bytes){room(4, HEADER + size), HEADER + size};
  for (int i = 0; i < HEADER; i += 2) file->at[i] = file->at[i + 1] = 0;
  file->at[0] = 'B', file->at[1] = 'M';
  put(file->at + 2, file->size);
  put(file->at + 10, HEADER);
  put(file->at + 14, HEADER - 14);
  put(file->at + 18, width);
  put(file->at + 22, height);
  file->at[26] = 1, file->at[28] = 24;
  put(file->at + 34, size);
  return (picture){width, height, file->at + HEADER};
}

/* The old columns or rows that the new one `i` covers: at least one. */
typedef struct {
  uint32_t from, to;
} span;

static span covered(uint32_t i, uint32_t after, uint32_t before) {
  uint32_t from = i * before / after, to = (i + 1) * before / after;
  return (span){from, to > from ? to : from + 1};
}

static uint8_t mean(picture p, span x, span y, int colour) {
  uint32_t sum = 0;
  for (uint32_t row = y.from; row < y.to; row++)
    for (uint32_t column = x.from; column < x.to; column++)
      sum += p.pixels[row * stride(p.width) + column * 3 + colour];
  uint32_t count = (x.to - x.from) * (y.to - y.from);
  return (sum + count / 2) / count;
}

__attribute__((export_name("resize")))
const bytes *resize(uint8_t *at, uint32_t size, uint32_t width) {
  picture old = decoded((bytes){at, size});
  require(width - 1 < SIDE_MAX);
  uint32_t height = (old.height * width + old.width / 2) / old.width;
  require(height < SIDE_MAX);
  bytes *result = room(4, sizeof(bytes));
  picture new = blank(result, width, height == 0 ? 1 : height);
  for (uint32_t y = 0; y < new.height; y++)
    for (uint32_t x = 0; x < width; x++)
      for (int colour = 0; colour < 3; colour++)
        new.pixels[y * stride(width) + x * 3 + colour] =
            mean(old, covered(x, width, old.width), covered(y, new.height, old.height), colour);
  return result;
}
