import { pinyin } from "pinyin-pro";
import type { SearchHit } from "#contract/area.ts";
import type { Scope } from "#contract/scope.ts";
import { codesBelow, type MockHouse, sightOf } from "./house.ts";

const letters = (name: string, pattern: "pinyin" | "first") =>
  pinyin(name, { toneType: "none", pattern, type: "array", nonZh: "consecutive" }).join("").toLowerCase();

const rank = (q: string, texts: readonly string[]): number => {
  if (texts.some((text) => text === q)) return 0;
  if (texts.some((text) => text.startsWith(q))) return 1;
  return texts.some((text) => text.includes(q)) ? 2 : 3;
};

interface Found extends SearchHit {
  readonly rank: number;
}

/** By name, code, pinyin or initials: the exact before what begins so before what holds it. */
export function mockSearch(house: MockHouse, scope: Scope, q: string, limit: number): SearchHit[] {
  const asked = q.toLowerCase().replaceAll(" ", "");
  const mine = sightOf(house.areas, scope);
  const codes = codesBelow(house.areas, scope.areaCode);
  const areaName = (code: string) => house.areas.find((area) => area.code === code)?.name ?? code;
  const rankOf = (id: string, name: string) =>
    rank(asked, [id.toLowerCase(), name.toLowerCase(), letters(name, "pinyin"), letters(name, "first")]);

  const found: Found[] = [
    ...house.areas
      .filter((area) => codes.has(area.code))
      .map((area) => ({
        kind: "area" as const,
        id: area.code,
        name: area.name,
        where: area.parent === null ? "" : areaName(area.parent),
        areaCode: area.code,
        lngLat: [...area.lngLat] as [number, number],
        rank: rankOf(area.code, area.name),
      })),
    ...house.enterprises.filter(mine).map((row) => ({
      kind: "enterprise" as const,
      id: row.id,
      name: row.name,
      where: areaName(row.area_code),
      areaCode: row.area_code,
      lngLat: null,
      rank: rankOf(row.id, row.name),
    })),
    ...house.stations.rows.filter(mine).map((row) => ({
      kind: "station" as const,
      id: row.id,
      name: row.name,
      where: areaName(row.area_code),
      areaCode: row.area_code,
      lngLat: [...row.lngLat] as [number, number],
      rank: rankOf(row.id, row.name),
    })),
  ];
  return found
    .filter((hit) => hit.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ rank: _, ...hit }) => hit);
}
