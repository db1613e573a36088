import { queryOptions } from "@tanstack/react-query";
import type { ModelAnswer, ModelMarks } from "#contract/model.ts";
import { getScenario, listScenarios, removeScenario, saveScenario } from "#contract/model.ts";
import { modelNetworkPath } from "#contract/model-network.ts";
import { getModelState } from "#contract/model-state.ts";
import type { Body } from "#contract/route.ts";
import { getPipe } from "#contract/station.ts";
import { workerCall } from "#workers/job.ts";
import type { Found, ModelJob } from "#workers/model-desk.ts";
import { ApiError } from "./api-error.ts";
import { call, fetchBytes } from "./client.ts";
import { shelved } from "./network-shelf.ts";
import { resolve } from "./resolve.ts";

export type ModelAsk = Extract<ModelJob, { readonly about: string }>["ask"];
export interface Answered {
  readonly answer: ModelAnswer;
  readonly marks: ModelMarks;
}

const work = workerCall<[ModelJob], Answered | Found | null>(
  () => new Worker(new URL("../workers/model-desk.worker.ts", import.meta.url), { type: "module", name: "model" }),
);

const nameOf = (area: string, version: string): string => `${version} ${area}`;

/** A county is looked at each second; of several one after the other is. */
const STATE_MS = { one: 1000, several: 3000 } as const;

/** An area as it is now, asked for again as long as somebody looks. */
export const modelStateQuery = (area: string) =>
  queryOptions({
    queryKey: ["model-state", area],
    queryFn: ({ signal }) => call(getModelState, { query: { area }, signal }),
    staleTime: STATE_MS.one / 2,
    refetchInterval: ({ state }) => (state.data && state.data.counties.of === 1 ? STATE_MS.one : STATE_MS.several),
  });

const NETWORK = "model-network";

/** Asked also where the browser says that there is no line: what is on this device answers. */
export const WITHOUT_A_LINE = { networkMode: "always" } as const;

/** Puts an area's network on the device, so that it can be analysed where there is no line; nothing where there is none in sight. */
export async function shelveNetwork(area: string, version: string, signal: AbortSignal): Promise<void> {
  await shelved(area, version, () => fetchBytes(modelNetworkPath(area, version), signal));
}

/** Fetches an area's network and gives it to the worker, where it stays: from then on questions need no line. */
export const modelNetworkQuery = (area: string, version: string) =>
  queryOptions({
    queryKey: [NETWORK, area, version],
    queryFn: async ({ signal }) => {
      const path = modelNetworkPath(area, version);
      const file = await shelved(area, version, () => fetchBytes(path, signal));
      if (file === null) throw new ApiError(path, 404, "not_found", null, null);
      const bytes = file.byteLength;
      await work([{ open: nameOf(area, version), file }], [file]);
      return { area, version, bytes };
    },
    ...WITHOUT_A_LINE,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** The area of a pipe: known to the worker when its network is there, else asked of the server. */
export const areaOfPipeQuery = (seq: number, version: string) =>
  queryOptions({
    queryKey: ["area-of-pipe", version, seq],
    queryFn: async ({ signal, client }) => {
      // A network that is on its way may be the pipe's: without a line there is nobody else to ask.
      const opening = client.getQueryCache().findAll({ queryKey: [NETWORK], fetchStatus: "fetching" });
      await Promise.allSettled(opening.map((query) => query.promise));
      const found = await work([{ find: seq, version }]);
      if (found && "area" in found) return found.area;
      const { id } = await resolve("pipe", seq, version);
      return (await call(getPipe, { params: { id }, signal })).areaCode;
    },
    ...WITHOUT_A_LINE,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Asks the worker about a network that has been fetched. */
export async function askModel(area: string, version: string, ask: ModelAsk): Promise<Answered> {
  const answered = await work([{ about: nameOf(area, version), ask }]);
  if (!answered || !("answer" in answered)) throw new Error("the worker gave no answer");
  return answered;
}

export const scenariosQuery = (area: string | null) =>
  queryOptions({
    queryKey: ["scenarios", area],
    queryFn: async ({ signal }) =>
      (await call(listScenarios, { query: area === null ? {} : { area }, signal })).scenarios,
    staleTime: 10_000,
    ...WITHOUT_A_LINE,
  });

export const scenarioQuery = (id: string) =>
  queryOptions({
    queryKey: ["scenario", id],
    queryFn: ({ signal }) => call(getScenario, { params: { id }, signal }),
    staleTime: 10_000,
  });

export const keepScenario = (id: string, body: Body<typeof saveScenario>) =>
  call(saveScenario, { params: { id }, body });

export const dropScenario = (id: string) => call(removeScenario, { params: { id } });
