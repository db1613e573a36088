import { fieldRecord } from "#api/outbox/field-record.ts";
import type { Draft } from "#api/outbox/ledger.ts";
import type { Outbox } from "#api/outbox/outbox.ts";
import type { Json } from "#contract/field/canonical.ts";
import type { Fix } from "#contract/field/records.ts";
import { type Columns, NO_POINTS, PIECE_POINTS, trackBody, withPoint } from "./track.ts";

/** Points come no closer together than this, ms: a step every four seconds tells the way, and spares the battery. */
const STEP_MS = 4000;

/** A piece of track that grows: a draft under the id that its record will have. */
interface Piece {
  readonly id: string;
  readonly patrolId: string;
  readonly part: number;
  readonly points: Columns;
}

export const isTrack = ({ kind }: Pick<Draft, "kind">): boolean => kind === "track";
const pieceOf = ({ id, content }: Draft): Piece => ({ ...(content as unknown as Omit<Piece, "id">), id });

type Books = Pick<Outbox, "view" | "newId" | "saveDraft" | "dropDraft" | "seal">;

/** Ids of the records that hold a patrol's way: those sealed, then the one that grows. */
export function tracksOf({ view }: Pick<Outbox, "view">, patrolId: string): string[] {
  const { records, drafts } = view.getState();
  const sealed = records.filter(({ kind, sealed: { body } }) => kind === "track" && body.patrolId === patrolId);
  const parts = sealed.map(({ id, sealed: { body } }) => ({ id, part: Number(body.part) }));
  const growing = drafts
    .filter(isTrack)
    .map(pieceOf)
    .filter((piece) => piece.patrolId === patrolId && piece.points.t.length > 0);
  return [...parts, ...growing].sort((a, b) => a.part - b.part).map(({ id }) => id);
}

/** Makes a record of a piece; one without points is dropped. */
export async function sealPiece(outbox: Books, draft: Draft, author: string, title: string): Promise<void> {
  const { id, patrolId, part, points } = pieceOf(draft);
  const [first] = points.t;
  if (first === undefined) return outbox.dropDraft(id);
  await outbox.seal(
    fieldRecord({
      id,
      kind: "track",
      form: { id: "track", version: 1 },
      author,
      startedAt: new Date(first).toISOString(),
      place: null,
      taskId: null,
      body: trackBody(patrolId, part, points),
      attachments: [],
    }),
    title,
  );
}

/** Writes a patrol's way down, point by point. */
export interface TrackRecorder {
  /** Resolves when the point is on disk. Points come one after the other. */
  add(fix: Fix): Promise<void>;
}

/** Goes on with the piece that is growing, also after a killed tab. A piece that is full is sealed, and the next begins where it ended. */
export function recordTrack(outbox: Books, patrolId: string, author: string, title: string): TrackRecorder {
  const growing = () =>
    outbox.view
      .getState()
      .drafts.filter(isTrack)
      .find((draft) => pieceOf(draft).patrolId === patrolId);
  const begin = (points: Columns): Piece => ({
    id: outbox.newId(),
    patrolId,
    part: tracksOf(outbox, patrolId).length,
    points,
  });
  const keep = async ({ id, ...content }: Piece): Promise<Draft> => {
    const draft = { id, kind: "track", title, changedAt: Date.now(), content: content as unknown as Json, files: [] };
    await outbox.saveDraft(draft);
    return draft;
  };
  const take = async (fix: Fix): Promise<void> => {
    const before = growing();
    const piece = before ? pieceOf(before) : begin(NO_POINTS);
    const last = piece.points.t.at(-1);
    if (last !== undefined && Date.parse(fix.at) - last < STEP_MS) return;
    const points = withPoint(piece.points, fix);
    if (points === piece.points) return;
    const draft = await keep({ ...piece, points });
    if (points.t.length < PIECE_POINTS) return;
    await sealPiece(outbox, draft, author, title);
    const end = (column: readonly number[]) => column.slice(-1);
    const { t, lng, lat, accuracyM } = points;
    await keep(begin({ t: end(t), lng: end(lng), lat: end(lat), accuracyM: end(accuracyM) }));
  };
  let line: Promise<void> = Promise.resolve();
  return {
    add(fix) {
      const taken = line.then(() => take(fix));
      // One that fails is told to its caller; the next goes on.
      line = taken.catch(() => {});
      return taken;
    },
  };
}
