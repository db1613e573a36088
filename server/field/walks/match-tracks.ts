import { TrackBody } from "#contract/field/bodies.ts";
import { matchWay, type Walked } from "#model/matching/match.ts";
import { matchNetwork, planeAt } from "#model/matching/network.ts";
import { metresIn } from "#model/matching/spans.ts";
import type { Db, Tx } from "#server/db/db.ts";
import type { Owner } from "#server/field/sight.ts";
import { type OwnedPipe, ownedPipes, pipesAbout } from "./near-pipes.ts";
import { settleCover } from "./settle-cover.ts";

/** Tracks laid upon the network before others get their turn. */
const AT_ONCE = 20;
/** Flags that cast doubt on where somebody was. */
const DOUBTS: readonly string[] = ["impossible_speed", "identical_track", "mock_location"];

interface Waiting extends Owner {
  readonly recordId: string;
  readonly author: string;
  readonly toAt: Date;
  readonly flags: readonly string[];
  readonly envelope: string | null;
  /** A person has left it out in favour of what came first under its number (ledger/withdraw.ts). */
  readonly isWithdrawn: boolean;
}

/** One matcher at a time: what a pipe's walks come to is written from all of them. */
const LOCK = "select pg_advisory_xact_lock(hashtext('field_cover'))";

function readWay(envelope: string | null): TrackBody | null {
  if (envelope === null) return null;
  const read = TrackBody.safeParse((JSON.parse(envelope) as { body?: unknown }).body);
  return read.success ? read.data : null;
}

async function walkedOn(tx: Tx, track: Waiting): Promise<{ walked: Walked[]; pipes: OwnedPipe[] }> {
  const way = track.isWithdrawn ? null : readWay(track.envelope);
  if (way === null) return { walked: [], pipes: [] };
  const pipes = await pipesAbout(tx, track, way);
  const network = matchNetwork(pipes, planeAt(way.lng[0] ?? 0, way.lat[0] ?? 0));
  return { walked: matchWay(network, way), pipes };
}

async function keepWalks(
  tx: Tx,
  track: Waiting,
  walked: readonly Walked[],
  pipes: readonly OwnedPipe[],
): Promise<void> {
  const byId = new Map(pipes.map((pipe) => [pipe.id, pipe]));
  const before = await tx.query<{ id: string }>("delete from field_walk where record_id = $1 returning pipe_id as id", [
    track.recordId,
  ]);
  const rows = walked.flatMap(({ id, spans }) =>
    spans.map(({ from, to }) => {
      const pipe = byId.get(id) as OwnedPipe;
      return { pipe: id, area: pipe.areaCode, enterprise: pipe.enterpriseId, from, to: Math.min(to, pipe.lengthM) };
    }),
  );
  await tx.query(
    `insert into field_walk (pipe_id, record_id, area_code, enterprise_id, author, at, from_m, to_m, is_doubted)
     select r.pipe, $2, r.area, r.enterprise, $3, $4, r."from", r."to", $5
       from jsonb_to_recordset($1::jsonb) r (pipe text, area text, enterprise text, "from" float8, "to" float8)`,
    [JSON.stringify(rows), track.recordId, track.author, track.toAt, track.flags.some((flag) => DOUBTS.includes(flag))],
  );
  const touched = new Set([...before.map(({ id }) => id), ...walked.map(({ id }) => id)]);
  const near = pipes.filter(({ id }) => touched.has(id));
  // What it was laid upon before may lie where it does not pass any more.
  const left = [...touched].filter((id) => !byId.has(id));
  await settleCover(tx, [...near, ...(await ownedPipes(tx, left))]);
}

async function matchNext(tx: Tx): Promise<boolean> {
  await tx.query(LOCK);
  // Held, so that who leaves it out meanwhile does so before or after, and is heard.
  const [next] = await tx.query<{ id: string }>(
    "select record_id as id from field_track where matched_at is null order by record_id limit 1 for update",
  );
  if (next === undefined) return false;
  const [track] = await tx.query<Waiting>(
    `select t.record_id as "recordId", t.area_code as "areaCode", t.enterprise_id as "enterpriseId", t.author, t.to_at as "toAt", r.flags,
            r.replaced_by is not null as "isWithdrawn",
            (select e.body from field_envelope e where e.record_id = r.id and e.hash = r.hash) as envelope
       from field_track t join field_record r on r.id = t.record_id
      where t.record_id = $1`,
    [next.id],
  );
  if (track === undefined) return false;
  const { walked, pipes } = await walkedOn(tx, track);
  await keepWalks(tx, track, walked, pipes);
  const metres = walked.reduce((sum, { spans }) => sum + metresIn(spans), 0);
  await tx.query("update field_track set matched_at = now(), matched_m = $2 where record_id = $1", [
    track.recordId,
    metres,
  ]);
  return true;
}

/** Lays tracks that wait upon the network, each in a transaction of its own. Returns how many. */
export async function matchTracks(db: Pick<Db, "asSystem">): Promise<number> {
  for (let done = 0; done < AT_ONCE; done += 1) if (!(await db.asSystem(matchNext))) return done;
  return AT_ONCE;
}
