import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeLines } from "./embedded/connection.ts";

test("text cut anywhere becomes pieces that end with a line, with every byte in order", async () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => `${text.replaceAll("\n", " ")}\n`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 50 }),
      async (lines, cut, size) => {
        const text = lines.join("");
        const chunks = text.match(new RegExp(`[\\s\\S]{1,${cut}}`, "gu")) ?? [];
        const pieces: string[] = [];
        for await (const bytes of wholeLines(chunks, size))
          pieces.push(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
        expect(pieces.join("")).toBe(text);
        for (const piece of pieces) expect(piece.endsWith("\n")).toBe(true);
      },
    ),
  );
});
