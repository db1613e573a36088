import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { withWords } from "./png-words.ts";

interface Chunk {
  readonly name: string;
  readonly data: Buffer;
}

/** A chunk by Node's own CRC, so that both are reckoned apart. */
function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** One grey pixel. */
const PNG = Buffer.concat([
  SIGNATURE,
  chunk("IHDR", Buffer.from("00000001000000010800000000", "hex")),
  chunk("IDAT", deflateSync(Buffer.from([0, 128]))),
  chunk("IEND", Buffer.alloc(0)),
]);

function chunksOf(png: Uint8Array): Chunk[] {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8)).toEqual(SIGNATURE);
  const all: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    all.push({ name: body.toString("latin1", 0, 4), data: body.subarray(4) });
    at += 12 + length;
  }
  return all;
}

test("whatever words go into a picture are read from it again, and all else is as it was", () => {
  const keyword = fc.constantFrom("Title", "Author", "Description", "Creation Time");
  fc.assert(
    fc.property(fc.dictionary(keyword, fc.string({ unit: "grapheme" })), (words) => {
      const chunks = chunksOf(withWords(PNG, words));
      expect(chunks[0]?.name).toBe("IHDR");
      const texts = chunks
        .filter(({ name }) => name === "iTXt")
        .map(({ data }) => {
          const end = data.indexOf(0);
          expect(data.subarray(end, end + 5)).toEqual(Buffer.alloc(5));
          return [data.toString("latin1", 0, end), data.toString("utf8", end + 5)];
        });
      expect(texts).toEqual(Object.entries(words));
      expect(chunks.filter(({ name }) => name !== "iTXt")).toEqual(chunksOf(PNG));
    }),
  );
});

test("what is no PNG is refused", () => {
  expect(() => withWords(new TextEncoder().encode("<svg xmlns='…'/>"), {})).toThrow("no PNG");
});
