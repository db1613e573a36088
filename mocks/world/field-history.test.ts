import { expect, test } from "vitest";
import { TrackBody } from "#contract/field/bodies.ts";
import { contentHash, type Json } from "#contract/field/canonical.ts";
import { FieldRecord } from "#contract/field/records.ts";
import { matchWay, walkedTruly } from "#model/matching/match.ts";
import type { MatchPipe } from "#model/matching/network.ts";
import { matchNetwork, planeAt } from "#model/matching/network.ts";
import { precisionOf, recallOf, scoreMatch, sumScores } from "#model/matching/score.ts";
import { fieldHistory } from "./field-history.ts";

const AS_OF = Date.UTC(2026, 10, 22);
/** Blocks of 120 m by 120 m. */
const GRID: MatchPipe[] = [];
const STEP = 0.00125;
const node = (i: number, k: number) => `${i} ${k}`;
const at = (i: number, k: number): [number, number] => [114.5 + i * STEP, 38.1 + k * STEP];
for (let i = 0; i < 12; i += 1)
  for (let k = 0; k < 12; k += 1)
    for (const [di, dk] of [
      [1, 0],
      [0, 1],
    ] as const)
      GRID.push({
        id: `${node(i, k)} ${di}`,
        from: node(i, k),
        to: node(i + di, k + dk),
        lengthM: di === 1 ? STEP * 111_195 * Math.cos((38.1 * Math.PI) / 180) : STEP * 111_195,
        path: [at(i, k), at(i + di, k + dk)],
      });

const history = fieldHistory(3, GRID, AS_OF);

test("the history is the same for the same seed, and each record is one that a phone would send", async () => {
  const again = fieldHistory(3, GRID, AS_OF);
  const hashes = (of: typeof history) => Promise.all(of.map(({ record }) => contentHash(record as unknown as Json)));
  expect(await hashes(again)).toEqual(await hashes(history));
  for (const { record } of history) {
    expect(FieldRecord.safeParse(record).success).toBe(true);
    expect(TrackBody.safeParse(record.body).success).toBe(true);
    expect(Date.parse(record.finishedAt)).toBeLessThan(AS_OF);
  }
  expect(new Set(history.map(({ record }) => record.id)).size).toBe(history.length);
});

test("the matcher finds nearly all metres of the answer key, and hardly one that is not in it", () => {
  const network = matchNetwork(GRID, planeAt(114.5, 38.1));
  const honest = history.filter(
    ({ walk, record }) => walk.true.length > 0 && TrackBody.parse(record.body).mock.length === 0,
  );
  const scores = honest.map(({ record, walk }) =>
    scoreMatch(matchWay(network, TrackBody.parse(record.body)), walkedTruly(network, walk.true)),
  );
  expect(precisionOf(sumScores(scores))).toBeGreaterThan(0.93);
  expect(recallOf(sumScores(scores))).toBeGreaterThan(0.93);
});
