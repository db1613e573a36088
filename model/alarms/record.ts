import type {
  AlarmEventKind,
  AlarmHold,
  AlarmState,
  ConditionKind,
  FoldReason,
  GasVerdict,
} from "#contract/alarm-words.ts";
import type { WarningLevel } from "#contract/gas.ts";
import type { EscalationLevel } from "./life.ts";
import type { CauseKind } from "./topology.ts";

/** Why and how long an alarm is held. Times in ms, the server's; `until` null = as long as its cause lasts. */
export interface HoldRecord {
  readonly kind: AlarmHold;
  readonly by: string | null;
  readonly reason: string;
  readonly since: number;
  readonly until: number | null;
}

/** One occurrence of an alarm, as it is kept. Times in ms, the server's; `valueAt` the device's. */
export interface AlarmRecord {
  readonly id: string;
  /** Of its newest event. */
  readonly seq: number;
  readonly tagId: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly condition: ConditionKind;
  readonly state: AlarmState;
  readonly level: WarningLevel;
  readonly peakLevel: WarningLevel;
  readonly side: "high" | "low" | null;
  readonly limit: number | null;
  readonly value: number | null;
  readonly peak: number | null;
  readonly valueAt: number | null;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
  readonly ackedAt: number | null;
  readonly ackedBy: string | null;
  readonly ackComment: string | null;
  readonly rings: number;
  readonly isChattering: boolean;
  readonly isLeak: boolean;
  readonly gas: GasVerdict | null;
  readonly hold: HoldRecord | null;
  readonly incidentId: string;
  readonly isFirstOut: boolean;
  readonly escalatedTo: EscalationLevel | null;
  readonly taskId: string | null;
}

export interface IncidentRecord {
  readonly id: string;
  readonly reason: FoldReason;
  readonly causeKind: CauseKind | null;
  readonly causeId: string | null;
  readonly openedAt: number;
  readonly lastAt: number;
  readonly firstOut: string;
  readonly side: "high" | "low" | null;
  readonly isNoData: boolean;
}

/** One thing that happened: an entry of the journal, with the alarm after it. */
export interface Transition {
  readonly seq: number;
  /** ms, the server's. The order is that of `seq`. */
  readonly at: number;
  readonly kind: AlarmEventKind;
  readonly alarm: AlarmRecord;
  /** null for an occurrence that is over and was only shelved on: its incident is as it was. */
  readonly incident: IncidentRecord | null;
  readonly value: number | null;
  readonly valueAt: number | null;
  readonly by: string | null;
  readonly comment: string | null;
  /** It stood before anybody watched: written down as an engine began, and rung by nobody. */
  readonly isFound?: true;
}

/** A person who acts. */
export interface Actor {
  readonly name: string;
  readonly comment: string | null;
}
