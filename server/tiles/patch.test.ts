import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { PIPE_TILE, STATION_TILE, TAG_TILE } from "#contract/tiles.ts";
import { type Built, build, type Pages } from "./build.ts";
import { courseOf } from "./lines.ts";
import { encodeNetworkTile, UNTHINNED_ZOOM } from "./network-tile.ts";
import {
  endPages,
  hazardPages,
  type PipeRow,
  pipePages,
  type StationRow,
  stationPages,
  type TagRow,
  tagPages,
} from "./pages-of-rows.ts";
import { patched, type SnapshotChanges } from "./patch.ts";
import { sightOf } from "./sight.ts";
import { type Snapshot, sees } from "./snapshot.ts";
import { snapshotOf } from "./snapshot-of.ts";
import { COUNTIES, decode, type Network, network, place, UNITS } from "./testing/network.ts";
import { address, scope } from "./testing/oracle.ts";
import type { TileAddress } from "./world.ts";

const pagesFrom = ({ pipes, stations, tags, hazards = [] }: Network): Pages => ({
  counties: COUNTIES,
  pipes: pipePages(pipes),
  stations: stationPages(stations),
  tags: tagPages(tags),
  hazards: hazardPages(hazards),
  enterprises: [],
  ends: endPages(pipes, tags),
});

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
const byId = <T extends { readonly id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));

/** Rows that are other than before, and ids that are no more, as a comparison of all rows finds them. */
function rowsChanged<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]) {
  const [old, now] = [byId(before), byId(after)];
  return {
    rows: after.filter((row) => JSON.stringify(old.get(row.id)) !== JSON.stringify(row)),
    removed: idsOf(before).filter((id) => !now.has(id)),
  };
}

function changesBetween(before: Network, after: Network): SnapshotChanges {
  const pipes = rowsChanged<PipeRow>(before.pipes, after.pipes);
  const stations = rowsChanged<StationRow>(before.stations, after.stations);
  const tags = rowsChanged<TagRow>(before.tags, after.tags);
  const known = new Set(idsOf(before.stations));
  const came = new Set(idsOf(after.stations).filter((id) => !known.has(id)));
  const waiting = after.tags.filter((tag) => came.has(tag.station_id) && !tags.rows.includes(tag));
  // Every pipe: which of them have to be asked is the reader's to know.
  return {
    pipes: { pages: pipePages(pipes.rows), removed: pipes.removed },
    stations: { pages: stationPages(stations.rows), removed: stations.removed },
    tags: { pages: tagPages([...tags.rows, ...waiting]), removed: tags.removed },
    hazards: hazardPages(after.hazards ?? []),
    enterprises: [],
    endsOf: idsOf(after.pipes),
    ends: endPages(after.pipes, after.tags),
  };
}

/** Of rows with the same ids each is kept, taken from the other network, or taken out. */
function mixed<T extends { readonly id: string }>(
  own: readonly T[],
  other: readonly T[],
  picks: readonly number[],
): T[] {
  const [a, b] = [byId(own), byId(other)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((id, i) => {
    const pick = picks[i % picks.length];
    const row = pick === 0 ? undefined : pick === 1 ? (b.get(id) ?? a.get(id)) : a.get(id);
    return row ? [row] : [];
  });
}
const edit = fc.record({ other: network, picks: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1 }) });
const edited = (
  net: Network,
  { other, picks }: { readonly other: Network; readonly picks: readonly number[] },
): Network => ({
  ...net,
  pipes: mixed(net.pipes, other.pipes, picks),
  stations: mixed(net.stations, other.stations, picks),
  tags: mixed(net.tags, other.tags, picks),
});

const snapshot = (built: Built): Snapshot => snapshotOf("v", [], built);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** All that a snapshot says, by id. */
function told({ pipes, stations, tags, ...snap }: Snapshot) {
  const owner = (of: { county: Uint16Array; enterprise: Uint16Array }, i: number) => [
    snap.counties[of.county[i] as number],
    snap.enterprises[of.enterprise[i] as number],
  ];
  const columns = [
    "level",
    "material",
    "status",
    "gas",
    "dnMm",
    "lengthM",
    "laidYear",
    "pressure",
    "patrolDay",
    "flow",
    "quality",
    "hazards",
  ] as const;
  const there = (count: number, id: (i: number) => string | undefined) =>
    numbers(count).filter((i) => id(i) !== undefined);
  return {
    pipes: new Map(
      there(pipes.count, snap.pipeId).map((i) => [
        snap.pipeId(i),
        [
          owner(pipes, i),
          columns.map((name) => pipes[name][i]),
          [...courseOf(pipes, i)],
          snap.pipeSeq(snap.pipeId(i) as string) === i,
        ],
      ]),
    ),
    stations: new Map(
      there(stations.count, snap.stationId).map((i) => [
        snap.stationId(i),
        [
          owner(stations, i),
          stations.names[i],
          stations.kind[i],
          stations.gas[i],
          [...stations.lngLat.subarray(2 * i, 2 * i + 2)],
        ],
      ]),
    ),
    tags: new Map(
      there(tags.count, snap.tagId).map((i) => [
        snap.tagId(i),
        [owner(tags, i), tags.kind[i], tags.slot[i], snap.stationId(tags.station[i] as number)],
      ]),
    ),
    ends: numbers(pipes.ends.pipe.length)
      .map((i) => [snap.pipeId(pipes.ends.pipe[i] as number), snap.tagId(pipes.ends.tag[i] as number)])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : a === b ? 0 : 1)),
  };
}

describe("a patched snapshot", () => {
  const rounds = fc.array(edit, { minLength: 1, maxLength: 3 });
  const hazard = fc.record({ place, area_code: fc.constantFrom(...COUNTIES), enterprise_id: fc.constant("E1") });
  const start = fc.tuple(network, fc.array(hazard, { maxLength: 4 })).map(([net, hazards]): Network => {
    // On a pipe, so that they count.
    const on = net.pipes[0]?.path[0];
    return {
      ...net,
      hazards: hazards.map(({ place: at, ...owner }, i) => ({
        ...owner,
        id: `H${i}`,
        state: "found",
        lngLat: on ?? at,
      })),
    };
  });

  const changedTo = (built: Built, net: Network, next: Network): Built => ({
    ...patched(built, changesBetween(net, next)),
    checksum: "",
    ms: 0,
  });

  function forEveryPatch(
    law: (patch: Snapshot, fresh: Snapshot, before: Snapshot, net: Network) => void,
    numRuns = 60,
  ): void {
    fc.assert(
      fc.property(start, rounds, (first, edits) => {
        let net = first;
        let built = build(pagesFrom(net));
        for (const one of edits) {
          const next = edited(net, one);
          const patch = changedTo(built, net, next);
          law(snapshot(patch), snapshot(build(pagesFrom(next))), snapshot(built), next);
          [built, net] = [patch, next];
        }
      }),
      { numRuns },
    );
  }

  test("says of everything what one built anew of the same rows says", () => {
    forEveryPatch((patch, fresh) => expect(told(patch)).toEqual(told(fresh)), 150);
  });

  test("gives everybody the same tiles as one built anew, but for the numbers", () => {
    const asked = fc.array(fc.tuple(scope, address), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(start, rounds, asked, (first, edits, all) => {
        let net = first;
        let built = build(pagesFrom(net));
        for (const one of edits) {
          const next = edited(net, one);
          built = changedTo(built, net, next);
          net = next;
        }
        const both = [snapshot(built), snapshot(build(pagesFrom(net)))] as const;
        for (const [who, at] of all) {
          const [patch, fresh] = both.map((of) => layersOf(of, who, at));
          expect(patch).toEqual(fresh);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("keeps the number of whatever stays, gives no number twice, and shows nobody what has gone", () => {
    forEveryPatch((patch, _, before, net) => {
      for (const { id } of net.pipes) {
        const old = before.pipeSeq(id);
        if (old !== undefined) expect(patch.pipeSeq(id)).toBe(old);
      }
      for (let i = 0; i < before.pipes.count; i++) expect([before.pipeId(i), undefined]).toContain(patch.pipeId(i));
      for (const who of [
        { level: "province", areaCode: "130000", enterpriseId: null },
        { level: "enterprise", areaCode: "130102", enterpriseId: "E9" },
      ] as const) {
        const sight = sightOf(who, patch, UNITS);
        for (let i = 0; i < patch.pipes.count; i++)
          if (patch.pipeId(i) === undefined) expect(sees(sight, patch.pipes, i)).toBe(false);
        for (let i = 0; i < patch.stations.count; i++)
          if (patch.stationId(i) === undefined) expect(sees(sight, patch.stations, i)).toBe(false);
        for (let i = 0; i < patch.tags.count; i++)
          if (patch.tagId(i) === undefined) expect(sees(sight, patch.tags, i)).toBe(false);
      }
    });
  });

  test("leaves the one before it as it was", () => {
    fc.assert(
      fc.property(start, edit, (net, one) => {
        const built = build(pagesFrom(net));
        const before = told(snapshot(built));
        patched(built, changesBetween(net, edited(net, one)));
        expect(told(snapshot(built))).toEqual(before);
      }),
    );
  });
});

/** Features by layer with ids; where none is left out, in the order of these, for then the tile's own order says nothing. */
function layersOf(of: Snapshot, who: Scope, at: TileAddress) {
  const bytes = encodeNetworkTile(of, sightOf(who, of, UNITS), at);
  const layer = (name: string, idOf: (seq: number) => string | undefined) => {
    const features = decode(bytes, name).map(({ id, ...feature }) => ({ ...named(of, feature), id: idOf(id) ?? "" }));
    return at.z < UNTHINNED_ZOOM ? features : features.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  };
  return [layer(PIPE_TILE.layer, of.pipeId), layer(STATION_TILE.layer, of.stationId), layer(TAG_TILE.layer, of.tagId)];
}

/** A feature with names in the place of numbers that two snapshots may deal differently. */
function named(of: Snapshot, feature: Omit<ReturnType<typeof decode>[number], "id">) {
  const { county, station, ...rest } = feature.properties;
  return {
    parts: feature.parts,
    ...rest,
    county: of.counties[county as number],
    ...(station === undefined ? {} : { station: of.stationId(station as number) }),
  };
}
