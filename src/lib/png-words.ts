/** What is read of a PNG, and what is written into it: chunks of a length, a name, bytes and a CRC-32 (PNG, 3rd edition, §5.3). */
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length and name before a chunk's bytes, and the CRC behind them. */
const AROUND = 12;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (CRC_TABLE[(c ^ byte) & 0xff] as number) ^ (c >>> 8);
  return ~c >>> 0;
}

/** One international text: keyword (Latin letters, at most 79), not compressed, no language, UTF-8. */
function textChunk(keyword: string, text: string): Uint8Array {
  const data = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(data.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length - 4);
  chunk.set(data, 4);
  view.setUint32(4 + data.length, crc32(data));
  return chunk;
}

/**
 * A PNG with texts that stay with the picture, in the order given, behind its header.
 * @throws where the bytes are no PNG.
 */
export function withWords(png: Uint8Array, words: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  if (SIGNATURE.some((byte, i) => png[i] !== byte)) throw new Error("these bytes are no PNG");
  const header = SIGNATURE.length + AROUND + new DataView(png.buffer, png.byteOffset).getUint32(SIGNATURE.length);
  const texts = Object.entries(words).map(([keyword, text]) => textChunk(keyword, text));
  const all = new Uint8Array(png.length + texts.reduce((sum, { length }) => sum + length, 0));
  all.set(png.subarray(0, header));
  let at = header;
  for (const text of texts) {
    all.set(text, at);
    at += text.length;
  }
  all.set(png.subarray(header), at);
  return all;
}
