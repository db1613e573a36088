import { queryOptions } from "@tanstack/react-query";
import { getMapConfig } from "#contract/service.ts";
import { getMe, type Me, signOut } from "#contract/session.ts";
import { call } from "./client.ts";

/** Who is signed in. Put into the cache by the composition root, which checked it against the contract. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => call(getMe, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Revokes the session on the server; throws when the server did not say that it is gone. */
export const endSession = () => call(signOut);

/** The reply of the light sign-in page, checked; throws when page and server are of different versions. */
export const checkMe = (me: Me): Me => getMe.reply.parse(me);

/** Snapshot version, base map and attribution. Changes when a dataset does. */
export const mapConfigQuery = queryOptions({
  queryKey: ["map-config"],
  queryFn: ({ signal }) => call(getMapConfig, { signal }),
  staleTime: 60_000,
  refetchInterval: 5 * 60_000,
});
