import type { Params } from "../params.ts";
import type { Bound, TemporalOp, Time } from "./ast.ts";

/** SQL of a span's two ends: a moment's are the same. Made when it is asked for: a value that no text names is an error of the statement. */
interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Allen's relations, as OGC names them, of spans whose ends belong to them. */
const RELATIONS: Readonly<Record<TemporalOp, (a: Ends, b: Ends) => string>> = {
  T_AFTER: (a, b) => `${a.from} > ${b.to}`,
  T_BEFORE: (a, b) => `${a.to} < ${b.from}`,
  T_CONTAINS: (a, b) => `${a.from} < ${b.from} and ${a.to} > ${b.to}`,
  T_DISJOINT: (a, b) => `${a.to} < ${b.from} or ${a.from} > ${b.to}`,
  T_DURING: (a, b) => `${a.from} > ${b.from} and ${a.to} < ${b.to}`,
  T_EQUALS: (a, b) => `${a.from} = ${b.from} and ${a.to} = ${b.to}`,
  T_FINISHEDBY: (a, b) => `${a.from} < ${b.from} and ${a.to} = ${b.to}`,
  T_FINISHES: (a, b) => `${a.from} > ${b.from} and ${a.to} = ${b.to}`,
  T_INTERSECTS: (a, b) => `${a.from} <= ${b.to} and ${a.to} >= ${b.from}`,
  T_MEETS: (a, b) => `${a.to} = ${b.from}`,
  T_METBY: (a, b) => `${a.from} = ${b.to}`,
  T_OVERLAPPEDBY: (a, b) => `${a.from} > ${b.from} and ${a.from} < ${b.to} and ${a.to} > ${b.to}`,
  T_OVERLAPS: (a, b) => `${a.from} < ${b.from} and ${a.to} > ${b.from} and ${a.to} < ${b.to}`,
  T_STARTEDBY: (a, b) => `${a.from} = ${b.from} and ${a.to} > ${b.to}`,
  T_STARTS: (a, b) => `${a.from} = ${b.from} and ${a.to} < ${b.to}`,
};

function boundSql(params: Params, bound: Bound, open: string, column: (name: string) => string): string {
  if (bound === null) return `'${open}'::timestamptz`;
  return bound.kind === "property" ? column(bound.name) : `${params.add(bound.iso)}::timestamptz`;
}

function endsOf(params: Params, time: Time, column: (name: string) => string): Ends {
  if (time.kind === "property") {
    const at = column(time.name);
    return { from: at, to: at };
  }
  return {
    get from() {
      return boundSql(params, time.from, "-infinity", column);
    },
    get to() {
      return boundSql(params, time.to, "infinity", column);
    },
  };
}

/** @param column SQL of a property as timestamptz; throws `BadQuery` for one that is no time. */
export function temporalSql(
  params: Params,
  { op, left, right }: { readonly op: TemporalOp; readonly left: Time; readonly right: Time },
  column: (name: string) => string,
): string {
  return `(${RELATIONS[op](endsOf(params, left, column), endsOf(params, right, column))})`;
}
