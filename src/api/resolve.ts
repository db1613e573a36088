import { resolveSeq } from "#contract/station.ts";
import { call } from "./client.ts";

/** From a dense number of the snapshot `version` to the id of what it stands for; a tag also names its station. */
export const resolve = (kind: "pipe" | "station" | "tag", seq: number, version: string) =>
  call(resolveSeq, { params: { kind, seq }, query: { v: version } });
