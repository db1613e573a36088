import type { Role } from "#contract/scope.ts";
import type { IconName } from "#ui/icon.tsx";
import { worksWithMap } from "./me.ts";

/** Panels a link may name. */
export const PANEL_IDS = [
  "overview",
  "statistics",
  "alarms",
  "layers",
  "datasets",
  "ingest",
  "exports",
  "supervise",
  "station",
  "pipe",
  "enterprise",
  "region",
  "model",
  "history",
  "video",
  "accounts",
  "audit",
  "system",
] as const;
export type PanelId = (typeof PANEL_IDS)[number];

/** Where a role begins. */
export function homePanel(role: Role): PanelId {
  if (role === "security_admin") return "accounts";
  if (role === "audit_admin") return "audit";
  if (role === "system_admin") return "system";
  return "overview";
}

type RailPanel =
  | "overview"
  | "statistics"
  | "alarms"
  | "model"
  | "layers"
  | "video"
  | "datasets"
  | "ingest"
  | "exports"
  | "supervise"
  | "accounts"
  | "audit";
export interface RailEntry {
  readonly id: RailPanel;
  readonly icon: IconName;
}

/** What the rail offers a role; the server refuses the rest anyway. */
export function railOf(role: Role): readonly RailEntry[] {
  if (role === "security_admin") return [{ id: "accounts", icon: "accounts" }];
  if (role === "audit_admin") return [{ id: "audit", icon: "audit" }];
  if (!worksWithMap(role)) return [];
  const seesDatasets = role === "supervisor" || role === "clerk";
  return [
    { id: "overview", icon: "overview" },
    { id: "statistics", icon: "chart" },
    { id: "alarms", icon: "alarm" },
    { id: "model", icon: "valve" },
    ...(role === "inspector" ? [] : [{ id: "supervise", icon: "task" } as const]),
    { id: "layers", icon: "layers" },
    { id: "video", icon: "camera" },
    ...(seesDatasets ? [{ id: "datasets", icon: "data" } as const] : []),
    ...(role === "inspector" ? [] : [{ id: "ingest", icon: "pulse" } as const]),
    ...(role === "inspector" ? [] : [{ id: "exports", icon: "download" } as const]),
  ];
}
