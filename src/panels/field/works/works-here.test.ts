import { expect, test } from "vitest";
import { WorkNoticeBody } from "#contract/field/bodies.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { type KnownWork, newsBody, worksHere } from "./works-here.ts";

const ID = "0190a8f0-0000-7000-8000-000000000001";
const work = (over: Partial<KnownWork> = {}): KnownWork => ({
  id: ID,
  name: "道路改造",
  contractor: "路桥",
  how: "found",
  noticedAt: null,
  from: "2026-12-10T00:00:00.000Z",
  to: null,
  plan: "none",
  guard: "none",
  isOver: false,
  lngLat: [115, 38],
  toldAt: "2026-12-01T00:00:00.000Z",
  ...over,
});
const NEWS = { noticedAt: null, from: work().from, plan: "asked", guard: "none", isOver: false, note: "" } as const;
const sealed = (of: KnownWork, finishedAt: string, news: Partial<Parameters<typeof newsBody>[1]> = {}) => ({
  kind: "work_notice",
  sealed: { finishedAt, body: newsBody(of, { ...NEWS, ...news }) } as unknown as FieldRecord,
});

test("a later record is what the contract takes", () => {
  const body = newsBody(work(), { ...NEWS, noticedAt: "2026-12-02T00:00:00.000Z" });
  expect(WorkNoticeBody.safeParse(body).success).toBe(true);
  expect(body.how).toBe("noticed");
});

test("what was told last stands, on this phone or at the server", () => {
  const later = sealed(work(), "2026-12-02T00:00:00.000Z");
  expect(worksHere([work()], [later])).toMatchObject([{ plan: "asked" }]);
  expect(worksHere([work({ toldAt: "2026-12-03T00:00:00.000Z" })], [later])).toMatchObject([{ plan: "none" }]);
  expect(worksHere([], [later])).toHaveLength(1);
});

test("a notice once told stays told, and a work that is over is gone", () => {
  const noticed = work({ noticedAt: "2026-12-01T00:00:00.000Z" });
  expect(worksHere([noticed], [sealed(work(), "2026-12-02T00:00:00.000Z")])).toMatchObject([
    { noticedAt: noticed.noticedAt, plan: "asked" },
  ]);
  expect(worksHere([noticed], [sealed(work(), "2026-12-02T00:00:00.000Z", { isOver: true })])).toEqual([]);
});
