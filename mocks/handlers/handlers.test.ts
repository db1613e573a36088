import { getResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import { listAreas } from "#contract/area.ts";
import { FRAME_HEAD, FRAME_MAGIC, FRAME_ROW } from "#contract/live-frame.ts";
import { countNetwork, selectPipes } from "#contract/network.ts";
import { getOverview } from "#contract/overview.ts";
import { COLOR_BYS, COLUMN_NAMES, columnPath, FINE_COLUMNS, type FineColumn } from "#contract/pipe-classes.ts";
import { postReadings } from "#contract/readings.ts";
import type { AnyRoute } from "#contract/route.ts";
import { ROUTES } from "#contract/routes.ts";
import { CSRF_HEADER } from "#contract/session.ts";
import { listStations } from "#contract/station.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { alarmHistory } from "#mocks/world/alarms.ts";
import { MOCK_TOKEN } from "./access-tokens.ts";
import { MOCK_PASSWORD } from "./accounts.ts";
import type { MockContext } from "./answer.ts";
import { MOCK_EXPORT } from "./exports.ts";
import { fieldSamples } from "./field-samples.ts";
import { mockHandlers } from "./handlers.ts";
import { MOCK_NOTE } from "./history.ts";
import { buildMockHouse, MOCK_AS_OF, MOCK_SEED } from "./house.ts";
import { mockFrame, tagsSpoken } from "./live-frames.ts";
import { MOCK_SCENARIO } from "./model.ts";
import { MOCK_REPORT, MOCK_STATISTICS_NOTE, MOCK_VIEW } from "./statistics-kept.ts";

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
beforeEach(() => void context.memory.set(null));

async function ask(route: AnyRoute, path: string, body?: unknown) {
  const request = new Request(`http://localhost${path}`, {
    method: route.method,
    headers: { [CSRF_HEADER]: "mock-csrf-token", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return getResponse(handlers, request);
}

const BODIES: Readonly<Record<string, object>> = {
  "/api/annotations": {
    id: "mock-note-2",
    tagId: house.tags.rows[0]?.id,
    at: "2026-11-21T03:10:00Z",
    note: "valve exercised",
  },
  "/api/access-tokens": { name: "QGIS" },
  "/api/exports": { collection: "pipes", format: "csv" },
  "/api/cameras/:id/play": {},
  "/api/model/scenarios/:id": { name: "again", area: "130123", version: "mock", changes: [], result: null },
  "/api/exports/taken": { kind: "chart", format: "png", query: { measure: "pipeKm" } },
  "/api/network/count": { bbox: [113, 36, 120, 43], zoom: 12, by: "level" },
  "/api/network/select": {
    polygon: [
      [113, 36],
      [120, 36],
      [116, 43],
    ],
  },
};
const STATISTICS_BODIES: Readonly<Record<string, object>> = {
  "/api/statistics/views/:id": { name: "by county", search: "panel=statistics", query: { measure: "pipeKm" } },
  "/api/statistics/reports": { id: "mock-report-2", name: "pipes", query: { measure: "pipeKm", where: "gasKind:lpg" } },
  "/api/statistics/notes": { id: "mock-note-s2", measure: "pipeKm", note: "seen" },
};
const ALARM = alarmHistory(MOCK_SEED, house.tags.rows, MOCK_AS_OF)[0];
const RULE = {
  id: "trial",
  name: "trial",
  appliesTo: {},
  condition: { kind: "absolute", side: "high", limit: 1 },
  level: "red",
  onDelayS: 0,
  offDelayS: 0,
  deadBand: null,
  escalateMin: { county: null, city: null, province: null },
  suppressWhile: null,
  procedure: "",
};
const ALARM_BODIES: Readonly<Record<string, object>> = {
  "/api/alarms/acknowledge": { ids: [ALARM?.id] },
  "/api/alarms/shelve": { ids: [ALARM?.id], reason: "meter", until: "2026-11-22T01:00:00Z" },
  "/api/alarms/unshelve": { ids: [ALARM?.id] },
  "/api/alarms/confirm-leak": { ids: [ALARM?.id], comment: "smelt" },
  "/api/alarms/:id/dispatch": { assigneeId: "inspector" },
  "/api/tasks/:id/steps": { step: "accepted" },
  "/api/alarm-rules": RULE,
  "/api/alarm-rules/simulate": { rule: RULE, from: "2026-11-21T00:00:00Z", to: "2026-11-22T00:00:00Z" },
  "/api/alarm-rules/:id/activate": { version: 1, comment: "tried" },
  "/api/alarm-rules/:id/retire": { comment: "done" },
  "/api/maintenance": {
    stationId: house.stations.rows[0]?.id,
    from: "2026-11-22T00:00:00Z",
    to: "2026-11-22T04:00:00Z",
    reason: "valves",
  },
  "/api/maintenance/:id/end": {},
};
const ALARM_IDS: Readonly<Record<string, string>> = {
  "/api/alarms/:id": ALARM?.id ?? "",
  "/api/alarms/:id/assignees": ALARM?.id ?? "",
  "/api/alarms/:id/dispatch": ALARM?.id ?? "",
  "/api/incidents/:id": `I-${house.tags.get(ALARM?.tag_id ?? "")?.station_id}`,
  "/api/tasks/:id": "K-1",
  "/api/tasks/:id/steps": "K-1",
  ...Object.fromEntries(["", "/activate", "/retire"].map((to) => [`/api/alarm-rules/:id${to}`, "pressure-limits"])),
  "/api/maintenance/:id/end": "M-1",
};
const FIELD = fieldSamples(house);
const CAMERA = house.parts.flatMap((part) => part.cameras)[0]?.id ?? "";
const TAG = house.tags.rows[0]?.id ?? "";
const DAY = "from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z";
const OF_A_DAY = ["/api/history/alarms", "/api/history/doubts", "/api/alarm-kpis", "/api/gaps", "/api/tags/:id/gaps"];
const SAMPLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(OF_A_DAY.map((path) => [path, `?${DAY}`])),
  "/api/history/tags": `?tags=${TAG}`,
  "/api/history/alarms/next": "?at=2026-11-01T00:00:00Z&direction=after",
  "/api/annotations": `?tags=${TAG}&${DAY}`,
  "/api/model/state": "?area=130123",
  ...FIELD.queries,
  "/api/search": "?q=zhengding",
  "/api/statistics": "?measure=pipeKm&rows=county&columns=pressureLevel",
  "/api/statistics/hexes": "?measure=hazardsOpen&sizeM=5000",
  "/api/area-outlines": "?codes=130100,130123",
  "/api/statistics/rows": "?measure=pipeKm&rows=county&row=130123",
  "/api/statistics/revisions": "?measure=pipeKm&since=2026-11-01T00:00:00Z",
  "/api/statistics/notes": "?measure=pipeKm",
  "/api/tags/:id/series": "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z&points=50&method=m4",
  "/api/tags/:id/readings": "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z&points=50",
};
function pathOf(route: AnyRoute): string {
  const station = house.stations.rows[0]?.id ?? "";
  const ids: Record<string, string> = {
    ...ALARM_IDS,
    ...FIELD.ids,
    "/api/enterprises/:id": house.enterprises[0]?.id ?? "",
    "/api/stations/:id": station,
    "/api/pipes/:id": house.pipes.rows[0]?.id ?? "",
    "/api/access-tokens/:id": MOCK_TOKEN,
    "/api/exports/:id": MOCK_EXPORT,
    "/api/annotations/:id": MOCK_NOTE,
    "/api/model/scenarios/:id": MOCK_SCENARIO,
    "/api/statistics/views/:id": MOCK_VIEW,
    "/api/statistics/reports/:id": MOCK_REPORT,
    "/api/statistics/reports/:id/verify": MOCK_REPORT,
    "/api/statistics/notes/:id": MOCK_STATISTICS_NOTE,
    "/api/cameras/:id": CAMERA,
    "/api/cameras/:id/play": CAMERA,
    ...Object.fromEntries(["series", "gaps", "readings"].map((of) => [`/api/tags/:id/${of}`, TAG])),
  };
  const path = route.path
    .replace(":id", encodeURIComponent(ids[route.path] ?? ""))
    .replace(":kind", "tag")
    .replace(":seq", "0")
    .replace(":name", "pipe-130123")
    .replace(":account", "clerk");
  return `${path}${SAMPLES[route.path] ?? ""}`;
}

const SPA_ROUTES = ROUTES.filter((route) => route !== postReadings); // Devices speak to it, never the SPA.
const signerFor = (route: AnyRoute) => {
  if (route.who === "public" || route.who === "signed_in") return "province";
  if (route.who.includes("security_admin")) return "secadmin";
  return route.who.includes("audit_admin") ? "auditor" : "province";
};

test.each(SPA_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s answers what the contract says",
  async (_, route) => {
    account = signerFor(route);
    const body = BODIES[route.path] ??
      ALARM_BODIES[route.path] ??
      FIELD.bodies[route.path] ??
      STATISTICS_BODIES[route.path] ?? { account: "province", password: MOCK_PASSWORD };
    const response = await ask(
      route,
      pathOf(route),
      route.method === "POST" || route.method === "PUT" ? body : undefined,
    );
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

const PROVINCE_BOX = [113, 36, 120, 43];
const PROVINCE_RING = [
  [113, 36],
  [120, 36],
  [120, 43],
  [113, 43],
];

test("counts by class add up to the pipes in sight, whatever colours them", async () => {
  for (const [name, own] of [
    ["province", house.pipes.rows],
    ["county", house.pipes.rows.filter((row) => row.area_code === "130123")],
  ] as const) {
    account = name;
    for (const by of COLOR_BYS) {
      const body = { bbox: PROVINCE_BOX, zoom: 14, by, filter: { only: { material: [1] } } };
      const reply = countNetwork.reply.parse(await (await ask(countNetwork, countNetwork.path, body))?.json());
      const shown = reply.shown.reduce((sum, one) => sum + one.count, 0);
      expect(shown + reply.leftOut.count + reply.filteredAway.count).toBe(own.length);
      expect(reply.filteredAway.count).toBe(own.filter((row) => row.material !== "PE100").length);
    }
  }
});

test("a region chooses what it meets, and a column tells the class of each that it chose", async () => {
  account = "county";
  const all = await ask(selectPipes, selectPipes.path, { polygon: PROVINCE_RING });
  const { count, byLevel, seqs } = selectPipes.reply.parse(await all?.json());
  const own = house.pipes.rows.filter((row) => row.area_code === "130123");
  expect(count).toBe(own.length);
  const chosen: number[] = [];
  let [before, step, shift] = [-1, 0, 0];
  for (const char of atob(seqs)) {
    const byte = char.charCodeAt(0);
    step |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte & 0x80) continue;
    before += step;
    chosen.push(before);
    [step, shift] = [0, 0];
  }
  expect(chosen).toEqual(own.map(({ id }) => house.pipes.seq(id)));
  const column = await getResponse(handlers, new Request(`http://localhost${columnPath("level", "mock")}`));
  const levels = new Uint8Array((await column?.arrayBuffer()) ?? new ArrayBuffer());
  for (const one of byLevel) expect(levels.filter((k) => k === one.class).length).toBe(one.count);
  expect(levels.filter((k) => k !== 255).length).toBe(count);
});

test("every column has the size that the contract says, and is told to nobody without a session", async () => {
  const get = (path: string) => getResponse(handlers, new Request(`http://localhost${path}`));
  for (const name of COLUMN_NAMES) {
    account = null;
    expect((await get(columnPath(name, "mock")))?.status).toBe(401);
    account = "province";
    const { of, bytes, width } = FINE_COLUMNS[name as FineColumn] ?? { of: "pipes", bytes: 1, width: 1 };
    const buffer = await (await get(columnPath(name, "mock")))?.arrayBuffer();
    expect([name, buffer?.byteLength]).toEqual([name, house[of].rows.length * bytes * width]);
  }
  expect((await get(columnPath("level", "old")))?.status).toBe(409);
  expect((await get("/api/network/columns/colour?v=mock"))?.status).toBe(404);
  account = "sysadmin";
  expect((await get(columnPath("level", "mock")))?.status).toBe(403);
});
