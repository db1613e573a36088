import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_STATISTICS } from "#state/statistics.ts";
import { StatisticsPanel } from "./statistics-panel.tsx";

const showTo = mockStages();

interface Saved {
  readonly name: string;
  readonly bytes: Promise<Uint8Array>;
}
const click = HTMLAnchorElement.prototype.click;
let saved: Saved[] = [];
beforeEach(() => {
  saved = [];
  // A browser that is driven saves nothing: what it is handed to save is read instead.
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    if (this.download === "") return click.call(this);
    const bytes = fetch(this.href).then(async (reply) => new Uint8Array(await reply.arrayBuffer()));
    saved.push({ name: this.download, bytes });
  };
});
afterEach(() => {
  HTMLAnchorElement.prototype.click = click;
});

/** Presses a button that saves a file. */
async function taken(button: string): Promise<{ name: string; bytes: Uint8Array }> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect.poll(() => saved.length).toBe(1);
  const [file] = saved;
  if (!file) throw new Error("nothing was saved");
  return { name: file.name, bytes: await file.bytes };
}

const WORDS = new TextDecoder();
/** Texts that a PNG carries, by keyword. */
function wordsOf(png: Uint8Array): Record<string, string> {
  const view = new DataView(png.buffer);
  const words: Record<string, string> = {};
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const body = png.subarray(at + 8, at + 8 + view.getUint32(at));
    if (WORDS.decode(png.subarray(at + 4, at + 8)) !== "iTXt") continue;
    const end = body.indexOf(0);
    words[WORDS.decode(body.subarray(0, end))] = WORDS.decode(body.subarray(end + 5));
  }
  return words;
}

/** How large a picture is, and how many of its pixels are of each colour, as the browser itself decodes it. */
async function pixelsOf(png: Uint8Array): Promise<{ width: number; height: number; counts: Map<string, number> }> {
  const image = await createImageBitmap(new Blob([png.slice()], { type: "image/png" }));
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0);
  const counts = new Map<string, number>();
  for (const [, colour] of pairs(context.getImageData(0, 0, width, height).data))
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return { width, height, counts };
}
function* pairs(data: Uint8ClampedArray): Generator<readonly [number, string]> {
  for (let i = 0; i < data.length; i += 4) yield [i, data.subarray(i, i + 4).join()];
}

const PANEL = { panel: "statistics", statistics: { ...NO_STATISTICS, rows: "county" } } as const;
const begin = async (between?: Between) => {
  await showTo("province", <StatisticsPanel />, PANEL, between);
  await expect.element(page.getByRole("button", { name: "图存为 PNG", exact: true })).toBeVisible();
};

for (const [what, button, name] of [
  ["the chart", "图存为 PNG", "管道长度.png"],
  ["the map", "地图 图存为 PNG", "管道长度 地图.png"],
] as const)
  test(`${what} leaves as a PNG of twice its size that is drawn on, and that says who took it, when, of which scope and by which question`, async () => {
    await begin();
    const file = await taken(button);
    expect(file.name).toBe(name);
    const { width, height, counts } = await pixelsOf(file.bytes);
    // 960 CSS pixels of chart and 16 on either side, twice as sharp.
    expect(width).toBe(2 * (960 + 32));
    expect(height).toBeGreaterThan(400);
    // Nothing shows through, and what is drawn covers more than its title and notes would.
    expect([...counts.keys()].filter((colour) => !colour.endsWith(",255"))).toEqual([]);
    const ground = Math.max(...counts.values());
    expect(ground).toBeLessThan(width * height * 0.98);
    expect(counts.size).toBeGreaterThan(50);
    const words = wordsOf(file.bytes);
    expect(words).toMatchObject({
      Title: expect.stringMatching(/管道长度 \(km\)$/),
      Author: expect.stringMatching(/^.+ \(province\)$/),
      "Creation Time": expect.stringMatching(/^2\d{3}-\d\d-\d\dT.*Z$/),
    });
    expect(words.Description).toMatch(/^scope: province 130000 .*; query: \{"measure":"pipeKm".*"rows":"county"/);
  });

test("the SVG of a chart says the same of itself", async () => {
  await begin();
  const file = await taken("图存为 SVG");
  const svg = new DOMParser().parseFromString(WORDS.decode(file.bytes), "image/svg+xml");
  const words = JSON.parse(svg.querySelector("metadata")?.textContent ?? "{}") as Record<string, string>;
  expect(words.Author).toMatch(/\(province\)$/);
  expect(words.Description).toContain('"measure":"pipeKm"');
});

test("a picture is written into the audit trail with its question before it is saved, and is not saved where it cannot be", async () => {
  let isRefused = true;
  const told: unknown[] = [];
  await begin(async (request) => {
    if (!request.url.endsWith("/api/exports/taken")) return null;
    if (isRefused) return Response.json({ code: "unavailable" }, { status: 503 });
    told.push(await request.clone().json());
    return null;
  });
  const button = page.getByRole("button", { name: "图存为 SVG", exact: true });
  await button.click();
  await expect.element(page.getByText(/图没有存成/)).toBeVisible();
  expect(saved).toEqual([]);
  isRefused = false;
  await button.click();
  await expect.poll(() => saved.length).toBe(1);
  expect(told).toMatchObject([{ kind: "chart", format: "svg", query: { measure: "pipeKm", rows: "county" } }]);
});
