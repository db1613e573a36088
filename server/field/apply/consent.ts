import { TrackBody } from "#contract/field/bodies.ts";
import type { Tx } from "#server/db/db.ts";
import { shownLine } from "#server/field/consents.ts";
import { type Apply, applied, held } from "#server/field/ledger/apply.ts";
import { readEnvelope } from "#server/field/ledger/conflicts.ts";
import { ownerOfSender } from "#server/field/sight.ts";

/** Ways that came before the agreement under which they were walked are drawn from what was sent. */
async function drawAgain(tx: Tx, author: string, since: Date): Promise<void> {
  const ways = await tx.query<{ id: string; body: string }>(
    `select t.record_id as id, e.body from field_track t join field_record r on r.id = t.record_id
       join field_envelope e on e.record_id = r.id and e.hash = r.hash
      where t.author = $1 and t.from_at >= $2 and t.line = '[]'`,
    [author, since],
  );
  for (const { id, body } of ways) {
    const read = TrackBody.safeParse(readEnvelope(body).body);
    if (!read.success) continue;
    const line = JSON.stringify(shownLine(read.data));
    await tx.query("update field_track set line = $2::jsonb where record_id = $1", [id, line]);
  }
}

/** A person's answer to being seen on patrols. Of several the newest stands, whatever order they come in; nobody answers for another. */
export const applyConsent: Apply<"consent"> = async ({ tx, record, sender, times }, { state, version, language }) => {
  const { author } = record;
  if (author !== sender.account) return held("not_in_sight", `${sender.account} does not answer for ${author}`);
  const owner = ownerOfSender(sender);
  const at = times.finishedAt;
  await tx.query(
    `insert into field_consent (record_id, area_code, enterprise_id, author, author_name, state, version, language, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (record_id) do nothing`,
    [record.id, owner.areaCode, owner.enterpriseId, author, sender.name, state, version, language, at],
  );
  const [newest] = await tx.query<{ id: string }>(
    "select record_id as id from field_consent where author = $1 order by at desc, record_id desc limit 1",
    [author],
  );
  if (newest?.id !== record.id) return applied({ owner, outcome: state });
  // Walked after the refusal, and come before it.
  if (state === "declined")
    await tx.query("update field_track set line = '[]' where author = $1 and from_at >= $2", [author, at]);
  else await drawAgain(tx, author, at);
  // Of ways walked without an agreement there is no line.
  await tx.query("update field_track set is_shown = ($2 and line <> '[]') where author = $1", [
    author,
    state === "accepted",
  ]);
  return applied({ owner, outcome: state });
};
