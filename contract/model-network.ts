import { z } from "zod";
import { AreaCode } from "./scope.ts";

/**
 * The network of one area as a file of columns, for analysis where there may be no network any more: `GET /api/model/network?area=…&v=…`.
 * Nodes and pipes are numbers from 0 in the order of their ids; pipes carry the snapshot's dense number. Rows beyond the caller's sight
 * are not in it: where a pipe ends at such a node, or in another area, the node is there as a border and nothing is told of it.
 *
 * Bytes: u32 magic, u32 length of the head, head as UTF-8 JSON, padding to eight, then the columns, each beginning at a multiple of eight,
 * little endian, in the order and with the lengths that the head tells. Texts of a column are joined by U+001F.
 */
export const MODEL_NETWORK_PATH = "/api/model/network";
export const ModelNetworkQuery = z.object({ area: AreaCode, v: z.string().max(32).optional() });

export const MODEL_NETWORK_MAGIC = 0x324e4d47;

/** Bits of a node's state byte. A valve is open and operable when none of the first three is set. */
export const NODE_STATE = { closed: 1, broken: 2, inaccessible: 4, motorised: 8, border: 16 } as const;

export const modelNetworkPath = (area: string, version: string): string =>
  `${MODEL_NETWORK_PATH}?area=${area}&v=${encodeURIComponent(version)}`;
