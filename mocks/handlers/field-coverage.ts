import type { HttpHandler } from "msw";
import {
  type CoverageLevel,
  type CoveragePlace,
  type Doors,
  type FieldTrack,
  getCoverage,
  listFieldPeople,
  listFieldPositions,
  listFieldTracks,
  listFieldWays,
} from "#contract/field/coverage.ts";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { Me } from "#contract/session.ts";
import { makeWalk, walkable } from "#mocks/world/walks.ts";
import { planeAt } from "#model/matching/network.ts";
import { answer, type MockContext } from "./answer.ts";
import { type MockHouse, sightOf } from "./house.ts";

const DOORS: Doors = { visited: 46, entered: 34, refused: 3, nobodyHome: 8, other: 1 };
const EVERY_DAYS: Readonly<Record<string, number>> = { LP: 30, MP_A: 7, MP_B: 7, unknown: 7 };

const pipesOf = (house: MockHouse, me: Me) =>
  house.pipes.rows.filter((pipe) => pipe.status !== "planned").filter(sightOf(house.areas, me.scope));
/** What stands for walks in the page's memory: most of it, and a little less of what is walked often. */
const walkedOf = (lengthM: number, level: string) => lengthM * (level === "LP" ? 0.82 : 0.64);

function sums<K extends string>(pipes: ReturnType<typeof pipesOf>, key: (pipe: (typeof pipes)[number]) => K) {
  return [...Map.groupBy(pipes, key)].map(([id, list]) => {
    const lengthM = list.reduce((sum, { length_m }) => sum + length_m, 0);
    const walkedM = list.reduce((sum, { length_m, pressure_level }) => sum + walkedOf(length_m, pressure_level), 0);
    return { id, lengthM, walkedM, doubtedM: 0.01 * walkedM };
  });
}

/** One inspector's way of an hour ago, in the first county. */
function mockTrack(house: MockHouse, now: number): FieldTrack | null {
  const [first] = house.pipes.rows;
  if (first === undefined) return null;
  const pipes = walkable(house.pipes.rows.filter(({ enterprise_id }) => enterprise_id === first.enterprise_id));
  const [lng, lat] = first.path[0] ?? [114.5, 38];
  const { told } = makeWalk(1, "mock", pipes, planeAt(lng, lat), 1500);
  const last = told.t.at(-1) ?? 0;
  return {
    recordId: "019a9d5e-6c00-7000-8000-00000000000b",
    author: "inspector",
    authorName: "巡检员",
    areaCode: first.area_code,
    enterpriseId: first.enterprise_id,
    fromAt: new Date(now - last - 600_000).toISOString(),
    toAt: new Date(now - 600_000).toISOString(),
    points: told.t.length,
    lengthM: 1500,
    matchedM: 1420,
    line: told.t.map((t, i) => [told.lng[i] ?? 0, told.lat[i] ?? 0, Math.round(t / 1000)]),
  };
}

/** Coverage, people and ways, as far as a page needs them. */
export function fieldCoverageHandlers({ house, now }: MockContext, who: () => Me | null): HttpHandler[] {
  const asOf = () => new Date(now()).toISOString();
  const names = new Map(house.areas.map(({ code, name }) => [code as string, name]));
  const place = (kind: CoveragePlace["kind"]) => (sum: ReturnType<typeof sums>[number]) => ({
    ...sum,
    kind,
    name: names.get(sum.id) ?? sum.id,
  });
  const tracks = (me: Me) =>
    [mockTrack(house, now())]
      .filter((one) => one !== null)
      .filter((one) => sightOf(house.areas, me.scope)({ area_code: one.areaCode, enterprise_id: one.enterpriseId }));
  return [
    answer(getCoverage, who, ({ me }) => {
      const pipes = pipesOf(house, me);
      const byLevel = sums(pipes, ({ pressure_level }) => pressure_level);
      const total = byLevel.reduce(
        (sum, { lengthM, walkedM, doubtedM }) => ({
          lengthM: sum.lengthM + lengthM,
          walkedM: sum.walkedM + walkedM,
          doubtedM: sum.doubtedM + doubtedM,
        }),
        { lengthM: 0, walkedM: 0, doubtedM: 0 },
      );
      const levels = PRESSURE_LEVELS.flatMap((level): CoverageLevel[] => {
        const found = byLevel.find(({ id }) => id === level);
        if (found === undefined) return [];
        const { id: _, ...metres } = found;
        return [{ level, ruleId: `patrol-${level}`, ruleName: "巡线", everyDays: EVERY_DAYS[level] ?? 1, ...metres }];
      });
      const areas = sums(pipes, ({ area_code }) => area_code).map(place("area"));
      const enterprises = sums(pipes, ({ enterprise_id }) => enterprise_id).map(place("enterprise"));
      return { asOf: asOf(), total, levels, areas, enterprises, doors: DOORS, waiting: 0 };
    }),
    answer(listFieldPeople, who, ({ me }) => ({
      asOf: asOf(),
      total: tracks(me).length,
      people: tracks(me).map(({ author, authorName, areaCode, enterpriseId, matchedM, toAt }) => ({
        account: author,
        name: authorName,
        areaCode,
        enterpriseId,
        walkedM: matchedM ?? 0,
        doors: DOORS,
        flagged: 1,
        records: 47,
        lastAt: toAt,
      })),
    })),
    answer(listFieldTracks, who, ({ me, query: { author } }) => ({
      tracks: tracks(me).filter((one) => one.author === author),
      isCut: false,
    })),
    answer(listFieldWays, who, ({ me, query: { from, to } }) => ({
      tracks: tracks(me).filter(({ fromAt, toAt }) => toAt >= from && fromAt < to),
      isCut: false,
    })),
    answer(listFieldPositions, who, ({ me }) => ({
      asOf: asOf(),
      positions: tracks(me).flatMap(({ author, authorName, areaCode, enterpriseId, recordId, toAt, line }) => {
        const last = line.at(-1);
        if (last === undefined) return [];
        const lngLat: [number, number] = [last[0], last[1]];
        return [{ account: author, name: authorName, areaCode, enterpriseId, recordId, at: toAt, lngLat }];
      }),
    })),
  ];
}
