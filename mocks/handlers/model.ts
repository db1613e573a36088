import { type HttpHandler, HttpResponse, http } from "msw";
import { getScenario, listScenarios, removeScenario, type Scenario, saveScenario } from "#contract/model.ts";
import { MODEL_NETWORK_PATH } from "#contract/model-network.ts";
import { getModelState, MODEL_PRESSURE_PATH, type ModelState, STATE_STEP } from "#contract/model-state.ts";
import { PIPE_CLASSING } from "#contract/pipe-classes.ts";
import { BUSINESS_ROLES } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";
import { networkRowsOf } from "#mocks/network-rows.ts";
import { readNetworkFile, writeNetworkFile } from "#model/network/file.ts";
import { mergeReports } from "#model/network/merge-reports.ts";
import { answer, type MockContext, Refusal } from "./answer.ts";
import { MOCK_SNAPSHOT, type MockHouse, sightOf } from "./house.ts";

/** Id of the scenario that is there from the beginning. */
export const MOCK_SCENARIO = "mock-scenario-1";

const firstScenario = (house: MockHouse, now: number): Scenario => {
  const pipe = house.parts.find(({ areaCode }) => areaCode === "130123")?.pipes[5]?.id ?? "";
  return {
    id: MOCK_SCENARIO,
    name: "示例：压扁一段管道",
    area: "130123",
    owner: "province",
    ownerName: "省级监管",
    version: MOCK_SNAPSHOT,
    changes: [{ kind: "squeeze", pipe }],
    damages: [],
    result: null,
    writtenAt: new Date(now - 86_400_000).toISOString(),
  };
};

/** The part of an area that somebody sees, as the server would send it. */
function networkOf(house: MockHouse, me: Me, area: string): ArrayBuffer | null {
  const part = house.parts.find(({ areaCode }) => areaCode === area);
  if (!part) return null;
  const isMine = sightOf(house.areas, me.scope);
  const own = {
    areaCode: area,
    nodes: part.nodes.filter(isMine),
    pipes: part.pipes.filter(isMine),
    customers: part.customers.filter(isMine),
    ducts: part.ducts.filter(isMine),
  };
  if (own.pipes.length === 0) return null;
  const rows = networkRowsOf(own, { version: MOCK_SNAPSHOT, seqOf: (id) => house.pipes.seq(id) });
  return writeNetworkFile(rows).buffer;
}

/** Every pipe of a file as estimated, of no known pressure. */
function estimated(file: ArrayBuffer): ArrayBuffer {
  const { seq } = readNetworkFile(file).pipes;
  const bytes = new Uint8Array(8 + 5 * seq.length);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, 1, true);
  head.setUint32(4, seq.length, true);
  bytes.set(new Uint8Array(seq.slice().buffer), 8);
  const { pressure } = PIPE_CLASSING;
  bytes.fill((pressure.kind === "range" ? pressure.breaks.length + 1 : 0) + STATE_STEP, 8 + 4 * seq.length);
  return bytes.buffer;
}

/** Nothing has moved since the first answer. */
function unchanged(): ArrayBuffer {
  const bytes = new Uint8Array(8);
  bytes[0] = 1;
  return bytes.buffer;
}

/** An area of which everything is estimated. */
function stateOf(file: ArrayBuffer | null, area: string, at: number): ModelState | null {
  if (!file) return null;
  const lengthM = readNetworkFile(file).pipes.lengthM.reduce((sum, m) => sum + m, 0);
  return {
    version: MOCK_SNAPSHOT,
    area,
    at: new Date(at).toISOString(),
    counties: { ready: 1, of: 1 },
    districts: 1,
    solved: 1,
    failed: 0,
    residual: 0,
    solve: mergeReports([]),
    tookMs: 1,
    demandScale: 1,
    lengthM: { measured: 0, estimated: lengthM, stale: 0 },
    sensors: [],
    losses: [],
    packs: [],
    gas: [],
    assumptions: ["records" as const, "latest_values" as const],
  };
}

const problem = (status: number, code: string) =>
  HttpResponse.json(
    { type: "about:blank", title: code, status, code, requestId: "mock" },
    { status, headers: { "content-type": "application/problem+json" } },
  );

export function modelHandlers({ house, now }: MockContext, who: () => Me | null): HttpHandler[] {
  const kept = new Map([[MOCK_SCENARIO, firstScenario(house, now())]]);
  const sees = (me: Me, area: string) => sightOf(house.areas, me.scope)({ area_code: area, enterprise_id: "" });
  const network = http.get(`*${MODEL_NETWORK_PATH}`, ({ request }) => {
    const me = who();
    if (!me) return problem(401, "not_signed_in");
    if (!BUSINESS_ROLES.some((role) => role === me.role)) return problem(403, "forbidden");
    const bytes = networkOf(house, me, new URL(request.url).searchParams.get("area") ?? "");
    return bytes ? HttpResponse.arrayBuffer(bytes) : problem(404, "not_found");
  });
  const pressure = http.get(`*${MODEL_PRESSURE_PATH}`, ({ request }) => {
    const me = who();
    if (!me) return problem(401, "not_signed_in");
    if (!BUSINESS_ROLES.some((role) => role === me.role)) return problem(403, "forbidden");
    const { searchParams } = new URL(request.url);
    const file = networkOf(house, me, searchParams.get("area") ?? "");
    if (!file) return problem(404, "not_found");
    const isKnown = Number(searchParams.get("since") ?? 0) > 0;
    return HttpResponse.arrayBuffer(isKnown ? unchanged() : estimated(file));
  });
  return [
    network,
    pressure,
    answer(getModelState, who, ({ me, query: { area } }) => stateOf(networkOf(house, me, area), area, now())),
    answer(listScenarios, who, ({ me, query: { area } }) => ({
      scenarios: [...kept.values()]
        .filter((one) => sees(me, one.area) && (area === undefined || one.area === area))
        .map(({ changes, result: _, ...head }) => ({ ...head, changes: changes.length })),
    })),
    answer(getScenario, who, ({ me, params: { id } }) => {
      const found = kept.get(id);
      return found && sees(me, found.area) ? found : null;
    }),
    answer(saveScenario, who, ({ me, params: { id }, body }) => {
      const before = kept.get(id);
      if (before && before.owner !== me.account) throw new Refusal(409, "conflict");
      const head = { id, owner: me.account, ownerName: me.name, writtenAt: new Date(now()).toISOString() };
      const damages = body.changes.filter((change) => change.kind === "damage");
      const scenario: Scenario = { ...body, damages, ...head };
      kept.set(id, scenario);
      return scenario;
    }),
    answer(removeScenario, who, ({ me, params: { id } }) => {
      const found = kept.get(id);
      if (!found || !sees(me, found.area)) return null;
      if (found.owner !== me.account) throw new Refusal(403, "forbidden");
      kept.delete(id);
      return { removed: true as const };
    }),
  ];
}
