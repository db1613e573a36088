import { expect, test } from "vitest";
import { type Locator, page } from "vitest/browser";
import { listMaintenance } from "#contract/alarm-rules.ts";
import { listTagQuality, type TagQuality } from "#contract/telemetry.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { StationPanel } from "./station-panel.tsx";

const showTo = mockStages();

/** A suspect tag of the mocks' province. */
async function suspectTag(): Promise<TagQuality> {
  const reply = await fetch(`${listTagQuality.path}?quality=suspect`);
  const [tag] = listTagQuality.reply.parse(await reply.json()).tags;
  if (!tag) throw new Error("nothing is suspect in the mocks");
  return tag;
}

const panelOf = (station: string) => ({
  panel: "station" as const,
  selection: { kind: "station" as const, id: station },
});
const textOf = (row: Locator) => row.query()?.textContent;
const rowOf = (name: string) => page.getByRole("button", { name, exact: false });

test("a suspect sensor says so with its shape, why and since when; of the past nothing is said", async () => {
  await showTo("province", null);
  const tag = await suspectTag();
  const { stores } = await showTo("province", <StationPanel />, panelOf(tag.stationId));
  const row = rowOf(tag.name).first();
  await expect.poll(() => textOf(row)).toContain("可疑");
  await expect.poll(() => textOf(row)).toMatch(/长时间不变|相邻测点矛盾|反复跳变/);
  await expect.poll(() => textOf(row)).toContain("起始");
  stores.view.setState({ time: Date.now() - 86_400_000 });
  await expect.poll(() => document.querySelector(".tag-doubt")).toBeNull();
});

test("a sensor under maintenance says who works on it, why and until when", async () => {
  await showTo("province", null);
  const { reasons: _, ...tag } = await suspectTag();
  await showTo("province", <StationPanel />, panelOf(tag.stationId), (request) => {
    const { pathname } = new URL(request.url);
    const hour = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();
    if (pathname === listTagQuality.path)
      return Response.json({
        tags: [{ ...tag, reasons: [], since: null, quality: "maintenance" }],
        next: null,
        counts: { good: 0, suspect: 0, stale: 0, offline: 0, maintenance: 1 },
      });
    if (pathname !== listMaintenance.path) return null;
    const { stationId, areaCode, enterpriseId } = tag;
    const span = { from: hour(-1), to: hour(1), endedAt: null, endedBy: null };
    const window = { id: "M1", stationId, tagId: null, name: "x", areaCode, enterpriseId, reason: "换表", by: "老王" };
    return Response.json({ windows: [{ ...window, ...span }] });
  });
  const row = rowOf(tag.name).first();
  await expect.poll(() => textOf(row)).toContain("换表");
  await expect.poll(() => textOf(row)).toContain("老王");
  await expect.poll(() => textOf(row)).toContain("至");
});
