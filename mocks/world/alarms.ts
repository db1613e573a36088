import type { WarningLevel } from "#contract/gas.ts";
import type { Excursion } from "#mocks/devices/excursions.ts";
import { signalOf, signalTagOf } from "#mocks/devices/values.ts";
import type { AlarmRow, TagRow } from "./rows.ts";
import { DAY, instant } from "./time.ts";

const HISTORY_DAYS = 30;

function levelOf(tag: TagRow, e: Excursion): WarningLevel {
  const isGas = tag.kind === "methane" || tag.kind === "gas_concentration";
  if (e.severity === "alarm") return isGas ? "red" : "orange";
  return isGas || tag.kind === "pressure" ? "yellow" : "blue";
}

/** The alarms that the sensors' own histories raised in the last thirty days; open where the departure still lasts. */
export function alarmHistory(seed: number, tags: readonly TagRow[], asOfMs: number): AlarmRow[] {
  return tags.flatMap((tag) =>
    signalOf(signalTagOf(tag), seed)
      .excursions(asOfMs - HISTORY_DAYS * DAY, asOfMs)
      .map((e) => ({
        id: `A${tag.id.slice(1)}-${Math.floor(e.startMs / 1000)}`,
        area_code: tag.area_code,
        enterprise_id: tag.enterprise_id,
        tag_id: tag.id,
        level: levelOf(tag, e),
        raised_at: instant(e.startMs),
        cleared_at: e.endMs < asOfMs ? instant(e.endMs) : null,
        value: Number(e.value.toPrecision(4)),
      })),
  );
}
