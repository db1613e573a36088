import type { FoldReason } from "#contract/alarm-words.ts";
import type { AlarmTag } from "./tag.ts";
import type { Cause } from "./topology.ts";

/** An alarm as folding sees it, from its ring until it is forgotten. */
export interface Foldable {
  readonly id: string;
  readonly tag: AlarmTag;
  readonly isNoData: boolean;
  readonly side: "high" | "low" | null;
  /** ms, the server's. */
  readonly raisedAt: number;
  /** For silence: when the tag was last heard, ms, the server's. */
  readonly heardAt: number;
}

export interface Incident {
  readonly id: string;
  reason: FoldReason;
  cause: Cause | null;
  readonly openedAt: number;
  lastAt: number;
  readonly firstOut: string;
  readonly alarms: Set<string>;
  readonly side: "high" | "low" | null;
  readonly isNoData: boolean;
}

/** Low and high have different causes; silence and values too. At its own station both sides belong together. */
export const keyOf = ({ key }: Cause, { side, isNoData }: Pick<Foldable, "side" | "isNoData">): string =>
  `${key} ${isNoData ? "silent" : (side ?? "")}`;
