import type { HttpHandler } from "msw";
import { type AreaOutline, listAreaOutlines } from "#contract/area-outlines.ts";
import type { Area } from "#contract/area.ts";
import { getEnterprise, listAreas, listEnterprises, search } from "#contract/area.ts";
import { listDatasets, listRejected } from "#contract/dataset.ts";
import { DEMO_ACCOUNTS } from "#contract/demo-accounts.ts";
import { getOverview } from "#contract/overview.ts";
import { getHealth, getMapConfig, getReady } from "#contract/service.ts";
import { getMe, getWelcome, listAccounts, listAudit, revokeSessions, signIn, signOut } from "#contract/session.ts";
import { getPipe, getReadings, getStation, listStations, resolveSeq } from "#contract/station.ts";
import { accessTokenHandlers } from "./access-tokens.ts";
import { MOCK_PASSWORD, mockMe } from "./accounts.ts";
import { mockAccounts, mockAudit, mockDatasets, mockRejected } from "./admin.ts";
import { alarmHandlers } from "./alarms.ts";
import { answer, type MockContext, Refusal } from "./answer.ts";
import { pipeReply, readingsReply, stationReply, stationRow } from "./assets.ts";
import { cameraHandlers } from "./cameras.ts";
import { exportHandlers } from "./exports.ts";
import { fieldHandlers } from "./field.ts";
import { fieldCoverageHandlers } from "./field-coverage.ts";
import { fieldHazardHandlers } from "./field-hazards.ts";
import { fieldPlanHandlers } from "./field-plans.ts";
import { fieldSuperviseHandlers } from "./field-supervise.ts";
import { gapHandlers } from "./gaps.ts";
import { historyHandlers } from "./history.ts";
import { codesBelow, enterpriseOf, MOCK_SNAPSHOT, type MockHouse, sightOf } from "./house.ts";
import { modelHandlers } from "./model.ts";
import { networkHandlers } from "./network.ts";
import { mockOverview } from "./overview.ts";
import { mockSearch } from "./search.ts";
import { statisticsHandlers } from "./statistics.ts";
import { telemetryHandlers } from "./telemetry.ts";

/** Every route of the contract, answered from the made-up province. */
export const mockHandlers = (context: MockContext): HttpHandler[] => [
  ...serviceHandlers(context),
  ...sessionHandlers(context),
  ...accessTokenHandlers(context, whoOf(context)),
  ...exportHandlers(context, whoOf(context)),
  ...areaHandlers(context),
  ...alarmHandlers(context, whoOf(context)),
  ...assetHandlers(context),
  ...networkHandlers(context, whoOf(context)),
  ...modelHandlers(context, whoOf(context)),
  ...cameraHandlers(context, whoOf(context)),
  ...historyHandlers(context, whoOf(context)),
  ...fieldHandlers(context, whoOf(context)),
  ...fieldCoverageHandlers(context, whoOf(context)),
  ...fieldHazardHandlers(context, whoOf(context)),
  ...fieldPlanHandlers(context, whoOf(context)),
  ...fieldSuperviseHandlers(context, whoOf(context)),
  ...telemetryHandlers(context, whoOf(context)),
  ...gapHandlers(context, whoOf(context)),
  ...statisticsHandlers(context, whoOf(context)),
  ...adminHandlers(context),
];

const whoOf = (context: MockContext) => () => {
  const account = context.memory.get();
  return account === null ? null : mockMe(context.house, account);
};

const sizesOf = ({ pipes, stations, tags }: MockHouse) => ({
  pipes: pipes.rows.length,
  stations: stations.rows.length,
  tags: tags.rows.length,
});

function serviceHandlers(context: MockContext): HttpHandler[] {
  const { house } = context;
  const who = whoOf(context);
  const province = house.areas.find((area) => area.level === "province");
  return [
    answer(getHealth, who, () => ({ status: "ok" as const })),
    answer(getReady, who, () => ({ status: "ready" as const, engine: "embedded" as const, snapshot: MOCK_SNAPSHOT })),
    answer(getMapConfig, who, () => ({
      snapshot: MOCK_SNAPSHOT,
      counts: sizesOf(house),
      numbers: sizesOf(house),
      bounds: province?.bbox ?? [113, 36, 120, 43],
      base: { kind: "plain" as const, url: null, source: "虚构演示数据", reviewNumber: null, indicative: true },
    })),
  ];
}

function sessionHandlers(context: MockContext): HttpHandler[] {
  const { house, memory } = context;
  const who = whoOf(context);
  return [
    answer(getWelcome, who, () => ({
      name: "燃气一张图",
      demo: true,
      version: "0.0.0-mock",
      me: who(),
    })),
    answer(signIn, who, ({ body }) => {
      const me = body.password === MOCK_PASSWORD ? mockMe(house, body.account) : null;
      if (!me) throw new Refusal(401, "wrong_credentials");
      memory.set(me.account);
      return me;
    }),
    answer(getMe, who, ({ me }) => me),
    answer(signOut, who, () => {
      memory.set(null);
      return { signedOut: true as const };
    }),
  ];
}

/** The mocks know the boxes of areas alone. */
function boxOutline({ code, bbox: [west, south, east, north] }: Area): AreaOutline {
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { code, polygons: [[ring]], isIndicative: true, reviewNumber: null };
}

function areaHandlers(context: MockContext): HttpHandler[] {
  const { house, now } = context;
  const who = whoOf(context);
  return [
    answer(listAreas, who, ({ me }) => {
      const codes = codesBelow(house.areas, me.scope.areaCode);
      const above = house.areas.filter(
        (area) => !codes.has(area.code) && codesBelow(house.areas, area.code).has(me.scope.areaCode),
      );
      return {
        root: me.scope.areaCode,
        areas: house.areas.filter((area) => codes.has(area.code)),
        ancestors: above,
      };
    }),
    answer(listAreaOutlines, who, ({ me, query }) => {
      const mine = codesBelow(house.areas, me.scope.areaCode);
      const asked = house.areas.filter(({ code }) => mine.has(code) && query.codes.includes(code));
      return { outlines: asked.map(boxOutline) };
    }),
    answer(listEnterprises, who, ({ me, query }) => {
      const codes = codesBelow(house.areas, query.area ?? me.scope.areaCode);
      const mine = sightOf(house.areas, me.scope);
      return {
        enterprises: house.enterprises.filter((row) => mine(row) && codes.has(row.area_code)).map(enterpriseOf),
      };
    }),
    answer(getEnterprise, who, ({ me, params }) => {
      const row = house.enterprises.find(({ id }) => id === params.id);
      return row && sightOf(house.areas, me.scope)(row) ? enterpriseOf(row) : null;
    }),
    answer(search, who, ({ me, query }) => ({
      hits: mockSearch(house, me.scope, query.q, query.limit),
    })),
    answer(getOverview, who, ({ me, query }) => {
      if (query.area !== undefined && !codesBelow(house.areas, me.scope.areaCode).has(query.area))
        throw new Refusal(404, "not_found");
      return mockOverview(house, me.scope, query, now());
    }),
  ];
}

function assetHandlers(context: MockContext): HttpHandler[] {
  const { house, now } = context;
  const who = whoOf(context);
  return [
    answer(listStations, who, ({ me, query }) => {
      const codes = codesBelow(house.areas, query.area ?? me.scope.areaCode);
      const rows = house.stations.rows.filter(
        (row) =>
          sightOf(house.areas, me.scope)(row) &&
          codes.has(row.area_code) &&
          (query.enterprise === undefined || row.enterprise_id === query.enterprise) &&
          (query.kind === undefined || row.kind === query.kind) &&
          (query.cursor === undefined || row.id > query.cursor),
      );
      const page = rows.slice(0, query.limit);
      return { stations: page.map(stationRow), next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null };
    }),
    answer(getStation, who, ({ me, params }) => {
      const row = house.stations.get(params.id);
      return row && sightOf(house.areas, me.scope)(row) ? stationReply(house, row, now()) : null;
    }),
    answer(getPipe, who, ({ me, params }) => {
      const row = house.pipes.get(params.id);
      return row && sightOf(house.areas, me.scope)(row) ? pipeReply(house, params.id) : null;
    }),
    answer(resolveSeq, who, ({ me, params }) => {
      const list = { pipe: house.pipes, station: house.stations, tag: house.tags }[params.kind];
      const row = list.rows[params.seq];
      if (!row || !sightOf(house.areas, me.scope)(row)) return null;
      const stationId = "station_id" in row ? row.station_id : params.kind === "station" ? row.id : null;
      return { kind: params.kind, id: row.id, stationId };
    }),
    answer(getReadings, who, ({ me, params, query }) => {
      const row = house.tags.get(params.id);
      if (!row || !sightOf(house.areas, me.scope)(row)) return null;
      return readingsReply(house, params.id, Date.parse(query.from), Date.parse(query.to), query.points);
    }),
  ];
}

function adminHandlers(context: MockContext): HttpHandler[] {
  const { house, now } = context;
  const who = whoOf(context);
  return [
    answer(listDatasets, who, ({ me }) => ({ datasets: mockDatasets(house, me.scope) })),
    answer(listRejected, who, ({ params }) => mockRejected(params.name)),
    answer(listAccounts, who, () => ({ accounts: mockAccounts(house, now()) })),
    answer(revokeSessions, who, ({ params }) =>
      DEMO_ACCOUNTS.some((name) => name === params.account) ? { revoked: 1 } : null,
    ),
    answer(listAudit, who, () => mockAudit(now())),
  ];
}
