import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { CAMERAS_BEAT_MS, LiveCameras } from "#contract/camera-live.ts";
import {
  type Camera,
  type CameraState,
  getCamera,
  getCameraHealth,
  HEALTH_EVERY_MS,
  listCameras,
  MOST_CAMERAS,
  playCamera,
} from "#contract/cameras.ts";
import type { LngLat, Query, Reply } from "#contract/route.ts";
import { call } from "./client.ts";

const PLACES_STALE_MS = 300_000;

/** Every camera in sight, page by page: 5 000 in a province. */
export const camerasQuery = (area: string | null) =>
  queryOptions({
    queryKey: ["cameras", area],
    queryFn: async ({ signal }): Promise<readonly Camera[]> => {
      const found: Camera[] = [];
      let cursor: string | null = null;
      do {
        const query: Query<typeof listCameras> = { limit: MOST_CAMERAS };
        if (area !== null) query.area = area;
        if (cursor !== null) query.cursor = cursor;
        const page: Reply<typeof listCameras> = await call(listCameras, { query, signal });
        found.push(...page.cameras);
        cursor = page.next;
      } while (cursor !== null);
      return found;
    },
    staleTime: PLACES_STALE_MS,
  });

/** The cameras nearest to a point, the nearest first: of a station, an alarm, an incident. */
export const camerasNearQuery = (at: LngLat, limit = 4) =>
  queryOptions({
    queryKey: ["cameras-near", at[0], at[1], limit],
    queryFn: async ({ signal }) =>
      (await call(listCameras, { query: { near: `${at[0].toFixed(6)},${at[1].toFixed(6)}`, limit }, signal })).cameras,
    staleTime: PLACES_STALE_MS,
  });

export const cameraQuery = (id: string) =>
  queryOptions({
    queryKey: ["camera", id],
    queryFn: ({ signal }) => call(getCamera, { params: { id }, signal }),
    staleTime: 60_000,
  });

export interface CameraStates {
  readonly version: string;
  readonly states: ReadonlyMap<string, CameraState>;
}

/** States with those that changed written over them; the same object when nothing is other. */
function withChanges(
  before: CameraStates | undefined,
  { version, isWhole, states }: Pick<Reply<typeof getCameraHealth>, "version" | "isWhole" | "states">,
): CameraStates {
  if (before && !isWhole && states.length === 0) return before.version === version ? before : { ...before, version };
  const next = new Map(isWhole ? [] : before?.states);
  for (const { id, state } of states) next.set(id, state);
  return { version, states: next };
}

/** Longer than the pause between two words of a healthy line. */
const ASK_AFTER_MS = CAMERAS_BEAT_MS + HEALTH_EVERY_MS;

/** What is known of every camera in sight, kept up with what changes. The same map as before when nothing has. */
export const cameraStatesQuery = queryOptions({
  queryKey: ["camera-states"],
  queryFn: async ({ signal, client, queryKey }): Promise<CameraStates> => {
    const before = client.getQueryData<CameraStates>(queryKey);
    const query = before ? { since: before.version } : {};
    return withChanges(before, await call(getCameraHealth, { query, signal }));
  },
  // What the live connection tells puts the next question off: it is asked only while nothing is told.
  refetchInterval: ASK_AFTER_MS,
  staleTime: ASK_AFTER_MS,
  structuralSharing: false,
});

export interface FollowCamerasInput {
  readonly queries: QueryClient;
  /** Asks the live connection for what changes after a version. */
  readonly follow: (since: string) => void;
}

/** Keeps {@link cameraStatesQuery} up by the live connection, once something on the page has asked it. */
export function followCameras({ queries, follow }: FollowCamerasInput) {
  const { queryKey } = cameraStatesQuery;
  let isFollowed = false;
  const stop = queries.getQueryCache().subscribe(({ query }) => {
    if (isFollowed || query.queryKey[0] !== queryKey[0]) return;
    const known = queries.getQueryData<CameraStates>(queryKey);
    if (known === undefined) return;
    isFollowed = true;
    follow(known.version);
  });
  return {
    /** What the line told; what is none of the contract's is left to the next question. */
    hear: (message: unknown): void => {
      const told = LiveCameras.safeParse(message);
      if (!told.success) return;
      queries.setQueryData<CameraStates>(queryKey, (before) => withChanges(before, told.data));
      const { fetchFailureCount = 0, fetchStatus } = queries.getQueryState(queryKey) ?? {};
      // A question that failed before the line came back still counts as unheard: it is asked once more.
      if (fetchFailureCount > 0 && fetchStatus === "idle") void queries.refetchQueries({ queryKey });
    },
    stop,
  };
}

/** As much of a question's state as tells whether its answer is of now. */
interface Asked {
  readonly isError: boolean;
  readonly failureCount: number;
  readonly fetchStatus: "fetching" | "paused" | "idle";
}

/** Failures in a row after which an answer is not of now any more; a wall tries for ever and never gives up. */
const MOST_FAILURES = 2;

/** Whether a question that is asked again and again is answered: an old word about a picture is no word. */
export const isHeard = ({ isError, failureCount, fetchStatus }: Asked): boolean =>
  !isError && failureCount < MOST_FAILURES && fetchStatus !== "paused";

/** The health of up to nine cameras in full, with the time of their last frames. */
export const cameraHealthQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ["camera-health", ...ids],
    queryFn: async ({ signal, client }) => {
      const since = client.getQueryData<CameraStates>(cameraStatesQuery.queryKey)?.version;
      const query = { ids: ids.join(","), ...(since === undefined ? {} : { since }) };
      return (await call(getCameraHealth, { query, signal })).details;
    },
    refetchInterval: HEALTH_EVERY_MS,
    staleTime: HEALTH_EVERY_MS,
    enabled: ids.length > 0,
  });

/** Asks for addresses to watch a camera by. `renews`: the token of those that run out. */
export const askToPlay = (id: string, renews: string | null, signal?: AbortSignal) =>
  call(playCamera, { params: { id }, body: renews === null ? {} : { renews }, ...(signal ? { signal } : {}) });
