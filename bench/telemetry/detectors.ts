import { DEMO_SEED } from "#mocks/demo.ts";
import { signalOf, signalTagOf } from "#mocks/devices/values.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { faultySensors } from "#mocks/world/defects.ts";
import { hash32 } from "#mocks/world/rng.ts";
import type { TagRow } from "#mocks/world/rows.ts";
import { DAY, HOUR } from "#mocks/world/time.ts";
import { buildWorld } from "#mocks/world/world.ts";
import { QualityBank, type WatchedTag } from "#model/quality/bank.ts";
import { rangeOf } from "#model/quality/kinds.ts";
import { judgeZones, zonesOf } from "#model/quality/neighbours.ts";
import { bitOf, REASONS, type Reason } from "#model/quality/reasons.ts";
import { denseZones, ZoneBuilder } from "#model/quality/zones.ts";
import { LATE_MS } from "#server/ingest/judge.ts";

export interface Score {
  readonly what: string;
  readonly there: number;
  readonly found: number;
  readonly right: number;
  readonly precision: number;
  readonly recall: number;
}

const SEED = DEMO_SEED;
/** No tag is heard more often than this: ten-second tags would only take longer. */
const STEP_MS = 60_000;
const ZONE_MS = 5 * 60_000;
/** A planted fault is this many hours long. */
const PLANTED_MS = 6 * HOUR;

const score = (what: string, there: ReadonlySet<string>, found: ReadonlySet<string>): Score => {
  const right = [...found].filter((id) => there.has(id)).length;
  return {
    what,
    there: there.size,
    found: found.size,
    right,
    precision: found.size === 0 ? 1 : right / found.size,
    recall: there.size === 0 ? 1 : right / there.size,
  };
};

type Planted = "unit" | "offset" | "beyond";

/** Faults that the province's own key has none of, put into pressure sensors: shown in another unit, off by a quarter, or more than can be. */
function plant(tag: TagRow): Planted | null {
  const roll = hash32(`${tag.id} planted`, SEED) / 2 ** 32;
  if (tag.kind !== "pressure" || roll > 0.03) return null;
  return roll < 0.01 ? "unit" : roll < 0.02 ? "offset" : "beyond";
}

/** Zones with fewer sensors cannot outvote one. */
const ZONE_LEAST = 4;
/** A departure of one sensor beyond this share of its usual value, which no neighbour shares, contradicts them. */
const LONE_SHARE = 0.2;

/**
 * Runs the detectors over `days` of the made-up province as its devices would tell it, and holds what they say of each sensor against the answer
 * key: a sensor counts as found when it was suspect at any time.
 */
export function scoreDetectors(days: number): { scores: Score[]; readings: number; ms: number } {
  const asOf = Date.parse("2026-11-20T08:00:00+08:00");
  const world = buildWorld({ tier: "demo", seed: SEED, asOf, ...readFacts() });
  const tags = world.parts.flatMap((part) => part.tags);
  const stations = new Map(world.parts.flatMap((part) => part.stations).map((station) => [station.id, station]));
  const zones = new ZoneBuilder(
    new Set(
      world.parts
        .flatMap((p) => p.nodes)
        .filter((n) => n.is_open === false)
        .map((n) => n.id),
    ),
  );
  for (const { from_node, to_node, pressure_level } of world.parts.flatMap((part) => part.pipes))
    zones.add(from_node, to_node, pressure_level);
  const zone = zonesOf(
    denseZones(
      tags.map((tag) =>
        tag.kind === "pressure" && tag.node_id !== null ? zones.zoneOf(tag.node_id, tag.nominal) : -1,
      ),
    ),
  );
  const watched = tags.map((tag): WatchedTag => {
    const station = stations.get(tag.station_id);
    const levels = [station?.pressure_level, station?.outlet_level];
    const [low] = rangeOf(tag.kind, null);
    return { kind: tag.kind, range: [low, Math.max(...levels.map((level) => rangeOf(tag.kind, level ?? null)[1]))] };
  });
  const bank = new QualityBank(watched);
  const signals = tags.map((tag) => signalOf(signalTagOf(tag), SEED));
  const planted = tags.map(plant);
  const steps = tags.map((tag) => Math.max(STEP_MS, tag.sampling_s * 1000));
  const ever = new Map<Reason, Set<string>>(REASONS.map((reason) => [reason, new Set()]));
  const shares = new Float64Array(tags.length).fill(Number.NaN);
  const lastAt = new Float64Array(tags.length);
  const plantedFrom = asOf - PLANTED_MS;
  const began = performance.now();
  let readings = 0;
  for (let at = asOf - days * DAY; at < asOf; at += STEP_MS) {
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i] as TagRow;
      const step = steps[i] as number;
      const t = Math.floor(at / step) * step;
      if (t <= (lastAt[i] as number) || at - t >= STEP_MS) continue;
      const sample = signals[i]?.at(t);
      if (!sample) continue;
      readings += 1;
      lastAt[i] = t;
      let { v } = sample;
      const fault = at >= plantedFrom ? planted[i] : null;
      if (fault === "unit") v /= 1000;
      if (fault === "offset") v *= 1.25;
      if (fault === "beyond") v += 1.1 * (watched[i]?.range[1] ?? 0);
      bank.hear(i, t, v, (signals[i]?.delayMs ?? 0) > LATE_MS);
      shares[i] = tag.nominal > 0 ? v / tag.nominal : Number.NaN;
    }
    if (at % ZONE_MS < STEP_MS) {
      const fresh = shares.map((share, i) =>
        at - (lastAt[i] as number) <= 1000 * (tags[i]?.stale_after_s ?? 0) ? share : Number.NaN,
      );
      judgeZones(zone, fresh, (i, isOn) => bank.set(i, bitOf("neighbours"), isOn));
    }
    bank.bits.forEach((bits, i) => {
      if (bits === 0) return;
      for (const reason of REASONS) if ((bits & bitOf(reason)) !== 0) ever.get(reason)?.add((tags[i] as TagRow).id);
    });
  }
  const ms = performance.now() - began;
  const key = faultySensors(SEED, tags);
  const withTemper = (wanted: string) =>
    new Set(key.filter(({ temperament }) => temperament === wanted).map(({ tag }) => tag));
  const of = (reason: Reason) => ever.get(reason) ?? new Set<string>();
  const sizes = new Map<number, number>();
  for (let z = 0; z + 1 < zone.starts.length; z++) {
    const [from, to] = [zone.starts[z] as number, zone.starts[z + 1] as number];
    for (const i of zone.tags.subarray(from, to)) sizes.set(i, to - from);
  }
  const isLone = (i: number, tag: TagRow) =>
    (signals[i]?.excursions(asOf - (days + 1) * DAY, asOf) ?? []).some(
      (e) => e.endMs > asOf - days * DAY && Math.abs(e.value / tag.nominal - 1) > LONE_SHARE,
    );
  const contradicting = new Set(
    tags
      .filter((tag, i) => (sizes.get(i) ?? 0) >= ZONE_LEAST && (planted[i] !== null || isLone(i, tag)))
      .map(({ id }) => id),
  );
  const beyond = new Set(tags.filter((_, i) => planted[i] === "beyond").map((tag) => tag.id));
  const offline = new Set(tags.filter((_, i) => asOf - (lastAt[i] as number) > DAY).map((tag) => tag.id));
  const silentNow = new Set(
    [...withTemper("silent")].filter((id) => {
      const i = tags.findIndex((tag) => tag.id === id);
      return Array.from({ length: 24 }, (_, h) => signals[i]?.at(asOf - h * HOUR)).every((sample) => sample === null);
    }),
  );
  return {
    readings,
    ms,
    scores: [
      score("stuck", withTemper("stuck"), of("stuck")),
      score("jumping", withTemper("jumping"), of("jumping")),
      score("late", withTemper("late"), of("late")),
      score("offline (silent for a day)", silentNow, offline),
      score("contradicts its neighbours (planted, and lone departures)", contradicting, of("neighbours")),
      score("out of physical range (planted)", beyond, of("out_of_range")),
    ],
  };
}
