import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChartSheet, chartSheet, sheetSize } from "./chart-sheet.ts";

const CHART = { width: 960, height: 300 };
const sheet = (over: Partial<ChartSheet> = {}): ChartSheet => ({
  title: "管道长度",
  notes: [],
  colors: { ground: "#fff", text: "#000", quiet: "#555" },
  font: "sans-serif",
  words: {},
  ...over,
});
const UNESCAPES: readonly (readonly [string, string])[] = [
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&amp;", "&"],
];
const read = (text: string): string => UNESCAPES.reduce((all, [from, to]) => all.replaceAll(from, to), text);

test("whatever words it is given, each is one text that reads as it was written", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string(), { maxLength: 4 }), (title, notes) => {
      const svg = chartSheet(sheet({ title, notes }), "<svg/>", CHART);
      const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => read(text ?? ""));
      expect(texts).toEqual([title, ...notes]);
    }),
  );
});

test("notes stand beneath the chart and within the picture", () => {
  const notes = ["截至2026年3月31日", "按2026年4月5日所知", "数据表：pipe"];
  const svg = chartSheet(sheet({ notes }), "<svg/>", CHART);
  const { height } = sheetSize({ notes }, CHART);
  const [, ...below] = [...svg.matchAll(/<text [^>]*y="(\d+)"/g)].map(([, y]) => Number(y));
  expect(below).toHaveLength(notes.length);
  for (const y of below) {
    expect(y).toBeGreaterThan(CHART.height);
    expect(y).toBeLessThan(height);
  }
});

test("what the file says of itself is read from it again, and is not drawn", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), (words) => {
      const svg = chartSheet(sheet({ words }), "<svg/>", CHART);
      const [, text = ""] = /<metadata>([^<]*)<\/metadata>/.exec(svg) ?? [];
      expect(JSON.parse(read(text))).toEqual({ ...words });
      expect([...svg.matchAll(/<text /g)]).toHaveLength(1);
    }),
  );
});
