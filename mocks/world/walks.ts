import type { TrueWay } from "#model/matching/match.ts";
import type { MatchPipe } from "#model/matching/network.ts";
import { eastOf, northOf, type Plane } from "#model/matching/network.ts";
import { between, chance, intBetween, pick, type Rng, rng } from "./rng.ts";

/*
 * Ways of made-up patrols: where somebody really went, and what their phone told of it. The first is the answer key of metres walked; who
 * looks for them is given the second alone.
 */

/** What a phone told, as columns of a track record; `t` in ms from the beginning. */
export interface ToldWay {
  readonly t: number[];
  readonly lng: number[];
  readonly lat: number[];
  readonly accuracyM: number[];
  readonly mock: number[];
}
export interface MadeWalk {
  readonly told: ToldWay;
  /** Where they walked, without the stretches that were driven or away from every pipe. */
  readonly true: readonly TrueWay[];
}

const FIX_S = 6;
const M_PER_DEG = 111_195;

type Place = readonly [east: number, north: number];
interface Leg {
  readonly places: Place[];
  readonly kmh: number;
  /** Whether it counts as a walk along pipes. */
  readonly isWalk: boolean;
}

/** Pipes one after the other from a beginning, those not walked yet first; as places on the plane. */
function alongPipes(
  r: Rng,
  pipes: readonly MatchPipe[],
  at: ReadonlyMap<string, readonly MatchPipe[]>,
  plane: Plane,
  metres: number,
): Place[] {
  const walked = new Set<string>();
  const places: Place[] = [];
  let pipe = pick(r, pipes);
  let end = pipe.from;
  for (let left = metres; left > 0; ) {
    const path = pipe.from === end ? pipe.path : pipe.path.toReversed();
    places.push(...path.map(([lng, lat]): Place => [eastOf(plane, lng), northOf(plane, lat)]));
    walked.add(pipe.id);
    left -= pipe.lengthM;
    end = pipe.from === end ? pipe.to : pipe.from;
    const others = (at.get(end) ?? []).filter((other) => other !== pipe);
    // At a dead end one turns back.
    const next = others.length > 0 ? others : [pipe];
    const fresh = next.filter(({ id }) => !walked.has(id));
    pipe = pick(r, fresh.length > 0 ? fresh : next);
  }
  return places;
}

/** A way beside another, so far to its right. */
function beside(places: readonly Place[], offM: number): Place[] {
  return places.map((place, i) => {
    const [a, b] = [places[Math.max(0, i - 1)] as Place, places[Math.min(places.length - 1, i + 1)] as Place];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const m = Math.hypot(dx, dy) || 1;
    return [place[0] + (offM * dy) / m, place[1] - (offM * dx) / m];
  });
}

/** A way out into the fields and on: nothing there is walked. */
function away(r: Rng, from: Place): Place[] {
  const angle = between(r, 0, 2 * Math.PI);
  const out: Place = [from[0] + 60 * Math.cos(angle), from[1] + 60 * Math.sin(angle)];
  return [from, out, from];
}

/** Errors of fixes wander: each is much like the one before. */
function teller(r: Rng, plane: Plane, told: ToldWay) {
  const sigma = chance(r, 0.15) ? between(r, 10, 18) : between(r, 2.5, 8);
  const normal = () => Math.sqrt(-2 * Math.log(1 - r())) * Math.cos(2 * Math.PI * r());
  let [ex, ey] = [sigma * normal(), sigma * normal()];
  return (t: number, [x, y]: Place) => {
    const keep = 0.92;
    ex = keep * ex + Math.sqrt(1 - keep * keep) * sigma * normal();
    ey = keep * ey + Math.sqrt(1 - keep * keep) * sigma * normal();
    if (chance(r, 0.02)) return;
    const isOutlier = chance(r, 0.005);
    const [ox, oy] = isOutlier ? [80 * normal(), 80 * normal()] : [0, 0];
    told.t.push(Math.round(t * 1000));
    told.lng.push(six(plane.lng + (x + ex + ox) / (plane.cos * M_PER_DEG)));
    told.lat.push(six(plane.lat + (y + ey + oy) / M_PER_DEG));
    told.accuracyM.push(Math.round(1.51 * sigma * between(r, 0.7, 1.4) * (isOutlier ? 3 : 1) * 10) / 10);
  };
}
const six = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

function legsOf(
  r: Rng,
  pipes: readonly MatchPipe[],
  at: ReadonlyMap<string, readonly MatchPipe[]>,
  plane: Plane,
  metres: number,
): Leg[] {
  const legs: Leg[] = [];
  const parts = intBetween(r, 1, 2);
  for (let part = 0; part < parts; part += 1) {
    const places = beside(alongPipes(r, pipes, at, plane, metres / parts), between(r, -4, 4));
    const [start, before] = [places[0] as Place, legs.at(-1)?.places.at(-1)];
    // By car to where the next part begins.
    if (before !== undefined) legs.push({ places: [before, start], kmh: between(r, 60, 80), isWalk: false });
    legs.push({ places, kmh: between(r, 3, 5), isWalk: true });
    if (chance(r, 0.3)) legs.push({ places: away(r, places.at(-1) as Place), kmh: 4, isWalk: false });
  }
  return legs;
}

/** One patrol of about so many metres along pipes, the same for the same seed and name. */
export function makeWalk(
  seed: number,
  name: string,
  pipes: readonly MatchPipe[],
  plane: Plane,
  metres: number,
): MadeWalk {
  const r = rng(seed, `walk ${name}`);
  const at = new Map<string, MatchPipe[]>();
  for (const pipe of pipes) for (const node of [pipe.from, pipe.to]) at.set(node, [...(at.get(node) ?? []), pipe]);
  const told: ToldWay = { t: [], lng: [], lat: [], accuracyM: [], mock: [] };
  const tell = teller(r, plane, told);
  const legs = legsOf(r, pipes, at, plane, metres);
  let [t, due] = [0, 0];
  for (const { places, kmh } of legs)
    for (let i = 1; i < places.length; i += 1) {
      const [a, b] = [places[i - 1] as Place, places[i] as Place];
      const seconds = Math.hypot(b[0] - a[0], b[1] - a[1]) / (kmh / 3.6);
      for (; due < t + seconds; due += FIX_S) {
        const share = (due - t) / seconds;
        tell(due, [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
      }
      t += seconds;
    }
  return { told, true: legs.filter(({ isWalk }) => isWalk).map(({ places }) => places) };
}

/** Pipes of a part of the province as they are walked. */
export const walkable = (
  pipes: readonly {
    readonly id: string;
    readonly from_node: string;
    readonly to_node: string;
    readonly length_m: number;
    readonly path: MatchPipe["path"];
    readonly status: string;
  }[],
): MatchPipe[] =>
  pipes
    .filter(({ status, path }) => status !== "planned" && path.length > 1)
    .map(({ id, from_node, to_node, length_m, path }) => ({
      id,
      from: from_node,
      to: to_node,
      lengthM: length_m,
      path,
    }));
