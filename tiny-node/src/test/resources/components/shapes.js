let calls = 0

export const shapes = {
  area (shape) {
    switch (shape.tag) {
      case 'dot': return undefined
      case 'circle': return shape.val * 2
      default: return shape.val.w * shape.val.h
    }
  },
  sum (numbers) { return numbers.reduce((a, b) => a + b) },
  toggle ({ read, write }) { return { read: !read, write: !write } },
  next (colour) { return colour === 'red' ? 'green' : 'red' },
  parse (text) {
    const number = Number(text)
    if (Number.isNaN(number)) throw `no number: ${text}`
    return number
  },
  swap ([text, number]) { return [number, text] },
  mask (bytes) { return bytes.map((byte) => byte ^ 255) },
  initial (text) { return [...text][0] },
  sorted (words) { return words.toSorted() },
  say (line) {
    console.log(line)
    console.error(`not ${line}`)
  },
  fail () { throw new Error('broken') },
  spin () { for (;;); },
  calls () { return ++calls }
}
