import { isAscii, isUtf8 } from "node:buffer";
import { lookup } from "../lookup.ts";
import { FileProblem } from "../row.ts";

export type Encoding = "UTF-8" | "GB18030" | "UTF-16LE";

const NAMES: Readonly<Record<string, Encoding>> = {
  "utf-8": "UTF-8",
  utf8: "UTF-8",
  "65001": "UTF-8",
  gbk: "GB18030",
  gb2312: "GB18030",
  gb18030: "GB18030",
  cp936: "GB18030",
  ansi936: "GB18030",
  "936": "GB18030",
  "utf-16le": "UTF-16LE",
  "utf-16": "UTF-16LE",
};

/** GB18030 holds GBK and GB2312 whole, so the three are read as one. Null for a name we do not know. */
export function encodingNamed(name: string): Encoding | null {
  const plain = name.trim().toLowerCase();
  return lookup(NAMES, plain.replace(/^(cp|ansi\s*|windows-)(?=936)/, "")) ?? null;
}

/** The `--encoding` of a person, or a problem that lists the names. */
export function encodingAsked(name: string): Encoding {
  const found = encodingNamed(name);
  if (!found) throw new FileProblem("encoding_unknown", "UTF-8, GBK, GB18030 or UTF-16LE", name);
  return found;
}

/**
 * UTF-8 or GB18030, from the bytes: the first bytes beyond ASCII decide. Reads on until there are some, because the
 * first Chinese word may stand at the end of a large file.
 */
export async function sniffEncoding(chunks: AsyncIterable<Buffer>): Promise<Encoding> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) return "UTF-16LE";
    isFirst = false;
    if (!isAscii(chunk)) return sniffBytes(chunk);
  }
  return "UTF-8";
}

/** As `sniffEncoding`, for a piece that may be cut within a character at its end. */
export function sniffBytes(bytes: Buffer): Encoding {
  for (let cut = 0; cut < 4; cut++) if (isUtf8(bytes.subarray(0, bytes.length - cut))) return "UTF-8";
  return "GB18030";
}
