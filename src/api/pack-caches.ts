import type { Me } from "#contract/session.ts";

/*
 * Where map packs lie on the device: caches that src/service-worker.ts answers from when there is no network. A pack is of one person in one
 * scope; whoever signs in throws the others' away, since the worker cannot know who asks.
 */

const PREFIX = "gas-pack:";

/** Whose packs are meant: an account as its scope sees the network. */
export const packOwner = ({ account, scope }: Pick<Me, "account" | "scope">): string =>
  encodeURIComponent(`${account} ${scope.level} ${scope.areaCode} ${scope.enterpriseId ?? ""}`);

/** The cache of an owner's pack of one snapshot. */
export const packCacheName = (owner: string, version: string): string => `${PREFIX}${owner}:${version}`;

const isAvailable = (): boolean => "caches" in globalThis;

/** An owner's caches, the one begun first first. */
export async function packCaches(owner: string): Promise<string[]> {
  if (!isAvailable()) return [];
  return (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}${owner}:`));
}

/** Takes an owner's packs off the device, but for one that is named. */
export async function dropPacks(owner: string, except: string | null = null): Promise<void> {
  for (const name of await packCaches(owner)) if (name !== except) await caches.delete(name);
}

/** Takes everybody else's packs off the device. */
export async function dropOtherPacks(owner: string): Promise<void> {
  if (!isAvailable()) return;
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${owner}:`)) await caches.delete(name);
}
