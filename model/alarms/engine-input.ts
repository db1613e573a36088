import type { AlarmRule } from "#contract/alarm-rules.ts";
import type { Refusal } from "./life.ts";
import type { AlarmRecord, IncidentRecord } from "./record.ts";
import type { Rhythm } from "./rhythm.ts";
import type { AlarmTag } from "./tag.ts";
import type { Topology } from "./topology.ts";
import type { PastValue } from "./window.ts";

/** A stretch of time in which a station or a tag is worked on, ms. */
export interface ServiceWindow {
  readonly id: string;
  readonly stationId: string | null;
  readonly tagId: string | null;
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly reason: string;
}

/** An occurrence that an engine before left. */
export interface Kept {
  readonly alarm: AlarmRecord;
  readonly incident: IncidentRecord;
  /** When it was written down that it began, ms; its own time where left out. One found standing began long before. */
  readonly rangAt?: number;
}

export interface EngineInput {
  readonly topology: Topology;
  /** The rules that watch a tag. */
  rulesOf(tag: AlarmTag): readonly AlarmRule[];
  readonly isSensitive: (stationId: string) => boolean;
  readonly windows: readonly ServiceWindow[];
  /** Open occurrences and those whose source is shelved, in the order they began. `seq` 0: from a file, with no entry in the journal yet. */
  readonly kept: readonly Kept[];
  /** The next number of the journal. */
  readonly nextSeq: number;
  /** ms; the server's clock that never goes back. */
  readonly now: number;
  /** When each tag was last heard, ms, the server's clock, as far as an engine before this one knows. */
  heardAt?(tagId: string): number | undefined;
  /** How methane sensors go with the day, by tag, as an engine before this one or the roll-ups tell it. The engine goes on writing in it. */
  readonly rhythms?: Map<string, Rhythm>;
  /** What is kept of a tag's values from before this engine, oldest first, for a rule that looks back (`windowOf`). */
  past?(tagId: string, rule: AlarmRule): readonly PastValue[];
}

export interface Outcome {
  readonly id: string;
  readonly seq: number;
  readonly refused?: Refusal | "not_found";
}
