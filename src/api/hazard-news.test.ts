import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import type { LiveHazard } from "#contract/field/hazard-live.ts";
import { followHazards } from "./hazard-news.ts";
import { hazardBoardQuery } from "./hazards.ts";

const TOLD: LiveHazard = {
  type: "hazard",
  id: "H1-grade",
  hazardId: "H1",
  areaCode: "130102",
  enterpriseId: "E-1",
  code: "A2",
  note: "",
  lngLat: [114.5, 38],
  foundAt: "2026-11-26T08:00:00.000Z",
  dueAt: null,
  knownAt: "2026-11-26T08:00:01.000Z",
};

test("a hazard that is told makes the board old, and what is no hazard is let pass", () => {
  const queries = new QueryClient();
  const { queryKey } = hazardBoardQuery(null, null);
  queries.setQueryData(queryKey, { cells: [], asOf: TOLD.foundAt });
  const news: LiveHazard[] = [];
  let asked = 0;
  const hazards = followHazards({ queries, follow: () => (asked += 1), onNews: (one) => void news.push(one) });
  expect(asked).toBe(1);
  hazards.hear({ type: "hazard", knownAt: TOLD.knownAt });
  expect(queries.getQueryState(queryKey)?.isInvalidated).toBe(false);
  hazards.hear(TOLD);
  expect(news).toEqual([TOLD]);
  expect(queries.getQueryState(queryKey)?.isInvalidated).toBe(true);
});
