import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "#api/api-error.ts";

/** A refusal stays a refusal: only what may pass by itself is tried again. */
export const mayPass = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 503 || error.status === 502);

const RETRIES = 2;
const LONGEST_WAIT_MS = 15_000;

/** `forever`: a wall has nobody to press "try again". */
export const createQueryClient = (forever: () => boolean): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => mayPass(error) && (forever() || failures < RETRIES),
        retryDelay: (failures) => Math.min(1000 * 2 ** failures, LONGEST_WAIT_MS),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
