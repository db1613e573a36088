import { createHash } from "node:crypto";
import type { TrackBody } from "#contract/field/bodies.ts";
import type { Flag } from "#contract/field/records.ts";
import { impossibleStep, lengthOf, shapeOf } from "#model/field/track.ts";
import type { Tx } from "#server/db/db.ts";
import { mayShow, shownLine } from "#server/field/consents.ts";
import { type Apply, applied } from "#server/field/ledger/apply.ts";
import { ownerOfSender } from "#server/field/sight.ts";

const MOCK_SHARE = 0.02;

async function identicalTo(tx: Tx, shape: string, id: string): Promise<Flag[]> {
  const [other] = await tx.query<{ id: string; author: string }>(
    "select record_id as id, author from field_track where shape = $1 and record_id <> $2 order by from_at limit 1",
    [shape, id],
  );
  return other === undefined ? [] : [{ kind: "identical_track", evidence: { track: other.id, author: other.author } }];
}

function plausible(body: TrackBody): Flag[] {
  const flags: Flag[] = [];
  const fast = impossibleStep(body);
  if (fast !== null)
    flags.push({
      kind: "impossible_speed",
      evidence: {
        kmh: fast.kmh,
        from: new Date(body.t[fast.from] ?? 0).toISOString(),
        to: new Date(body.t[fast.to] ?? 0).toISOString(),
      },
    });
  if (body.mock.length > MOCK_SHARE * body.t.length)
    flags.push({ kind: "mock_location", evidence: { points: body.mock.length, of: body.t.length } });
  return flags;
}

/** A way walked: kept to be shown where its walker agrees to that, and laid upon the network by the job that comes after (match-job.ts). */
export const applyTrack: Apply<"track"> = async ({ tx, record, sender, times }, body) => {
  const owner = ownerOfSender(sender);
  const key = shapeOf(body);
  // A way that hardly moves has no shape: its own id stands for it.
  const shape = key === null ? record.id : createHash("sha256").update(key).digest("hex");
  // The points' clock is that of the record: both are put right alike.
  const shift = times.finishedAt.getTime() - Date.parse(record.finishedAt);
  const from = (body.t[0] ?? 0) + shift;
  // Of who does not agree to be seen no place is kept beside the record itself, which proves the metres.
  const isShown = await mayShow(tx, record.author, new Date(from));
  const line = isShown ? shownLine(body) : [];
  const flags = [...plausible(body), ...(await identicalTo(tx, shape, record.id))];
  await tx.query(
    `insert into field_track (record_id, patrol_id, area_code, enterprise_id, author, author_name, from_at, to_at, points, shape, line, length_m, is_shown)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13)
     on conflict (record_id) do update set line = excluded.line, shape = excluded.shape, points = excluded.points,
       from_at = excluded.from_at, to_at = excluded.to_at, length_m = excluded.length_m, is_shown = excluded.is_shown, matched_at = null`,
    [
      record.id,
      body.patrolId,
      owner.areaCode,
      owner.enterpriseId,
      record.author,
      record.author === sender.account ? sender.name : record.author,
      new Date(from),
      new Date((body.t.at(-1) ?? 0) + shift),
      body.t.length,
      shape,
      JSON.stringify(line),
      lengthOf(body),
      isShown,
    ],
  );
  return applied({ owner, subject: body.patrolId, flags });
};
