import type { StationKind, TagKind } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";

/** What the alarm engine knows of a tag. Limits in the tag's unit; null = none. */
export interface AlarmTag {
  readonly id: string;
  readonly kind: TagKind;
  readonly stationId: string;
  readonly stationKind: StationKind | null;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly lngLat: LngLat;
  readonly lowAlarm: number | null;
  readonly lowWarning: number | null;
  readonly highWarning: number | null;
  readonly highAlarm: number | null;
  readonly deadBand: number;
  readonly nominal: number | null;
  readonly samplingS: number;
  readonly staleAfterS: number;
}

/** A value as a device sent it. Quality: 0 good, 1 suspect, 2 bad (no value to trust). */
export interface AlarmReading {
  readonly tagId: string;
  /** The device's clock, ms since 1970. Rises from reading to reading of one tag; says nothing against another tag's. */
  readonly t: number;
  readonly v: number;
  readonly q: 0 | 1 | 2;
}
