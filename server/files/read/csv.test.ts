import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeGbk } from "#mocks/files/gbk.ts";
import { bytesOf, rowsOf } from "#server/files/testing/bytes.ts";
import { openCsv } from "./csv.ts";

const read = async (content: string | Uint8Array, chunk = 7) => {
  const source = await openCsv(bytesOf(content, chunk), null);
  return { source, rows: await rowsOf(source) };
};
const values = async (content: string | Uint8Array, chunk?: number) =>
  (await read(content, chunk)).rows.map((row) => row.values);

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const cell = fc.string({ unit: fc.constantFrom("a", "燃", '"', ",", "\n", "\r\n", "\t", " ", "1") });
const table = fc
  .integer({ min: 2, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));

test("what is written with every cell quoted is read as it was, however the bytes are cut", async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (cells, chunk) => {
      const header = (cells[0] as string[]).map((_, i) => `c${i}`);
      const text = [header, ...cells].map((row) => row.map(quoted).join(",")).join("\r\n");
      expect(await values(text, chunk)).toEqual(cells);
    }),
    { numRuns: 200 },
  );
});

test("no text makes the reader crash: it ends in rows or in a named problem", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", ";", "\ufeff") }), async (text) => {
      const end = await values(text).catch((error: Error) => error.name);
      expect(Array.isArray(end) || end === "FileProblem").toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("lines are counted as in an editor, also after a cell of two lines", async () => {
  const { rows } = await read('id,name\n1,"two\nlines"\n\n2,x\n');
  expect(rows.map(({ line }) => line)).toEqual([2, 5]);
});

test("a byte order mark, GBK and UTF-16 are seen from the bytes", async () => {
  const text = "编号,名称\n1,石家庄门站\n";
  const expected = [["1", "石家庄门站"]];
  expect(await values(`\ufeff${text}`)).toEqual(expected);
  expect(await values(encodeGbk(text))).toEqual(expected);
  expect(await values(Buffer.from(`\ufeff${text}`, "utf16le"))).toEqual(expected);
  expect((await read(encodeGbk(text))).source).toMatchObject({ encoding: "GB18030", columns: ["编号", "名称"] });
});

test("the first Chinese character decides the encoding, even far into a file of ASCII", async () => {
  const ascii = `id,name\n${"1,a\n".repeat(5000)}`;
  const gbk = Buffer.concat([Buffer.from(ascii), encodeGbk("2,乐亭\n")]);
  expect((await values(gbk, 1000)).at(-1)).toEqual(["2", "乐亭"]);
});

test("semicolons and tabs separate too", async () => {
  expect(await values("a;b\n1;2\n")).toEqual([["1", "2"]]);
  expect(await values("a\tb\n1\t2\n")).toEqual([["1", "2"]]);
});

test("a row with too few or too many cells is broken, one with empty cells at its end is not", async () => {
  const { rows } = await read("a,b\n1\n1,2,3\n1,2,,\n");
  expect(rows.map(({ line, broken }) => [line, broken?.rule])).toEqual([
    [2, "row_broken"],
    [3, "row_broken"],
    [4, undefined],
  ]);
});

test("a quote that is never closed, and a file without a header, are named", async () => {
  await expect(values('a,b\n1,"open\n2,3\n')).rejects.toMatchObject({ rule: "quote_open", line: 2 });
  await expect(values("\n\n")).rejects.toMatchObject({ rule: "header_missing" });
});
