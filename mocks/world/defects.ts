import type { DatasetKind } from "#contract/dataset.ts";
import type { LngLat } from "#contract/route.ts";
import { type Temperament, temperamentOf } from "#mocks/devices/values.ts";
import type { EnterpriseRow, Part, TagRow } from "./rows.ts";

/**
 * What is known to be wrong in the delivered files. `severity` is what an importer should make of it: `reject` the row, take
 * it with a `warn` or a `note`. `rule` is the importer's word for it.
 */
export interface Defect {
  readonly kind: DatasetKind;
  readonly id: string;
  readonly what: DefectKind;
  readonly severity: "reject" | "warn" | "note";
  readonly rule: string;
  readonly field: string | null;
}

export const DEFECT_KINDS = [
  "duplicate_id",
  "self_crossing_line",
  "zero_length_line",
  "orphan_pipe_end",
  "old_area_code",
  "unknown_area_code",
  "unknown_owner",
  "swapped_coordinates",
  "nan_coordinates",
  "wrong_check_digit",
  "sensor_without_station",
  "reading_without_sensor",
] as const;
export type DefectKind = (typeof DEFECT_KINDS)[number];

/** A faulty row to write after the sound ones. */
export interface FaultyRow {
  readonly defect: Defect;
  readonly row: object;
}

/** What a delivery of a part gets wrong. */
export interface Faults {
  readonly extra: readonly FaultyRow[];
  /** Cells of sound rows that are written otherwise, by row id. */
  readonly changed: ReadonlyMap<string, { readonly cells: object; readonly defect: Defect }>;
}

/** The answers a detector is scored against, in `answer-key.json`. */
export interface AnswerKey {
  /** By dataset and line (line of a CSV, number of the feature in other files). */
  readonly defects: readonly (Defect & { readonly dataset: string; readonly line: number })[];
  readonly sensors: readonly { readonly tag: string; readonly temperament: Temperament }[];
  /** Files whose coordinates are not in the system they declare; no manifest entry leads to them. */
  readonly wrongCrs: readonly { readonly file: string; readonly declared: string; readonly actual: string }[];
}

const reject = (kind: DatasetKind, id: string, what: DefectKind, rule: string, field: string | null): Defect => ({
  kind,
  id,
  what,
  rule,
  field,
  severity: "reject",
});

const NONE: Faults = { extra: [], changed: new Map() };

/** Which county's delivery has which faults: these are in every tier, or in every tier but the smallest. */
const SPOIL: Readonly<Record<string, (part: Part) => Faults>> = {
  "130123": (part) => ({ extra: [...brokenLines(part), ...sensorAlone(part)], changed: new Map() }),
  "130184": (part) => ({ extra: misplacedCustomers(part), changed: new Map() }),
  "130634": (part) => ({ extra: orphans(part), changed: new Map() }),
  "130632": (part) => ({ extra: misfiledStations(part), changed: new Map() }),
  "130284": (part) => oldCodes(part, "130223"),
  "130407": (part) => oldCodes(part, "130428"),
};

export const faultsOf = (part: Part): Faults => SPOIL[part.areaCode]?.(part) ?? NONE;

function brokenLines(part: Part): FaultyRow[] {
  const [first, second, third] = part.pipes;
  if (!first || !second || !third) return [];
  const [x, y] = first.path[0] as LngLat;
  const d = 0.0004;
  const bow: LngLat[] = [
    [x, y],
    [x + d, y + d],
    [x + d, y],
    [x, y + d],
  ];
  const [crossing, nothing] = [`${second.id}X`, `${third.id}Z`];
  return [
    { row: first, defect: reject("pipe", first.id, "duplicate_id", "duplicate_id", "id") },
    {
      row: { ...second, id: crossing, path: bow, length_m: null },
      defect: reject("pipe", crossing, "self_crossing_line", "line_self_crossing", null),
    },
    {
      row: {
        ...third,
        id: nothing,
        path: [
          [x, y],
          [x, y],
        ],
      },
      defect: reject("pipe", nothing, "zero_length_line", "zero_length", null),
    },
  ];
}

function sensorAlone(part: Part): FaultyRow[] {
  const tag = part.tags[0];
  if (!tag) return [];
  const id = `${tag.id}S`;
  return [
    {
      row: { ...tag, id, station_id: `S${part.areaCode}99999`, node_id: null },
      defect: reject("tag", id, "sensor_without_station", "station_unknown", "station_id"),
    },
  ];
}

function misplacedCustomers(part: Part): FaultyRow[] {
  const [first, second] = part.customers;
  if (!first || !second) return [];
  const [swapped, nowhere] = [`${first.id}W`, `${second.id}N`];
  const [lng, lat] = first.lngLat;
  return [
    {
      row: { ...first, id: swapped, lngLat: [lat, lng] },
      defect: reject("customer", swapped, "swapped_coordinates", "outside_china", null),
    },
    {
      row: { ...second, id: nowhere, lngLat: [Number.NaN, Number.NaN] },
      defect: reject("customer", nowhere, "nan_coordinates", "coordinate_not_finite", null),
    },
  ];
}

/** Pipes that end where no node is: they are taken, with a warning. */
function orphans(part: Part): FaultyRow[] {
  return part.pipes.slice(-2).map((pipe, i) => {
    const id = `${pipe.id}O`;
    return {
      row: { ...pipe, id, to_node: `N${part.areaCode}99999${i}` },
      defect: { ...reject("pipe", id, "orphan_pipe_end", "node_missing", "to_node"), severity: "warn" as const },
    };
  });
}

function misfiledStations(part: Part): FaultyRow[] {
  const station = part.stations[0];
  if (!station) return [];
  const [unknown, unowned] = [`${station.id}U`, `${station.id}V`];
  return [
    {
      row: { ...station, id: unknown, area_code: "139999" },
      defect: reject("station", unknown, "unknown_area_code", "area_unknown", "area_code"),
    },
    {
      row: { ...station, id: unowned, enterprise_id: `E${part.areaCode}-99` },
      defect: reject("station", unowned, "unknown_owner", "enterprise_unknown", "enterprise_id"),
    },
  ];
}

/** Rows filed under the code their county had before it was renamed. */
function oldCodes(part: Part, code: string): Faults {
  return {
    extra: [],
    changed: new Map(
      part.stations.slice(0, 3).map((station) => [
        station.id,
        {
          cells: { area_code: code },
          defect: {
            ...reject("station", station.id, "old_area_code", "area_code_old", "area_code"),
            severity: "note" as const,
          },
        },
      ]),
    ),
  };
}

/** An enterprise whose credit code's last character is not its check character. */
export function faultyEnterprise(enterprise: EnterpriseRow): FaultyRow {
  const { credit_code, area_code } = enterprise;
  const id = `E${area_code}-88`;
  const last = credit_code.endsWith("0") ? "1" : "0";
  return {
    row: { ...enterprise, id, name: `${enterprise.name}（示例错码）`, credit_code: credit_code.slice(0, 17) + last },
    defect: reject("enterprise", id, "wrong_check_digit", "credit_code", "credit_code"),
  };
}

/** A sensor that no list knows yet sends readings all the same. */
export const UNKNOWN_TAG = "T13012399999";
export const unknownTagDefect = reject("reading", UNKNOWN_TAG, "reading_without_sensor", "tag_unknown", "tag_id");

/** Sensors that do not tell the truth, or tell it late. */
export const faultySensors = (seed: number, tags: readonly TagRow[]): AnswerKey["sensors"] =>
  tags.flatMap((tag) => {
    const temperament = temperamentOf({ id: tag.id, kind: tag.kind }, seed);
    return temperament === "sound" ? [] : [{ tag: tag.id, temperament }];
  });
