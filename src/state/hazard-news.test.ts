import { expect, test } from "vitest";
import type { LiveHazard } from "#contract/field/hazard-live.ts";
import { addHazardNews, createHazardNews, seeHazardNews } from "./hazard-news.ts";

const hazard = (hazardId: string, note = ""): LiveHazard => ({
  type: "hazard",
  id: `${hazardId}-grade`,
  hazardId,
  areaCode: "130102",
  enterpriseId: "E-1",
  code: null,
  note,
  lngLat: [114.5, 38],
  foundAt: "2026-11-26T08:00:00Z",
  dueAt: null,
  knownAt: "2026-11-26T08:00:01Z",
});

test("a hazard told twice waits once, as it was told last, and the newest stands first", () => {
  const news = createHazardNews();
  for (const one of [hazard("H1"), hazard("H2"), hazard("H1", "worse")]) addHazardNews(news, one);
  expect(news.getState().waiting.map(({ hazardId, note }) => [hazardId, note])).toEqual([
    ["H1", "worse"],
    ["H2", ""],
  ]);
});

test("what was looked at waits no more, and the others do", () => {
  const news = createHazardNews();
  for (const id of ["H1", "H2", "H3"]) addHazardNews(news, hazard(id));
  seeHazardNews(news, "H2");
  expect(news.getState().waiting.map(({ hazardId }) => hazardId)).toEqual(["H3", "H1"]);
  seeHazardNews(news, null);
  expect(news.getState().waiting).toEqual([]);
});
