/** Bytes of GBK by character: TextEncoder knows only UTF-8, so the decoder is asked once for all two-byte codes. */
let table: Map<string, number> | null = null;

function codes(): Map<string, number> {
  if (table) return table;
  table = new Map();
  const decoder = new TextDecoder("gbk");
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(high, low));
      if (text.length === 1 && text !== "\uFFFD") table.set(text, (high << 8) | low);
    }
  return table;
}

/** Text in GBK; a character that GBK lacks becomes a question mark. */
export function encodeGbk(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const c of text) {
    const ascii = c.charCodeAt(0);
    if (ascii < 0x80) {
      bytes.push(ascii);
      continue;
    }
    const code = codes().get(c) ?? 0x3f;
    if (code > 0xff) bytes.push(code >> 8, code & 0xff);
    else bytes.push(code);
  }
  return Uint8Array.from(bytes);
}
