import fc from "fast-check";
import { COLOR_BYS, classCount, type PipeFilter } from "#contract/pipe-classes.ts";

const anyDay = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

const ordered = <T extends number | string>([a, b]: readonly [T, T]): readonly [T, T] => (a <= b ? [a, b] : [b, a]);

/** Any filter that a person can set: some classes of some attributes, ascending, never none and never all; spans in their order. */
export const anyPipeFilter: fc.Arbitrary<PipeFilter> = fc.record({
  only: fc
    .tuple(
      ...COLOR_BYS.map((by) =>
        fc
          .subarray(
            Array.from({ length: classCount(by) }, (_, k) => k),
            { maxLength: classCount(by) - 1 },
          )
          .map((classes) => [by, classes] as const),
      ),
    )
    .map((all) => Object.fromEntries(all.filter(([, classes]) => classes.length > 0))),
  laid: fc.option(
    fc.tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1900, max: 2100 })).map((span) => ordered(span)),
  ),
  patrolled: fc.option(fc.tuple(anyDay, anyDay).map((span) => ordered(span))),
});
