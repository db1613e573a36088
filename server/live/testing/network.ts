import { TAG_KINDS, type TagKind } from "#contract/gas.ts";
import type { Scope } from "#contract/scope.ts";
import { EMPTY_SNAPSHOT } from "#server/testing/fakes.ts";
import type { Sight, Snapshot, SnapshotStore } from "#server/tiles/snapshot.ts";

export interface TestTag {
  readonly id: string;
  readonly county: string;
  readonly enterprise: string;
  readonly kind?: TagKind;
  readonly lngLat?: readonly [number, number];
}

/** A network of tags alone, each at a station of its own. */
export function testSnapshot(tags: readonly TestTag[], version = "v1"): Snapshot {
  const counties = [...new Set(tags.map((t) => t.county))];
  const enterprises = [...new Set(tags.map((t) => t.enterprise))];
  const seqs = new Map(tags.map((t, seq) => [t.id, seq]));
  const none = () => undefined;
  const owners = {
    county: Uint16Array.from(tags, (t) => counties.indexOf(t.county)),
    enterprise: Uint16Array.from(tags, (t) => enterprises.indexOf(t.enterprise)),
  };
  const bytes = new Uint8Array(tags.length);
  return {
    version,
    bounds: [113, 36, 120, 43],
    counties,
    enterprises,
    enterpriseNames: enterprises,
    pipes: EMPTY_SNAPSHOT.pipes,
    stations: {
      ...owners,
      count: tags.length,
      lngLat: Float64Array.from(tags.flatMap((t) => t.lngLat ?? [114.5, 38])),
      kind: bytes,
      gas: bytes,
      names: tags.map((t) => t.id),
    },
    tags: {
      ...owners,
      count: tags.length,
      station: Uint32Array.from(tags, (_, i) => i),
      kind: Uint8Array.from(tags, (t) => TAG_KINDS.indexOf(t.kind ?? "pressure")),
      slot: bytes,
    },
    outlines: [],
    pipeId: none,
    stationId: none,
    tagId: (seq) => tags[seq]?.id,
    pipeSeq: none,
    stationSeq: none,
    tagSeq: (id) => seqs.get(id),
  };
}

/** An enterprise that the snapshot does not know sees nothing: -1 would be everything. */
const numberOf = (snapshot: Snapshot, enterpriseId: string): number => {
  const i = snapshot.enterprises.indexOf(enterpriseId);
  return i === -1 ? 0xffff : i;
};

/** A store of snapshots whose sights go by county, by enterprise, or see all; `move` brings another snapshot. */
export function testSnapshots(first: Snapshot): SnapshotStore & { move(snapshot: Snapshot): void } {
  let snapshot = first;
  const listeners = new Set<(snapshot: Snapshot) => void>();
  return {
    current: () => snapshot,
    refresh: async () => snapshot,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    sight: ({ level, areaCode, enterpriseId }: Scope): Sight => ({
      key: `${level} ${areaCode} ${enterpriseId}`,
      county: Uint8Array.from(snapshot.counties, (code) => (level === "province" || code === areaCode ? 1 : 0)),
      enterprise: enterpriseId === null ? -1 : numberOf(snapshot, enterpriseId),
    }),
    move(next) {
      snapshot = next;
      for (const listener of listeners) listener(next);
    },
  };
}

export const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
export const county = (areaCode: string): Scope => ({ level: "county", areaCode, enterpriseId: null });
export const enterprise = (enterpriseId: string): Scope => ({ level: "enterprise", areaCode: "130102", enterpriseId });
