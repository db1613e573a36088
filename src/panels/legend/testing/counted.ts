import { type ColorBy, classCount, type PipeFilter } from "#contract/pipe-classes.ts";

export interface CountBody {
  readonly by: ColorBy;
  readonly zoom: number;
  readonly filter: PipeFilter;
}

/** A count in which each class can be told by its numbers: class k has 1000 + k pipes and k kilometres, as far as the filter lets it pass. */
export const countReply = ({ by, zoom, filter }: CountBody) => ({
  snapshot: "mock",
  shown: Array.from({ length: classCount(by) }, (_, k) => ({ class: k, count: 1000 + k, lengthM: k * 1000 })).filter(
    (sum) => filter.only[by]?.includes(sum.class) ?? true,
  ),
  leftOut: zoom < 12 ? { count: 1234, lengthM: 56_700 } : { count: 0, lengthM: 0 },
  filteredAway: Object.keys(filter.only).length > 0 ? { count: 77, lengthM: 8000 } : { count: 0, lengthM: 0 },
  owners: [{ class: 0, id: "E130000", name: "河北示例天然气" }],
});

/** Three pipes, 3, 5 and 300, that stand for many in the sums. */
export const selectReply = () => ({
  snapshot: "mock",
  count: 3,
  lengthM: 2_046_000,
  byLevel: [{ class: 5, count: 3, lengthM: 2_046_000 }],
  byMaterial: [{ class: 1, count: 3, lengthM: 2_046_000 }],
  seqs: btoa(String.fromCharCode(4, 2, 0xa7, 2)),
});
