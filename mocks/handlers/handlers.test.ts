import { getResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import { listAreas } from "#contract/area.ts";
import { FRAME_HEAD, FRAME_MAGIC, FRAME_ROW } from "#contract/live-frame.ts";
import { getOverview } from "#contract/overview.ts";
import { postReadings } from "#contract/readings.ts";
import type { AnyRoute } from "#contract/route.ts";
import { ROUTES } from "#contract/routes.ts";
import { CSRF_HEADER } from "#contract/session.ts";
import { listStations } from "#contract/station.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { MOCK_PASSWORD } from "./accounts.ts";
import type { MockContext } from "./answer.ts";
import { mockHandlers } from "./handlers.ts";
import { buildMockHouse, MOCK_AS_OF } from "./house.ts";
import { mockFrame, tagsSpoken } from "./live-frames.ts";

const house = buildMockHouse(readFacts());
let account: string | null = null;
const context: MockContext = {
  house,
  memory: {
    get: () => account,
    set: (name) => {
      account = name;
    },
  },
  now: () => MOCK_AS_OF,
};
const handlers = mockHandlers(context);

async function ask(route: AnyRoute, path: string, body?: unknown) {
  const request = new Request(`http://localhost${path}`, {
    method: route.method,
    headers: { [CSRF_HEADER]: "mock-csrf-token", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return getResponse(handlers, request);
}

const SAMPLES: Readonly<Record<string, string>> = {
  "/api/search": "?q=zhengding",
  "/api/tags/:id/readings": "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z&points=50",
};
function pathOf(route: AnyRoute): string {
  const station = house.stations.rows[0]?.id ?? "";
  const ids: Record<string, string> = {
    "/api/enterprises/:id": house.enterprises[0]?.id ?? "",
    "/api/stations/:id": station,
    "/api/pipes/:id": house.pipes.rows[0]?.id ?? "",
    "/api/tags/:id/readings": house.tags.rows[0]?.id ?? "",
  };
  const path = route.path
    .replace(":id", encodeURIComponent(ids[route.path] ?? ""))
    .replace(":kind", "tag")
    .replace(":seq", "0")
    .replace(":name", "pipe-130123")
    .replace(":account", "clerk");
  return `${path}${SAMPLES[route.path] ?? ""}`;
}

beforeEach(() => {
  account = null;
});

// Devices speak to postReadings, never the SPA.
const SPA_ROUTES = ROUTES.filter((route) => route !== postReadings);
const signerFor = (route: AnyRoute) => {
  if (route.who === "public" || route.who === "signed_in") return "province";
  if (route.who.includes("security_admin")) return "secadmin";
  return route.who.includes("audit_admin") ? "auditor" : "province";
};

test.each(SPA_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s answers what the contract says",
  async (_, route) => {
    account = signerFor(route);
    const body = route.method === "POST" ? { account: "province", password: MOCK_PASSWORD } : undefined;
    const response = await ask(route, pathOf(route), body);
    expect(response?.status).toBe(200);
    expect(route.reply.safeParse(await response?.json())).toMatchObject({ success: true });
  },
);

test.each(
  SPA_ROUTES.filter((route) => route.who !== "public").map(
    (route) => [`${route.method} ${route.path}`, route] as const,
  ),
)("%s is closed to nobody in particular", async (_, route) => {
  expect((await ask(route, pathOf(route)))?.status).toBe(401);
});

test("a county supervisor finds nothing outside the county", async () => {
  account = "county";
  const { areas } = listAreas.reply.parse(await (await ask(listAreas, "/api/areas"))?.json());
  expect(areas.map((area) => area.code)).toEqual(["130123"]);
  const { stations } = listStations.reply.parse(await (await ask(listStations, "/api/stations?limit=500"))?.json());
  expect(new Set(stations.map((row) => row.areaCode))).toEqual(new Set(["130123"]));
});

test("the comparison of sub-areas adds up to the whole", async () => {
  account = "province";
  const response = await ask(getOverview, "/api/overview");
  const { pipes, children } = getOverview.reply.parse(await response?.json());
  const sum = children.reduce((km, row) => km + row.measures.pipeKm, 0);
  expect(sum).toBeCloseTo(pipes.totalKm, 6);
});

test("a frame has the size and head that the layout says", () => {
  const seqs = [0, 1, 2];
  const bytes = mockFrame(house, "snapshot", 7, seqs, MOCK_AS_OF);
  const view = new DataView(bytes);
  expect(bytes.byteLength).toBeGreaterThanOrEqual(FRAME_HEAD + 3 * (FRAME_ROW + 1));
  expect([view.getUint32(0, true), view.getUint8(4), view.getUint32(8, true), view.getUint32(12, true)]).toEqual([
    FRAME_MAGIC,
    0,
    7,
    3,
  ]);
  expect(view.getFloat64(24, true)).toBeLessThanOrEqual(MOCK_AS_OF);
});

test("somebody speaks within an hour", () => {
  expect(tagsSpoken(house, MOCK_AS_OF - 3_600_000, MOCK_AS_OF).length).toBeGreaterThan(0);
});
