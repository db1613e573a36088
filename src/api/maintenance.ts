import { queryOptions } from "@tanstack/react-query";
import { createMaintenance, endMaintenance, listMaintenance, type Maintenance } from "#contract/alarm-rules.ts";
import { call } from "./client.ts";

/** Maintenance windows in sight: running, to come and over. */
export const maintenanceQuery = queryOptions({
  queryKey: ["maintenance"],
  queryFn: async ({ signal }) => (await call(listMaintenance, { signal })).windows,
  staleTime: 5000,
  refetchInterval: 30_000,
});

export interface NewMaintenance {
  /** Of a whole station, or of one tag. */
  readonly place: { readonly stationId: string } | { readonly tagId: string };
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export const planMaintenance = ({ place, from, to, reason }: NewMaintenance): Promise<Maintenance> => {
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return call(createMaintenance, { body: { ...place, ...span, reason } });
};

export const finishMaintenance = (id: string): Promise<Maintenance> => call(endMaintenance, { params: { id } });
