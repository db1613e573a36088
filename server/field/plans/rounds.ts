import type { LngLat } from "#contract/route.ts";
import { hilbert } from "#server/tiles/hilbert.ts";
import { worldX, worldY } from "#server/tiles/world.ts";

/** A pipe that is due. */
export interface DuePipe {
  readonly id: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly ruleId: string;
  /** YYYY-MM-DD. */
  readonly dueOn: string;
  readonly isNever: boolean;
  readonly isAged: boolean;
  readonly lengthM: number;
  /** A place on it, degrees. */
  readonly at: LngLat;
}

/** Pipes that one person walks in one go. */
export interface Round {
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly ruleId: string;
  /** Of the pipe that is due first. */
  readonly dueOn: string;
  readonly lengthM: number;
  /** In the order in which they are walked. */
  readonly pipes: readonly DuePipe[];
}

/** Neighbours stand near each other in this order. */
const placeOf = ([lng, lat]: LngLat): number => hilbert(worldX(lng), worldY(lat));

const sum = (pipes: readonly DuePipe[]) => pipes.reduce((metres, { lengthM }) => metres + lengthM, 0);

/** Rounds of one list alike in owner, area and rule: as many of about one length as it takes, none longer than asked but for one long pipe. */
function cut(pipes: readonly DuePipe[], roundM: number): DuePipe[][] {
  const rounds = Math.max(1, Math.ceil(sum(pipes) / roundM));
  const aim = sum(pipes) / rounds;
  const out: DuePipe[][] = [];
  let metres = 0;
  for (const pipe of pipes) {
    const last = out.at(-1);
    const isFull = last === undefined || metres + pipe.lengthM > roundM || metres + pipe.lengthM / 2 > aim;
    if (isFull) {
      out.push([pipe]);
      metres = pipe.lengthM;
    } else {
      last.push(pipe);
      metres += pipe.lengthM;
    }
  }
  return out;
}

/** Pipes that are due as rounds of at most so many metres: of one owner, area and rule each, neighbours together. Each pipe is in one round. */
export function roundsOf(due: readonly DuePipe[], roundM: number): Round[] {
  const alike = Map.groupBy(due, ({ enterpriseId, areaCode, ruleId }) => `${enterpriseId}\n${areaCode}\n${ruleId}`);
  return [...alike.keys()].toSorted().flatMap((key) => {
    const pipes = (alike.get(key) ?? [])
      .map((pipe) => ({ pipe, place: placeOf(pipe.at) }))
      .toSorted((a, b) => a.place - b.place || (a.pipe.id < b.pipe.id ? -1 : 1))
      .map(({ pipe }) => pipe);
    return cut(pipes, roundM).map((round): Round => {
      const { areaCode, enterpriseId, ruleId } = round[0] as DuePipe;
      const dueOn = round.reduce((first, { dueOn: day }) => (day < first ? day : first), "9999-12-31");
      return { areaCode, enterpriseId, ruleId, dueOn, lengthM: sum(round), pipes: round };
    });
  });
}
