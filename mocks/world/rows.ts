import type { TOLD_CRITICAL } from "#contract/customer-kind.ts";
import type { DuctKind } from "#contract/duct.ts";
import type {
  CustomerClass,
  GasKind,
  HazardGrade,
  LicenceKind,
  Material,
  NodeKind,
  PipeStatus,
  PressureLevel,
  StationKind,
  TagKind,
  WarningLevel,
} from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";

/*
 * The rows of the made-up province. Their fields are the columns of contract/import-fields.ts, so that one writer serves
 * every kind; points carry `lngLat`, lines `path`, in EPSG:4490 degrees. null is an empty cell.
 */

interface Owned {
  readonly area_code: string;
  readonly enterprise_id: string;
}

export interface EnterpriseRow {
  readonly id: string;
  readonly name: string;
  readonly area_code: string;
  readonly credit_code: string;
  readonly licence_kind: LicenceKind;
  readonly licence_number: string;
  readonly licence_expires: string;
  readonly safety_staff: number;
  readonly duty_phone: string;
  /** Further counties, six digits with ; between; null when it works only at home. */
  readonly work_areas: string | null;
}

export interface StationRow extends Owned {
  readonly id: string;
  readonly name: string;
  readonly kind: StationKind;
  readonly gas_kind: GasKind;
  readonly address: string | null;
  readonly pressure_level: PressureLevel;
  readonly outlet_level: PressureLevel | null;
  inlet_kpa: number | null;
  outlet_kpa: number | null;
  capacity_m3h: number | null;
  readonly built_year: number;
  readonly status: PipeStatus;
  readonly lngLat: LngLat;
}

export interface NodeRow extends Owned {
  readonly id: string;
  kind: NodeKind;
  name: string | null;
  station_id: string | null;
  readonly pressure_level: PressureLevel;
  is_open: boolean | null;
  condition: "operable" | "broken" | "inaccessible" | null;
  is_motorised: boolean | null;
  last_exercised: string | null;
  set_point_kpa: number | null;
  pressure_kpa: number | null;
  readonly elevation_m: number | null;
  readonly lngLat: LngLat;
}

export interface PipeRow extends Owned {
  readonly id: string;
  readonly gas_kind: GasKind;
  readonly pressure_level: PressureLevel;
  material: Material;
  dn_mm: number;
  wall_mm: number | null;
  readonly length_m: number;
  laid_year: number | null;
  depth_m: number | null;
  design_kpa: number;
  operating_kpa: number | null;
  flow_m3h: number | null;
  status: PipeStatus;
  anticorrosion: string | null;
  survey_accuracy_m: number | null;
  /** Day in Beijing, `2026-11-01`; null = never. */
  last_patrolled: string | null;
  readonly from_node: string;
  readonly to_node: string;
  readonly path: readonly LngLat[];
}

export interface DuctRow extends Owned {
  readonly id: string;
  readonly kind: DuctKind;
  readonly owner_name: string | null;
  readonly width_mm: number | null;
  readonly height_mm: number | null;
  readonly from_space: string | null;
  readonly to_space: string | null;
  readonly path: readonly LngLat[];
}

export interface TagRow extends Owned {
  readonly id: string;
  readonly name: string;
  readonly kind: TagKind;
  readonly station_id: string;
  readonly node_id: string | null;
  readonly unit: string;
  readonly low_alarm: number | null;
  readonly low_warning: number | null;
  readonly high_warning: number | null;
  readonly high_alarm: number | null;
  readonly dead_band: number;
  readonly sampling_s: number;
  readonly stale_after_s: number;
  readonly nominal: number;
}

export interface CameraRow extends Owned {
  readonly id: string;
  readonly name: string;
  /** GB/T 28181, 20 digits. */
  readonly device_id: string;
  readonly station_id: string;
  readonly lngLat: LngLat;
  /** Clockwise from north. */
  readonly heading_deg: number;
  readonly fov_deg: number;
  readonly range_m: number;
  readonly cascade_level: number;
  /** Ids of the platforms between, the nearest to the province first, ; between. */
  readonly cascade_path: string | null;
  readonly adapter: string;
  /** The stream's name at the media server where it is not the device id. */
  readonly channel: string | null;
  readonly source_url: string | null;
}

export interface CustomerRow extends Owned {
  readonly id: string;
  readonly gas_kind: GasKind;
  readonly class: CustomerClass;
  /** null for bottled gas. */
  readonly service_node: string | null;
  readonly is_critical: boolean;
  /** null where the records do not say what a critical customer is. */
  readonly critical_kind: (typeof TOLD_CRITICAL)[number] | null;
  annual_m3: number;
  readonly person_name: string;
  readonly phone: string;
  readonly address: string;
  readonly lngLat: LngLat;
}

export interface SupplyRow extends Owned {
  readonly gas_kind: GasKind;
  readonly day: string;
  readonly m3: number;
}

export interface HazardRow extends Owned {
  readonly id: string;
  readonly grade: HazardGrade;
  /** A step of the hazard loop (domain.md §4): found … closed. Every state but `closed` is open. */
  readonly state: HazardState;
  readonly found_at: string;
  readonly due_at: string | null;
  readonly note: string;
  readonly lngLat: LngLat;
}

export const HAZARD_STATES = ["found", "graded", "dispatched", "accepted", "fixed", "rechecked", "closed"] as const;
export type HazardState = (typeof HAZARD_STATES)[number];

export interface AlarmRow extends Owned {
  readonly id: string;
  readonly tag_id: string;
  readonly level: WarningLevel;
  readonly raised_at: string;
  readonly cleared_at: string | null;
  readonly value: number;
}

/** What one county (or the trunk lines) holds. */
export interface Part {
  readonly areaCode: string;
  readonly stations: StationRow[];
  readonly nodes: NodeRow[];
  readonly pipes: PipeRow[];
  readonly ducts: DuctRow[];
  readonly tags: TagRow[];
  readonly cameras: CameraRow[];
  readonly customers: CustomerRow[];
  readonly supply: SupplyRow[];
  readonly hazards: HazardRow[];
  readonly alarms: AlarmRow[];
}

export const emptyPart = (areaCode: string): Part => ({
  areaCode,
  stations: [],
  nodes: [],
  pipes: [],
  ducts: [],
  tags: [],
  cameras: [],
  customers: [],
  supply: [],
  hazards: [],
  alarms: [],
});
