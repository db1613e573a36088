import type { DeviceRecord } from "#api/outbox/ledger.ts";
import { WorkNoticeBody } from "#contract/field/bodies.ts";
import type { FieldWork } from "#contract/field/works.ts";

/** A work as the phone knows it: without how its clock stands, which is told by the phone's own time. */
export type KnownWork = Pick<
  FieldWork,
  "id" | "name" | "contractor" | "how" | "noticedAt" | "from" | "to" | "plan" | "guard" | "isOver" | "lngLat" | "toldAt"
>;

type Sealed = Pick<DeviceRecord, "kind" | "sealed">;

function toldHere({ kind, sealed }: Sealed): KnownWork[] {
  const read = kind === "work_notice" ? WorkNoticeBody.safeParse(sealed.body) : null;
  if (!read?.success) return [];
  const { workId, name, contractor, how, noticedAt, from, to, plan, guard, isOver, lngLat } = read.data;
  return [
    { id: workId, name, contractor, how, noticedAt, from, to, plan, guard, isOver, lngLat, toldAt: sealed.finishedAt },
  ];
}

/** Works that the server told of, and those of this phone's records: of each what was told last, and a notice once told stays told. */
export function worksHere(works: readonly KnownWork[], records: readonly Sealed[]): KnownWork[] {
  const told = [...works, ...records.flatMap(toldHere)].toSorted((a, b) => Date.parse(a.toldAt) - Date.parse(b.toldAt));
  const newest = new Map<string, KnownWork>();
  for (const work of told)
    newest.set(work.id, { ...work, noticedAt: work.noticedAt ?? newest.get(work.id)?.noticedAt ?? null });
  return [...newest.values()].filter(({ isOver }) => !isOver);
}

/** What a later record about a work says anew. */
export interface WorkNews extends Pick<KnownWork, "noticedAt" | "from" | "plan" | "guard" | "isOver"> {
  readonly note: string;
}

/** Body of a later record about a work; whoever reads it finds the telephone in the first. */
export const newsBody = (work: KnownWork, { note, ...news }: WorkNews): WorkNoticeBody => ({
  workId: work.id,
  how: news.noticedAt === null ? work.how : "noticed",
  name: work.name,
  contractor: work.contractor,
  phone: "",
  to: work.to,
  lngLat: work.lngLat,
  pipes: [],
  planFiles: [],
  guardName: "",
  photos: [],
  ...news,
  note,
});
