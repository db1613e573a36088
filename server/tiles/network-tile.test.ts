import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRESSURE_LEVELS, STATION_KINDS, STATION_MIN_ZOOM } from "#contract/gas.ts";
import { PIPE_TILE, pipeLevelsAt, STATION_TILE, TAG_TILE } from "#contract/tiles.ts";
import { encodeNetworkTile, UNTHINNED_ZOOM } from "./network-tile.ts";
import type { PipeRow } from "./pages-of-rows.ts";
import { sightOf } from "./sight.ts";
import { sees } from "./snapshot.ts";
import { type Decoded, decode, type Network, network, snapshotFrom, UNITS } from "./testing/network.ts";
import {
  address,
  distance,
  forEveryTile,
  fromLine,
  inTile,
  isIn,
  mayHold,
  PIXEL,
  pipeOf,
  scope,
  walk,
} from "./testing/oracle.ts";

describe("a tile", () => {
  test("never holds anything outside the caller's sight, by the rows themselves", () => {
    fc.assert(
      fc.property(network, scope, address, (net, who, at) => {
        const snapshot = snapshotFrom(net);
        const bytes = encodeNetworkTile(snapshot, sightOf(who, snapshot, UNITS), at);
        for (const { id } of decode(bytes, PIPE_TILE.layer))
          expect(mayHold(who, net.pipes.find((p) => p.id === snapshot.pipeId(id)) as PipeRow)).toBe(true);
        for (const { id } of decode(bytes, STATION_TILE.layer))
          expect(mayHold(who, net.stations.find((s) => s.id === snapshot.stationId(id)) as never)).toBe(true);
        for (const { id } of decode(bytes, TAG_TILE.layer))
          expect(mayHold(who, net.tags.find((t) => t.id === snapshot.tagId(id)) as never)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("is the same whether the rows outside the sight exist or not, but for the numbers", () => {
    fc.assert(
      fc.property(network, scope, address, (net, who, at) => {
        const own = {
          pipes: net.pipes.filter((p) => mayHold(who, p)),
          stations: net.stations.filter((s) => mayHold(who, s)),
          tags: [],
        };
        const shapes = (some: Partial<Network>) => {
          const snapshot = snapshotFrom({ ...some, tags: [] });
          const bytes = encodeNetworkTile(snapshot, sightOf(who, snapshot, UNITS), at);
          return [PIPE_TILE.layer, STATION_TILE.layer].map((layer) =>
            decode(bytes, layer).map(({ parts, properties }) => ({ parts, ...properties })),
          );
        };
        expect(shapes(own)).toEqual(shapes(net));
      }),
    );
  });

  test("carries dense numbers and exactly the attributes of the contract", () => {
    forEveryTile(({ snapshot, layers }) => {
      for (const f of layers.pipe) {
        expect(Object.keys(f.properties)).toEqual([...PIPE_TILE.attributes]);
        expect(f.properties).toEqual({
          level: snapshot.pipes.level[f.id],
          material: snapshot.pipes.material[f.id],
          dn: snapshot.pipes.dnMm[f.id],
          status: snapshot.pipes.status[f.id],
          county: snapshot.pipes.county[f.id],
        });
      }
      for (const f of layers.station) {
        expect(Object.keys(f.properties)).toEqual([...STATION_TILE.attributes]);
        expect(f.properties.id).toBe(snapshot.stationId(f.id));
        expect(f.properties.name).toBe(snapshot.stations.names[f.id]);
        expect(f.properties.kind).toBe(snapshot.stations.kind[f.id]);
      }
      for (const f of layers.tag) {
        expect(Object.keys(f.properties)).toEqual([...TAG_TILE.attributes]);
        expect(f.properties.station).toBe(snapshot.tags.station[f.id]);
        expect(f.properties.slot).toBe(snapshot.tags.slot[f.id]);
      }
      for (const layer of Object.values(layers)) expect(new Set(layer.map((f) => f.id)).size).toBe(layer.length);
    });
  });

  test("draws each line within a pixel of where it lies", () => {
    forEveryTile((one) => {
      for (const { id, parts } of one.layers.pipe) {
        const truth = pipeOf(one, id).path.map((p) => inTile(p, one.at));
        for (const { x, y } of parts.flat()) expect(fromLine([x, y], truth)).toBeLessThan(PIXEL);
      }
    });
  });

  test("from the unthinned zooms on holds every visible pipe of its classes, along its whole course in the tile", () => {
    forEveryTile((one) => {
      const { net, snapshot, at, sight, layers } = one;
      if (at.z < UNTHINNED_ZOOM) return;
      const classes = pipeLevelsAt(at.z);
      for (const row of net.pipes) {
        const seq = snapshot.pipeSeq(row.id) as number;
        if (!sees(sight, snapshot.pipes, seq) || !classes.includes(PRESSURE_LEVELS.indexOf(row.pressure_level)))
          continue;
        const inside = walk(row.path.map((p) => inTile(p, at))).filter((p) => isIn(p, 2));
        if (inside.length === 0) continue;
        const drawn = layers.pipe.find((f) => f.id === seq);
        expect(drawn, row.id).toBeDefined();
        for (const p of inside) {
          const nearest = Math.min(
            ...(drawn as Decoded).parts.map((part) =>
              fromLine(
                p,
                part.map(({ x, y }) => [x, y]),
              ),
            ),
          );
          expect(nearest).toBeLessThan(PIXEL);
        }
      }
    });
  });

  test("holds only classes of its zoom", () => {
    forEveryTile(({ at, layers }) => {
      for (const f of layers.station)
        expect(STATION_MIN_ZOOM[STATION_KINDS[f.properties.kind as number] as never]).toBeLessThanOrEqual(at.z);
      if (at.z < UNTHINNED_ZOOM) for (const f of layers.tag) expect(f.properties.slot).toBe(0);
    });
  });

  test("from the unthinned zooms on holds every visible station of its zoom and every visible tag, once, at its place", () => {
    forEveryTile(({ net, snapshot, at, sight, layers }) => {
      if (at.z < UNTHINNED_ZOOM) return;
      for (const row of net.stations) {
        const seq = snapshot.stationSeq(row.id) as number;
        const point = inTile(row.lngLat, at);
        // A point on a border within the rounding may be in either tile.
        if (!isIn(point, 1)) continue;
        const drawn = layers.station.filter((f) => f.id === seq);
        const isDue = sees(sight, snapshot.stations, seq) && STATION_MIN_ZOOM[row.kind] <= at.z;
        expect(drawn.length, row.id).toBe(isDue ? 1 : 0);
        for (const tag of net.tags.filter((t) => t.station_id === row.id)) {
          const tagSeq = snapshot.tagSeq(tag.id) as number;
          const tagDrawn = layers.tag.filter((f) => f.id === tagSeq);
          expect(tagDrawn.length, tag.id).toBe(sees(sight, snapshot.tags, tagSeq) ? 1 : 0);
          for (const { parts } of tagDrawn)
            expect(distance([parts[0]?.[0]?.x ?? 0, parts[0]?.[0]?.y ?? 0], point, point)).toBeLessThan(2);
        }
      }
    });
  });
});
